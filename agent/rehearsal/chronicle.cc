#include "rehearsal/chronicle.h"

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

constexpr Duration kDay = std::chrono::hours(24);
constexpr Duration kHour = std::chrono::hours(1);
constexpr std::string_view kRule = "rule ";

// The rule that has proposed a decision: "rule busy" has decided it, or, where others had the last
// word, its first reason is "rule busy: head-office.yaml:18".
std::optional<std::string> RuleOf(const Entry& entry) {
  if (entry.by.starts_with(kRule)) return entry.by.substr(kRule.size());
  if (entry.why.empty() || !entry.why.front().starts_with(kRule)) return std::nullopt;
  const std::string& reason = entry.why.front();
  return reason.substr(kRule.size(), reason.find(": ") - kRule.size());
}

}  // namespace

void Chronicle::Begin(Instant at) {
  if (!begun_) begun_ = seen_ = at;
}

void Chronicle::Note(const Entry& entry) {
  Begin(entry.at);
  switch (entry.kind) {
    case Entry::Kind::kLine:
      return NoteState(entry);
    case Entry::Kind::kDecision:
      return NoteDecision(entry);
    case Entry::Kind::kNotification:
      if (entry.what == "connected") {
        connected_ = true;
        if (!std::exchange(adopted_, false)) ++connects_;
        marks_.Connect();
      }
      if (entry.what == "disconnected") NoteEnd(entry);
      return;
    case Entry::Kind::kEvent:
      if (entry.what == "adopted") adopted_ = entry.detail == "connected";
      return;
    default:
      return;
  }
}

// Counts the time up to there as whatever the line is, day by day.
void Chronicle::Pass(Instant to) {
  while (begun_ && seen_ < to) {
    const auto day = static_cast<std::size_t>((seen_ - *begun_) / kDay);
    const Instant next = *begun_ + kDay * static_cast<Duration::rep>(day + 1);
    const Duration span = std::min(to, next) - seen_;
    if (days_.size() <= day) days_.resize(day + 1);
    if (being_ == Being::kOffline || being_ == Being::kOnline) {
      wanted_ += span;
      days_[day].wanted += span;
    }
    if (being_ == Being::kOnline) {
      online_ += span;
      days_[day].online += span;
    }
    seen_ += span;
  }
}

void Chronicle::Become(Being being, Instant at) {
  Pass(at);
  if (being == Being::kOffline && !outage_) outage_ = Outage{at, Duration{0}, RasError::kNone};
  if (being != Being::kOffline && outage_) {
    outage_->lasts = at - outage_->from;
    if (outage_->lasts > Duration{0}) outages_.push_back(*outage_);
    outage_.reset();
  }
  being_ = being;
}

void Chronicle::NoteState(const Entry& entry) {
  const std::optional<LineState> state = FindLineState(entry.what);
  if (!state) return;
  Keep(state, entry.at);
  if (*state == LineState::kHangingUp) return;  // what follows says what it was for
  if (*state == LineState::kIdle) return Become(Being::kUnwanted, entry.at);
  Become(*state == LineState::kOnline ? Being::kOnline : Being::kOffline, entry.at);
}

void Chronicle::NoteEnd(const Entry& entry) {
  const bool was_connected = std::exchange(connected_, false);
  marks_.End(entry.error);
  if (entry.error == RasError::kNone) return;
  ++(was_connected ? lost_ : failed_).at(static_cast<std::size_t>(CauseOf(entry.error)));
  if (outage_) outage_->error = entry.error;
}

void Chronicle::NoteDecision(const Entry& entry) {
  decision_ = entry;
  if (detailed_) marks_.Decide(entry);
  if (entry.what == "dial") return NoteDial(entry);
  ++decided_[entry.by][entry.what];
  if (const auto rule = RuleOf(entry)) ++matched_[*rule];
}

void Chronicle::NoteDial(const Entry& entry) {
  ++dials_;
  std::deque<Instant>& recent = recent_[entry.number.value_or("")];
  recent.push_back(entry.at);
  while (entry.at - recent.front() >= kHour) recent.pop_front();
  most_in_an_hour_ = std::max(most_in_an_hour_, static_cast<int>(recent.size()));
}

void Chronicle::Keep(std::optional<LineState> state, Instant at) {
  if (!detailed_) return;
  if (!bands_.empty()) bands_.back().to = at;
  bands_.push_back({state, at, at});
}

void Chronicle::PowerOff(Instant at) {
  Begin(at);
  Keep(std::nullopt, at);
  Become(Being::kOff, at);
  connected_ = false;
}

// The line's first state comes with its first entry; until then it is not known to be wanted.
void Chronicle::PowerOn(Instant at) { Become(Being::kUnwanted, at); }

void Chronicle::Finish(Instant at) {
  Pass(at);
  if (!bands_.empty()) bands_.back().to = at;
  if (outage_) {
    outage_->lasts = at - outage_->from;
    outages_.push_back(*outage_);
  }
}

std::int64_t OnlineShare(const Chronicle& chronicle) {
  if (chronicle.wanted() == Duration{0}) return 1'000'000;
  return chronicle.online().count() * 1'000'000 / chronicle.wanted().count();
}

}  // namespace lineman
