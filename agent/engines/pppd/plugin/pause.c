#include "engines/pppd/plugin/pause.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engines/pppd/plugin/agent_link.h"
#include "engines/pppd/plugin/password_change.h"
#include "engines/pppd/plugin/plugin.h"

// The paused states that a packet brings about.
enum state {
  NO_STATE,
  RETRY_AUTHENTICATION,
  CALLBACK_SET_BY_CALLER,
  PASSWORD_EXPIRED,
  INVOKE_EAP_UI
};
// As the agent calls them.
static const char* const state_names[] = {"", "retry_authentication", "callback_set_by_caller",
                                          "password_expired", "invoke_eap_ui"};

enum {
  LOOK_EVERY_US = 100000,  // for the agent's answer
  // Many servers permit another try and hang up in the same breath (pppd is one): then there was
  // no pause, and no other password is spent on it.
  GRACE_SECONDS = 2,
  LINE_PATIENCE_MS = 1000,  // for the rest of a line that has begun
  HEADER = 4,               // code, identifier, length
  LONGEST_PACKET = 1600,
  LONGEST_TEXT = 400
};

enum { CODE_CHALLENGE = 1, CODE_SUCCESS = 3, CODE_FAILURE = 4 };  // of CHAP
enum { CODE_NAK = 3 };                                            // of PAP
enum { CODE_REQUEST = 1, CODE_RESPONSE = 2 };                     // of EAP and CBCP
enum { EAP_NOTIFICATION = 2, EAP_OTP = 5, EAP_TOKEN_CARD = 6 };
enum { ERROR_PASSWORD_EXPIRED = 648 };
enum { CHALLENGE_V1 = 8, CHALLENGE_V2 = 16 };  // bytes, of MS-CHAP (RFC 2433, 2759)

static struct {
  enum state state;                      // NO_STATE: the peer waits for nothing
  int is_told;                           // to the agent
  unsigned char packet[LONGEST_PACKET];  // what asks
  int length;
  char text[LONGEST_TEXT];
} asked;
// Counts the questions: a timer of an older one does nothing, an answer to an older one is none.
static size_t question;

// A new password that was sent, until the peer has taken it.
static char renewed[MAXSECRETLEN];
static int pap_was_retried;

// The answer to an EAP request, for a peer that has not heard it.
static unsigned char eap_answer[LONGEST_PACKET];
static int eap_answer_length;

static void (*chap_input)(int unit, unsigned char* packet, int length);
static void (*pap_input)(int unit, unsigned char* packet, int length);
static void (*eap_input)(int unit, unsigned char* packet, int length);
static void (*cbcp_input)(int unit, unsigned char* packet, int length);

// The length a packet has by its own header, within what came; 0 for half a packet.
static int length_of(const unsigned char* packet, int came) {
  if (came < HEADER) return 0;
  const int said = packet[2] << 8 | packet[3];
  return said < HEADER || said > came || said > LONGEST_PACKET ? 0 : said;
}

static void set_header(unsigned char* packet, int code, int id, int length) {
  packet[0] = (unsigned char)code;
  packet[1] = (unsigned char)id;
  packet[2] = (unsigned char)(length >> 8);
  packet[3] = (unsigned char)(length & 0xFF);
}

static void send_packet(int protocol, const unsigned char* packet, int length) {
  unsigned char frame[LONGEST_PACKET + HEADER];
  if (length > LONGEST_PACKET) return;
  frame[0] = 0xFF;
  frame[1] = 0x03;
  frame[2] = (unsigned char)(protocol >> 8);
  frame[3] = (unsigned char)(protocol & 0xFF);
  memcpy(frame + 4, packet, (size_t)length);
  // With the option `debug` pppd would write what is answered into its log.
  const int wanted = debug;
  debug = 0;
  output(0, frame, length + 4);
  debug = wanted;
  explicit_bzero(frame, sizeof(frame));
}

// --- Asking -------------------------------------------------------------------------------------

static void forget(void) {
  ++question;
  explicit_bzero(&asked, sizeof(asked));
}

void pause_tell(void) {
  if (asked.state == NO_STATE || !asked.is_told) return;
  link_begin("asks");
  link_number((long long)question);
  link_text(state_names[asked.state]);
  link_text(asked.text);
  link_send();
}

static void take_answer(char* first, char* second);

// The attempt ends, and the agent is told why; the peer is not.
static void give_up(const char* why) {
  forget();
  link_begin("gives-up");
  link_text(why);
  link_send();
  lcp_close(0, "");
}

