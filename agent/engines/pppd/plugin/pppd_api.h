// pppd's plugin interface, of 2.4 and of 2.5, under one set of names.
//
// 2.5 renamed much of it and hides some in private headers, but still exports what is declared here
// by hand (seen in the binaries of 2.5.2 and 2.5.3).
#pragma once

// How Debian builds pppd 2.4.9: these change the layout of structures in its headers, which do not
// say. 2.5 says it in pppdconf.h.
#ifndef INET6
#define INET6 1
#endif
#ifndef CBCP_SUPPORT
#define CBCP_SUPPORT 1
#endif
#ifndef USE_EAPTLS
#define USE_EAPTLS 1
#endif
#ifndef CHAPMS
#define CHAPMS 1
#endif
#ifndef MPPE
#define MPPE 1
#endif

#include <pppd/pppd.h>

// 2.5 may be built without callbacks.
#pragma weak cbcp
#pragma weak cbcp_protent

#ifdef DATE  // of patchlevel.h, which only 2.4 has
#define LINEMAN_PPPD_24 1
#else
#define LINEMAN_PPPD_24 0
#endif

#include <pppd/cbcp.h>
#include <pppd/eap.h>
#include <pppd/fsm.h>
#include <pppd/ipcp.h>
#include <pppd/lcp.h>
#include <pppd/upap.h>

#if LINEMAN_PPPD_24

#include <pppd/chap-new.h>

#define LINEMAN_PPPD_VERSION VERSION
#define ppp_add_options add_options
#define ppp_timeout timeout
#define ppp_status() status
#define ppp_ifname() ifname
#define ppp_signaled(number) ((number) == SIGTERM && got_sigterm)
#define NF_PHASE_CHANGE &phasechange
#define NF_EXIT &exitnotify
#define NF_FORK &fork_notifier
#define NF_AUTH_UP &auth_up_notifier
#define NF_IP_UP &ip_up_notifier
#define NF_IP_DOWN &ip_down_notifier
#define ppp_add_notify add_notifier

#else

#include <pppd/chap.h>
#include <pppd/options.h>

#define LINEMAN_PPPD_VERSION PPPD_VERSION
extern char user[MAXNAMELEN];
extern ppp_phase_t phase;
extern int debug;
void output(int unit, unsigned char* frame, int length);

#endif
