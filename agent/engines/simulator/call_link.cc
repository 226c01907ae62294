// A call that is up: until its link is lost.
#include <algorithm>

#include "engines/simulator/call.h"

namespace lineman::simulator {
namespace {

// How far ahead losses are looked for. A timer cannot be taken back, so a shorter look leaves fewer
// stale ones behind when calls are short; a longer one wakes a quiet line less often.
constexpr Duration kLookAhead = std::chrono::hours(1);

}  // namespace

void Call::ComeUp() {
  up_since_ = clock().Now();
  const LinkPlan* const own = exchange_->FindLink(link_name_);
  if (const LinkPlan* const plan = own != nullptr ? own : route_.link)
    link_.emplace(*plan, clock(), profile_);
  ArmWatch();
  Emit(ConnectionState::kConnected, RasError::kNone);
}

void Call::ArmWatch() {
  ++armed_;
  if (!link_ && device_ == nullptr) return;  // nothing can happen to it
  const Age now = clock().Now();
  loss_ = link_ ? link_->NextLoss(*up_since_, now, now + kLookAhead) : std::nullopt;
  farewell_ = link_ ? "link " + link_->name() : "";
  const Age until = loss_ ? loss_->at - Duration{1} : now + kLookAhead;
  if (const auto broken = device_ ? device_->NextBreak(now, until) : std::nullopt) {
    loss_ = broken;
    farewell_ = "device " + device_->name();
  }
  Arm(loss_ ? loss_->at - now : kLookAhead, &Call::Watch);
}

void Call::Watch() {
  if (!loss_) return ArmWatch();
  error_ = loss_->error;
  Finish();
}

}  // namespace lineman::simulator
