#include "pipeline/performer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pipeline/adoption.h"
#include "pipeline/outlook.h"
#include "pipeline/rotation.h"

namespace lineman {
namespace {

// The line goes on without the engine's final word this long after a hang-up: the engine's own
// deadline, and some grace.
constexpr Duration kHangUpGuard = kHangUpDeadline + std::chrono::seconds(5);
// How often a password is looked at again while the circuit is open.
constexpr Duration kSecretWatch = std::chrono::minutes(1);

Ending EndingBy(const Source& by) {
  switch (by.kind) {
    case Source::Kind::kPlugin:
      return Ending::kPlugin;
    case Source::Kind::kRule:
      return Ending::kRule;
    case Source::Kind::kOperator:
      return Ending::kOperator;
    default:
      return Ending::kPolicy;
  }
}

std::string CircuitWhy(const Decision& decision) {
  if (const auto* stop = std::get_if<Stop>(&decision.verdict)) return stop->why;
  return decision.reasons.empty() ? "" : decision.reasons.back().text;
}

// The number a verdict gives, null when it gives none.
const NumberChoice* ChosenBy(const Verdict& verdict) {
  const NumberChoice* choice = nullptr;
  if (const auto* dial = std::get_if<DialWith>(&verdict)) choice = &dial->number;
  if (const auto* redial = std::get_if<Redial>(&verdict); redial && redial->number) {
    choice = &*redial->number;
  }
  return choice != nullptr && choice->kind == NumberChoice::Kind::kGiven ? choice : nullptr;
}

std::string DetailOf(const Verdict& verdict) {
  if (const auto* hang_up = std::get_if<HangUp>(&verdict)) return hang_up->why;
  if (const auto* stop = std::get_if<Stop>(&verdict)) return stop->why;
  if (const auto* hold_off = std::get_if<HoldOff>(&verdict)) return hold_off->why;
  return {};
}

// What the attempt ended with, where its end is what was decided on.
void NoteFailure(Entry& entry, const Occasion& occasion) {
  if (occasion.occurrence != Occurrence::kDisconnected) return;
  entry.error = occasion.error;
  entry.cause = CauseOf(occasion);
}

}  // namespace

void Overrule(HookOutcome hooks, Decision& decision) {
  if (hooks.verdict) {
    if (!std::holds_alternative<Continue>(decision.verdict)) {
      decision.Because(decision.by, "would " + Describe(decision.verdict));
    }
    decision.verdict = *std::move(hooks.verdict);
    decision.by = std::move(hooks.by);
  }
  for (Reason& reason : hooks.reasons) decision.reasons.push_back(std::move(reason));
}

bool Performer::Consult(Matter& matter) {
  HookOutput output;
  line_.timers().Disarm(TimerKind::kHooks);  // what is left of the occasion before is ended
  std::optional<HookOutcome> outcome =
      pipeline_.hooks_.Start(slot_.id, matter.occasion, matter.decision, output);
  Take(std::move(output));
  if (!outcome) {
    slot_.hooks_think = true;
    if (matter.occasion.occurrence == Occurrence::kDisconnected) {
      // There is no attempt any more, whatever they will say.
      slot_.policy_holdoff = false;
      slot_.wake_ends_holdoff = false;
      line_.Enter(LineState::kHoldoff, "hooks decide", turn_);
    }
    slot_.parked = std::move(matter);
    return false;
  }
  Overrule(*std::move(outcome), matter.decision);
  return true;
}

void Performer::Take(HookOutput output) {
  for (Entry& entry : output.entries) {
    entry.profile = line_.profile();
    turn_.Record(std::move(entry));
  }
  for (HookRequest& request : output.requests) turn_.Do(std::move(request));
  if (!output.running) {
    line_.timers().Disarm(TimerKind::kHooks);
  } else if (!line_.timers().DueAt(TimerKind::kHooks)) {
    line_.timers().Arm(TimerKind::kHooks, turn_.now() + TimeForHooks(), turn_);
  }
  for (PluginFact& change : output.changes) turn_.change().plugins.push_back(std::move(change));
}

// A pause is answered by policy, or given to the operator, before its own deadline hangs up.
Duration Performer::TimeForHooks() const {
  const auto pause = line_.timers().DueAt(TimerKind::kPauseDeadline);
  if (!pause) return slot_.profile->hook_deadline;
  return std::min(slot_.profile->hook_deadline, (*pause - turn_.now()) * 4 / 5);
}

void Performer::LookAtLimits(Matter& matter) {
  Occasion& occasion = matter.occasion;
  occasion.now = turn_.now();
  occasion.wall = turn_.wall();
  occasion.wanted = slot_.wanted.wanted;
  occasion.not_wanted_because = slot_.wanted.why;
  CountTries(matter);
  const bool dials = occasion.occurrence == Occurrence::kBeforeDial ||
                     occasion.occurrence == Occurrence::kDisconnected;
  if (!dials) return;
  std::vector<std::string> numbers = slot_.profile->numbers;
  if (slot_.given_number) numbers.push_back(*slot_.given_number);
  if (const NumberChoice* chosen = ChosenBy(matter.decision.verdict)) {
    numbers.push_back(chosen->given);
  }
  occasion.past = pipeline_.ledger_.PastOf(line_.profile(), numbers, turn_.now());
}

void Performer::CountTries(Matter& matter) {
  const Verdict& verdict = matter.decision.verdict;
  std::optional<LoginKey> key;
  if (const auto* answer = std::get_if<AnswerWith>(&verdict)) {
    if (answer->answer.SendsCredentials()) {
      key = LoginOf(answer->answer);
    }
  } else if (matter.occasion.occurrence == Occurrence::kBeforeDial) {
    if (const auto* dial = std::get_if<DialWith>(&verdict)) {
      if (dial->username) matter.credentials.user = *dial->username;
      if (dial->domain) matter.credentials.domain = *dial->domain;
      if (dial->password) matter.credentials.password = *dial->password;
      if (dial->username || dial->domain || dial->password) matter.sends = Sends::kOther;
    }
    if (matter.credentials.password.IsSet()) key = slot_.KeyOf(matter.credentials.Login());
  } else if (matter.occasion.occurrence == Occurrence::kDisconnected &&
             !slot_.profile->user.empty()) {
    // What a hook sends in its place is known, and counted, before the dial.
    const bool may_differ = pipeline_.hooks_.Has(line_.profile(), "before_dial");
    if (!may_differ) key = slot_.KeyOf(slot_.profile->user);
  }
  if (!key) return;
  matter.occasion.login_tries = pipeline_.ledger_.TriesOf(*key);
  matter.occasion.login_under_way = pipeline_.ledger_.UnderWay(*key);
}

// The login an answer stands for: what it leaves out is as the attempt has it.
LoginKey Performer::LoginOf(const Answer& answer) const {
  const Attempt& attempt = *line_.attempt();
  const Credentials sent{
      answer.username.value_or(attempt.user), answer.domain.value_or(attempt.domain), {}, 0};
  const std::string login = sent.Login();
  // A reload may have changed the profile's login since.
  return attempt.login && attempt.login->login == login ? *attempt.login : slot_.KeyOf(login);
}

void Performer::CarryOut(Matter matter) {
  switch (matter.decision.outcome.kind) {
    case Outcome::Kind::kNothing:
      return;
    case Outcome::Kind::kDial:
      return CarryOutDial(std::move(matter));
    case Outcome::Kind::kWait:
    case Outcome::Kind::kWaitForWake:
      return Wait(matter);
    case Outcome::Kind::kOpenCircuit:
      return OpenCircuit(matter);
    case Outcome::Kind::kAnswer:
      return CarryOutAnswer(std::move(matter));
    case Outcome::Kind::kAskOperator:
      return RecordVerdict(matter);
    case Outcome::Kind::kHangUp: {
      std::string why = DetailOf(matter.decision.verdict);
      for (const Reason& reason : matter.decision.reasons) {
        why += (why.empty() ? "" : "; ") + reason.text;
      }
      return HangUp(EndingBy(matter.decision.by), matter.decision.by, why);
    }
    case Outcome::Kind::kIdle:
      return Rest(matter.occasion.not_wanted_because);
  }
}

void Performer::CarryOutDial(Matter matter) {
  const Outcome& outcome = matter.decision.outcome;
  Attempt attempt;
  attempt.number = outcome.number;
  attempt.number_index = outcome.number_index;
  attempt.user = matter.credentials.user;
  attempt.domain = matter.credentials.domain;
  attempt.probe = matter.occasion.probe;
  slot_.spent.reset();
  if (matter.credentials.password.IsSet()) {
    slot_.spent = slot_.KeyOf(matter.credentials.Login());
    attempt.login = slot_.spent;
    pipeline_.ledger_.SpendTry(*slot_.spent, turn_);
  }
  slot_.sends = matter.sends;
  line_.BeginAttempt(std::move(attempt), turn_);
  if (matter.occasion.probe) line_.NoteProbe(turn_);
  slot_.dial = pipeline_.ledger_.Book(line_.profile(), outcome.number, turn_);
  slot_.given_number.reset();
  slot_.given_login.reset();
  slot_.commit_ticket = NewTicket();
  slot_.parked = std::move(matter);
}

void Performer::Dial(Matter matter) {
  DialRequest request;
  request.attempt = line_.attempt()->id;
  request.profile = line_.profile();
  request.number = matter.decision.outcome.number;
  request.credentials = std::move(matter.credentials);
  request.ask_for_callback =
      slot_.profile->AnswersCallback() ||
      pipeline_.hooks_.Has(line_.profile(), NameOf(ConnectionState::kCallbackSetByCaller));
  if (const YamlEntry* block = slot_.profile->source->FindEntry(slot_.profile->engine)) {
    request.options = block->value;
  }
  RecordDecision(matter, "dial");
  pipeline_.ledger_.Leave(line_.profile(), slot_.dial, turn_);
  line_.Enter(LineState::kDialing, request.number, turn_);
  line_.timers().Arm(TimerKind::kDialDeadline, turn_.now() + slot_.profile->dial_deadline, turn_);
  turn_.Do(DialNow{std::move(request)});
}

void Performer::CarryOutAnswer(Matter matter) {
  const Answer& answer = std::get<AnswerWith>(matter.decision.verdict).answer;
  if (answer.SendsCredentials()) {
    slot_.spent = LoginOf(answer);
    pipeline_.ledger_.SpendTry(*slot_.spent, turn_);
  }
  Rotator rotator(slot_, turn_);
  if (rotator.Concerns(answer)) {
    rotator.Stage(NewTicket(), *answer.new_password);
    slot_.parked = std::move(matter);
    return;
  }
  slot_.parked = std::move(matter);
  if (turn_.change().IsEmpty()) return AfterCommit();
  slot_.commit_ticket = NewTicket();
}

void Performer::AfterStaging(const std::string& trouble) {
  if (trouble.empty()) {
    Rotator(slot_, turn_).Staged();
    slot_.commit_ticket = NewTicket();
    return;
  }
  slot_.stage_ticket = 0;
  slot_.parked.reset();
  RecordTrouble("password", "the new one cannot be kept: " + trouble);
  HangUp(Ending::kPolicy, {Source::Kind::kPolicy, "", {}},
         "a new password that cannot be kept is not sent");
}

void Performer::AfterCommit() {
  slot_.commit_ticket = 0;
  Matter matter = *std::move(slot_.parked);
  slot_.parked.reset();
  if (matter.decision.outcome.kind == Outcome::Kind::kDial) return Dial(std::move(matter));
  RecordVerdict(matter);
  Rotator rotator(slot_, turn_);
  if (rotator.Concerns(std::get<AnswerWith>(matter.decision.verdict).answer)) rotator.Sent();
  line_.timers().Disarm(TimerKind::kPauseDeadline);
  line_.Enter(LineState::kDialing, "answered", turn_);
  line_.timers().Arm(TimerKind::kDialDeadline, turn_.now() + slot_.profile->dial_deadline, turn_);
  turn_.Do(AnswerNow{std::get<AnswerWith>(matter.decision.verdict).answer});
}

void Performer::Wait(const Matter& matter) {
  const Decision& decision = matter.decision;
  const Instant at = decision.outcome.at.value_or(turn_.now());
  RecordVerdict(matter);
  if (const auto* redial = std::get_if<Redial>(&decision.verdict)) {
    slot_.given_login.reset();
    if (redial->username || redial->domain || redial->password) {
      slot_.given_login = {redial->username, redial->domain, redial->password};
    }
  }
  slot_.given_number.reset();
  if (decision.outcome.number_index < 0) {
    slot_.given_number = decision.outcome.number;
  } else {
    line_.SetNextNumber(decision.outcome.number_index, turn_);
  }
  slot_.wake_ends_holdoff = decision.outcome.kind == Outcome::Kind::kWaitForWake;
  slot_.policy_holdoff = decision.by.kind == Source::Kind::kPolicy;
  // A rule, a hook or an event may dial on through an open circuit; a slow probe that has to wait
  // stays one.
  if (matter.occasion.probe && matter.occasion.occurrence == Occurrence::kBeforeDial) {
    line_.Enter(LineState::kOpenCircuit, "", turn_);
    line_.timers().Arm(TimerKind::kCircuitProbe, at, turn_);
    WatchSecret();
    return;
  }
  line_.Enter(
      LineState::kHoldoff,
      fmt::format("until {}", FormatWall(turn_.wall() + (at - turn_.now()), slot_.profile->zone)),
      turn_);
  line_.timers().Arm(TimerKind::kRetry, at, turn_);
}

void Performer::OpenCircuit(const Matter& matter) {
  const Decision& decision = matter.decision;
  const Outcome& outcome = decision.outcome;
  const bool was_open = line_.facts().circuit.has_value();
  const bool refused = matter.occasion.occurrence == Occurrence::kBeforeDial;
  if (!refused) {
    if (outcome.number_index >= 0) line_.SetNextNumber(outcome.number_index, turn_);
    RecordVerdict(matter);
  }
  lineman::OpenCircuit circuit = line_.facts().circuit.value_or(lineman::OpenCircuit{});
  std::optional<WallTime> next;
  if (outcome.at) next = turn_.wall() + (*outcome.at - turn_.now());
  // An event that a limit turned down must not put the slow probe off.
  const bool stands = was_open && refused && circuit.next_probe > turn_.wall();
  if (!stands) circuit.next_probe = next;
  if (!was_open) {
    circuit.opened = turn_.wall();
    // The limits of credentials and account are named after their cause.
    const bool limit = decision.by.kind == Source::Kind::kLimit;
    circuit.cause =
        (limit ? FindCause(decision.by.name) : std::nullopt).value_or(CauseOf(matter.occasion));
    circuit.why = CircuitWhy(decision);
    circuit.at_longest = outcome.at_longest;
  }
  circuit.events_only = outcome.events_only;
  line_.OpenTheCircuit(circuit, turn_);

  Entry entry;
  entry.kind = Entry::Kind::kDecision;
  entry.profile = line_.profile();
  entry.what = "open_circuit";
  if (circuit.next_probe) entry.after = *circuit.next_probe - turn_.wall();
  entry.detail = outcome.events_only ? "only an event dials again" : "";
  entry.by = decision.by.ToString();
  entry.why.push_back(circuit.why);
  NoteFailure(entry, matter.occasion);
  RecordReasoned(std::move(entry), decision);
  Rest(circuit.why);
}

void Performer::Rest(std::string why) {
  line_.timers().Disarm(TimerKind::kRetry);
  slot_.wake_ends_holdoff = false;
  if (!slot_.wanted.wanted) {
    line_.timers().Disarm(TimerKind::kCircuitProbe);
    line_.timers().Disarm(TimerKind::kSecretWatch);
    line_.Enter(LineState::kIdle, slot_.wanted.why, turn_);
    return;
  }
  line_.Enter(LineState::kOpenCircuit, std::move(why), turn_);
  ArmCircuitProbe();
}

void Performer::ArmCircuitProbe() {
  const auto& circuit = line_.facts().circuit;
  if (circuit && !circuit->events_only) {
    // The wall clock may have jumped since; no probe is further away than the longest interval.
    // Without a moment of its own, an event has re-armed the circuit while it could not be dialled.
    const Duration left =
        std::clamp(Duration(circuit->next_probe.value_or(turn_.wall()) - turn_.wall()), Duration{0},
                   std::max(slot_.profile->circuit.max, slot_.profile->circuit.first));
    line_.timers().Arm(TimerKind::kCircuitProbe, turn_.now() + left, turn_);
  } else {
    line_.timers().Disarm(TimerKind::kCircuitProbe);
  }
  WatchSecret();
}

void Performer::WatchSecret() {
  if (slot_.profile->password.kind != PasswordSource::Kind::kNone &&
      slot_.profile->password.kind != PasswordSource::Kind::kLiteral) {
    line_.timers().Arm(TimerKind::kSecretWatch, turn_.now() + kSecretWatch, turn_);
  }
}

void Performer::PrepareDial(bool probe, bool by_operator) {
  CancelPending();
  line_.timers().Disarm(TimerKind::kRetry);
  line_.timers().Disarm(TimerKind::kCircuitProbe);
  slot_.probe_due = probe;
  slot_.by_operator = by_operator;
  slot_.secret_ticket = NewTicket();
  slot_.fetches_staged = Rotator(slot_, turn_).DialsWithNew();
  turn_.Do(FetchSecret{slot_.secret_ticket, slot_.fetches_staged});
}

void Performer::CancelPending() {
  slot_.secret_ticket = 0;
  pipeline_.hooks_.Cancel(slot_.id);
  line_.timers().Disarm(TimerKind::kHooks);
  if (slot_.hooks_think) {
    slot_.hooks_think = false;
    slot_.parked.reset();
  }
  if (slot_.stage_ticket != 0) {
    slot_.stage_ticket = 0;
    slot_.parked.reset();
  }
  if (slot_.commit_ticket == 0) return;
  slot_.commit_ticket = 0;
  if (slot_.spent) pipeline_.ledger_.GiveBackTry(*slot_.spent, turn_);
  slot_.spent.reset();
  if (slot_.parked->decision.outcome.kind == Outcome::Kind::kDial) {
    line_.CancelAttempt(turn_);
    pipeline_.ledger_.TakeBack(line_.profile(), slot_.dial, turn_);
  } else if (Rotator rotator(slot_, turn_);
             rotator.Concerns(std::get<AnswerWith>(slot_.parked->decision.verdict).answer)) {
    rotator.Forget();
  }
  slot_.parked.reset();
}

void Performer::HangUp(Ending ending, const Source& by, const std::string& why) {
  CancelPending();
  if (!HasAttempt(line_.state()) || line_.state() == LineState::kHangingUp) return;
  line_.NoteEnding(ending);
  Entry entry;
  entry.kind = Entry::Kind::kDecision;
  entry.profile = line_.profile();
  entry.what = "hang_up";
  entry.by = by.ToString();
  entry.detail = why;
  Decision decision;
  decision.outcome.kind = Outcome::Kind::kHangUp;
  RecordReasoned(std::move(entry), decision);
  Timers& timers = line_.timers();
  for (const TimerKind kind : {TimerKind::kDialDeadline, TimerKind::kPauseDeadline,
                               TimerKind::kStable, TimerKind::kDoubtful}) {
    timers.Disarm(kind);
  }
  timers.DisarmAll(TimerKind::kProbe);
  line_.Enter(LineState::kHangingUp, why, turn_);
  timers.Arm(TimerKind::kHangUpGuard, turn_.now() + kHangUpGuard, turn_);
  turn_.Do(HangUpNow{});
}

void Performer::Reconsider() {
  if (!slot_.started) return;
  WantedInput input{.now = turn_.now(),
                    .wall = turn_.wall(),
                    .clock_trusted = turn_.wall() >= pipeline_.options_.clock_trusted_from,
                    .will = line_.facts().will,
                    .primary = std::nullopt,
                    .wanted_before = slot_.wanted.wanted};
  if (slot_.profile->online.kind == OnlineRule::Kind::kStandby) {
    if (const auto primary = pipeline_.Find(slot_.profile->online.standby_for)) {
      const Slot& other = pipeline_.slot(*primary);
      input.primary = PrimaryLine{other.wanted.wanted, other.line.state() == LineState::kOnline,
                                  other.up_since};
    }
  }
  const bool before = slot_.wanted.wanted;
  slot_.wanted = slot_.leaving ? WantedView{false, {}, "the agent ends", std::nullopt}
                               : ComputeWanted(*slot_.profile, input);
  if (slot_.wanted.look_again) {
    line_.timers().Arm(TimerKind::kWanted, *slot_.wanted.look_again, turn_);
  } else {
    line_.timers().Disarm(TimerKind::kWanted);
  }
  if (before == slot_.wanted.wanted) return;
  // A line that was not wanted was not down: its standby gives it time from now on.
  if (slot_.wanted.wanted) slot_.up_since = turn_.now();
  RecordEvent(slot_.wanted.wanted ? "wanted" : "not_wanted", slot_.wanted.why);
  TellStandbys();
  if (!slot_.wanted.wanted) {
    if (HasAttempt(line_.state())) {
      HangUp(Ending::kNotWanted, slot_.wanted.by, slot_.wanted.why);
    } else {
      CancelPending();
      Rest("");
    }
  } else if (line_.state() == LineState::kIdle) {
    if (line_.facts().circuit) {
      Rest(line_.facts().circuit->why);
    } else {
      PrepareDial(false, false);
    }
  }
}

void Performer::ArmDaily() {
  const auto at = NextDailyRedial(*slot_.profile, pipeline_.env_.Chance(), turn_.wall());
  if (!at) return line_.timers().Disarm(TimerKind::kDaily);
  line_.timers().Arm(TimerKind::kDaily, turn_.now() + (*at - turn_.wall()), turn_);
}

void Performer::WatchHealth() {
  std::vector<ProbeThresholds> thresholds;
  line_.timers().DisarmAll(TimerKind::kProbe);
  for (const HealthProbe& probe : slot_.profile->probes) {
    const auto index = static_cast<int>(thresholds.size());
    line_.timers().Arm(TimerKind::kProbe, turn_.now() + probe.every, turn_, index);
    thresholds.push_back({probe.down_after, probe.up_after});
  }
  line_.health().Reset(thresholds);
}

void Performer::TellStandbys() {
  const auto standbys = pipeline_.standbys_.find(line_.profile());
  if (standbys == pipeline_.standbys_.end()) return;
  for (const LineId standby : standbys->second) turn_.Do(Tell{{standby, StandbyChanged{}}});
}

Actions Performer::Finish() {
  const bool up = line_.state() == LineState::kOnline;
  if (up != slot_.was_up) {
    slot_.was_up = up;
    slot_.up_since = turn_.now();
    TellStandbys();
  }
  KeepAttempt(slot_, turn_);
  if (!turn_.change().IsEmpty() || slot_.commit_ticket > first_ticket_) {
    const std::uint64_t ticket = slot_.commit_ticket > first_ticket_ ? slot_.commit_ticket : 0;
    turn_.Do(CommitNow{std::move(turn_.change()), ticket});
  }
  return turn_.TakeActions();
}

void Performer::RecordEvent(std::string what, std::string detail) {
  Entry entry;
  entry.kind = Entry::Kind::kEvent;
  entry.profile = line_.profile();
  entry.what = std::move(what);
  entry.detail = std::move(detail);
  turn_.Record(std::move(entry));
}

void Performer::RecordTrouble(std::string what, std::string detail) {
  Entry entry;
  entry.kind = Entry::Kind::kTrouble;
  entry.profile = line_.profile();
  entry.what = std::move(what);
  entry.detail = std::move(detail);
  turn_.Record(std::move(entry));
}

void Performer::RecordVerdict(const Matter& matter) {
  const Verdict& verdict = matter.decision.verdict;
  const bool waits = matter.decision.outcome.kind == Outcome::Kind::kWait;
  // A dial that a limit turned into a wait is a hold_off in every respect.
  RecordDecision(matter,
                 waits && std::holds_alternative<DialWith>(verdict) ? "hold_off" : NameOf(verdict));
}

void Performer::RecordDecision(const Matter& matter, std::string_view what) {
  const Decision& decision = matter.decision;
  Entry entry;
  entry.kind = Entry::Kind::kDecision;
  entry.profile = line_.profile();
  entry.what = what;
  entry.detail = DetailOf(decision.verdict);
  entry.by = decision.by.ToString();
  if (what == "dial" || what == "redial") entry.number = decision.outcome.number;
  if (what == "dial") entry.user = line_.attempt()->user;
  const bool waits = decision.outcome.kind == Outcome::Kind::kWait ||
                     decision.outcome.kind == Outcome::Kind::kWaitForWake;
  if (waits && decision.outcome.at) entry.after = *decision.outcome.at - turn_.now();
  if (const auto* answer = std::get_if<AnswerWith>(&decision.verdict)) {
    entry.answer = Describe(answer->answer);
  }
  for (const Reason& reason : decision.reasons) {
    const std::string source = reason.source.ToString();
    entry.why.push_back(source == entry.by ? reason.text : source + ": " + reason.text);
  }
  NoteFailure(entry, matter.occasion);
  RecordReasoned(std::move(entry), decision);
}

void Performer::RecordReasoned(Entry entry, const Decision& decision) {
  entry.before = std::exchange(slot_.counted, CountersOf(pipeline_, slot_));
  entry.now = slot_.counted;
  Outlook outlook = LookAhead(slot_, decision, turn_);
  entry.next = std::move(outlook.next);
  entry.next_at = outlook.at;
  entry.would_change = std::move(outlook.would_change);
  turn_.Record(std::move(entry));
}

}  // namespace lineman