static void look_for_answer(void* of) {
  static char number[MAXSECRETLEN];
  static char first[MAXSECRETLEN];
  static char second[MAXSECRETLEN];
  char* words[] = {number, first, second};
  if ((size_t)of != question || asked.state == NO_STATE) return;
  if (!asked.is_told) {
    asked.is_told = 1;
    meet_agent();
    pause_tell();
  }
  const char* verb = link_has_input() ? link_await(LINE_PATIENCE_MS, words, 3, MAXSECRETLEN) : NULL;
  if (verb != NULL && strcmp(verb, "answer") == 0 && strtoul(number, NULL, 10) == question)
    take_answer(first, second);
  explicit_bzero(first, sizeof(first));
  explicit_bzero(second, sizeof(second));
  if ((size_t)of == question) ppp_timeout(look_for_answer, of, 0, LOOK_EVERY_US);
}

// Keeps the packet and asks the agent, after `grace` seconds. One that comes while another waits
// takes its place: the peer has gone on.
static void ask(enum state state, const unsigned char* packet, int length, int grace) {
  forget();
  asked.state = state;
  asked.length = length;
  memcpy(asked.packet, packet, (size_t)length);
  ppp_timeout(look_for_answer, (void*)question, grace, 0);
}

static void set_text(const unsigned char* text, int length) {
  const int most = LONGEST_TEXT - 1;
  if (length < 0) length = 0;
  memcpy(asked.text, text, (size_t)(length < most ? length : most));
}

static int is_asked_already(enum state state, const unsigned char* packet) {
  return asked.state == state && asked.packet[1] == packet[1];
}

void pause_look_at_phase(int value) {
  if (value == PHASE_AUTHENTICATE || value == PHASE_CALLBACK) return;
  forget();
  eap_answer_length = 0;
  pap_was_retried = 0;
  explicit_bzero(renewed, sizeof(renewed));
}

// --- CHAP: another try, a new password ----------------------------------------------------------

// What follows "C=" in a failure, as a length and its bytes; 0 when there is none.
static int challenge_of(const char* words, unsigned char challenge[1 + 32]) {
  const char* at = strstr(words, "C=");
  int count = 0;
  unsigned byte = 0;
  if (at == NULL) return 0;
  for (at += 2; count < 32 && isxdigit((unsigned char)at[0]) && isxdigit((unsigned char)at[1]);
       at += 2) {
    sscanf(at, "%2x", &byte);
    challenge[1 + count++] = (unsigned char)byte;
  }
  challenge[0] = (unsigned char)count;
  return count;
}

static long number_after(const char* words, const char* key) {
  const char* at = strstr(words, key);
  return at == NULL ? -1 : strtol(at + strlen(key), NULL, 10);
}

static int speaks_ms_chap2(void) {
  return (lcp_hisoptions[0].chap_mdtype & MDTYPE_MICROSOFT_V2) != 0;
}

static void on_chap_failure(int unit, unsigned char* packet, int came) {
  char words[LONGEST_TEXT] = "";
  unsigned char challenge[1 + 32];
  const int length = length_of(packet, came);
  const int said = length - HEADER;
  explicit_bzero(renewed, sizeof(renewed));
  if (phase != PHASE_AUTHENTICATE || said <= 0 || !lcp_hisoptions[0].neg_chap)
    return chap_input(unit, packet, came);
  memcpy(words, packet + HEADER, (size_t)(said < LONGEST_TEXT ? said : LONGEST_TEXT - 1));
  if (challenge_of(words, challenge) != (speaks_ms_chap2() ? CHALLENGE_V2 : CHALLENGE_V1))
    return chap_input(unit, packet, came);
  if (asked.state != NO_STATE && asked.packet[1] == packet[1]) return;
  if (number_after(words, "E=") == ERROR_PASSWORD_EXPIRED && speaks_ms_chap2()) {
    ask(PASSWORD_EXPIRED, packet, length, 0);
  } else if (number_after(words, "R=") == 1) {
    ask(RETRY_AUTHENTICATION, packet, length, GRACE_SECONDS);
  } else {
    return chap_input(unit, packet, came);
  }
  set_text(packet + HEADER, said);
}

static void on_chap(int unit, unsigned char* packet, int came) {
  const int code = came > 0 ? packet[0] : 0;
  if (code == CODE_FAILURE) return on_chap_failure(unit, packet, came);
  // Whatever it asks anew while it waits is answered by the answer to what it asked first.
  if (code == CODE_CHALLENGE &&
      (asked.state == RETRY_AUTHENTICATION || asked.state == PASSWORD_EXPIRED))
    return;
  if (code == CODE_SUCCESS && renewed[0] != '\0') {
    snprintf(password, sizeof(password), "%s", renewed);
    explicit_bzero(renewed, sizeof(renewed));
  }
  chap_input(unit, packet, came);
}

