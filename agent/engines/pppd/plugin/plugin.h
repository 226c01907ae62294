// What the plugin's parts know of each other.
#pragma once

#include <stddef.h>

// pppd's limits are of its headers, which may be included once for each object only by pppd_api.h.
#include "engines/pppd/plugin/pppd_api.h"

// The protocols of PPP whose packets matter (RFC 1661 and its kin).
enum {
  PROTOCOL_LCP = 0xC021,
  PROTOCOL_PAP = 0xC023,
  PROTOCOL_CBCP = 0xC029,
  PROTOCOL_CHAP = 0xC223,
  PROTOCOL_EAP = 0xC227
};

// The user and password of this link, as the agent gave them last.
extern char login[MAXNAMELEN];
extern char password[MAXSECRETLEN];

// Whether the agent is asked what to do about an EAP notice; else pppd acknowledges it.
int pause_at_notices(void);
// Reaches the agent where it was not reached before, and tells it where the link is.
void meet_agent(void);
