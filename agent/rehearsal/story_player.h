// Plays one story on its stage, step by step, until it ends or a step fails.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "rehearsal/story_stage.h"

namespace lineman {

class StoryPlayer {
 public:
  // `reread` gives the cast as files have it now, for `reload`.
  StoryPlayer(const Story& story, const StoryLimits& limits, std::function<StoryCast()> reread);

  StoryResult Play();

 private:
  // Why a step failed, in lines; nothing when it went well.
  using Failure = std::optional<std::string>;

  // How far the record of a line has been matched, and when its last match was.
  struct Matched {
    std::size_t next = 0;
    Instant at{};
  };

  Failure Perform(const Step& step, std::size_t index);
  Failure Do(const Step& step, const NotifyStep& notify);
  Failure Do(const Step& step, const AttemptStep& attempt);
  Failure Do(const Step& step, const WaitStep& wait);
  Failure Do(const Step& step, const UntilStep& until);
  Failure Do(const Step& step, const OperatorStep& says);
  Failure Do(const Step& step, const EventStep& event);
  Failure Do(const Step& step, const ProbeStep& probe);
  Failure Do(const Step& step, const ExpectStep& expect);

  Failure Tell(const Step& step, const Note& note);
  Failure PlayAttempt(const Step& step, const AttemptStep& attempt);
  Failure AwaitDial(const Step& step);
  Failure PowerCut(const Step& step, Duration without_power);
  Failure Let(const Step& step, Duration pass);
  Failure ExpectEntry(const Step& step, const Expectation& expectation, Instant until);
  Failure ExpectNow(const Step& step, const Expectation& expectation, Instant until);
  Failure ExpectNothing(const Step& step, const Expectation& expectation);

  // Whether the story goes on with the line's own `disconnected`.
  bool IsDisconnectNext(const Step& step) const;
  bool HasDecision(std::size_t first, const std::string& profile) const;
  bool IsSo(const std::string& profile, const Expectation& expectation) const;
  Instant Until(const std::optional<Duration>& within) const;
  Failure Settled(const Step& step);
  std::string TooMuch(const Step& step) const;
  std::string CannotPlay(const Step& step, const std::string& why) const;
  std::string NotAsExpected(const Step& step, const Expectation& expectation,
                            const std::string& otherwise) const;
  std::string StateOf(const std::string& profile) const;

  const Story& story_;
  StoryLimits limits_;
  std::function<StoryCast()> reread_;
  StoryStage stage_;
  std::map<std::string, Matched> matched_;  // by profile
  std::size_t index_ = 0;                   // of the step that is being played
  std::size_t step_began_ = 0;              // entries there were when the step began
  std::size_t last_step_began_ = 0;         // … and the one before it
};

}  // namespace lineman
