// What the rasapi engine gives to RAS and gets from it, in plain UTF-8 types.
//
// Errors are RAS's, Win32's or HRESULTs, as RAS gives them; kNone is success. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/secret.h"
#include "ras/ras_error.h"

namespace lineman::rasapi {

// An HRASCONN; 0: none. A handle that is dead is never used again for another connection's.
using Handle = std::uint64_t;
// One RasDial with all its resumptions; unique in the life of a host, never 0.
using DialId = std::uint64_t;

// What RasGetConnectStatus says of a connection that is gone, ERROR_INVALID_HANDLE.
inline constexpr RasError kInvalidHandle = static_cast<RasError>(6);

// An entry of a phone book. No name: RAS dials the number on the first modem. No phone book: the
// one RAS looks into by itself.
struct Entry {
  std::string phonebook;
  std::string name;
};

// What goes into RASDIALPARAMS and RASDIALEXTENSIONS. PausedStates is always on.
struct DialOrder {
  Entry entry;
  std::string number;           // empty: the entry's own
  std::string callback_number;  // "*": let the server ask; empty: no callback
  std::string user;
  std::string domain;
  Secret password;
  bool saved_password = false;  // in its place the one saved with the entry, which only RAS sees
  bool run_script = false;      // the entry's custom script plays the terminal (UseCustomScripting)
};

// What a RasDial call came to; it may have failed and left a handle to be hung up all the same.
struct DialReturn {
  RasError error = RasError::kNone;
  Handle handle = 0;
};

// One callback of RAS's (RasDialFunc2), unjudged.
struct Notice {
  std::uint32_t state = 0;
  RasError error = RasError::kNone;
  int subentry = 0;
  std::uint32_t extended_error = 0;
};

// RasGetConnectStatus. The rest means something only when the call itself had no error.
struct StatusReport {
  RasError call_error = RasError::kNone;
  std::uint32_t state = 0;
  RasError error = RasError::kNone;
  std::string device = {};
  bool dormant = false;  // IKEv2 mobility: up, but waiting for a network to carry it
};

struct HangUpReport {
  RasError error = RasError::kNone;
  bool gone = false;  // the handle is dead; false: it still was when the deadline came
};

struct TrafficReport {
  RasError error = RasError::kNone;
  std::uint32_t bytes_sent = 0;  // both wrap at 4 GiB
  std::uint32_t bytes_received = 0;
  Duration connected_for{0};  // wraps after 49 days
};

// Of the link, once it is projected; empty where there is none.
struct AddressReport {
  std::string local;
  std::string remote;
};

// RasGetEntryProperties, as far as it matters here.
struct EntryReport {
  RasError error = RasError::kNone;
  bool redials = false;  // Windows dials it again by itself (RASEO2_ReconnectIfDropped)
  int links = 1;
};

// What is saved with an entry.
struct CredentialsReport {
  std::string user;
  std::string domain;
  bool has_password = false;
};

// 780 where the entry's log-on needs none, 703 where only a person could give it.
struct IdentityReport {
  RasError error = RasError::kNone;
  std::string user = {};
};

struct LiveConnection {
  Handle handle = 0;
  Entry entry;  // its phone book by its full path; without an entry the name is "." and the number
};

struct LiveReport {
  RasError error = RasError::kNone;
  std::vector<LiveConnection> connections;
};

}  // namespace lineman::rasapi
