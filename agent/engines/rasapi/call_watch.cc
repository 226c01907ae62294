#include "engines/rasapi/call.h"

namespace lineman::rasapi {
namespace {

// RAS wakes whoever watches when a link ends, not when its status says so.
constexpr Duration kUntilStatus = std::chrono::seconds(1);

}  // namespace

// Callbacks may get lost, and after `connected` there are none: RasGetConnectStatus is the truth.
void Call::BeginWatch() {
  if (progress_.is_up()) Arrive();
  After(options_.poll, &Call::Poll);
}

void Call::Arrive() {
  up_since_ = shared_.env.Now();
  shared_.host.WatchLinks();
  const auto addressed = [weak = weak_from_this()](const AddressReport& report) {
    const auto call = weak.lock();
    if (call != nullptr && !call->is_ending_) call->status_.interface = report.local;
  };
  shared_.host.Addresses(handle_, addressed);
  Look();
}

void Call::Poll() {
  if (is_ending_) return;
  Look();
  After(options_.poll, &Call::Poll);
}

void Call::LinksChanged() {
  if (is_ending_ || !progress_.is_up()) return;
  Look();
  After(kUntilStatus, &Call::Look);
}

void Call::Look() {
  if (is_ending_ || handle_ == 0) return;
  look_again_ = is_looking_;
  if (is_looking_) return;
  is_looking_ = true;
  shared_.host.Status(handle_, [weak = weak_from_this()](const StatusReport& report) {
    if (const auto call = weak.lock()) call->Seen(report);
  });
}

void Call::Seen(const StatusReport& report) {
  const auto self = shared_from_this();
  is_looking_ = false;
  if (is_ending_) return;
  if (report.call_error == RasError::kNone) {
    if (!report.device.empty()) status_.device = report.device;
    status_.carries_data = report.dormant ? std::optional<bool>(false) : std::nullopt;
  }
  Follow(progress_.See(report));
  if (is_ending_) return;
  if (progress_.is_up()) {
    shared_.host.Traffic(handle_, [weak = weak_from_this()](const TrafficReport& traffic) {
      if (const auto call = weak.lock()) call->Count(traffic);
    });
  }
  if (look_again_) Look();
}

// RAS counts in 32 bits: what has come since is told from the count before. How long a connection
// of another agent's has been up only RAS knows.
void Call::Count(const TrafficReport& report) {
  if (is_ending_ || report.error != RasError::kNone) return;
  const bool is_first = !counted_;
  const TrafficReport before = counted_.value_or(TrafficReport{});
  traffic_.bytes_sent += static_cast<std::uint32_t>(report.bytes_sent - before.bytes_sent);
  traffic_.bytes_received +=
      static_cast<std::uint32_t>(report.bytes_received - before.bytes_received);
  counted_ = report;
  if (is_first && is_adopted_) up_since_ = shared_.env.Now() - report.connected_for;
}

ConnectionStatistics Call::Statistics() const {
  ConnectionStatistics statistics = traffic_;
  if (progress_.is_up())
    statistics.connected_for = is_ending_ ? was_up_ : shared_.env.Now() - up_since_;
  return statistics;
}

}  // namespace lineman::rasapi
