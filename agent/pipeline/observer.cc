#include "pipeline/observer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/duration.h"
#include "pipeline/adoption.h"
#include "pipeline/rotation.h"

namespace lineman {
namespace {

const Source kPolicy{Source::Kind::kPolicy, "", {}};
const Source kOperator{Source::Kind::kOperator, "", {}};

// Whether the server may have held the credentials against the account. When it ended the attempt
// for another reason, the try is given back: a hiccup of the server must not lock a kiosk out.
bool MayBeHeldAgainst(const Occasion& occasion) {
  const Cause cause = CauseOf(occasion);
  if (IsLogonHours(occasion.error)) return false;
  return cause == Cause::kCredentials || cause == Cause::kAccount || cause == Cause::kSecurity ||
         cause == Cause::kHuman;
}

std::string InterruptedIn(const AttemptFacts& attempt) {
  return fmt::format("the {} {} did not outlive the agent",
                     attempt.connected ? "link to" : "dial of",
                     attempt.number.empty() ? "the server" : attempt.number);
}

}  // namespace

std::optional<Observed> Observer::Observe(const Happening& what) {
  return std::visit([this](const auto& happening) { return On(happening); }, what);
}

// The occasion as line, profile and ledger have it.
Observer::Result Observer::Decide(Occurrence occurrence) {
  Observed observed;
  Occasion& occasion = observed.matter.occasion;
  occasion = line_.Observe(occurrence, turn_);
  return observed;
}

Observer::Result Observer::On(const Started& started) {
  slot_.started = true;
  const LineFacts& facts = line_.facts();
  if (facts.attempt && !line_.attempt()) {
    perform_.RecordEvent("interrupted", InterruptedIn(*facts.attempt));
    line_.NoteInterrupted(turn_);
  }
  if (facts.last_end) {
    const Duration ago = std::max(Duration{0}, Duration(turn_.wall() - *facts.last_end));
    line_.RestoreLastEnd(turn_.now() - std::min(ago, kLongestDuration));
  }
  perform_.ArmDaily();
  const bool adopted = line_.attempt().has_value();
  perform_.Reconsider();
  // Whoever said down may have said it while the agent was away.
  if (adopted && !slot_.wanted.wanted) {
    perform_.HangUp(Ending::kNotWanted, slot_.wanted.by, slot_.wanted.why);
  }
  if (adopted) return std::nullopt;
  if (Result lost = WithoutRecord()) return lost;
  if (!started.after_power_up) return std::nullopt;
  // Not from zero: the holdoff would raise all shorter waits to the same moment in a whole street.
  const Duration longest = slot_.profile->start_spread;
  const Duration spread(
      pipeline_.env_.Chance().Between(std::min(slot_.profile->holdoff, longest).count(),
                                      longest.count(), line_.profile(), "start_spread", 0));
  // A probe that came due while the power was off waits its turn like any first dial.
  const auto probe = line_.timers().DueAt(TimerKind::kCircuitProbe);
  if (probe && *probe < turn_.now() + spread) {
    line_.timers().Arm(TimerKind::kCircuitProbe, turn_.now() + spread, turn_);
  }
  if (slot_.secret_ticket == 0) return std::nullopt;
  if (spread == Duration{0}) return std::nullopt;
  perform_.CancelPending();
  Result observed = Decide(Occurrence::kBeforeDial);
  observed->decided = true;
  Matter& matter = observed->matter;
  matter.decision.verdict = HoldOff{spread, "start spread"};
  matter.decision.by = kPolicy;
  return observed;
}

// Nobody knows what was dialled before the record was lost, so a capped line waits longest.
Observer::Result Observer::WithoutRecord() {
  if (pipeline_.record_lost_.empty()) return std::nullopt;
  perform_.RecordTrouble("store", pipeline_.record_lost_);
  if (slot_.profile->caps.empty() || slot_.secret_ticket == 0) return std::nullopt;
  perform_.CancelPending();
  Result observed = Decide(Occurrence::kBeforeDial);
  observed->decided = true;
  Matter& matter = observed->matter;
  matter.decision.verdict = HoldOff{slot_.profile->circuit.max, "the record of dials is lost"};
  matter.decision.by = {Source::Kind::kLimit, "caps", {}};
  return observed;
}

Observer::Result Observer::On(const Adopted& adopted) {
  const AdoptedConnection& found = *adopted.connection;
  AdoptAttempt(slot_, found, turn_);
  if (slot_.spent) pipeline_.ledger_.Resume(*slot_.spent);
  perform_.RecordEvent("adopted", NameOf(found.status.state));
  turn_.Do(TakeOver{adopted.connection});
  line_.Enter(LineState::kDialing, "adopted", turn_);
  Notification notification;
  notification.attempt = found.attempt;
  notification.state = found.status.state;
  notification.error = found.status.error;
  return On(notification);
}

Observer::Result Observer::On(const Notification& notification) {
  if (!line_.Hear(notification, turn_)) return std::nullopt;
  // What was being asked about the state before is answered by having left it.
  if (line_.state() != LineState::kHangingUp) perform_.CancelPending();
  if (line_.attempt()->accepted) CredentialsTaken(notification.state);
  if (notification.state == ConnectionState::kDisconnected) return AfterDisconnected();
  if (line_.state() == LineState::kHangingUp) return std::nullopt;
  if (GroupOf(notification.state) == StateGroup::kPaused) return AfterPause(notification);
  if (notification.state == ConnectionState::kConnected) return AfterConnected(notification);
  return AfterRunning(notification);
}

void Observer::CredentialsTaken(ConnectionState now) {
  if (slot_.spent) {
    pipeline_.ledger_.ForgetTries(*slot_.spent, turn_);
    slot_.spent.reset();
  }
  Rotator(slot_, turn_).ServerTook(now == ConnectionState::kPasswordExpired);
}

Observer::Result Observer::AfterRunning(const Notification& notification) {
  if (line_.state() == LineState::kPaused) {
    line_.timers().Disarm(TimerKind::kPauseDeadline);
    line_.Enter(LineState::kDialing, "the pause is over", turn_);
  }
  // Once online, subentries may come and go: nothing is being waited for.
  if (line_.state() == LineState::kDialing) {
    line_.timers().Arm(TimerKind::kDialDeadline, turn_.now() + slot_.profile->dial_deadline, turn_);
  }
  Result observed = Decide(Occurrence::kRunning);
  observed->matter.occasion.detail = notification.detail;
  observed->matter.occasion.error = notification.error;
  return observed;
}

Observer::Result Observer::AfterPause(const Notification& notification) {
  // A server may ask again on a link that is up; that link then has to connect anew.
  for (const TimerKind kind :
       {TimerKind::kDialDeadline, TimerKind::kStable, TimerKind::kDoubtful}) {
    line_.timers().Disarm(kind);
  }
  line_.timers().DisarmAll(TimerKind::kProbe);
  line_.timers().Arm(TimerKind::kPauseDeadline,
                     *line_.attempt()->pause_began + slot_.profile->pause_deadline, turn_);
  line_.Enter(LineState::kPaused, NameOf(notification.state), turn_);
  // The server asks for other credentials, so it has refused those it was given.
  if (notification.state == ConnectionState::kRetryAuthentication && slot_.spent) {
    pipeline_.ledger_.TryRefused(*slot_.spent);
    slot_.spent.reset();
  }
  Result observed = Decide(Occurrence::kPaused);
  observed->matter.occasion.detail = notification.detail;
  return observed;
}

Observer::Result Observer::AfterConnected(const Notification& notification) {
  if (IsUp(line_.state())) return std::nullopt;
  Timers& timers = line_.timers();
  timers.Disarm(TimerKind::kDialDeadline);
  timers.Disarm(TimerKind::kPauseDeadline);
  line_.Enter(LineState::kOnline, "", turn_);
  if (!line_.is_proven()) {
    timers.Arm(TimerKind::kStable,
               std::max(turn_.now(), *line_.attempt()->connected_at + slot_.profile->stable_after),
               turn_);
  }
  perform_.WatchHealth();
  Result observed = Decide(Occurrence::kConnected);
  observed->matter.occasion.detail = notification.detail;
  return observed;
}

Observer::Result Observer::AfterDisconnected() {
  Timers& timers = line_.timers();
  for (const TimerKind kind : {TimerKind::kDialDeadline, TimerKind::kPauseDeadline,
                               TimerKind::kStable, TimerKind::kDoubtful, TimerKind::kHangUpGuard}) {
    timers.Disarm(kind);
  }
  timers.DisarmAll(TimerKind::kProbe);
  const Attempt ended = *line_.attempt();
  Observed observed;
  Occasion& occasion = observed.matter.occasion;
  occasion = line_.EndAttempt(slot_.profile->stable_after, turn_);
  if (!ended.reached_device) pipeline_.ledger_.TakeBack(line_.profile(), slot_.dial, turn_);
  const bool refused = ended.reached_authentication && MayBeHeldAgainst(occasion);
  Rotator(slot_, turn_).AttemptEnded(occasion, refused);
  if (slot_.spent) {
    if (refused) {
      pipeline_.ledger_.TryRefused(*slot_.spent);
    } else {
      pipeline_.ledger_.GiveBackTry(*slot_.spent, turn_);
    }
    slot_.spent.reset();
  }
  return observed;
}

Observer::Result Observer::On(const TimerDue& due) {
  if (!line_.timers().Take(due, turn_)) return std::nullopt;
  switch (due.kind) {
    case TimerKind::kRetry:
      perform_.PrepareDial(false, false);
      break;
    case TimerKind::kCircuitProbe:
      perform_.PrepareDial(true, false);
      break;
    case TimerKind::kDialDeadline:
      perform_.HangUp(
          Ending::kDialDeadline, kPolicy,
          fmt::format("nothing was heard for {}", FormatDuration(slot_.profile->dial_deadline)));
      break;
    case TimerKind::kPauseDeadline:
      perform_.HangUp(Ending::kPauseDeadline, kPolicy,
                      fmt::format("nobody answered {} within {}", NameOf(line_.attempt()->state),
                                  FormatDuration(slot_.profile->pause_deadline)));
      break;
    case TimerKind::kHangUpGuard: {
      if (!line_.attempt()) break;
      perform_.RecordTrouble("engine", "it never reported the end of the attempt; going on");
      Notification forced;
      forced.attempt = line_.attempt()->id;
      forced.state = ConnectionState::kDisconnected;
      forced.error = RasError::kUserDisconnection;
      return On(forced);
    }
    case TimerKind::kStable:
      line_.Prove(turn_);
      perform_.RecordEvent("proven", "online for " + FormatDuration(slot_.profile->stable_after));
      break;
    case TimerKind::kWanted:
      perform_.Reconsider();
      break;
    case TimerKind::kDaily:
      perform_.ArmDaily();
      if (IsUp(line_.state())) perform_.HangUp(Ending::kDaily, kPolicy, "redial_daily");
      break;
    case TimerKind::kDoubtful:
      perform_.HangUp(
          Ending::kHealth, kPolicy,
          fmt::format("all probes failed for {}", FormatDuration(slot_.profile->hang_up_after)));
      break;
    case TimerKind::kSecretWatch:
      if (line_.state() != LineState::kOpenCircuit) break;
      slot_.watch_ticket = perform_.NewTicket();
      turn_.Do(FetchSecret{slot_.watch_ticket});
      perform_.WatchSecret();
      break;
    case TimerKind::kHooks: {
      HookOutput output;
      HookOutcome outcome = pipeline_.hooks_.Expire(slot_.id, output);
      perform_.Take(std::move(output));
      return HooksAreDone(std::move(outcome));
    }
    case TimerKind::kProbe:
      if (static_cast<std::size_t>(due.index) >= slot_.profile->probes.size()) break;
      line_.timers().Arm(
          TimerKind::kProbe,
          turn_.now() + slot_.profile->probes[static_cast<std::size_t>(due.index)].every, turn_,
          due.index);
      turn_.Do(ProbeNow{due.index});
      break;
  }
  return std::nullopt;
}

Observer::Result Observer::On(const Committed& committed) {
  // Said once, by the line that meets it first, and once when it is over.
  const std::string trouble = committed.error ? committed.error->message : "";
  if (trouble != std::exchange(pipeline_.store_trouble_, trouble)) {
    if (trouble.empty()) {
      perform_.RecordEvent("store", "can be written again; nothing was lost");
    } else {
      perform_.RecordTrouble("store", trouble);
    }
  }
  if (committed.ticket != 0 && committed.ticket == slot_.commit_ticket) perform_.AfterCommit();
  return std::nullopt;
}

bool Observer::CheckVersion(const Credentials& credentials) {
  const CredentialVersion before = line_.facts().version;
  if (credentials.version == before || (before != 0 && !MayChange())) return false;
  line_.SetVersion(credentials.version, turn_);
  if (before == 0) return true;
  perform_.RecordEvent("credentials_changed", credentials.Login());
  Rotator(slot_, turn_).Forget();
  line_.ForgiveCredentials(turn_);
  line_.RestartSequence(turn_);
  return true;
}

// A command may answer differently whenever it is asked (one-time codes do). So many of its answers
// count as new, then each is but another try of the last that did.
bool Observer::MayChange() {
  if (slot_.profile->password.kind != PasswordSource::Kind::kCommand) return true;
  const int allowed = slot_.profile->budgets.at(static_cast<std::size_t>(Cause::kCredentials));
  const int before = line_.facts().changes;
  if (before > allowed) return false;
  line_.NoteChange(turn_);
  if (before < allowed) return true;
  perform_.RecordTrouble(
      "password",
      fmt::format("its command has changed its answer {} times without a success: further ones "
                  "re-arm nothing before the operator's up, a reload or a success",
                  allowed));
  return false;
}

Observer::Result Observer::On(const SecretFetched& fetched) {
  if (fetched.ticket == slot_.watch_ticket && fetched.ticket != 0) {
    slot_.watch_ticket = 0;
    if (!fetched.trouble.empty() || !CheckVersion(fetched.credentials)) return std::nullopt;
    return AnotherChance();
  }
  if (fetched.ticket == 0 || fetched.ticket != slot_.secret_ticket) return std::nullopt;
  slot_.secret_ticket = 0;
  slot_.secret_trouble = fetched.trouble;
  if (slot_.fetches_staged && !fetched.trouble.empty()) {
    // It was settled when the power failed, or is lost: there is one password.
    line_.SetRotation(std::nullopt, turn_);
    perform_.PrepareDial(slot_.probe_due, slot_.by_operator);
    return std::nullopt;
  }
  if (fetched.trouble.empty() && !slot_.fetches_staged) CheckVersion(fetched.credentials);
  Result observed = Decide(Occurrence::kBeforeDial);
  Matter& matter = observed->matter;
  matter.credentials = fetched.credentials;
  if (fetched.credentials.password.IsSet()) {
    matter.sends = slot_.fetches_staged ? Sends::kStaged : Sends::kPresent;
  }
  Occasion& occasion = matter.occasion;
  occasion.user = fetched.credentials.user;
  occasion.secret_trouble = fetched.trouble;
  occasion.by_operator = slot_.by_operator;
  occasion.probe = slot_.probe_due && occasion.circuit.has_value();
  if (slot_.given_login) {
    const auto& [username, domain, password] = *slot_.given_login;
    if (username) matter.credentials.user = *username;
    if (domain) matter.credentials.domain = *domain;
    if (password) matter.credentials.password = *password;
    if (username || domain || password) matter.sends = Sends::kOther;
    occasion.user = matter.credentials.user;
  }
  const auto& numbers = slot_.profile->numbers;
  if (slot_.given_number) {
    occasion.number = *slot_.given_number;
    occasion.number_index = -1;
  } else if (!numbers.empty()) {
    occasion.number_index %= static_cast<int>(numbers.size());  // the list may have shrunk
    occasion.number = numbers[static_cast<std::size_t>(occasion.number_index)];
  }
  return observed;
}

Observer::Result Observer::On(const PasswordStaged& staged) {
  if (staged.ticket == slot_.stage_ticket) perform_.AfterStaging(staged.trouble);
  return std::nullopt;
}

Observer::Result Observer::On(const PasswordSettled& settled) {
  if (!settled.trouble.empty()) {
    // Both stay known; the next time the server takes one this is tried again.
    perform_.RecordTrouble("password", settled.trouble);
    return std::nullopt;
  }
  Rotator(slot_, turn_).Settled();
  perform_.RecordEvent(
      settled.is_new ? "password_changed" : "password_kept",
      settled.is_new ? "the server has the new one" : "the server has the old one");
  return std::nullopt;
}

Observer::Result Observer::On(const HookReply& reply) {
  HookOutput output;
  std::optional<HookOutcome> outcome = pipeline_.hooks_.Resume(slot_.id, reply, output);
  perform_.Take(std::move(output));
  if (!outcome) return std::nullopt;
  return HooksAreDone(*std::move(outcome));
}

Observer::Result Observer::HooksAreDone(HookOutcome outcome) {
  if (!slot_.hooks_think) return std::nullopt;
  slot_.hooks_think = false;
  Observed observed{*std::move(slot_.parked), true};
  slot_.parked.reset();
  Overrule(std::move(outcome), observed.matter.decision);
  return observed;
}

Observer::Result Observer::On(const OperatorSays& says) {
  switch (says.word) {
    case OperatorSays::Word::kUp:
      return OperatorUp();
    case OperatorSays::Word::kDown:
      return OperatorDown(says);
    case OperatorSays::Word::kRedial:
      return OperatorRedial();
    case OperatorSays::Word::kAnswer:
      return OperatorAnswer(says);
  }
  return std::nullopt;
}

Observer::Result Observer::OperatorUp() {
  perform_.RecordEvent("operator", "up");
  OperatorWill will{OperatorWill::Word::kUp, std::nullopt};
  const bool scheduled = slot_.profile->online.kind == OnlineRule::Kind::kWindows;
  const bool always = slot_.profile->online.kind == OnlineRule::Kind::kAlways;
  if (scheduled) will.until = NextScheduleChange(*slot_.profile, turn_.wall());
  if (always) will.word = OperatorWill::Word::kNone;
  line_.SetWill(will, turn_);
  line_.Rearm(true, turn_);
  if (!slot_.profile->user.empty()) {
    pipeline_.ledger_.ForgiveTries(slot_.KeyOf(slot_.profile->user), turn_);
  }
  pipeline_.ledger_.ForgiveTriesOfHooks(turn_);
  perform_.Reconsider();
  const bool waits =
      line_.state() == LineState::kHoldoff || line_.state() == LineState::kOpenCircuit;
  if (waits && slot_.wanted.wanted) perform_.PrepareDial(false, true);
  return std::nullopt;
}

Observer::Result Observer::OperatorDown(const OperatorSays& says) {
  OperatorWill will{OperatorWill::Word::kDown, std::nullopt};
  if (says.how_long) will.until = turn_.wall() + *says.how_long;
  perform_.RecordEvent("operator",
                       says.how_long ? "down for " + FormatDuration(*says.how_long) : "down");
  line_.SetWill(will, turn_);
  perform_.Reconsider();
  return std::nullopt;
}

Observer::Result Observer::OperatorRedial() {
  perform_.RecordEvent("operator", "redial");
  line_.RestartSequence(turn_);  // a person asked: no automatic repetition of the old sequence
  if (!slot_.wanted.wanted) {
    perform_.RecordTrouble("redial", "refused: " + slot_.wanted.why + "; say up first");
  } else if (line_.attempt() && HasAttempt(line_.state())) {
    perform_.HangUp(Ending::kOperator, kOperator, "redial");
  } else {
    perform_.PrepareDial(false, true);
  }
  return std::nullopt;
}

Observer::Result Observer::OperatorAnswer(const OperatorSays& says) {
  perform_.RecordEvent("operator", "answer");
  if (line_.state() != LineState::kPaused) {
    perform_.RecordTrouble("answer", "nothing waits for an answer");
    return std::nullopt;
  }
  const lineman::Result<Done> fits = CheckAnswer(line_.attempt()->state, says.answer);
  if (!fits) {
    perform_.RecordTrouble("answer", fits.error().message);
    return std::nullopt;
  }
  perform_.CancelPending();
  Result observed = Decide(Occurrence::kPaused);
  observed->decided = true;
  observed->matter.decision.verdict = AnswerWith{says.answer};
  observed->matter.decision.by = kOperator;
  return observed;
}

Observer::Result Observer::On(const AnswerRefused& refused) {
  perform_.RecordTrouble("answer", "the engine refused it: " + refused.why);
  if (line_.state() != LineState::kDialing || !line_.attempt()->paused_in) return std::nullopt;
  // The credentials it was to carry never left.
  if (line_.attempt()->paused_in == ConnectionState::kRetryAuthentication && slot_.spent) {
    pipeline_.ledger_.GiveBackTry(*slot_.spent, turn_);
    slot_.spent.reset();
  }
  line_.Enter(LineState::kPaused, NameOf(*line_.attempt()->paused_in), turn_);
  line_.timers().Arm(TimerKind::kPauseDeadline,
                     *line_.attempt()->pause_began + slot_.profile->pause_deadline, turn_);
  return std::nullopt;
}

Observer::Result Observer::On(const ProbeResult& result) {
  if (!IsUp(line_.state())) return std::nullopt;
  line_.health().Note(result.index, result.passed);
  if (line_.health().IsDoubtful() && line_.state() == LineState::kOnline) {
    line_.Enter(LineState::kDoubtful, "all probes fail", turn_);
    line_.timers().Arm(TimerKind::kDoubtful, turn_.now() + slot_.profile->hang_up_after, turn_);
  } else if (!line_.health().IsDoubtful() && line_.state() == LineState::kDoubtful) {
    line_.timers().Disarm(TimerKind::kDoubtful);
    line_.Enter(LineState::kOnline, "a probe passes again", turn_);
  }
  return std::nullopt;
}

Observer::Result Observer::On(const StandbyChanged& /*changed*/) {
  perform_.Reconsider();
  return std::nullopt;
}

Observer::Result Observer::On(const ProfileReloaded& reloaded) {
  if (!reloaded.changed && line_.state() != LineState::kOpenCircuit) return std::nullopt;
  perform_.RecordEvent("reload", reloaded.changed ? "the profile changed" : "");
  line_.Rearm(false, turn_);
  if (reloaded.changed) {
    perform_.ArmDaily();
    if (IsUp(line_.state())) perform_.WatchHealth();
    perform_.Reconsider();
  }
  if (line_.state() == LineState::kHoldoff) slot_.policy_holdoff = true;
  if (reloaded.changed && line_.state() == LineState::kIdle && slot_.wanted.wanted) {
    perform_.PrepareDial(false, false);  // what is being prepared has the old profile's credentials
  }
  return AnotherChance();
}

Observer::Result Observer::On(const CredentialsChanged& /*changed*/) {
  slot_.watch_ticket = perform_.NewTicket();
  turn_.Do(FetchSecret{slot_.watch_ticket});
  return std::nullopt;
}

Observer::Result Observer::On(const NetworkChanged& /*changed*/) {
  perform_.RecordEvent("network_changed", "");
  line_.RestartSequence(turn_);
  return AnotherChance();
}

Observer::Result Observer::On(const Woke& /*woke*/) {
  perform_.RecordEvent("wake", "");
  line_.RestartSequence(turn_);
  if (slot_.wake_ends_holdoff) slot_.policy_holdoff = true;
  return AnotherChance();
}

// An event ends a wait of the policy's own choosing; what a rule, a hook or a cap asked for stands.
Observer::Result Observer::AnotherChance() {
  const bool waits = line_.state() == LineState::kOpenCircuit ||
                     (line_.state() == LineState::kHoldoff && slot_.policy_holdoff);
  if (waits && slot_.wanted.wanted) perform_.PrepareDial(false, false);
  return std::nullopt;
}

Observer::Result Observer::On(const ClockChanged& changed) {
  Entry entry;
  entry.kind = Entry::Kind::kEvent;
  entry.profile = line_.profile();
  entry.what = "clock_changed";
  entry.detail = FormatWall(turn_.wall(), slot_.profile->zone);
  entry.jump = changed.by;
  turn_.Record(std::move(entry));
  line_.ShiftTimes(changed.by, turn_);
  OperatorWill will = line_.facts().will;
  if (will.word == OperatorWill::Word::kUp && will.until) {
    will.until = NextScheduleChange(*slot_.profile, turn_.wall());
    line_.SetWill(will, turn_);
  }
  perform_.Reconsider();
  perform_.ArmDaily();
  return std::nullopt;
}

Observer::Result Observer::On(const ShutDown& /*shut_down*/) {
  slot_.leaving = true;
  perform_.Reconsider();
  return std::nullopt;
}

}  // namespace lineman
