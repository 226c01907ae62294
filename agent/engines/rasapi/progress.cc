#include "engines/rasapi/progress.h"

#include <fmt/format.h>

#include <utility>

namespace lineman::rasapi {
namespace {

using State = ConnectionState;

constexpr RasError kPending = static_cast<RasError>(600);
constexpr RasError kNoConnection = static_cast<RasError>(668);
// So often must RAS say that a connection is otherwise than it was told to be: a callback may be
// under way. More often for a question that failed, which says nothing about the connection.
constexpr int kTwice = 2;
constexpr int kFailures = 3;

bool IsOfOneLink(State state) {
  return state == State::kSubEntryConnected || state == State::kSubEntryDisconnected;
}

bool IsGone(const StatusReport& report) {
  return report.call_error == kInvalidHandle || report.call_error == kNoConnection;
}

// RAS rarely says why a link that was up has gone.
RasError ErrorOfLoss(RasError error) {
  return error == RasError::kNone ? RasError::kLinkFailure : error;
}

std::string Extended(const Notice& notice) {
  return notice.extended_error == 0 ? "" : fmt::format("extended error {}", notice.extended_error);
}

}  // namespace

void Progress::BeginUp() {
  state_ = State::kConnected;
  is_up_ = true;
}

Meaning Progress::Hear(const Notice& notice) {
  const auto state = static_cast<State>(notice.state);
  doubts_ = 0;
  if (GroupOf(state) == StateGroup::kPaused) return Pause(state, notice);
  if (notice.error != RasError::kNone) return Fail(state, notice);
  if (state == State::kConnected) {
    if (std::exchange(is_up_, true)) return {};
    return TellOf(state, notice);
  }
  if (GroupOf(state) == StateGroup::kTerminal) return Fail(state, notice);
  if (is_up_ && !IsOfOneLink(state)) return {};
  return TellOf(state, notice);
}

// Its error is why RAS asks. The same pause with an error, unanswered, is the peer that gave up.
Meaning Progress::Pause(State state, const Notice& notice) {
  const bool again = is_paused_ && state == state_;
  if (again && notice.error != RasError::kNone) return EndOf(state, notice.error, Extended(notice));
  if (again || is_up_) return {};
  is_paused_ = true;
  subentry_ = notice.subentry;
  return TellOf(state, notice, notice.error == RasError::kNone ? "" : DescribeError(notice.error));
}

Meaning Progress::Fail(State state, const Notice& notice) {
  if (LosesOneLinkOnly(notice)) {
    Notice link = notice;
    link.error = RasError::kNone;
    return TellOf(State::kSubEntryDisconnected, link, DescribeError(notice.error));
  }
  const RasError error = notice.error == RasError::kNone ? RasError::kDisconnection : notice.error;
  if (is_up_) return {.tell = {}, .end = ErrorOfLoss(notice.error), .why = Extended(notice)};
  return EndOf(GroupOf(state) == StateGroup::kRunning ? state : state_, error, Extended(notice));
}

bool Progress::LosesOneLinkOnly(const Notice& notice) {
  if (links_ < 2 || notice.subentry < 1 || notice.error == RasError::kNone) return false;
  failed_links_.insert(notice.subentry);
  return static_cast<int>(failed_links_.size()) < links_;
}

Meaning Progress::TellOf(State state, const Notice& notice, std::string detail) {
  if (!IsOfOneLink(state)) {
    state_ = state;
    is_paused_ = GroupOf(state) == StateGroup::kPaused;
  }
  Meaning meaning;
  meaning.tell = Meaning::Tell{state, RasError::kNone, notice.subentry, std::move(detail)};
  return meaning;
}

// A pause that fails has no state of its own to fail in.
Meaning Progress::EndOf(State state, RasError error, std::string why) const {
  Meaning meaning;
  meaning.end = error;
  meaning.why = std::move(why);
  if (GroupOf(state) == StateGroup::kRunning && !is_up_)
    meaning.tell = Meaning::Tell{state, error, 0, meaning.why};
  return meaning;
}

Meaning Progress::FailHere(RasError error, std::string why) const {
  return EndOf(state_, error, std::move(why));
}

Meaning Progress::See(const StatusReport& report) {
  const auto state = static_cast<State>(report.state);
  const bool failed = report.call_error != RasError::kNone && !IsGone(report);
  // PENDING is no failure. A server that calls back hangs up first, so `disconnected` alone says
  // nothing while dialling.
  const RasError error =
      IsGone(report) || failed || report.error == kPending ? RasError::kNone : report.error;
  const bool is_over =
      IsGone(report) || (!failed && GroupOf(state) == StateGroup::kTerminal &&
                         (error != RasError::kNone || (is_up_ && state != State::kConnected)));
  const bool is_connected = !failed && !is_over && state == State::kConnected;
  if (!failed && !is_over && is_connected == is_up_) {
    doubts_ = 0;
    return {};
  }
  ++doubts_;
  if (failed) {
    if (doubts_ < kFailures) return {};
    return FailHere(report.call_error, "RAS does not say any more how the connection is");
  }
  if (is_up_) {
    // What it is redialling by itself is no longer the connection that was up.
    if (!is_over && doubts_ < kTwice) return {};
    return {.tell = {}, .end = ErrorOfLoss(error), .why = "seen when RAS was asked"};
  }
  if (doubts_ < kTwice) return {};
  if (is_over)
    return FailHere(error == RasError::kNone ? RasError::kDisconnection : error,
                    "seen when RAS was asked");
  return Hear({.state = report.state});
}

}  // namespace lineman::rasapi
