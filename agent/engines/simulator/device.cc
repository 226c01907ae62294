#include "engines/simulator/device.h"

#include <algorithm>

namespace lineman::simulator {

Device::Device(const DevicePlan& plan, const WorldClock& clock, const std::string& owner)
    : plan_(&plan), clock_(&clock), who_(plan.name), lasting_(plan.faults.size()) {
  if (!owner.empty()) who_ += "@" + owner;
}

Draw Device::DrawFor(std::size_t index) const {
  return {who_, "fault", static_cast<unsigned>(index)};
}

RasError Device::Fault() {
  const Age now = clock_->Now();
  for (std::size_t i = 0; i < plan_->faults.size(); ++i) {
    if (HasFault(i, now)) return plan_->faults[i].error;
  }
  return RasError::kNone;
}

bool Device::HasFault(std::size_t index, Age now) {
  const simulator::Fault& fault = plan_->faults[index];
  if (fault.lasts) {
    const Age after = std::max(repaired_, now - *fault.lasts);
    return fault.moments.Next(*clock_, after, now, DrawFor(index)).has_value();
  }
  Lasting& lasting = lasting_[index];
  if (repaired_ > lasting.sound_until && repaired_ <= now) lasting = {repaired_, false};
  if (lasting.broken) return true;
  lasting.broken =
      fault.moments.Next(*clock_, lasting.sound_until, now, DrawFor(index)).has_value();
  if (!lasting.broken) lasting.sound_until = now;
  return lasting.broken;
}

std::optional<Loss> Device::NextBreak(Age after, Age until) const {
  std::optional<Loss> first;
  for (std::size_t i = 0; i < plan_->faults.size(); ++i) {
    const std::optional<Age> at = plan_->faults[i].moments.Next(*clock_, after, until, DrawFor(i));
    if (!at) continue;
    first = Loss{*at, RasError::kPortDisconnected};
    until = *at - Duration{1};
  }
  return first;
}

void Device::CommandRan(std::string_view command) {
  if (plan_->repaired_by.empty() || command.find(plan_->repaired_by) == std::string_view::npos)
    return;
  repaired_ = clock_->Now() + plan_->repair_takes;
}

}  // namespace lineman::simulator
