// lineman-pppd.so: tells the agent what pppd does, and gives pppd what the agent knows.
//
// pppd loads it while it reads its command line, so options are known only at the first phase
// (SERIALCONN). Everything runs on pppd's one thread. The agent may go and come back at any time:
// twice a second the plugin looks whether it is there, and tells a new one where the link is.
// message.h, beside this folder, has the messages as the agent reads them.
#include "engines/pppd/plugin/plugin.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engines/pppd/plugin/agent_link.h"
#include "engines/pppd/plugin/pause.h"

#define EXPORTED __attribute__((visibility("default")))

EXPORTED char pppd_version[] = LINEMAN_PPPD_VERSION;
EXPORTED int plugin_init(void);

enum {
  PROTOCOL_VERSION = 1,    // of the messages
  LOOK_EVERY_US = 500000,  // for the agent
  LOOK_AGAIN_US = 200000,  // while nothing can go on without it
  CREDENTIALS_WITHIN = 30  // seconds that the agent, or the one that follows it, may take
};

static char* socket_path;  // pppd frees what it replaces, so these begin as NULL
static char* call_id;
static char* notices;

static option_t options[] = {{.name = "lineman-socket",
                              .type = o_string,
                              .addr = &socket_path,
                              .description = "where lineman's agent listens"},
                             {.name = "lineman-call",
                              .type = o_string,
                              .addr = &call_id,
                              .description = "what the agent calls this connection"},
                             {.name = "lineman-notices",
                              .type = o_string,
                              .addr = &notices,
                              .description = "`ask`: EAP notices wait for the agent"},
                             {.name = NULL}};

static int is_up;
static time_t up_since;
static int lcp_was_heard;
static int have_credentials;
static int was_refused;  // so that a peer that negotiates anew is not asked for them again
char login[MAXNAMELEN];
char password[MAXSECRETLEN];

static time_t monotonic_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

int pause_at_notices(void) { return notices != NULL && strcmp(notices, "ask") == 0; }

// --- What is told -------------------------------------------------------------------------------

static void tell(const char* verb) {
  link_begin(verb);
  link_send();
}

static void add_address(uint32_t address) {
  struct in_addr in = {.s_addr = address};
  link_text(address == 0 ? "" : inet_ntoa(in));
}

static void tell_up(void) {
  const ipcp_options* ours = &ipcp_gotoptions[0];
  char servers[64] = "";
  for (int i = 0; i < 2; ++i) {
    struct in_addr in = {.s_addr = ours->dnsaddr[i]};
    if (in.s_addr == 0 || (i == 1 && in.s_addr == ours->dnsaddr[0])) continue;
    if (servers[0] != '\0') strcat(servers, " ");
    strcat(servers, inet_ntoa(in));
  }
  link_begin("up");
  link_text(ppp_ifname());
  add_address(ours->ouraddr);
  add_address(ipcp_hisoptions[0].hisaddr);
  link_text(servers);
  link_number((long long)(monotonic_seconds() - up_since) * 1000);
  link_send();
}

void meet_agent(void) {
  link_look();
  if (!link_open(socket_path)) return;
  link_begin("pppd");
  link_number(PROTOCOL_VERSION);
  link_text(call_id == NULL ? "" : call_id);
  link_number(getpid());
  link_text(pppd_version);
  link_number(phase);
  link_number(ppp_status());
  link_send();
  if (is_up) tell_up();
  pause_tell();
  tell("ready");
}

static void look_for_agent(void* unused) {
  (void)unused;
  meet_agent();
  ppp_timeout(look_for_agent, NULL, 0, LOOK_EVERY_US);
}

// --- Packets ------------------------------------------------------------------------------------

static void tell_packet(const char* verb, int protocol, int code, const char* text, size_t length) {
  char number[8];
  snprintf(number, sizeof(number), "%04X", (unsigned)protocol);
  link_begin(verb);
  link_text(number);
  link_number(code);
  link_word(text, length);
  link_send();
}

// The peer's words: of PAP after a byte of length, else all that follows the header.
static void tell_words(int protocol, int code, const unsigned char* packet, size_t length) {
  enum { HEADER = 4, MOST = 200 };
  const size_t said = (size_t)packet[2] << 8 | packet[3];
  const unsigned char* words = packet + HEADER;
  size_t left = (said < length ? said : length);
  left = left > HEADER ? left - HEADER : 0;
  if (protocol == PROTOCOL_PAP && left > 0) {
    const size_t counted = words[0];
    ++words;
    --left;
    if (counted < left) left = counted;
  }
  tell_packet("received", protocol, code, (const char*)words, left < MOST ? left : MOST);
}

// A packet begins FF 03 protocol protocol, then code, identifier and length.
static int is_whole(const unsigned char* frame, int length) {
  return length >= 8 && frame[0] == 0xFF && frame[1] == 0x03;
}

