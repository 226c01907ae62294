// The limits. Every verdict passes here, whoever gave it.

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.h"
#include "policy/budget.h"
#include "policy/caps.h"
#include "policy/judge.h"

namespace lineman {
namespace {

Source Limit(std::string name) { return {Source::Kind::kLimit, std::move(name), {}}; }

struct ChosenNumber {
  std::string number;
  int index = 0;
};

ChosenNumber At(const Profile& profile, int index) {
  if (profile.numbers.empty()) return {"", 0};
  const auto count = static_cast<int>(profile.numbers.size());
  const int wrapped = ((index % count) + count) % count;
  return {profile.numbers[static_cast<std::size_t>(wrapped)], wrapped};
}

ChosenNumber Choose(const Occasion& occasion, const Profile& profile, const NumberChoice& choice) {
  switch (choice.kind) {
    case NumberChoice::Kind::kNext:
      return At(profile, occasion.number_index + 1);
    case NumberChoice::Kind::kFirst:
      return At(profile, 0);
    case NumberChoice::Kind::kSame:
      if (occasion.number_index < 0) return {occasion.number, -1};
      return At(profile, occasion.number_index);
    case NumberChoice::Kind::kGiven:
      break;
  }
  for (std::size_t i = 0; i < profile.numbers.size(); ++i) {
    if (NumberKey(profile.numbers[i]) == NumberKey(choice.given)) {
      return {profile.numbers[i], static_cast<int>(i)};
    }
  }
  return {choice.given, -1};
}

void OpenCircuitBy(const std::string& limit, const std::string& why, std::optional<Instant> probe,
                   Decision& decision) {
  decision.outcome.kind = Outcome::Kind::kOpenCircuit;
  decision.outcome.at = probe;
  decision.outcome.events_only = !probe.has_value();
  decision.by = Limit(limit);
  decision.Because(decision.by, why);
}

void Idle(const Occasion& occasion, Decision& decision) {
  decision.outcome.kind = Outcome::Kind::kIdle;
  decision.by = Limit("wanted");
  decision.Because(decision.by, occasion.not_wanted_because);
}

// Whether rejected credentials or a closed account forbid another dial with the same login. A slow
// probe may: "permanent" never means for ever.
bool RefusedByAccount(const Occasion& occasion, const Profile& profile, bool new_credentials,
                      const Chance& chance, Instant from, Decision& decision) {
  const Budget account = BudgetOf(occasion, profile, Cause::kAccount);
  const int tries_allowed = profile.budgets.at(static_cast<std::size_t>(Cause::kCredentials));
  const bool tries_spent = !new_credentials && occasion.login_tries >= tries_allowed;
  if (!tries_spent && !account.IsSpent()) return false;
  // Other lines are just trying this password: what the server tells them decides.
  const bool may_come_free = occasion.login_tries - occasion.login_under_way < tries_allowed;
  if (may_come_free && !account.IsSpent()) {
    if (occasion.occurrence != Occurrence::kBeforeDial) return false;  // it is asked again then
    // Off the beat of the others, or the same lines would come first for ever.
    const Duration later(
        chance.Between(0, profile.holdoff.count(), profile.name, "credentials",
                       static_cast<std::uint64_t>(from.time_since_epoch().count())));
    decision.outcome.kind = Outcome::Kind::kWait;
    decision.outcome.at = from + profile.holdoff + later;
    decision.outcome.number = occasion.number;
    decision.outcome.number_index = occasion.number_index;
    decision.by = Limit("credentials");
    decision.Because(decision.by, "another line is trying this password just now");
    return true;
  }
  const Cause cause = tries_spent ? Cause::kCredentials : Cause::kAccount;
  const Instant probe =
      from + (occasion.circuit ? ProbeInterval(*occasion.circuit, profile) : profile.circuit.max);
  OpenCircuitBy(std::string(NameOf(cause)),
                tries_spent ? fmt::format("{} of {} tries of this password spent",
                                          occasion.login_tries, tries_allowed)
                            : account.ToString(),
                probe, decision);
  return true;
}

// Lets the caps choose: the number wanted if it is free, else another of the profile's that is
// free sooner, else wait, else (all spent for this sequence) only an event helps.
void ApplyCaps(const Occasion& occasion, const Profile& profile, ChosenNumber wanted,
               Instant earliest, Decision& decision) {
  CapView best = CheckCaps(occasion, profile, wanted.number, earliest);
  ChosenNumber chosen = wanted;
  const CapView first = best;
  if (wanted.index >= 0 && first.cap != nullptr) {
    for (std::size_t step = 1; step < profile.numbers.size(); ++step) {
      const ChosenNumber other = At(profile, wanted.index + static_cast<int>(step));
      const CapView view = CheckCaps(occasion, profile, other.number, earliest);
      if (view.spent || (!best.spent && view.free_at >= best.free_at)) continue;
      best = view;
      chosen = other;
    }
  }
  decision.outcome.number = chosen.number;
  decision.outcome.number_index = chosen.index;
  decision.outcome.at = best.free_at;
  if (best.spent) {
    OpenCircuitBy("caps", fmt::format("cap {}: the sequence is spent", best.cap->name),
                  std::nullopt, decision);
    return;
  }
  if (first.cap == nullptr) return;
  if (chosen.index != wanted.index) {
    decision.Because(Limit("caps"), fmt::format("cap {}: {} must rest, {} may be dialled",
                                                first.cap->name, wanted.number, chosen.number));
  }
  if (best.free_at > earliest) {
    decision.Because(Limit("caps"), fmt::format("cap {}: {} longer", best.cap->name,
                                                FormatRoughly(best.free_at - earliest)));
  }
}

Instant RaiseToHoldoff(const Occasion& occasion, const Profile& profile, Instant at,
                       Decision& decision) {
  const Instant floor = occasion.last_end + profile.holdoff;
  // Hooks may have taken longer than the pause they asked for.
  if (at >= floor) return std::max(at, occasion.now);
  decision.Because(Limit("holdoff"), fmt::format("raised from {} to the holdoff of {}",
                                                 FormatDuration(at - occasion.last_end),
                                                 FormatDuration(profile.holdoff)));
  return std::max(floor, occasion.now);
}

void ClampBeforeDial(const Occasion& occasion, const Profile& profile, const Chance& chance,
                     Decision& decision) {
  decision.outcome.kind = Outcome::Kind::kDial;
  if (!occasion.wanted) return Idle(occasion, decision);
  const auto* dial = std::get_if<DialWith>(&decision.verdict);
  if (!occasion.secret_trouble.empty() && dial != nullptr && !dial->password) {
    decision.by = Limit("credentials");
    decision.Because(decision.by, "nothing else gives a password");
    decision.verdict = HoldOff{profile.backoff.max, occasion.secret_trouble};
  }
  if (const auto* hold_off = std::get_if<HoldOff>(&decision.verdict)) {
    // A hook that holds off for nothing must not be asked again at once, for ever.
    decision.outcome.kind = Outcome::Kind::kWait;
    decision.outcome.at = occasion.now + std::max(hold_off->duration, profile.holdoff);
    decision.outcome.number = occasion.number;
    decision.outcome.number_index = occasion.number_index;
    return;
  }
  // Whoever made the password: it is a try of its login like any other.
  if (!occasion.probe &&
      RefusedByAccount(occasion, profile, false, chance, occasion.now, decision)) {
    return;
  }
  const ChosenNumber wanted =
      Choose(occasion, profile, dial == nullptr ? NumberChoice{} : dial->number);
  const Instant earliest = RaiseToHoldoff(occasion, profile, occasion.now, decision);
  ApplyCaps(occasion, profile, wanted, earliest, decision);
  if (decision.outcome.kind == Outcome::Kind::kDial && *decision.outcome.at > occasion.now) {
    decision.outcome.kind = Outcome::Kind::kWait;
    decision.by = decision.reasons.back().source;
  }
}

void ClampRedial(const Occasion& occasion, const Profile& profile, const Chance& chance,
                 const Redial& redial, Decision& decision) {
  decision.outcome.kind = Outcome::Kind::kWait;
  const bool new_credentials = redial.username || redial.domain || redial.password;
  if (RefusedByAccount(occasion, profile, new_credentials, chance, occasion.last_end, decision)) {
    return;
  }
  const Duration after = redial.after ? *redial.after : BackoffPause(occasion, profile, chance);
  const Instant at = RaiseToHoldoff(occasion, profile, occasion.last_end + after, decision);
  const ChosenNumber wanted = redial.number ? Choose(occasion, profile, *redial.number)
                                            : At(profile, AdvanceNumber(occasion, profile));
  ApplyCaps(occasion, profile, wanted, at, decision);
}

void ClampDisconnected(const Occasion& occasion, const Profile& profile, const Chance& chance,
                       Decision& decision) {
  if (!occasion.wanted) return Idle(occasion, decision);
  if (const auto* redial = std::get_if<Redial>(&decision.verdict)) {
    return ClampRedial(occasion, profile, chance, Redial(*redial), decision);
  }
  const ChosenNumber next = At(profile, AdvanceNumber(occasion, profile));
  decision.outcome.number = next.number;
  decision.outcome.number_index = next.index;
  if (const auto* hold_off = std::get_if<HoldOff>(&decision.verdict)) {
    const Duration duration = hold_off->duration;
    decision.outcome.kind =
        CauseOf(occasion) == Cause::kSuspend ? Outcome::Kind::kWaitForWake : Outcome::Kind::kWait;
    const Instant at = RaiseToHoldoff(occasion, profile, occasion.last_end + duration, decision);
    const Outcome::Kind kind = decision.outcome.kind;
    ApplyCaps(occasion, profile, next, at, decision);
    if (decision.outcome.kind == Outcome::Kind::kWait) decision.outcome.kind = kind;
    return;
  }
  const auto* stop = std::get_if<Stop>(&decision.verdict);
  const std::optional<Duration> interval = stop == nullptr ? std::nullopt : stop->probe_after;
  decision.outcome.kind = Outcome::Kind::kOpenCircuit;
  decision.outcome.at_longest = !interval.has_value();
  decision.outcome.at = occasion.last_end + interval.value_or(profile.circuit.max);
  const bool rested = occasion.circuit && occasion.circuit->events_only;
  if (rested) {
    decision.outcome.at.reset();
    decision.outcome.events_only = true;
  }
}

void ClampPaused(const Occasion& occasion, const Profile& profile, Decision& decision) {
  if (std::holds_alternative<AskOperator>(decision.verdict)) {
    decision.outcome.kind = Outcome::Kind::kAskOperator;
    return;
  }
  decision.outcome.kind = Outcome::Kind::kHangUp;
  const auto* answer = std::get_if<AnswerWith>(&decision.verdict);
  if (answer == nullptr) return;
  const Result<Done> fits = CheckAnswer(occasion.state, answer->answer);
  if (!fits) {
    decision.Because(Limit("answer"), fits.error().message);
    decision.by = Limit("answer");
    return;
  }
  const int allowed = profile.budgets.at(static_cast<std::size_t>(Cause::kCredentials));
  if (answer->answer.SendsCredentials() && occasion.login_tries >= allowed) {
    decision.by = Limit("credentials");
    decision.Because(decision.by, fmt::format("{} of {} tries of this password spent",
                                              occasion.login_tries, allowed));
    decision.verdict = HangUp{"the tries of this password are spent"};
    return;
  }
  decision.outcome.kind = Outcome::Kind::kAnswer;
}

}  // namespace

void Clamp(const Occasion& occasion, const Profile& profile, const Chance& chance,
           Decision& decision) {
  switch (occasion.occurrence) {
    case Occurrence::kBeforeDial:
      return ClampBeforeDial(occasion, profile, chance, decision);
    case Occurrence::kDisconnected:
      return ClampDisconnected(occasion, profile, chance, decision);
    case Occurrence::kPaused:
      return ClampPaused(occasion, profile, decision);
    case Occurrence::kRunning:
    case Occurrence::kConnected:
      decision.outcome.kind = std::holds_alternative<HangUp>(decision.verdict)
                                  ? Outcome::Kind::kHangUp
                                  : Outcome::Kind::kNothing;
  }
}

}  // namespace lineman
