// The program in one short function: Step.
//
//   what happened ──▶ Judge ──▶ hooks ──▶ Clamp ──▶ commit ──▶ act
//
// An event comes in, actions go out; nothing here waits, reads a clock of its own or touches the
// world. The agent, stories and rehearsals drive this same pipeline; only who performs the actions
// differs (see driver.h). One thread, the loop's, calls it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/env.h"
#include "hooks/hook_chain.h"
#include "line/line.h"
#include "model/action.h"
#include "pipeline/ledger.h"
#include "policy/judge.h"
#include "policy/profile.h"
#include "policy/schedule.h"

namespace lineman {

// What every line is run with.
struct PipelineOptions {
  // A wall clock before this has lost its battery (the moment the program was built).
  WallTime clock_trusted_from{};
};

// Credentials that a hook's redial wants sent in place of the profile's own.
struct GivenLogin {
  std::optional<std::string> username;
  std::optional<std::string> domain;
  std::optional<Secret> password;
};

// Something to be decided, on its way through a step. While hooks or a commit are awaited it is
// parked in its line's slot: a value, never a blocked thread.
struct Matter {
  Occasion occasion;
  Decision decision;
  Credentials credentials;  // before_dial: what would be sent
  Sends sends = Sends::kOther;
};

// A line with everything the pipeline knows about it.
struct Slot {
  Slot(LineId line_id, ProfilePtr of, LineFacts facts);

  // What a try of a login is counted under. Only the configured password has a version of its own;
  // any other password of the same login counts as one more try of it.
  LoginKey KeyOf(const std::string& login) const;

  LineId id;
  ProfilePtr profile;
  Line line;
  bool started = false;
  bool leaving = false;  // the agent ends, or the profile was removed
  WantedView wanted;
  Instant up_since;  // when the line last came up, went down or came to be wanted
  bool was_up = false;

  // At most one of these is awaited at a time; a ticket of 0 means none.
  std::uint64_t secret_ticket = 0;
  std::uint64_t stage_ticket = 0;
  std::uint64_t commit_ticket = 0;
  std::uint64_t watch_ticket = 0;  // reads the password only to see whether it is new
  bool hooks_think = false;
  std::optional<Matter> parked;  // of hooks, stage_ticket or commit_ticket
  bool probe_due = false;        // the dial being prepared is a slow probe
  bool by_operator = false;      // … or the operator's redial

  std::uint64_t dial = 0;                   // the ledger's id of the present attempt
  Sends sends = Sends::kOther;              // of the present attempt
  bool fetches_staged = false;              // secret_ticket is for the staged password
  std::string secret_trouble;               // why the password could not be had the last time
  std::optional<LoginKey> spent;            // the login whose try the present attempt has spent
  std::optional<std::string> given_number;  // a rule or hook named it: for the next dial only
  std::optional<GivenLogin> given_login;    // … and a hook these
  bool wake_ends_holdoff = false;
  Counters counted;             // as the last decision left them
  bool policy_holdoff = false;  // the pause is the policy's own, so an event may end it early
};

class Pipeline {
 public:
  Pipeline(const Env& env, HookChain& hooks, PipelineOptions options);
  ~Pipeline();

  // Restores what the store remembers; before any line is added.
  void Restore(Durable durable);
  LineId AddLine(ProfilePtr profile);
  // The store could not be read: said by every line, and capped ones wait before they dial.
  void RecordIsLost(std::string why) { record_lost_ = std::move(why); }
  // The profile of a line was read again, or is back before the line was gone. The line notices
  // with ProfileReloaded.
  void ReplaceProfile(LineId line, ProfilePtr profile);

  Actions Step(const Event& event);

  std::size_t size() const { return slots_.size(); }
  const Slot& slot(LineId line) const { return *slots_[line]; }
  std::optional<LineId> Find(const std::string& profile) const;
  // Tries of the line's own login that no server has accepted since.
  int TriesOf(const Slot& slot) const;
  // Why nothing is known of the time before the agent's start, and why nothing can be kept now;
  // empty while all is well.
  const std::string& record_lost() const { return record_lost_; }
  const std::string& store_trouble() const { return store_trouble_; }

 private:
  friend class Observer;
  friend class Performer;

  const Env& env_;
  HookChain& hooks_;
  PipelineOptions options_;
  Durable durable_;
  Ledger ledger_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::unordered_map<std::string, LineId> by_profile_;
  std::map<std::string, std::vector<LineId>> standbys_;  // by the profile they stand in for
  std::uint64_t last_ticket_ = 0;
  std::string record_lost_;    // why; empty when it was read
  std::string store_trouble_;  // why it cannot be written; empty while it can
};

}  // namespace lineman
