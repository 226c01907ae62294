// A world: numbers, servers, accounts, links and devices, and their troubles over time.
//
// World is plain data, read from YAML once and never changed; what happens in it is the business
// of the simulator, which plays it. The format is described in config/worlds/README.md. References
// between the parts are indexes, -1 for none; LoadWorld has checked them all.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engines/simulator/when.h"
#include "model/option_table.h"

namespace lineman::simulator {

// What a call comes to: a server takes it, or it fails.
struct CallOutcome {
  int server = -1;
  RasError error = RasError::kNone;  // where there is no server
};

// Calls that come to something else than usual.
struct Trouble {
  When when;
  CallOutcome outcome;
};

// One telephone number.
struct NumberPlan {
  std::string number;              // as written
  std::string key;                 // its digits; empty for "*", every number not listed
  std::vector<CallOutcome> calls;  // of each line's first calls, in order
  CallOutcome then;                // of all other calls
  std::vector<Trouble> troubles;   // these come first, in order
  std::optional<Duration> ring;    // until somebody picks up, else Timing::ring
  int link = -1;                   // else the server's
};

// How the server wants to be called back.
enum class Callback { kNone, kPreset, kSetByCaller };

// What the server does when a user's password has expired.
enum class PasswordChange { kAccepted, kRefused, kNotOffered };

// One account on a server.
struct UserPlan {
  std::string name;
  std::optional<std::string> password;  // any password when empty
  std::optional<std::string> domain;    // likewise
  std::optional<Age> expires;           // when the password does
  PasswordChange change = PasswordChange::kAccepted;
  std::vector<WeekWindow> hours;  // of logging on; always when empty
  std::optional<When> disabled;
  bool dial_in = true;
  Callback callback = Callback::kNone;
  std::vector<std::string> callback_numbers;  // keys the server agrees to call; any when empty
};

// Something the server or the line asks a person for.
struct Prompt {
  std::string text;
  std::optional<std::string> answer;  // anything will do when empty
};

// The server turns a call away with an error.
struct Refusal {
  When when;
  RasError error = RasError::kUnknown;
  std::optional<ConnectionState> in;  // where it shows; by the error when empty
  int first = 0;                      // only this many first calls of each line; 0: all
};

// Too many wrong passwords lock an account.
struct Lockout {
  int after = 0;  // wrong passwords; 0: never
  Duration within{0};
  Duration lasts{0};
  RasError error = RasError::kAuthenticationFailure;
};

// Which running states the two ends show between them.
enum class Dialect { kModern, kTerse, kLanManager, kWindows95 };

// The most calls that a server takes within a time.
struct DialInRate {
  int calls = 0;  // 0: any number
  Duration per{0};
};

// One server that takes calls.
struct ServerPlan {
  std::string name;
  std::vector<UserPlan> users;  // anyone may log on when empty
  Lockout lockout;
  int retries = 0;                      // other credentials asked for in one call
  Callback callback = Callback::kNone;  // of users that are not listed
  std::vector<Prompt> prompts;          // a dialogue before PPP starts
  std::vector<Prompt> eap;              // input the authentication method wants
  std::vector<Refusal> refusals;
  int ports = 0;  // calls at the same time; 0: any number
  DialInRate dial_in_rate;
  RasError when_full = RasError::kLineBusy;
  std::vector<std::string> devices;  // connected one after the other: a modem, an X.25 PAD
  int multilink = 0;                 // links that make up the connection; 0: a plain one
  std::vector<int> links_down;       // of them: those that do not come up, 1-based
  Duration patience{0};              // how long a pause may last; 0: for ever
  Dialect dialect = Dialect::kModern;
  int link = -1;
};

// The link is lost.
struct Drop {
  Moments moments;
  std::optional<Duration>
      after;  // of the session: at `connected` + after, where moments.when holds
  RasError error = RasError::kLinkFailure;
};

// The link stays up, but carries no data.
struct Stall {
  Moments moments;
  Duration lasts{0};
  bool ends_with_call = false;  // a redial helps
};

struct LinkPlan {
  std::string name;
  std::vector<Drop> drops;
  std::vector<Stall> stalls;
};

// A device breaks, and dials with it fail until it is repaired.
struct Fault {
  Moments moments;
  std::optional<Duration> lasts;  // repairs itself; else it takes the command
  RasError error = RasError::kDeviceNotReady;
};

struct DevicePlan {
  std::string name;
  std::vector<Fault> faults;
  std::string repaired_by;  // part of the command line that repairs it
  Duration repair_takes{0};
};

// Something that happens to the kiosk itself. Whoever drives time does it; the engine only says
// when.
struct EventPlan {
  enum class Kind { kPowerCut, kSuspend, kClock, kNetworkChange, kCredentials, kOperator };
  Kind kind = Kind::kPowerCut;
  Moments moments;
  Duration amount{0};   // of a power cut or sleep: how long; of kClock: how far, either way
  std::string word;     // of kOperator: up, down or redial
  std::string profile;  // whom it is about; every line when empty
};

// How long things take, before `pace`.
struct Timing {
  Duration port{0}, tones{0}, ring{0}, no_answer{0}, training{0}, logon{0}, network{0};
  Duration modem_reset{0}, callback{0}, reply{0}, hang_up{0};
  double pace = 1;

  Duration Paced(Duration duration) const;
};

// What a rehearsal in this world is measured against; what is empty is not measured.
struct Expectations {
  std::optional<std::int64_t> online_at_least;  // per million
  std::optional<Duration> longest_outage_at_most;
  std::optional<std::int64_t> dials_per_hour_each_number_at_most;
  bool never_lock_account = false;
  std::optional<Duration> fleet_back_at_most;  // 99 % of a fleet, since the power is back
};

struct World {
  std::string name;
  std::string about;
  std::optional<LocalTime> start;  // of the calendar; the kiosk's own when empty
  Zone zone;
  std::vector<NumberPlan> numbers;
  std::vector<Trouble> troubles;    // of every number
  std::vector<ServerPlan> servers;  // never empty: a world without any has one that accepts anyone
  std::vector<LinkPlan> links;
  std::vector<DevicePlan> devices;
  std::vector<EventPlan> events;
  Timing timing;
  Expectations expect;
};

// The keys of a world.
const OptionTable& WorldTable();

// Reads a world, a mapping. Everything wrong with it goes to `findings`, and then there is none.
std::optional<World> LoadWorld(const YamlPtr& root, Findings& findings);

// A world without a file: every number is answered by a server that accepts anyone.
World QuietWorld();

}  // namespace lineman::simulator
