#include "control/subscription.h"

#include <fmt/format.h>

#include <utility>

#include "control/message.h"

namespace lineman {
namespace {

// So little waits that a reader has plainly caught up.
constexpr std::size_t kRoomAgain = kMostQueued / 4;

std::string EventLine(std::string_view json) {
  return NotificationLine("event", fmt::format("{{\"entry\":{}}}", json));
}

}  // namespace

bool Subscription::Wants(const Entry& entry) const {
  return (profile_.empty() || profile_ == entry.profile) &&
         (kind_.empty() || kind_ == NameOf(entry.kind));
}

void Subscription::Tell(std::uint64_t sequence, const std::string& json, OutputQueue& out) {
  const std::size_t waiting = catching_up_ ? held_bytes_ : out.size();
  if (missed_ > 0 || waiting + json.size() > (catching_up_ ? kMostQueued : most_waiting_))
    return Miss(sequence);
  if (catching_up_) {
    held_bytes_ += json.size();
    held_.push_back({sequence, json});
  } else {
    out.Add(EventLine(json));
  }
}

void Subscription::CatchUp(const std::vector<std::string>& entries, std::uint64_t last,
                           OutputQueue& out) {
  for (const std::string& json : entries) out.Add(EventLine(json));
  for (const Held& held : held_) {
    if (held.sequence > last) out.Add(EventLine(held.json));
  }
  std::vector<Held>().swap(held_);
  catching_up_ = false;
  Behind(out);
}

void Subscription::Left(OutputQueue& out) {
  if (out.size() < kMostQueued) most_waiting_ = kMostQueued;
  if (missed_ == 0 || catching_up_ || out.size() > kRoomAgain) return;
  out.Add(NotificationLine("missed", fmt::format("{{\"missed\":{},\"after\":{}}}",
                                                 std::exchange(missed_, 0), first_missed_ - 1)));
}

void Subscription::Miss(std::uint64_t sequence) {
  if (missed_ == 0) first_missed_ = sequence;
  ++missed_;
}

}  // namespace lineman
