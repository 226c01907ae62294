#include "pipeline/adoption.h"

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

// What the server will have been sent once the present commit lets it leave: a new password that is
// staged counts as sent before it is, since nothing is written between the two.
Sends SendsOf(const Slot& slot) {
  if (!slot.parked || slot.stage_ticket != 0 || !slot.line.facts().rotation) return slot.sends;
  const auto* verdict = std::get_if<AnswerWith>(&slot.parked->decision.verdict);
  const bool own = slot.sends == Sends::kPresent || slot.sends == Sends::kStaged;
  return verdict != nullptr && verdict->answer.new_password && own ? Sends::kNew : slot.sends;
}

std::optional<AttemptFacts> FactsOf(const Slot& slot, const Turn& turn) {
  const std::optional<Attempt>& attempt = slot.line.attempt();
  if (!attempt) return std::nullopt;
  AttemptFacts facts;
  facts.id = attempt->id;
  facts.dial = slot.dial;
  facts.number = attempt->number;
  facts.number_index = attempt->number_index;
  facts.user = attempt->user;
  facts.domain = attempt->domain;
  facts.login = attempt->login;
  facts.spent = slot.spent;
  facts.sends = SendsOf(slot);
  facts.probe = attempt->probe;
  facts.proven = slot.line.is_proven();
  if (!attempt->connected_at) return facts;
  // Once it is told, a clock that drifts does not make it another moment.
  const std::optional<AttemptFacts>& kept = slot.line.facts().attempt;
  facts.connected = kept && kept->id == facts.id && kept->connected
                        ? *kept->connected
                        : turn.wall() - (turn.now() - *attempt->connected_at);
  return facts;
}

// Whether the facts are up to date. What an attempt is dialled with does not change any more, and
// this is asked at every step.
bool IsKept(const Slot& slot) {
  const std::optional<Attempt>& attempt = slot.line.attempt();
  const std::optional<AttemptFacts>& kept = slot.line.facts().attempt;
  if (!attempt || !kept) return !attempt && !kept;
  return kept->id == attempt->id && kept->spent == slot.spent && kept->sends == SendsOf(slot) &&
         kept->connected.has_value() == attempt->connected_at.has_value() &&
         kept->proven == slot.line.is_proven();
}

}  // namespace

void KeepAttempt(Slot& slot, Turn& turn) {
  // Of a line that has not started, the facts are still those of the agent before.
  if (!slot.started && !slot.line.attempt()) return;
  if (!IsKept(slot)) slot.line.SetAttempt(FactsOf(slot, turn), turn);
}

void AdoptAttempt(Slot& slot, const AdoptedConnection& found, Turn& turn) {
  Attempt attempt;
  attempt.id = found.attempt;
  attempt.number = found.number;
  attempt.state = found.status.state;
  attempt.accepted = found.status.state == ConnectionState::kConnected;
  const std::optional<AttemptFacts> kept = slot.line.facts().attempt;
  const bool is_ours = kept && kept->id == found.attempt;
  if (is_ours) {
    attempt.number = kept->number;
    attempt.number_index = kept->number_index;
    attempt.user = kept->user;
    attempt.domain = kept->domain;
    attempt.login = kept->login;
    attempt.probe = kept->probe;
    slot.dial = kept->dial;
    slot.spent = kept->spent;
    slot.sends = kept->sends;
  }
  if (is_ours && kept->connected) {
    const Duration online = std::max(Duration{0}, Duration(turn.wall() - *kept->connected));
    attempt.connected_at = turn.now() - std::min(online, kLongestDuration);
  }
  slot.line.AdoptAttempt(std::move(attempt), is_ours && kept->proven, turn);
}

}  // namespace lineman
