#include "app/line_report.h"

#include "control/decision_words.h"
#include "policy/schedule.h"

namespace lineman {
namespace {

// The clocks, read once.
struct Clocks {
  Instant now;
  WallTime wall;

  WallTime WallOf(Instant at) const { return wall + (at - now); }
};

// How often an operator's word or a schedule may change until the line is wanted again: further
// ahead nobody looks.
constexpr int kMostChanges = 3;

// When a line that rests will be wanted by itself; nothing when nobody can tell.
std::optional<WallTime> WantedAgain(const Slot& slot, const Clocks& clocks) {
  // A standby waits for another line.
  if (slot.leaving || slot.profile->online.kind == OnlineRule::Kind::kStandby) return std::nullopt;
  WantedView view = slot.wanted;
  for (int change = 0; change < kMostChanges && view.look_again; ++change) {
    const Instant at = *view.look_again;
    view = ComputeWanted(*slot.profile, {.now = at,
                                         .wall = clocks.WallOf(at),
                                         .clock_trusted = true,
                                         .will = slot.line.facts().will,
                                         .primary = std::nullopt,
                                         .wanted_before = false});
    if (view.wanted) return clocks.WallOf(at);
  }
  return std::nullopt;
}

void TellAttempt(const Slot& slot, const LineTally& tally, const Clocks& clocks,
                 LineStatus& status) {
  const std::optional<Attempt>& attempt = slot.line.attempt();
  if (!attempt || !HasAttempt(slot.line.state())) return;
  status.state = NameOf(attempt->state);
  status.number = attempt->number;
  status.user = attempt->user;
  if (slot.line.state() != LineState::kPaused) return;
  PauseStatus& pause = status.pause.emplace();
  pause.state = status.state;
  pause.prompt = tally.prompt();
  const auto deadline = slot.line.timers().DueAt(TimerKind::kPauseDeadline);
  pause.deadline = deadline ? clocks.WallOf(*deadline) : clocks.wall;
  for (const std::string_view field : FieldsOf(attempt->state)) pause.wants.emplace_back(field);
}

void TellConnection(const Connection* connection, LineStatus& status) {
  if (connection == nullptr) return;
  const ConnectionStatus now = connection->Status();
  status.device = now.device;
  status.interface = now.interface;
  const ConnectionStatistics statistics = connection->Statistics();
  status.bytes_sent = statistics.bytes_sent;
  status.bytes_received = statistics.bytes_received;
}

void TellSequence(const Slot& slot, LineStatus& status) {
  const LineFacts& facts = slot.line.facts();
  status.attempt = facts.attempts;
  for (const Cause cause : AllCauses()) {
    const int count = CountOf(facts.failures, cause);
    if (count > 0) status.failures[std::string(NameOf(cause))] = count;
  }
  const RasError error = LastErrorOf(slot);
  if (error == RasError::kNone) return;
  status.last_error = NameOf(error);
  status.last_error_code = static_cast<int>(error);
}

void TellNext(const Slot& slot, const Clocks& clocks, LineStatus& status) {
  const auto due = [&](TimerKind kind) -> std::optional<WallTime> {
    const std::optional<Instant> at = slot.line.timers().DueAt(kind);
    if (!at) return std::nullopt;
    return clocks.WallOf(*at);
  };
  if (HasAttempt(slot.line.state())) return;
  // The password is being read, hooks think, or the attempt is being committed.
  const bool prepares = slot.secret_ticket != 0 || slot.parked.has_value();
  if (slot.line.state() == LineState::kHoldoff || prepares) {
    status.next = due(TimerKind::kRetry);
    status.next_what = "dial";
  } else if (slot.line.state() == LineState::kOpenCircuit) {
    status.next = due(TimerKind::kCircuitProbe);
    status.next_what = status.next ? "probe" : "nothing";
  } else {
    status.next = WantedAgain(slot, clocks);
    status.next_what = status.next ? "dial" : "nothing";
  }
}

}  // namespace

LineStatus ReportOn(const Slot& slot, const LineTally& tally, const Connection* connection,
                    const Env& env) {
  const Clocks clocks{env.Now(), env.Wall()};
  LineStatus status;
  status.profile = slot.profile->name;
  status.engine = slot.profile->engine;
  status.line = NameOf(slot.line.state());
  status.since = clocks.WallOf(slot.line.since());
  status.wanted = slot.wanted.wanted;
  status.wanted_because = slot.wanted.why;
  TellAttempt(slot, tally, clocks, status);
  TellConnection(connection, status);
  TellSequence(slot, status);
  TellNext(slot, clocks, status);
  if (tally.decision()) status.why = SentenceWithReason(*tally.decision(), slot.profile->zone);
  return status;
}

}  // namespace lineman
