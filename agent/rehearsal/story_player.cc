#include "rehearsal/story_player.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "base/duration.h"
#include "rehearsal/story_report.h"
#include "rehearsal/usual_states.h"

namespace lineman {

StoryPlayer::StoryPlayer(const Story& story, const StoryLimits& limits,
                         std::function<StoryCast()> reread)
    : story_(story), limits_(limits), reread_(std::move(reread)), stage_(story, limits) {}

StoryResult StoryPlayer::Play() {
  StoryResult result{
      .title = story_.title, .place = story_.place, .passed = false, .failure = {}, .record = {}};
  stage_.Start(story_.profiles, false);
  Failure failure;
  for (index_ = 0; index_ < story_.steps.size() && !failure; ++index_) {
    const Step& step = story_.steps[index_];
    failure = Settled(step);
    if (!failure) failure = Perform(step, index_);
    if (failure) {
      result.failure = fmt::format("{}: step {} failed ({})\n{}", story_.title, index_ + 1,
                                   step.place.FileAndLine(), *failure);
    }
  }
  result.passed = !failure;
  result.record = stage_.TakeRecord();
  return result;
}

StoryPlayer::Failure StoryPlayer::Perform(const Step& step, std::size_t index) {
  last_step_began_ = index == 0 ? 0 : step_began_;
  step_began_ = stage_.record().size();
  Failure failure = std::visit([&](const auto& what) { return Do(step, what); }, step.what);
  return failure ? failure : Settled(step);
}

StoryPlayer::Failure StoryPlayer::Settled(const Step& step) {
  if (stage_.Settle() == StoryStage::Ran::kTooMuch) return TooMuch(step);
  return std::nullopt;
}

StoryPlayer::Failure StoryPlayer::Do(const Step& step, const NotifyStep& notify) {
  for (std::size_t i = 0; i < notify.notes.size(); ++i) {
    if (Failure failure = Tell(step, notify.notes[i])) return failure;
    const ScriptedConnection* call = stage_.connection(step.profile);
    if (call == nullptr || !call->has_failed()) continue;
    const bool last = i + 1 == notify.notes.size();
    const bool follows =
        last ? IsDisconnectNext(step) : notify.notes[i + 1].state == ConnectionState::kDisconnected;
    if (follows) continue;
    if (Failure failure = Tell(step, {ConnectionState::kDisconnected, notify.notes[i].error, ""})) {
      return failure;
    }
  }
  return std::nullopt;
}

bool StoryPlayer::IsDisconnectNext(const Step& step) const {
  if (index_ + 1 >= story_.steps.size()) return false;
  const Step& next = story_.steps[index_ + 1];
  const auto* notify = std::get_if<NotifyStep>(&next.what);
  return notify != nullptr && next.profile == step.profile &&
         notify->notes.front().state == ConnectionState::kDisconnected;
}

StoryPlayer::Failure StoryPlayer::Tell(const Step& step, const Note& note) {
  ScriptedConnection* call = stage_.connection(step.profile);
  if (call == nullptr) {
    return CannotPlay(step, fmt::format("nothing can report {}: no dial is under way, {}",
                                        NameOf(note.state), StateOf(step.profile)));
  }
  call->Play(note.state, note.error, note.detail);
  return Settled(step);
}

StoryPlayer::Failure StoryPlayer::Do(const Step& step, const AttemptStep& attempt) {
  for (int i = 0; i < attempt.times; ++i) {
    Failure failure = AwaitDial(step);
    if (!failure) failure = PlayAttempt(step, attempt);
    if (failure) return failure;
  }
  return std::nullopt;
}

StoryPlayer::Failure StoryPlayer::AwaitDial(const Step& step) {
  const auto is_silent = [&] {
    const ScriptedConnection* call = stage_.connection(step.profile);
    return call != nullptr && !call->was_heard() && !call->is_hung_up();
  };
  const ScriptedConnection* call = stage_.connection(step.profile);
  const bool half_played = call != nullptr && call->was_heard() && !call->is_hung_up() &&
                           call->state() != ConnectionState::kConnected;
  if (half_played) {
    return CannotPlay(step, fmt::format("an attempt is under way in {}: play the rest of it with "
                                        "notify",
                                        NameOf(call->state())));
  }
  switch (stage_.RunUntil(stage_.end(), is_silent)) {
    case StoryStage::Ran::kDone:
      return std::nullopt;
    case StoryStage::Ran::kTooMuch:
      return TooMuch(step);
    case StoryStage::Ran::kTimeIsUp:
      break;
  }
  return CannotPlay(step, "no dial came: " + StateOf(step.profile));
}

StoryPlayer::Failure StoryPlayer::PlayAttempt(const Step& step, const AttemptStep& attempt) {
  const bool fails = attempt.error != RasError::kNone;
  const ConnectionState last = fails ? UsualStateOf(attempt.error) : attempt.last;
  const auto goes_on = [&] {
    const ScriptedConnection* call = stage_.connection(step.profile);
    return call != nullptr && !call->is_hung_up();
  };
  for (const ConnectionState state : UsualWayTo(last)) {
    if (!goes_on()) return std::nullopt;
    if (Failure failure = Tell(step, {state, RasError::kNone, ""})) return failure;
  }
  if (!fails || !goes_on()) return std::nullopt;
  if (Failure failure = Tell(step, {last, attempt.error, ""})) return failure;
  if (stage_.connection(step.profile) == nullptr) return std::nullopt;
  return Tell(step, {ConnectionState::kDisconnected, attempt.error, ""});
}

StoryPlayer::Failure StoryPlayer::Do(const Step& step, const WaitStep& wait) {
  return Let(step, wait.span);
}

StoryPlayer::Failure StoryPlayer::Do(const Step& step, const UntilStep& until) {
  const Zone& zone = story_.ProfileOf(step).zone;
  LocalTime target{zone.ToLocal(stage_.wall()).days, until.time_of_day};
  while (zone.ToWall(target) <= stage_.wall()) ++target.days;
  return Let(step, zone.ToWall(target) - stage_.wall());
}

StoryPlayer::Failure StoryPlayer::Let(const Step& step, Duration pass) {
  if (pass > stage_.end() - stage_.now()) {
    return CannotPlay(
        step, fmt::format("the story would run longer than {}", FormatDuration(limits_.time)));
  }
  const auto never = [] { return false; };
  if (stage_.RunUntil(stage_.now() + pass, never) == StoryStage::Ran::kTooMuch) {
    return TooMuch(step);
  }
  return std::nullopt;
}

StoryPlayer::Failure StoryPlayer::Do(const Step& step, const OperatorStep& says) {
  stage_.driver().Post({stage_.slot(step.profile).id, says.says});
  return std::nullopt;
}

StoryPlayer::Failure StoryPlayer::Do(const Step& step, const EventStep& event) {
  using Kind = EventStep::Kind;
  Driver& driver = stage_.driver();
  switch (event.kind) {
    case Kind::kCredentials:
      for (const ProfilePtr& profile : story_.profiles) {
        if (!step.profile.empty() && step.profile != profile->name) continue;
        stage_.secrets().Change(profile->name);
        driver.Post({stage_.slot(profile->name).id, CredentialsChanged{}});
      }
      break;
    case Kind::kNetwork:
      driver.PostToAll(NetworkChanged{});
      break;
    case Kind::kWake:
      driver.PostToAll(Woke{});
      break;
    case Kind::kReload:
      stage_.Reload(reread_());
      break;
    case Kind::kPowerCut:
      return PowerCut(step, event.span);
    case Kind::kClockBy:
    case Kind::kClockTo: {
      const Zone& zone = story_.ProfileOf(step).zone;
      const bool by = event.kind == Kind::kClockBy;
      const WallTime before = stage_.wall();
      if (!stage_.SetClock(by ? stage_.wall() + event.span : zone.ToWall(event.clock))) {
        return CannotPlay(step, "no calendar reaches there");
      }
      driver.PostToAll(ClockChanged{stage_.wall() - before});
      break;
    }
  }
  return std::nullopt;
}

StoryPlayer::Failure StoryPlayer::PowerCut(const Step& step, Duration without_power) {
  stage_.CutPower();
  Failure failure = Let(step, without_power);
  stage_.Start(story_.profiles, true);
  return failure;
}

StoryPlayer::Failure StoryPlayer::Do(const Step& step, const ProbeStep& probe) {
  stage_.prober().Set(step.profile, probe.pass, probe.times);
  return std::nullopt;
}

std::string StoryPlayer::StateOf(const std::string& profile) const {
  const Line& line = stage_.slot(profile).line;
  return fmt::format("{} is {}", profile, NameOf(line.state()));
}

std::string StoryPlayer::CannotPlay(const Step& step, const std::string& why) const {
  return fmt::format("  step:     {}\n  {}\n", InOneLine(*step.node), why);
}

std::string StoryPlayer::TooMuch(const Step& step) const {
  return CannotPlay(step, fmt::format("more happened than a story may hold ({} timers or {} "
                                      "entries): shorten the wait, or the rules go round",
                                      limits_.tasks, limits_.entries));
}

}  // namespace lineman