static void on_receive(unsigned char* frame, int length) {
  if (!is_whole(frame, length)) return;
  const int protocol = frame[2] << 8 | frame[3];
  const unsigned char* packet = frame + 4;
  const int code = packet[0];
  const size_t left = (size_t)length - 4;
  switch (protocol) {
    case PROTOCOL_LCP:
      if (code == 5) tell_words(protocol, code, packet, left);
      if (code == 8) tell_packet("received", protocol, code, "", 0);
      if (!lcp_was_heard) tell_packet("received", protocol, code == 5 ? 1 : code, "", 0);
      lcp_was_heard = 1;
      break;
    case PROTOCOL_PAP:
      if (code == 2 || code == 3) tell_words(protocol, code, packet, left);
      break;
    case PROTOCOL_CHAP:
      if (code == 3 || code == 4) tell_words(protocol, code, packet, left);
      break;
    case PROTOCOL_EAP:
      if (code == 3 || code == 4) tell_packet("received", protocol, code, "", 0);
      break;
    case PROTOCOL_CBCP:
      // Of what the peer agrees to only the kind is told: it comes first.
      if (code == 3 && left > 4 && packet[4] != CB_CONF_NO)
        tell_packet("received", protocol, code, "", 0);
      break;
    default:
      break;
  }
}

// Only that it was sent: the packet of PAP has the password in it.
static void on_send(unsigned char* frame, int length) {
  if (!is_whole(frame, length)) return;
  const int protocol = frame[2] << 8 | frame[3];
  const int code = frame[4];
  if ((protocol == PROTOCOL_PAP && code == 1) || (protocol == PROTOCOL_EAP && code == 2) ||
      (protocol == PROTOCOL_CHAP && (code == 2 || code == 7)))
    tell_packet("sent", protocol, code, "", 0);
}

// --- User and password --------------------------------------------------------------------------

static int told_to_end(void) { return ppp_signaled(SIGTERM) != 0; }

// Asks the agent once for each link; what it gave is kept for a peer that asks again later. An
// agent that is being restarted is waited for: to go on without it would be to refuse to log on.
static int fetch_credentials(void) {
  char* words[] = {login, password};
  if (have_credentials || was_refused) return have_credentials;
  const time_t end = monotonic_seconds() + CREDENTIALS_WITHIN;
  const char* verb = NULL;
  while (verb == NULL && monotonic_seconds() < end && !told_to_end()) {
    meet_agent();
    tell("wants-credentials");
    if (link_is_open()) {
      verb = link_await(CREDENTIALS_WITHIN * 1000, words, 2, MAXSECRETLEN);
    } else {
      usleep(LOOK_AGAIN_US);
    }
  }
  have_credentials = verb != NULL && strcmp(verb, "credentials") == 0 && login[0] != '\0';
  was_refused = verb != NULL && strcmp(verb, "refused") == 0;
  // EAP takes the name to identify itself by from here.
  if (have_credentials) snprintf(user, MAXNAMELEN, "%s", login);
  return have_credentials;
}

static int on_check(void) { return fetch_credentials() ? 1 : 0; }

// Without room for a password pppd only asks whether there is one, before it agrees to log on so.
static int on_password(char* user_name, char* word) {
  if (!fetch_credentials()) return word == NULL ? 0 : -1;
  if (word == NULL) return 1;
  snprintf(user_name, MAXNAMELEN, "%s", login);
  snprintf(word, MAXSECRETLEN, "%s", password);
  return 1;
}

// --- The device ---------------------------------------------------------------------------------

static int (*connect_channel)(void);

static int on_connect(void) {
  tell("channel-begins");
  const int handle = connect_channel();
  meet_agent();
  tell(handle >= 0 ? "channel-open" : "channel-failed");
  return handle;
}

// Plugins that bring a channel of their own set it while options are read, so it is known by now.
static void watch_channel(void) {
  if (the_channel->connect == on_connect) return;
  connect_channel = the_channel->connect;
  the_channel->connect = on_connect;
}

// --- What pppd tells ----------------------------------------------------------------------------

static void on_phase(void* unused, int value) {
  static int looking;
  (void)unused;
  if (value == PHASE_SERIALCONN) watch_channel();
  pause_look_at_phase(value);
  meet_agent();
  if (!looking) ppp_timeout(look_for_agent, NULL, 0, LOOK_EVERY_US);
  looking = 1;
  link_begin("phase");
  link_number(value);
  link_number(ppp_status());
  link_send();
}

static void on_authenticated(void* unused, int value) {
  (void)unused;
  (void)value;
  tell("authenticated");
}

static void on_up(void* unused, int value) {
  (void)unused;
  (void)value;
  is_up = 1;
  up_since = monotonic_seconds();
  tell_up();
}

static void on_down(void* unused, int value) {
  (void)unused;
  (void)value;
  is_up = 0;
  tell("down");
}

static void on_exit_status(void* unused, int value) {
  (void)unused;
  link_begin("exits");
  link_number(value);
  link_send();
  explicit_bzero(password, sizeof(password));
}

// In the child: some children of pppd's never exec.
static void on_fork(void* unused, int value) {
  (void)unused;
  (void)value;
  link_leave();
  explicit_bzero(password, sizeof(password));
}

int plugin_init(void) {
  ppp_add_options(options);
  link_give_up_when(told_to_end);
  pause_prepare();
  snoop_recv_hook = on_receive;
  snoop_send_hook = on_send;
  chap_check_hook = on_check;
  pap_check_hook = on_check;
  chap_passwd_hook = on_password;
  pap_passwd_hook = on_password;
  ppp_add_notify(NF_PHASE_CHANGE, on_phase, NULL);
  ppp_add_notify(NF_AUTH_UP, on_authenticated, NULL);
  ppp_add_notify(NF_IP_UP, on_up, NULL);
  ppp_add_notify(NF_IP_DOWN, on_down, NULL);
  ppp_add_notify(NF_EXIT, on_exit_status, NULL);
  ppp_add_notify(NF_FORK, on_fork, NULL);
  return 0;
}
