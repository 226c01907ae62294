// The table of RAS errors: all 332 codes of raserror.h and mprerror.h in the Windows SDK, in their
// order. Plain data; what is done with it is in ras_error.cc.
//
// Rules for a row:
// - The text tells an administrator what happened, in our own words, never in Microsoft's: a piece
//   of a sentence in lower case, without a full stop, at most 100 characters.
// - The cause is what to blame, and so how often the dial is tried again; see Cause. It is a
//   default: rules in a profile may judge any error by its own name.
// - Names are in use in people's rules: a row may be added, but a symbol never changes.
//
// The meaning of codes that Microsoft's page leaves out (871 to 875) follows from their symbols.
#include <array>
#include <cstddef>
#include <iterator>

#include "ras/ras_error.h"
#include "ras/spelling.h"

namespace lineman {
namespace {

using enum Cause;

// What is written down of an error; its name is worked out from the symbol.
struct Row {
  std::uint32_t code;
  std::string_view symbol;
  Cause cause;
  std::string_view text;
};

constexpr Row kRows[] = {
    // RAS and its ports.
    {600, "PENDING", kInternal, "an earlier request is still being worked on"},
    {601, "ERROR_INVALID_PORT_HANDLE", kInternal,
     "a request named a port that RAS does not hold open"},
    {602, "ERROR_PORT_ALREADY_OPEN", kLocal, "another program already holds the modem or port"},
    {603, "ERROR_BUFFER_TOO_SMALL", kInternal,
     "the buffer for an answer of RAS was not large enough"},
    {604, "ERROR_WRONG_INFO_SPECIFIED", kInternal,
     "a request to the port carried information of the wrong kind"},
    {605, "ERROR_CANNOT_SET_PORT_INFO", kInternal, "the settings of the port could not be changed"},
    {606, "ERROR_PORT_NOT_CONNECTED", kLine, "the port carries no connection at the moment"},
    {607, "ERROR_EVENT_INVALID", kInternal, "an event was passed to RAS that it could not signal"},
    {608, "ERROR_DEVICE_DOES_NOT_EXIST", kDevice,
     "no such modem or network adapter is installed on this machine"},
    {609, "ERROR_DEVICETYPE_DOES_NOT_EXIST", kConfig,
     "the entry names a type of device that RAS does not have"},
    {610, "ERROR_BUFFER_INVALID", kInternal, "a buffer was passed to RAS that it cannot use"},
    {611, "ERROR_ROUTE_NOT_AVAILABLE", kInternal,
     "the network binding wanted for the port is not to be had"},
    {612, "ERROR_ROUTE_NOT_ALLOCATED", kInternal,
     "a network binding was used before it had been reserved for the port"},
    {613, "ERROR_INVALID_COMPRESSION_SPECIFIED", kInternal,
     "the port was asked for a kind of compression it does not do"},
    {614, "ERROR_OUT_OF_BUFFERS", kInternal,
     "all buffers of RAS for sending and receiving are in use"},
    {615, "ERROR_PORT_NOT_FOUND", kDevice,
     "the port of the entry is missing, perhaps an unplugged modem"},
    {616, "ERROR_ASYNC_REQUEST_PENDING", kLocal,
     "an earlier request on this port has not finished yet"},
    {617, "ERROR_ALREADY_DISCONNECTING", kLocal,
     "the last hang-up of this port is still under way"},
    {618, "ERROR_PORT_NOT_OPEN", kLocal, "a request needs the port to be open, and it is closed"},
    {619, "ERROR_PORT_DISCONNECTED", kServer,
     "the port closed during the dial, often a refused log-on or a firewall in disguise"},
    {620, "ERROR_NO_ENDPOINTS", kInternal, "no endpoint was found to carry the connection"},

    // The phone book.
    {621, "ERROR_CANNOT_OPEN_PHONEBOOK", kConfig,
     "the phone book file is missing or may not be read"},
    {622, "ERROR_CANNOT_LOAD_PHONEBOOK", kConfig,
     "the phone book file was opened, but reading it failed"},
    {623, "ERROR_CANNOT_FIND_PHONEBOOK_ENTRY", kConfig, "the phone book has no entry of this name"},
    {624, "ERROR_CANNOT_WRITE_PHONEBOOK", kConfig,
     "changes to the phone book file could not be saved"},
    {625, "ERROR_CORRUPT_PHONEBOOK", kConfig,
     "the phone book file holds something that makes no sense"},

    // Ends of a connection, and what RAS itself can run into.
    {626, "ERROR_CANNOT_LOAD_STRING", kInternal, "one of the message strings of RAS is missing"},
    {627, "ERROR_KEY_NOT_FOUND", kConfig, "a setting that was looked up is not in the file"},
    {628, "ERROR_DISCONNECTION", kLine, "the line dropped before the connection was ready"},
    {629, "ERROR_REMOTE_DISCONNECTION", kServer, "the server hung up"},
    {630, "ERROR_HARDWARE_FAILURE", kDevice,
     "a fault in the modem or adapter ended the connection"},
    {631, "ERROR_USER_DISCONNECTION", kUser, "somebody or some program on this machine hung up"},
    {632, "ERROR_INVALID_SIZE", kInternal,
     "a structure passed to RAS has a size that this Windows does not know"},
    {633, "ERROR_PORT_NOT_AVAILABLE", kLocal,
     "the modem or port is taken, not yet released after a hang-up, or not set up for dialling "
     "out"},
    {634, "ERROR_CANNOT_PROJECT_CLIENT", kInternal,
     "the server could not register this machine on its network"},
    {635, "ERROR_UNKNOWN", kLocal, "something failed for which RAS has no code"},
    {636, "ERROR_WRONG_DEVICE_ATTACHED", kDevice,
     "the device on the port is not the one the entry was made for"},
    {637, "ERROR_BAD_STRING", kInternal, "a text could not be converted between character sets"},
    {638, "ERROR_REQUEST_TIMEOUT", kServer, "the answer to a request did not come in time"},

    // NetBIOS, as long as RAS carried it.
    {639, "ERROR_CANNOT_GET_LANA", kInternal,
     "no adapter number (LANA) was left for NetBIOS over the line"},
    {640, "ERROR_NETBIOS_ERROR", kInternal, "something went wrong in NetBIOS"},
    {641, "ERROR_SERVER_OUT_OF_RESOURCES", kInternal,
     "the server has no NetBIOS resources left for this client"},
    {642, "ERROR_NAME_EXISTS_ON_NET", kInternal,
     "a NetBIOS name of this machine is already taken on the server's network"},
    {643, "ERROR_SERVER_GENERAL_NET_FAILURE", kInternal,
     "the server lost its network through a failed adapter"},
    {644, "WARNING_MSG_ALIAS_NOT_ADDED", kInternal,
     "the name for network pop-up messages was not registered, so none will arrive"},

    // The log-on.
    {645, "ERROR_AUTH_INTERNAL", kServer,
     "the log-on broke down inside RAS or the server, without a verdict on the password"},
    {646, "ERROR_RESTRICTED_LOGON_HOURS", kAccount,
     "it is outside the hours in which this account may log on"},
    {647, "ERROR_ACCT_DISABLED", kAccount, "an administrator has switched this account off"},
    {648, "ERROR_PASSWD_EXPIRED", kCredentials,
     "the password is past its expiry date and must be changed"},
    {649, "ERROR_NO_DIALIN_PERMISSION", kAccount,
     "the account has not been given the right to dial in"},
    {650, "ERROR_SERVER_NOT_RESPONDING", kServer,
     "no sign of life came from the remote access server"},

    // Modems and the files that describe them: device .INF, media .INI.
    {651, "ERROR_FROM_DEVICE", kDevice, "the modem or network device reported an error"},
    {652, "ERROR_UNRECOGNIZED_RESPONSE", kDevice,
     "the modem answered something that its description does not list"},
    {653, "ERROR_MACRO_NOT_FOUND", kConfig,
     "the device description (.INF) lacks a macro that the device needs"},
    {654, "ERROR_MACRO_NOT_DEFINED", kConfig,
     "the device description (.INF) uses a macro that it never defines"},
    {655, "ERROR_MESSAGE_MACRO_NOT_FOUND", kConfig,
     "the device description (.INF) lacks the macro for messages"},
    {656, "ERROR_DEFAULTOFF_MACRO_NOT_FOUND", kConfig,
     "the list of macros that start switched off names one that does not exist"},
    {657, "ERROR_FILE_COULD_NOT_BE_OPENED", kConfig,
     "the device description (.INF) is missing or may not be read"},
    {658, "ERROR_DEVICENAME_TOO_LONG", kConfig, "the device has a longer name than RAS allows"},
    {659, "ERROR_DEVICENAME_NOT_FOUND", kConfig,
     "the port settings (media .INI) name a device that nothing describes"},
    {660, "ERROR_NO_RESPONSES", kConfig,
     "the device description (.INF) lists no replies to a command"},
    {661, "ERROR_NO_COMMAND_FOUND", kConfig, "the device description (.INF) lacks a command"},
    {662, "ERROR_WRONG_KEY_SPECIFIED", kConfig,
     "a macro was to be set that the device description (.INF) does not have"},
    {663, "ERROR_UNKNOWN_DEVICE_TYPE", kConfig,
     "the port settings (media .INI) name a type of device that RAS does not know"},
    {664, "ERROR_ALLOCATING_MEMORY", kLocal, "this machine has no memory left for the request"},
    {665, "ERROR_PORT_NOT_CONFIGURED", kConfig, "the port is not one that remote access may use"},
    {666, "ERROR_DEVICE_NOT_READY", kDevice,
     "the modem is switched off, unplugged or still starting"},
    {667, "ERROR_READING_INI_FILE", kConfig,
     "the port settings (media .INI) are missing or may not be read"},
    {668, "ERROR_NO_CONNECTION", kLine, "there is no connection any more"},
    {669, "ERROR_BAD_USAGE_IN_INI_FILE", kConfig,
     "the port settings (media .INI) give the port a use that does not exist"},
    {670, "ERROR_READING_SECTIONNAME", kConfig,
     "the port settings (media .INI) have a section without a readable name"},
    {671, "ERROR_READING_DEVICETYPE", kConfig,
     "the port settings (media .INI) do not tell the type of the device"},
    {672, "ERROR_READING_DEVICENAME", kConfig,
     "the port settings (media .INI) do not tell the name of the device"},
    {673, "ERROR_READING_USAGE", kConfig,
     "the port settings (media .INI) do not tell what the port is used for"},
    {674, "ERROR_READING_MAXCONNECTBPS", kConfig,
     "the port settings (media .INI) do not tell the top speed of the port"},
    {675, "ERROR_READING_MAXCARRIERBPS", kConfig,
     "the port settings (media .INI) do not tell the top speed of the carrier"},

    // The call.
    {676, "ERROR_LINE_BUSY", kLine, "the number is busy"},
    {677, "ERROR_VOICE_ANSWER", kLine, "somebody picked up the telephone where a modem should be"},
    {678, "ERROR_NO_ANSWER", kLine, "nobody picked up, or no PPPoE server was found"},
    {679, "ERROR_NO_CARRIER", kLine, "the call was made, but no modem tone (carrier) was heard"},
    {680, "ERROR_NO_DIALTONE", kLine,
     "the line is dead: cable out, exchange down, or another telephone in use"},

    // More of modems and their files.
    {681, "ERROR_IN_COMMAND", kDevice, "the modem rejected a command as faulty"},
    {682, "ERROR_WRITING_SECTIONNAME", kConfig,
     "saving the port settings failed at the section name"},
    {683, "ERROR_WRITING_DEVICETYPE", kConfig,
     "saving the port settings failed at the type of the device"},
    {684, "ERROR_WRITING_DEVICENAME", kConfig,
     "saving the port settings failed at the name of the device"},
    {685, "ERROR_WRITING_MAXCONNECTBPS", kConfig,
     "saving the port settings failed at the top speed of the port"},
    {686, "ERROR_WRITING_MAXCARRIERBPS", kConfig,
     "saving the port settings failed at the top speed of the carrier"},
    {687, "ERROR_WRITING_USAGE", kConfig, "saving the port settings failed at the use of the port"},
    {688, "ERROR_WRITING_DEFAULTOFF", kConfig,
     "saving the port settings failed at the macros that start switched off"},
    {689, "ERROR_READING_DEFAULTOFF", kConfig,
     "the port settings (media .INI) do not tell which macros start switched off"},
    {690, "ERROR_EMPTY_INI_FILE", kConfig, "the port settings (media .INI) have nothing in them"},

    // A log-on refused, and modems once more.
    {691, "ERROR_AUTHENTICATION_FAILURE", kCredentials,
     "the server refused the user name or password"},
    {692, "ERROR_PORT_OR_DEVICE", kDevice, "the port or the device on it is broken"},
    {693, "ERROR_NOT_BINARY_MACRO", kConfig,
     "a macro that can only be on or off was given something else"},
    {694, "ERROR_DCB_NOT_FOUND", kConfig, "no control block for this device is known to RAS"},
    {695, "ERROR_STATE_MACHINES_NOT_STARTED", kConfig,
     "the part of RAS that drives modems has not been started"},
    {696, "ERROR_STATE_MACHINES_ALREADY_STARTED", kConfig,
     "the part of RAS that drives modems was started twice"},
    {697, "ERROR_PARTIAL_RESPONSE_LOOPING", kConfig,
     "reading the modem's reply went round in circles on the same beginning"},
    {698, "ERROR_UNKNOWN_RESPONSE_KEY", kConfig,
     "a reply in the device description (.INF) is written in an unknown form"},
    {699, "ERROR_RECV_BUF_FULL", kDevice, "the modem's reply is longer than the room for it"},
    {700, "ERROR_CMD_TOO_LONG", kDevice,
     "a command became too long for the modem once its macros were filled in"},
    {701, "ERROR_UNSUPPORTED_BPS", kDevice,
     "the modem chose a speed that the driver of its port cannot follow"},
    {702, "ERROR_UNEXPECTED_RESPONSE", kDevice,
     "the modem said something although nothing had been asked"},

    // Paused states that nobody answered, and accounts.
    {703, "ERROR_INTERACTIVE_MODE", kHuman, "the server wants input that only a person could give"},
    {704, "ERROR_BAD_CALLBACK_NUMBER", kHuman, "the callback number is missing, or cannot be used"},
    {705, "ERROR_INVALID_AUTH_STATE", kInternal,
     "the log-on got into a state that should not exist"},
    {706, "ERROR_WRITING_INITBPS", kInternal,
     "saving the port settings failed at the starting speed"},
    {707, "ERROR_X25_DIAGNOSTIC", kLine,
     "the X.25 network ended the call and sent a diagnostic code"},
    {708, "ERROR_ACCT_EXPIRED", kAccount, "the account is past the last day it was valid"},
    {709, "ERROR_CHANGING_PASSWORD", kCredentials, "the server did not accept the new password"},

    // Lines, ISDN, and services that do not start.
    {710, "ERROR_OVERRUN", kDevice,
     "bytes from the modem were lost, the serial port could not keep up"},
    {711, "ERROR_RASMAN_CANNOT_INITIALIZE", kLocal,
     "the RAS service (RasMan) could not start; the event log tells why"},
    {712, "ERROR_BIPLEX_PORT_NOT_AVAILABLE", kLine,
     "the port for calls both ways is still starting; it needs a few seconds"},
    {713, "ERROR_NO_ACTIVE_ISDN_LINES", kLine, "no ISDN line is in service"},
    {714, "ERROR_NO_ISDN_CHANNELS_AVAILABLE", kLine, "all ISDN channels are taken"},
    {715, "ERROR_TOO_MANY_LINE_ERRORS", kLine,
     "the line is so noisy that too many errors occurred"},

    // PPP and the network protocols in it.
    {716, "ERROR_IP_CONFIGURATION", kConfig, "the IP settings for remote access cannot be used"},
    {717, "ERROR_NO_IP_ADDRESSES", kServer, "the address pool for remote access is used up"},
    {718, "ERROR_PPP_TIMEOUT", kServer,
     "the server fell silent in the middle of the PPP negotiation"},
    {719, "ERROR_PPP_REMOTE_TERMINATED", kServer, "the server ended the PPP session"},
    {720, "ERROR_PPP_NO_PROTOCOLS_CONFIGURED", kConfig,
     "no network protocol is set up that PPP could negotiate"},
    {721, "ERROR_PPP_NO_RESPONSE", kServer, "the server never answered in PPP"},
    {722, "ERROR_PPP_INVALID_PACKET", kServer, "a PPP packet arrived that cannot be right"},
    {723, "ERROR_PHONE_NUMBER_TOO_LONG", kConfig,
     "the telephone number with its prefix and suffix is longer than allowed"},
    {724, "ERROR_IPXCP_NO_DIALOUT_CONFIGURED", kInternal,
     "the IPX protocol is not set up for dialling out"},
    {725, "ERROR_IPXCP_NO_DIALIN_CONFIGURED", kInternal,
     "the IPX protocol is not set up for taking calls"},
    {726, "ERROR_IPXCP_DIALOUT_ALREADY_ACTIVE", kConfig,
     "the IPX protocol already dials out over another port"},
    {727, "ERROR_ACCESSING_TCPCFGDLL", kInternal,
     "the library for TCP/IP settings (tcpcfg.dll) could not be used"},
    {728, "ERROR_NO_IP_RAS_ADAPTER", kConfig, "no adapter binds IP to remote access"},
    {729, "ERROR_SLIP_REQUIRES_IP", kConfig, "the entry uses SLIP, which does not work without IP"},
    {730, "ERROR_PROJECTION_NOT_COMPLETE", kInternal,
     "addresses were asked for before they had been negotiated"},
    {731, "ERROR_PROTOCOL_NOT_CONFIGURED", kConfig,
     "a network protocol was asked for that this connection does not carry"},
    {732, "ERROR_PPP_NOT_CONVERGING", kServer,
     "the two ends kept proposing PPP options and never agreed"},
    {733, "ERROR_PPP_CP_REJECTED", kConfig,
     "the server does not offer the network protocol that the entry wants"},
    {734, "ERROR_PPP_LCP_TERMINATED", kServer,
     "the PPP link was closed by its control protocol (LCP)"},
    {735, "ERROR_PPP_REQUIRED_ADDRESS_REJECTED", kConfig,
     "the server does not grant the IP address that the entry insists on"},
    {736, "ERROR_PPP_NCP_TERMINATED", kServer,
     "the server closed the network protocol (NCP) of the link"},
    {737, "ERROR_PPP_LOOPBACK_DETECTED", kLine, "the line echoes, and PPP hears its own packets"},
    {738, "ERROR_PPP_NO_ADDRESS_ASSIGNED", kServer, "the server gave this machine no address"},

    // Encryption, and modules inside RAS that are gone since Windows Vista.
    {739, "ERROR_CANNOT_USE_LOGON_CREDENTIALS", kCredentials,
     "the server cannot work with the Windows log-on password; it needs one typed in"},
    {740, "ERROR_TAPI_CONFIGURATION", kDevice,
     "the telephony (TAPI) devices are not installed properly or did not start"},
    {741, "ERROR_NO_LOCAL_ENCRYPTION", kConfig,
     "the entry demands encryption, and this machine has none that fits"},
    {742, "ERROR_NO_REMOTE_ENCRYPTION", kConfig,
     "the entry demands encryption, and the server has none that fits"},
    {743, "ERROR_REMOTE_REQUIRES_ENCRYPTION", kConfig,
     "the server demands encryption, and the entry does not allow it"},
    {744, "ERROR_IPXCP_NET_NUMBER_CONFLICT", kInternal,
     "the IPX network number given by the server cannot be used here"},
    {745, "ERROR_INVALID_SMM", kInternal, "the session module (SMM) inside RAS is not a valid one"},
    {746, "ERROR_SMM_UNINITIALIZED", kInternal,
     "the session module (SMM) inside RAS was used before it was ready"},
    {747, "ERROR_NO_MAC_FOR_PORT", kInternal, "the port has no network (MAC) driver behind it"},
    {748, "ERROR_SMM_TIMEOUT", kInternal, "the session module (SMM) inside RAS took too long"},

    // Numbers, scripts, and who may dial or hang up.
    {749, "ERROR_BAD_PHONE_NUMBER", kConfig,
     "the telephone number cannot be dialled as it is written"},
    {750, "ERROR_WRONG_MODULE", kInternal,
     "the request went to the wrong session module (SMM) inside RAS"},
    {751, "ERROR_INVALID_CALLBACK_NUMBER", kConfig,
     "the callback number has a character that cannot be dialled"},
    {752, "ERROR_SCRIPT_SYNTAX", kConfig, "the log-on script of the entry has a mistake in it"},
    {753, "ERROR_HANGUP_FAILED", kInternal,
     "the connection belongs to the router, which alone can hang it up"},
    {754, "ERROR_BUNDLE_NOT_FOUND", kInternal,
     "the multilink bundle of this connection is not known"},
    {755, "ERROR_CANNOT_DO_CUSTOMDIAL", kConfig,
     "the entry has a dialling program of its own and cannot be dialled without it"},
    {756, "ERROR_DIAL_ALREADY_IN_PROGRESS", kLocal,
     "another program or user is already dialling this entry"},
    {757, "ERROR_RASAUTO_CANNOT_INITIALIZE", kLocal,
     "the automatic dialling service (RasAuto) could not start; the event log tells why"},

    // Sharing the connection with a local network.
    {758, "ERROR_CONNECTION_ALREADY_SHARED", kInternal, "the connection is shared already"},
    {759, "ERROR_SHARING_CHANGE_FAILED", kInternal,
     "the settings for sharing the connection could not be changed"},
    {760, "ERROR_SHARING_ROUTER_INSTALL", kInternal,
     "routing could not be switched on for the shared connection"},
    {761, "ERROR_SHARE_CONNECTION_FAILED", kInternal,
     "sharing could not be switched on for the connection"},
    {762, "ERROR_SHARING_PRIVATE_INSTALL", kInternal,
     "the local network could not be set up for the shared connection"},
    {763, "ERROR_CANNOT_SHARE_CONNECTION", kInternal,
     "the connection cannot be shared, there is more than one local network to choose from"},
    {764, "ERROR_NO_SMART_CARD_READER", kDevice, "this machine has no smart card reader"},
    {765, "ERROR_SHARING_ADDRESS_EXISTS", kConfig,
     "the address that sharing needs is already in use on a local adapter"},
    {766, "ERROR_NO_CERTIFICATE", kConfig,
     "this machine has no certificate of its own, as L2TP over IPsec needs"},
    {767, "ERROR_SHARING_MULTIPLE_ADDRESSES", kConfig,
     "the local adapter has several addresses, and sharing works with one only"},

    // Calls the network or the called side did not let through.
    {768, "ERROR_FAILED_TO_ENCRYPT", kConfig, "the data could not be encrypted"},
    {769, "ERROR_BAD_ADDRESS_SPECIFIED", kServer, "no way leads to the server's address"},
    {770, "ERROR_CONNECTION_REJECT", kServer, "the called side turned the call down"},
    {771, "ERROR_CONGESTION", kLine, "the network is too busy to put the call through"},
    {772, "ERROR_INCOMPATIBLE", kConfig, "the called side has equipment for another kind of call"},
    {773, "ERROR_NUMBERCHANGED", kConfig, "the number has changed, and this one is out of date"},
    {774, "ERROR_TEMPFAILURE", kLine, "the network failed for a moment"},
    {775, "ERROR_BLOCKED", kConfig, "the called side bars calls from here"},
    {776, "ERROR_DONOTDISTURB", kLine, "the called side does not want to be disturbed now"},
    {777, "ERROR_OUTOFORDER", kServer, "the modem at the far end is broken"},

    // Proof of identity: smart cards and certificates.
    {778, "ERROR_UNABLE_TO_AUTHENTICATE_SERVER", kSecurity,
     "the server could not prove that it is the right one"},
    {779, "ERROR_SMART_CARD_REQUIRED", kCredentials, "a smart card is needed for this connection"},
    {780, "ERROR_INVALID_FUNCTION_FOR_ENTRY", kInternal,
     "what was asked for does not exist for this kind of entry"},
    {781, "ERROR_CERT_FOR_ENCRYPTION_NOT_FOUND", kConfig,
     "no valid certificate for the encryption was found"},
    {782, "ERROR_SHARING_RRAS_CONFLICT", kConfig,
     "the router already does address translation (NAT), and sharing cannot be added to it"},
    {783, "ERROR_SHARING_NO_PRIVATE_LAN", kConfig,
     "the local network for sharing is missing or unplugged"},
    {784, "ERROR_NO_DIFF_USER_AT_LOGON", kConfig,
     "the entry has another user than the smart card at Windows log-on"},
    {785, "ERROR_NO_REG_CERT_AT_LOGON", kConfig,
     "the entry does not use the smart card, so it cannot dial at Windows log-on"},

    // L2TP over IPsec; Oakley is the key exchange.
    {786, "ERROR_OAKLEY_NO_CERT", kSecurity,
     "this machine has no valid certificate for the IPsec part of L2TP"},
    {787, "ERROR_OAKLEY_AUTH_FAIL", kSecurity,
     "the IPsec part of L2TP could not make sure who the server is"},
    {788, "ERROR_OAKLEY_ATTRIB_FAIL", kSecurity,
     "the two ends found no IPsec settings in common for L2TP"},
    {789, "ERROR_OAKLEY_GENERAL_PROCESSING", kServer,
     "the first IPsec exchange for L2TP went wrong"},
    {790, "ERROR_OAKLEY_NO_PEER_CERT", kSecurity,
     "the IPsec part of L2TP got no certificate from the server that holds"},
    {791, "ERROR_OAKLEY_NO_POLICY", kSecurity, "no IPsec policy applies to this L2TP connection"},
    {792, "ERROR_OAKLEY_TIMED_OUT", kServer, "the IPsec negotiation for L2TP took too long"},
    {793, "ERROR_OAKLEY_ERROR", kServer, "the IPsec negotiation for L2TP ended in an error"},

    // RADIUS records, and VPN tunnels.
    {794, "ERROR_UNKNOWN_FRAMED_PROTOCOL", kConfig,
     "the user's RADIUS record asks for a framing other than PPP"},
    {795, "ERROR_WRONG_TUNNEL_TYPE", kConfig,
     "the user's RADIUS record names the wrong type of tunnel"},
    {796, "ERROR_UNKNOWN_SERVICE_TYPE", kConfig,
     "the user's RADIUS record allows no framed service, as PPP is one"},
    {797, "ERROR_CONNECTING_DEVICE_NOT_FOUND", kDevice,
     "the device to dial with is missing or busy"},
    {798, "ERROR_NO_EAPTLS_CERTIFICATE", kConfig,
     "this machine has no certificate to log on with by EAP"},
    {799, "ERROR_SHARING_HOST_ADDRESS_CONFLICT", kConfig,
     "another machine has the address that the sharing machine must have"},
    {800, "ERROR_AUTOMATIC_VPN_FAILED", kServer, "no type of VPN tunnel led to the server"},
    {801, "ERROR_VALIDATING_SERVER_CERT", kSecurity,
     "the certificate that the server showed did not pass the check"},
    {802, "ERROR_READING_SCARD", kDevice, "the smart card cannot be read; it may not sit properly"},
    {803, "ERROR_INVALID_PEAP_COOKIE_CONFIG", kCredentials,
     "the remembered PEAP session was made with other settings"},
    {804, "ERROR_INVALID_PEAP_COOKIE_USER", kCredentials,
     "the remembered PEAP session was made by somebody else"},
    {805, "ERROR_INVALID_MSCHAPV2_CONFIG", kConfig,
     "the entry uses the credentials of the Windows user, and nobody is logged on yet"},
    {806, "ERROR_VPN_GRE_BLOCKED", kServer,
     "something on the way, such as a firewall, blocks GRE, which PPTP needs"},
    {807, "ERROR_VPN_DISCONNECT", kServer,
     "the way to the VPN server broke, or the server is full"},
    {808, "ERROR_VPN_REFUSED", kConfig,
     "the VPN server turned the connection down, mostly over settings that do not match"},
    {809, "ERROR_VPN_TIMEOUT", kServer,
     "the VPN server did not answer; a firewall or NAT on the way may block the tunnel"},
    {810, "ERROR_VPN_BAD_CERT", kSecurity,
     "a certificate used for the VPN is wrong or out of date"},
    {811, "ERROR_VPN_BAD_PSK", kSecurity, "the two ends of the VPN have different pre-shared keys"},
    {812, "ERROR_SERVER_POLICY", kConfig,
     "a policy of the server forbids the connection, often over the way to log on"},

    // PPPoE, and the health check (NAP) that Windows 10 dropped.
    {813, "ERROR_BROADBAND_ACTIVE", kLocal,
     "a broadband connection over this device is up already"},
    {814, "ERROR_BROADBAND_NO_NIC", kDevice,
     "the broadband connection has no working Ethernet adapter under it"},
    {815, "ERROR_BROADBAND_TIMEOUT", kServer,
     "no broadband server answered; the service name of the entry may be wrong"},
    {816, "ERROR_FEATURE_DEPRECATED", kConfig,
     "the entry wants a feature that Windows has given up"},
    {817, "ERROR_CANNOT_DELETE", kInternal,
     "the connection is up; hang up before deleting its entry"},
    {818, "ERROR_RASQEC_RESOURCE_CREATION_FAILED", kLocal,
     "the health check client (NAP) could not get what it needs from Windows"},
    {819, "ERROR_RASQEC_NAPAGENT_NOT_ENABLED", kLocal,
     "the health check service (NAP) is switched off or not installed"},
    {820, "ERROR_RASQEC_NAPAGENT_NOT_CONNECTED", kLocal,
     "the health check client (NAP) found no way to its service"},
    {821, "ERROR_RASQEC_CONN_DOESNOTEXIST", kLocal,
     "the health check client (NAP) was asked about a connection that is gone"},
    {822, "ERROR_RASQEC_TIMEOUT", kLocal, "the health check client (NAP) took too long"},

    // PEAP and EAP-TLS.
    {823, "ERROR_PEAP_CRYPTOBINDING_INVALID", kSecurity,
     "the PEAP server's cryptobinding is wrong; somebody may sit in between"},
    {824, "ERROR_PEAP_CRYPTOBINDING_NOTRECEIVED", kSecurity,
     "the PEAP server sent no cryptobinding; somebody may sit in between"},
    {825, "ERROR_INVALID_VPNSTRATEGY", kConfig,
     "the type of tunnel cannot be used, as PPTP cannot over IPv6"},
    {826, "ERROR_EAPTLS_CACHE_CREDENTIALS_INVALID", kCredentials,
     "the remembered EAP-TLS credentials are no longer good"},
    {827, "ERROR_IPSEC_SERVICE_STOPPED", kLocal,
     "the IPsec services that L2TP needs are not running on this machine"},

    // Why a connection that was up has ended; since Windows Vista.
    {828, "ERROR_IDLE_TIMEOUT", kUser,
     "nothing was sent for so long that the connection was hung up"},
    {829, "ERROR_LINK_FAILURE", kLine, "the link of a working connection broke"},
    {830, "ERROR_USER_LOGOFF", kUser,
     "the Windows user logged off, and the connection ended with the session"},
    {831, "ERROR_FAST_USER_SWITCH", kUser, "another Windows user took over the screen"},
    {832, "ERROR_HIBERNATION", kSuspend, "the machine went into hibernation"},
    {833, "ERROR_SYSTEM_SUSPENDED", kSuspend, "the machine went to sleep"},
    {834, "ERROR_RASMAN_SERVICE_STOPPED", kLocal,
     "the RAS service (RasMan) was stopped under the connection"},

    // Tunnels of Windows 7: IKEv2 and SSTP.
    {835, "ERROR_INVALID_SERVER_CERT", kSecurity,
     "the server's certificate was made for another name or address"},
    {836, "ERROR_NOT_NAP_CAPABLE", kConfig,
     "the server wants a health check (NAP) that this machine cannot pass"},
    {837, "ERROR_INVALID_TUNNELID", kInternal, "no tunnel has this number"},
    {838, "ERROR_UPDATECONNECTION_REQUEST_IN_PROCESS", kLocal,
     "the tunnel is already being moved to another interface"},
    {839, "ERROR_PROTOCOL_ENGINE_DISABLED", kConfig,
     "the tunnel protocol of the entry is switched off on this machine"},
    {840, "ERROR_INTERNAL_ADDRESS_FAILURE", kServer,
     "no address inside the tunnel could be agreed"},
    {841, "ERROR_FAILED_CP_REQUIRED", kConfig,
     "the server expects this machine to ask for an address inside the tunnel"},
    {842, "ERROR_TS_UNACCEPTABLE", kConfig,
     "the two ends agreed on no traffic that may pass the tunnel"},
    {843, "ERROR_MOBIKE_DISABLED", kConfig,
     "the connection is not allowed to move between networks (MOBIKE)"},
    {844, "ERROR_CANNOT_INITIATE_MOBIKE_UPDATE", kLocal,
     "the tunnel cannot be moved before it is up and settled"},
    {845, "ERROR_PEAP_SERVER_REJECTED_CLIENT_TLV", kCredentials,
     "the PEAP server got an attribute that it did not expect, and refused the log-on"},
    {846, "ERROR_INVALID_PREFERENCES", kConfig,
     "no VPN destination is chosen, or the chosen one is gone"},
    {847, "ERROR_EAPTLS_SCARD_CACHE_CREDENTIALS_INVALID", kCredentials,
     "the remembered smart card credentials are no longer good"},
    {848, "ERROR_SSTP_COOKIE_SET_FAILURE", kLocal,
     "the cookie for the SSTP tunnel could not be set; the event log tells why"},
    {849, "ERROR_INVALID_PEAP_COOKIE_ATTRIBUTES", kCredentials,
     "the remembered PEAP session does not fit the method inside it"},

    // EAP methods and their certificates.
    {850, "ERROR_EAP_METHOD_NOT_INSTALLED", kConfig,
     "the EAP method of the entry is not installed on this machine"},
    {851, "ERROR_EAP_METHOD_DOES_NOT_SUPPORT_SSO", kConfig,
     "the EAP method of the entry cannot use the Windows log-on (single sign-on)"},
    {852, "ERROR_EAP_METHOD_OPERATION_NOT_SUPPORTED", kConfig,
     "the EAP method of the entry cannot do what was asked of it"},
    {853, "ERROR_EAP_USER_CERT_INVALID", kCredentials,
     "the server does not accept the user's certificate"},
    {854, "ERROR_EAP_USER_CERT_EXPIRED", kConfig, "the user's certificate is past its expiry date"},
    {855, "ERROR_EAP_USER_CERT_REVOKED", kConfig, "the user's certificate has been revoked"},
    {856, "ERROR_EAP_USER_CERT_OTHER_ERROR", kConfig,
     "something else is wrong with the user's certificate"},
    {857, "ERROR_EAP_SERVER_CERT_INVALID", kSecurity, "the server's certificate does not hold"},
    {858, "ERROR_EAP_SERVER_CERT_EXPIRED", kSecurity,
     "the server's certificate is past its expiry date"},
    {859, "ERROR_EAP_SERVER_CERT_REVOKED", kSecurity, "the server's certificate has been revoked"},
    {860, "ERROR_EAP_SERVER_CERT_OTHER_ERROR", kSecurity,
     "something else is wrong with the server's certificate"},
    {861, "ERROR_EAP_USER_ROOT_CERT_NOT_FOUND", kConfig,
     "the root certificate behind the user's certificate is not among the trusted ones"},
    {862, "ERROR_EAP_USER_ROOT_CERT_INVALID", kConfig,
     "the root certificate behind the user's certificate does not hold"},
    {863, "ERROR_EAP_USER_ROOT_CERT_EXPIRED", kConfig,
     "the root certificate behind the user's certificate is past its expiry date"},
    {864, "ERROR_EAP_SERVER_ROOT_CERT_NOT_FOUND", kConfig,
     "the root certificate behind the server's certificate is not among the trusted ones"},
    {865, "ERROR_EAP_SERVER_ROOT_CERT_INVALID", kConfig,
     "the root certificate behind the server's certificate does not hold"},
    {866, "ERROR_EAP_SERVER_ROOT_CERT_NAME_REQUIRED", kConfig,
     "the server's certificate tells no server name"},

    // Later additions.
    {867, "ERROR_PEAP_IDENTITY_MISMATCH", kCredentials,
     "the user name inside the PEAP tunnel differs from the one outside"},
    {868, "ERROR_DNSNAME_NOT_RESOLVABLE", kServer,
     "the server's name has no address in DNS, or DNS cannot be asked"},
    {869, "ERROR_EAPTLS_PASSWD_INVALID", kCredentials,
     "the password that protects the certificate is wrong"},
    {870, "ERROR_IKEV2_PSK_INTERFACE_ALREADY_EXISTS", kConfig,
     "another interface with a pre-shared key leads to the same destination"},
    {871, "ERROR_INVALID_DESTINATION_IP", kConfig,
     "the IP address of the destination cannot be one"},
    {872, "ERROR_INVALID_INTERFACE_CONFIG", kConfig, "the settings of the interface are not valid"},
    {873, "ERROR_VPN_PLUGIN_GENERIC", kServer, "the VPN plug-in failed and gave no reason"},
    {874, "ERROR_SSO_CERT_MISSING", kConfig, "the certificate for single sign-on is missing"},
    {875, "ERROR_DEVICE_COMPLIANCE", kAccount,
     "this machine does not meet the rules that the server has for devices"},

    // The router and its demand-dial interfaces: mprerror.h from here on.
    {900, "ERROR_ROUTER_STOPPED", kLocal, "the routing service has been stopped"},
    {901, "ERROR_ALREADY_CONNECTED", kLocal, "the router has this interface up already"},
    {902, "ERROR_UNKNOWN_PROTOCOL_ID", kConfig,
     "the router does not know a protocol of this number"},
    {903, "ERROR_DDM_NOT_RUNNING", kLocal,
     "the router's part for demand-dial (DDM) has not been started"},
    {904, "ERROR_INTERFACE_ALREADY_EXISTS", kLocal,
     "the router already has an interface of this name"},
    {905, "ERROR_NO_SUCH_INTERFACE", kLocal, "the router has no interface of this name"},
    {906, "ERROR_INTERFACE_NOT_CONNECTED", kLocal, "the interface is not up"},
    {907, "ERROR_PROTOCOL_STOP_PENDING", kLocal, "the routing protocol is still shutting down"},
    {908, "ERROR_INTERFACE_CONNECTED", kLocal, "the interface is up, so it cannot be removed"},
    {909, "ERROR_NO_INTERFACE_CREDENTIALS_SET", kConfig,
     "the interface has no user name and password to dial with"},
    {910, "ERROR_ALREADY_CONNECTING", kLocal, "the interface is being dialled already"},
    {911, "ERROR_UPDATE_IN_PROGRESS", kLocal,
     "the routes of the interface are still being brought up to date"},
    {912, "ERROR_INTERFACE_CONFIGURATION", kConfig,
     "another interface already leads to the same place on the far router"},
    {913, "ERROR_NOT_CLIENT_PORT", kConfig, "the port is kept for routers, and a client called"},
    {914, "ERROR_NOT_ROUTER_PORT", kConfig, "the port is kept for clients, and a router called"},
    {915, "ERROR_CLIENT_INTERFACE_ALREADY_EXISTS", kLocal,
     "a client interface of this name is there already and up"},
    {916, "ERROR_INTERFACE_DISABLED", kConfig, "the interface is disabled"},

    // Log-on between routers.
    {917, "ERROR_AUTH_PROTOCOL_REJECTED", kConfig, "the far end rejected the log-on protocol"},
    {918, "ERROR_NO_AUTH_PROTOCOL_AVAILABLE", kConfig, "no log-on protocol is left to use"},
    {919, "ERROR_PEER_REFUSED_AUTH", kConfig, "the log-on protocols of the two ends do not match"},
    {920, "ERROR_REMOTE_NO_DIALIN_PERMISSION", kAccount,
     "the far end's account has not been given the right to dial in"},
    {921, "ERROR_REMOTE_PASSWD_EXPIRED", kAccount, "the far end's account or password has expired"},
    {922, "ERROR_REMOTE_ACCT_DISABLED", kAccount, "the far end's account is switched off"},
    {923, "ERROR_REMOTE_RESTRICTED_LOGON_HOURS", kAccount,
     "it is outside the hours in which the far end's account may log on"},
    {924, "ERROR_REMOTE_AUTHENTICATION_FAILURE", kCredentials,
     "the far end's user name or password was refused"},

    // Interfaces, limits, and rules for the account.
    {925, "ERROR_INTERFACE_HAS_NO_DEVICES", kDevice,
     "the interface has no port that is open to routing"},
    {926, "ERROR_IDLE_DISCONNECTED", kUser,
     "nothing was sent on the port for so long that it was hung up"},
    {927, "ERROR_INTERFACE_UNREACHABLE", kServer, "the interface cannot be reached for now"},
    {928, "ERROR_SERVICE_IS_PAUSED", kServer, "the demand-dial service has been paused"},
    {929, "ERROR_INTERFACE_DISCONNECTED", kUser, "an administrator hung up the interface"},
    {930, "ERROR_AUTH_SERVER_TIMEOUT", kServer,
     "the authentication server, such as RADIUS, did not answer in time"},
    {931, "ERROR_PORT_LIMIT_REACHED", kServer,
     "the multilink connection has as many ports as it is allowed"},
    {932, "ERROR_PPP_SESSION_TIMEOUT", kAccount,
     "the connection lasted as long as the account is allowed, and was ended"},
    {933, "ERROR_MAX_LAN_INTERFACE_LIMIT", kLocal, "the router cannot take more LAN interfaces"},
    {934, "ERROR_MAX_WAN_INTERFACE_LIMIT", kLocal,
     "the router cannot take more demand-dial interfaces"},
    {935, "ERROR_MAX_CLIENT_INTERFACE_LIMIT", kLocal,
     "the router cannot take more remote access clients"},
    {936, "ERROR_BAP_DISCONNECTED", kServer,
     "the bandwidth policy (BAP) took this line out of the connection"},
    {937, "ERROR_USER_LIMIT", kServer,
     "the server has no room for another connection of this kind"},
    {938, "ERROR_NO_RADIUS_SERVERS", kServer, "no RADIUS server was found on the network"},
    {939, "ERROR_INVALID_RADIUS_RESPONSE", kConfig,
     "the answer of the RADIUS server is not valid; check the shared secret"},
    {940, "ERROR_DIALIN_HOURS_RESTRICTION", kAccount, "the account may not connect at this time"},
    {941, "ERROR_ALLOWED_PORT_TYPE_RESTRICTION", kAccount,
     "the account may not connect with this kind of device"},
    {942, "ERROR_AUTH_PROTOCOL_RESTRICTION", kAccount,
     "the account may not log on with this protocol"},
    {943, "ERROR_BAP_REQUIRED", kConfig,
     "the account may only connect with bandwidth allocation (BAP)"},
    {944, "ERROR_DIALOUT_HOURS_RESTRICTION", kAccount,
     "the interface may not be dialled at this time"},

    // The router's own configuration, and RADIUS packets.
    {945, "ERROR_ROUTER_CONFIG_INCOMPATIBLE", kConfig,
     "the saved configuration does not fit this version of the router"},
    {946, "WARNING_NO_MD5_MIGRATION", kConfig,
     "user accounts in an old format were found that are not taken over by themselves"},
    {948, "ERROR_PROTOCOL_ALREADY_INSTALLED", kLocal, "the router has this protocol already"},
    {949, "ERROR_INVALID_SIGNATURE_LENGTH", kConfig,
     "the signature from the RADIUS server has the wrong length"},
    {950, "ERROR_INVALID_SIGNATURE", kConfig,
     "the signature from the RADIUS server is wrong; check the shared secret"},
    {951, "ERROR_NO_SIGNATURE", kConfig,
     "the RADIUS server sent an EAP message without a signature"},
    {952, "ERROR_INVALID_PACKET_LENGTH_OR_ID", kConfig,
     "a packet from the RADIUS server has a wrong length or number"},
    {953, "ERROR_INVALID_ATTRIBUTE_LENGTH", kConfig,
     "a packet from the RADIUS server has an attribute of the wrong length"},
    {954, "ERROR_INVALID_PACKET", kConfig, "a packet from the RADIUS server makes no sense"},
    {955, "ERROR_AUTHENTICATOR_MISMATCH", kConfig,
     "the authenticator of a RADIUS packet is wrong; check the shared secret"},
    {956, "ERROR_REMOTEACCESS_NOT_CONFIGURED", kConfig,
     "remote access has never been set up on this machine, or is stopped"},
};

constexpr std::size_t kRowCount = std::size(kRows);

// The longest symbol has 44 characters.
using LowerSymbol = std::array<char, 48>;

constexpr std::array<LowerSymbol, kRowCount> LowerSymbols() {
  std::array<LowerSymbol, kRowCount> lower{};
  for (std::size_t row = 0; row < kRowCount; ++row) {
    for (std::size_t i = 0; i < kRows[row].symbol.size(); ++i) {
      lower[row][i] = spelling::ToLower(kRows[row].symbol[i]);
    }
  }
  return lower;
}

// The names live in here: an info's name is a view of its row's lower-case symbol.
constexpr std::array<LowerSymbol, kRowCount> kLowerSymbols = LowerSymbols();

constexpr std::string_view NameOfRow(std::size_t row) {
  std::string_view name(kLowerSymbols[row].data(), kRows[row].symbol.size());
  for (const std::string_view prefix : {"error_", "warning_"}) {
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  }
  return name;  // 600 is plain PENDING, without a prefix
}

constexpr std::array<RasErrorInfo, kRowCount> Infos() {
  std::array<RasErrorInfo, kRowCount> infos{};
  for (std::size_t row = 0; row < kRowCount; ++row) {
    const auto& [code, symbol, cause, text] = kRows[row];
    infos[row] = {code, symbol, NameOfRow(row), cause, text};
  }
  return infos;
}

constexpr std::array<RasErrorInfo, kRowCount> kInfos = Infos();

// FindInfo searches by halves and depends on it.
constexpr bool Ascends() {
  for (std::size_t row = 1; row < kRowCount; ++row) {
    if (kRows[row].code <= kRows[row - 1].code) return false;
  }
  return true;
}
static_assert(Ascends());

}  // namespace

std::span<const RasErrorInfo> AllRasErrors() { return kInfos; }

}  // namespace lineman