// RFC 2759, section 6: the answer to the failure's own challenge has the next identifier. So pppd
// is given a challenge with that, and its handler makes the response, the keys and the proof.
static void retry_chap(void) {
  unsigned char challenge[HEADER + 1 + 32];
  const int id = (asked.packet[1] + 1) & 0xFF;
  const int count = challenge_of(asked.text, challenge + HEADER);
  const int length = HEADER + 1 + count;
  set_header(challenge, CODE_CHALLENGE, id, length);
  forget();
  chap_input(0, challenge, length);
}

// pppd's handler of MS-CHAPv2 answers the failure's challenge under the new password, which goes
// into the packet, and knows the proof that the peer's success will have to bring.
static void change_password(const char* new_password) {
  enum { PRIVATE = 64, CHAP_MS_CHAP2 = 0x81 };
  unsigned char packet[CHANGE_LENGTH];
  unsigned char challenge[1 + 32];
  unsigned char response[256];
  unsigned char private[PRIVATE];
  const struct chap_digest_type* digest = chap_find_digest(CHAP_MS_CHAP2);
  const int id = (asked.packet[1] + 1) & 0xFF;
  char secret[MAXSECRETLEN];
  snprintf(secret, sizeof(secret), "%s", new_password);
  if (digest == NULL || challenge_of(asked.text, challenge) == 0) return;
  digest->make_response(response, id, login, challenge, secret, (int)strlen(secret), private);
  if (write_password_change(packet, id, password, secret, response + 1)) {
    send_packet(PROTOCOL_CHAP, packet, sizeof(packet));
    snprintf(renewed, sizeof(renewed), "%s", secret);
    forget();
  } else {
    give_up("the old password is not ASCII, so pppd cannot change it");
  }
  explicit_bzero(secret, sizeof(secret));
  explicit_bzero(packet, sizeof(packet));
}

// --- PAP: another try ---------------------------------------------------------------------------

// A peer that will not have another try hangs up; one that waits may be tried again.
static void on_pap(int unit, unsigned char* packet, int came) {
  const int length = length_of(packet, came);
  const int counted = length > HEADER ? packet[HEADER] : 0;
  if (length == 0 || packet[0] != CODE_NAK || phase != PHASE_AUTHENTICATE ||
      !lcp_hisoptions[0].neg_upap)
    return pap_input(unit, packet, came);
  if (asked.state != NO_STATE) return;
  // Of a request that was sent before the retry: it says nothing of the new password.
  if (pap_was_retried && packet[1] != upap[0].us_id) return;
  if (upap[0].us_clientstate != UPAPCS_AUTHREQ) return pap_input(unit, packet, came);
  pap_protent.lowerdown(0);  // else pppd would send its request again
  pap_protent.lowerup(0);
  ask(RETRY_AUTHENTICATION, packet, length, GRACE_SECONDS);
  set_text(packet + HEADER + 1, counted < length - HEADER - 1 ? counted : length - HEADER - 1);
}

static void retry_pap(void) {
  forget();
  pap_was_retried = 1;
  upap_authwithpeer(0, login, password);
}

// --- EAP: token cards, one-time passwords, notices ----------------------------------------------

static void on_eap(int unit, unsigned char* packet, int came) {
  const int length = length_of(packet, came);
  const int type = length > HEADER && packet[0] == CODE_REQUEST ? packet[HEADER] : 0;
  const int asks = type == EAP_OTP || type == EAP_TOKEN_CARD;
  const int is_due = phase == PHASE_AUTHENTICATE && lcp_hisoptions[0].neg_eap;
  if (!is_due || (!asks && !(type == EAP_NOTIFICATION && pause_at_notices())))
    return eap_input(unit, packet, came);
  if (is_asked_already(INVOKE_EAP_UI, packet)) return;
  if (asked.state == NO_STATE && eap_answer_length > 0 && eap_answer[1] == packet[1])
    return send_packet(PROTOCOL_EAP, eap_answer, eap_answer_length);
  ask(INVOKE_EAP_UI, packet, length, 0);
  set_text(packet + HEADER + 1, length - HEADER - 1);
}

// A notice is only acknowledged, whatever the answer says (RFC 3748, section 5.2).
static void answer_eap(const char* text) {
  const int type = asked.packet[HEADER];
  const size_t said = type == EAP_NOTIFICATION ? 0 : strlen(text);
  const int length = HEADER + 1 + (int)said;
  set_header(eap_answer, CODE_RESPONSE, asked.packet[1], length);
  eap_answer[HEADER] = (unsigned char)type;
  memcpy(eap_answer + HEADER + 1, text, said);
  eap_answer_length = length;
  forget();
  send_packet(PROTOCOL_EAP, eap_answer, length);
}

