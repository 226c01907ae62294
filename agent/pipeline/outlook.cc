#include "pipeline/outlook.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

constexpr const char* kEvents = "new credentials, a reload, another network, waking up";

WallTime WallOf(Instant at, const Turn& turn) { return turn.wall() + (at - turn.now()); }

std::string DialOf(const std::string& number) { return number.empty() ? "dial" : "dial " + number; }

Outlook UnderWay(const Slot& slot, const Turn& turn) {
  return {"hang up, if nothing is heard until then",
          turn.wall() + slot.profile->dial_deadline,
          {"what the server says"}};
}

bool IsClamped(const Decision& decision) {
  return std::any_of(decision.reasons.begin(), decision.reasons.end(), [](const Reason& reason) {
    return reason.source.kind == Source::Kind::kLimit;
  });
}

// Somebody waits for a moment. Who asked for it also says what may come sooner: limits give way to
// nobody, a rule or a hook only to the operator, the policy's own pause to events too.
Outlook Waiting(const Slot& slot, const Decision& decision, const Turn& turn) {
  Outlook outlook;
  outlook.next = DialOf(decision.outcome.number);
  if (decision.outcome.at) outlook.at = WallOf(*decision.outcome.at, turn);
  if (decision.outcome.kind == Outcome::Kind::kWaitForWake) {
    outlook.would_change.emplace_back("waking up");
  } else if (decision.by.kind == Source::Kind::kPolicy && !IsClamped(decision)) {
    outlook.would_change.emplace_back(kEvents);
  }
  if (!IsClamped(decision)) outlook.would_change.push_back("lineman redial " + slot.profile->name);
  outlook.would_change.push_back("lineman down " + slot.profile->name);
  return outlook;
}

Outlook Open(const Slot& slot, const Turn& turn) {
  const std::string& name = slot.profile->name;
  const OpenCircuit circuit = slot.line.facts().circuit.value_or(OpenCircuit{});
  Outlook outlook;
  outlook.next = circuit.events_only ? "nothing" : "one slow probe";
  if (!circuit.events_only) outlook.at = circuit.next_probe.value_or(turn.wall());
  // Only who can speak for the password re-arms what it has spent.
  if (circuit.cause == Cause::kCredentials || circuit.cause == Cause::kAccount) {
    outlook.would_change.emplace_back("a new password in the profile's own source");
    outlook.would_change.push_back("lineman up " + name);
  } else {
    outlook.would_change.emplace_back(kEvents);
    outlook.would_change.push_back("lineman redial " + name);
  }
  return outlook;
}

Outlook Asking(const Slot& slot, const Turn& turn) {
  Outlook outlook;
  outlook.next = "hang up, unless somebody answers";
  if (const auto deadline = slot.line.timers().DueAt(TimerKind::kPauseDeadline)) {
    outlook.at = WallOf(*deadline, turn);
  }
  outlook.would_change.push_back("lineman answer " + slot.profile->name);
  return outlook;
}

Outlook Resting(const Slot& slot, const Turn& turn) {
  Outlook outlook;
  outlook.next = slot.wanted.look_again ? "another look at whether the line is wanted" : "nothing";
  if (slot.wanted.look_again) outlook.at = WallOf(*slot.wanted.look_again, turn);
  outlook.would_change.push_back("lineman up " + slot.profile->name);
  return outlook;
}

}  // namespace

Outlook LookAhead(const Slot& slot, const Decision& decision, const Turn& turn) {
  switch (decision.outcome.kind) {
    case Outcome::Kind::kDial:
    case Outcome::Kind::kAnswer:
      return UnderWay(slot, turn);
    case Outcome::Kind::kWait:
    case Outcome::Kind::kWaitForWake:
      return Waiting(slot, decision, turn);
    case Outcome::Kind::kOpenCircuit:
      return Open(slot, turn);
    case Outcome::Kind::kAskOperator:
      return Asking(slot, turn);
    case Outcome::Kind::kHangUp:
      return {"a decision on how the attempt ended", std::nullopt, {}};
    case Outcome::Kind::kIdle:
      return Resting(slot, turn);
    case Outcome::Kind::kNothing:
      break;
  }
  return {};
}

Counters CountersOf(const Pipeline& pipeline, const Slot& slot) {
  const LineFacts& facts = slot.line.facts();
  Counters counters;
  counters.attempts = facts.attempts;
  counters.failures = facts.failures;
  if (facts.circuit) counters.probes = facts.circuit->probes;
  counters.tries = pipeline.TriesOf(slot);
  return counters;
}

}  // namespace lineman
