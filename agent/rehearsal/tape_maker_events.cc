// Of a record: what happened to the kiosk, and when there was no agent.
#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "base/duration.h"
#include "rehearsal/tape_maker.h"

namespace lineman {
namespace {

bool IsUpIn(std::string_view state) {
  const std::optional<LineState> found = FindLineState(state);
  return found && IsUp(*found);
}

}  // namespace

// The clock can also have been set while no agent was there to tell of it.
void TapeMaker::NoteClock(const Entry& entry) {
  if (before_ == nullptr) return;
  const Duration jump = (entry.wall - before_->wall) - (entry.at - before_->at);
  const bool told = entry.kind == Entry::Kind::kEvent && entry.what == "clock_changed";
  if (told) {
    tape_.strikes.push_back({entry.at, jump, ClockChanged{jump}});
  } else if (jump != Duration{0}) {
    tape_.strikes.push_back({entry.at, jump, std::nullopt});
  }
}

// An agent begins with an idle line that nobody has wanted yet. One that adopts the link of the one
// before goes on as if it had been there all the time.
void TapeMaker::LookForRestart(const Entry& entry) {
  if (entry.kind == Entry::Kind::kEvent && entry.what == "adopted") {
    state_ = "idle";
    wanted_ = false;
    ended_ = false;
    if (open() == nullptr) Begin(std::nullopt, entry.at);
    return;
  }
  const bool interrupted = entry.kind == Entry::Kind::kEvent && entry.what == "interrupted";
  const bool wanted_again =
      entry.kind == Entry::Kind::kEvent && entry.what == "wanted" && (wanted_ || ended_);
  const bool idle_again = entry.kind == Entry::Kind::kLine && entry.from == "idle" &&
                          !state_.empty() && state_ != "idle";
  if (before_ != nullptr && (interrupted || wanted_again || idle_again)) Restart(entry);
}

void TapeMaker::Restart(const Entry& entry) {
  const Instant since = SilentSince(entry.at);
  if (Observation* dial = open()) {
    dial->tells = dial->connected.has_value();
    Close(since);
  }
  tape_.absences.push_back({since, entry.at});
  state_ = "idle";
  wanted_ = false;
  ended_ = false;
  starting_ = true;
}

// A line that is up or idle has nothing to tell, so it went on until the agent came back; any
// other, and a link that was never proven, was gone just before its next word was due.
Instant TapeMaker::SilentSince(Instant now) const {
  const bool up = IsUpIn(state_);
  if (up && !proven_ && stable_after_ && is_open_) {
    const Instant connected = tape_.observations.back().connected.value_or(now);
    return std::min(now, std::max(before_->at, connected + *stable_after_ - Duration{1}));
  }
  if (up || state_ == "idle") return now;
  Instant last = before_->at;
  if (decision_ && decision_->next_at && *decision_->next_at - decision_->wall < kLongestDuration) {
    const Duration ahead = *decision_->next_at - decision_->wall;
    last = std::max(last, decision_->at + ahead - Duration{1});
  }
  return std::min(now, last);
}

// A slow probe that came due while the agent was away is made at once, unless the machine has
// started: then it has its start spread, and no word is said of that.
bool TapeMaker::WaitedForItsProbe(Instant at) const {
  if (tape_.absences.empty() || state_ != "open_circuit") return false;
  const Absence& last = tape_.absences.back();
  return last.from < last.until && last.until < at;
}

void TapeMaker::Strikes(const Entry& entry, Happening what) {
  tape_.strikes.push_back({entry.at, Duration{0}, std::move(what)});
}

void TapeMaker::NoteEvent(const Entry& entry) {
  if (entry.what == "operator") return NoteOperator(entry);
  if (entry.what == "proven") NoteProven(entry);
  if (entry.what == "wanted") wanted_ = true;
  if (entry.what == "not_wanted") {
    wanted_ = false;
    not_wanted_ = entry.at;
    ended_ = entry.detail == "the agent ends";
    if (ended_) Strikes(entry, ShutDown{});
  }
  if (entry.what == "network_changed") Strikes(entry, NetworkChanged{});
  if (entry.what == "wake") Strikes(entry, Woke{});
  if (entry.what == "credentials_changed") Strikes(entry, CredentialsChanged{});
  if (entry.what == "reload") Strikes(entry, ProfileReloaded{!entry.detail.empty()});
}

// "online for 1m"
void TapeMaker::NoteProven(const Entry& entry) {
  proven_ = true;
  const std::string& said = entry.detail;
  if (const auto after = ParseDuration(said.substr(said.rfind(' ') + 1))) stable_after_ = *after;
}

void TapeMaker::NoteOperator(const Entry& entry) {
  using Word = OperatorSays::Word;
  static const std::map<std::string_view, Word> kWords = {{"up", Word::kUp},
                                                          {"down", Word::kDown},
                                                          {"redial", Word::kRedial},
                                                          {"answer", Word::kAnswer}};
  constexpr std::string_view kDownFor = "down for ";
  OperatorSays says;
  if (const auto word = kWords.find(entry.detail); word != kWords.end()) {
    says.word = word->second;
  } else if (entry.detail.starts_with(kDownFor)) {
    const auto span = ParseDuration(entry.detail.substr(kDownFor.size()));
    if (!span) return;
    says.word = Word::kDown;
    says.how_long = *span;
  } else {
    return;  // a later version's
  }
  Strikes(entry, says);
}

}  // namespace lineman
