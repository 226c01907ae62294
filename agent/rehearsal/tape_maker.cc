#include "rehearsal/tape_maker.h"

#include <algorithm>
#include <utility>

#include "base/duration.h"
#include "rehearsal/usual_states.h"

namespace lineman {
namespace {

// Whether an error of a dial says that a link could not have been up.
bool SpeaksOfTheLine(RasError error) {
  const Cause cause = CauseOf(error);
  return cause == Cause::kLine || cause == Cause::kServer || cause == Cause::kDevice;
}

}  // namespace

TapeMaker::TapeMaker(const LineRecord& record) {
  tape_.start = record.start;
  tape_.end = record.end();
  tape_.begins_in = record.begins_in;
  if (!tape_.begins_in) return;
  state_ = NameOf(*tape_.begins_in);
  wanted_ = true;
  starting_ = false;
  if (!HasAttempt(*tape_.begins_in)) return;
  Begin(std::nullopt, Instant{});
  if (!BeginsUp(tape_)) return;
  open()->connected = Instant{};
  open()->tells = true;
  if (tape_.begins_in == LineState::kDoubtful) tape_.doubts.push_back({Instant{}});
}

void TapeMaker::Note(const Entry& entry) {
  NoteClock(entry);
  LookForRestart(entry);
  switch (entry.kind) {
    case Entry::Kind::kDecision:
      NoteDecision(entry);
      break;
    case Entry::Kind::kNotification:
      NoteNotification(entry);
      break;
    case Entry::Kind::kLine:
      NoteState(entry);
      break;
    case Entry::Kind::kEvent:
      NoteEvent(entry);
      break;
    case Entry::Kind::kTrouble:
      break;
  }
  before_ = &entry;
}

void TapeMaker::NoteDecision(const Entry& entry) {
  decision_ = entry;
  if (entry.what == "dial") {
    if (starting_ && WaitedForItsProbe(entry.at)) tape_.absences.back().power_up = true;
    starting_ = false;
    return Begin(NumberKey(entry.number.value_or("")), entry.at);
  }
  if (entry.what == "hold_off" && entry.detail == "start spread" && starting_)
    (tape_.absences.empty() ? tape_.power_up : tape_.absences.back().power_up) = true;
  if (std::exchange(awaits_judgement_, false) && entry.error != RasError::kNone)
    tape_.observations.back().judged = entry.error;
  Observation* dial = open();
  if (dial == nullptr) return;
  if (entry.what == "answer" && !dial->connected && !dial->way.empty()) {
    dial->way.back().answered = true;
    mark_ = entry.at;
  }
  if (entry.what != "hang_up") return;
  hung_up_ = entry.at;
  meant_otherwise_ = entry.by == "operator" || not_wanted_ == entry.at;
}

void TapeMaker::Begin(std::optional<std::string> number, Instant at) {
  Close(at);
  Observation& dial = tape_.observations.emplace_back();
  dial.number = std::move(number);
  dial.began = at;
  is_open_ = true;
  mark_ = at;
}

void TapeMaker::NoteNotification(const Entry& entry) {
  Observation* dial = open();
  if (dial == nullptr) return;
  if (entry.state == ConnectionState::kDisconnected) return EndAttempt(entry);
  if (dial->connected) return;  // what a link that is up shows is not played again
  if (entry.error != RasError::kNone && !failed_) failed_ = entry;
  Show(entry);
  if (entry.state != ConnectionState::kConnected) return;
  dial->connected = entry.at;
  dial->tells = true;
  proven_ = false;
  if (!tape_.doubts.empty())
    tape_.doubts.back().until = std::min(tape_.doubts.back().until, entry.at);
}

void TapeMaker::Show(const Entry& entry) {
  open()->way.push_back({*entry.state, entry.error, entry.detail, entry.at - mark_});
  mark_ = entry.at;
}

void TapeMaker::EndAttempt(const Entry& entry) {
  Observation& dial = *open();
  awaits_judgement_ = true;
  if (hung_up_) {
    tape_.hang_ups.emplace_back(*hung_up_, entry.at - *hung_up_);
    dial.tells = dial.connected || !meant_otherwise_;
  } else if (dial.connected) {
    LosesLink(entry);
  } else {
    if (!failed_) failed_ = entry;
    if (SpeaksOfTheLine(failed_->error))
      tape_.blows.push_back({failed_->at, dial.number, RasError::kLinkFailure,
                             "a dial of the record failed with " + NameOf(failed_->error)});
    Show(entry);
    dial.tells = true;
  }
  Close(entry.at);
}

void TapeMaker::LosesLink(const Entry& entry) {
  const bool named = entry.error != RasError::kNone;
  tape_.blows.push_back(
      {entry.at, std::nullopt, named ? entry.error : RasError::kDisconnection, entry.detail});
  if (!tape_.doubts.empty())
    tape_.doubts.back().until = std::min(tape_.doubts.back().until, entry.at);
}

void TapeMaker::Close(Instant at) {
  if (Observation* dial = open()) dial->ended = at;
  is_open_ = false;
  failed_.reset();
  hung_up_.reset();
  meant_otherwise_ = false;
}

void TapeMaker::NoteState(const Entry& entry) {
  state_ = entry.what;
  if (entry.what == "doubtful") tape_.doubts.push_back({entry.at});
  if (entry.what == "online" && entry.from == "doubtful" && !tape_.doubts.empty())
    tape_.doubts.back().until = entry.at;
}

// How a link came up that was up already is not in the record: as the first of the others, or as
// usual.
ReplayTape TapeMaker::Finish() {
  std::vector<ShownState> usual;
  for (const ConnectionState state : UsualWayTo(ConnectionState::kConnected))
    usual.push_back({state, RasError::kNone, "", Duration{0}, false});
  const auto known = std::ranges::find_if(
      tape_.observations, [](const Observation& dial) { return dial.number && dial.connected; });
  if (known != tape_.observations.end()) usual = known->way;
  for (Observation& dial : tape_.observations) {
    if (!dial.number && dial.connected) dial.way = usual;
  }
  return std::move(tape_);
}

}  // namespace lineman