// --- CBCP: who calls back, and where ------------------------------------------------------------

// The kinds that a request offers, as bits.
static unsigned kinds_in(const unsigned char* packet, int length) {
  unsigned kinds = 0;
  for (int at = HEADER; at + 1 < length && packet[at + 1] >= 2; at += packet[at + 1]) {
    if (packet[at] <= CB_CONF_LIST) kinds |= 1u << packet[at];
  }
  return kinds;
}

// pppd's own reader goes astray behind an option with a number, so it gets what was chosen, alone.
static void choose_callback(int kind, const char* number) {
  enum { OPTION = 2, DELAY = 1 };
  static char kept[MAXSECRETLEN];
  unsigned char request[HEADER + OPTION + DELAY];
  const int has_delay = kind != CB_CONF_NO;
  const int length = HEADER + OPTION + (has_delay ? DELAY : 0);
  const int id = asked.packet[1];
  snprintf(kept, sizeof(kept), "%s", number);
  set_header(request, CODE_REQUEST, id, length);
  request[HEADER] = (unsigned char)kind;
  request[HEADER + 1] = (unsigned char)(length - HEADER);
  request[HEADER + 2] = 0;
  cbcp[0].us_type = 1 << kind;
  cbcp[0].us_number = kept;
  cbcp[0].us_allowed = 0;
  forget();
  cbcp_input(0, request, length);
}

// Of a list one of its numbers is to be named, which pppd cannot.
static void choose_from_list(const char* number) {
  enum { OPTION = 4, DELAY_SECONDS = 5, IS_A_NUMBER = 1 };
  unsigned char response[HEADER + OPTION + 256];
  const size_t said = strlen(number) + 1;
  if (said > 200) return;
  const int length = HEADER + OPTION + (int)said;
  set_header(response, CODE_RESPONSE, asked.packet[1], length);
  response[HEADER] = CB_CONF_LIST;
  response[HEADER + 1] = (unsigned char)(length - HEADER);
  response[HEADER + 2] = DELAY_SECONDS;
  response[HEADER + 3] = IS_A_NUMBER;
  memcpy(response + HEADER + OPTION, number, said);
  cbcp[0].us_id = asked.packet[1];
  forget();
  send_packet(PROTOCOL_CBCP, response, length);
}

// Only a number that is ours to name is asked for; else the server's own comes before none.
static void on_cbcp(int unit, unsigned char* packet, int came) {
  const int length = length_of(packet, came);
  if (length == 0 || packet[0] != CODE_REQUEST || phase != PHASE_CALLBACK)
    return cbcp_input(unit, packet, came);
  const unsigned kinds = kinds_in(packet, length);
  if (is_asked_already(CALLBACK_SET_BY_CALLER, packet)) return;
  ask(CALLBACK_SET_BY_CALLER, packet, length, 0);
  if ((kinds & (1u << CB_CONF_USER | 1u << CB_CONF_LIST)) != 0) return;
  if ((kinds & 1u << CB_CONF_ADMIN) != 0) return choose_callback(CB_CONF_ADMIN, "");
  if ((kinds & 1u << CB_CONF_NO) != 0) return choose_callback(CB_CONF_NO, "");
  give_up("the server offers no callback that can be made");  // pppd would wait for ever
}

static void answer_callback(const char* number) {
  const unsigned kinds = kinds_in(asked.packet, asked.length);
  if (number[0] == '\0' && (kinds & 1u << CB_CONF_NO) != 0) return choose_callback(CB_CONF_NO, "");
  if (number[0] == '\0') return give_up("the server insists on calling back");
  if ((kinds & 1u << CB_CONF_USER) != 0) return choose_callback(CB_CONF_USER, number);
  choose_from_list(number);
}

// ------------------------------------------------------------------------------------------------

static void take_answer(char* first, char* second) {
  switch (asked.state) {
    case RETRY_AUTHENTICATION:
      snprintf(login, sizeof(login), "%s", first);
      snprintf(password, sizeof(password), "%s", second);
      if (lcp_hisoptions[0].neg_upap) return retry_pap();
      return retry_chap();
    case PASSWORD_EXPIRED:
      return change_password(first);
    case CALLBACK_SET_BY_CALLER:
      return answer_callback(first);
    case INVOKE_EAP_UI:
      return answer_eap(first);
    default:
      return;
  }
}

void pause_prepare(void) {
  chap_input = chap_protent.input;
  pap_input = pap_protent.input;
  eap_input = eap_protent.input;
  chap_protent.input = on_chap;
  pap_protent.input = on_pap;
  eap_protent.input = on_eap;
  if (&cbcp_protent == NULL) return;
  cbcp_input = cbcp_protent.input;
  cbcp_protent.input = on_cbcp;
}
