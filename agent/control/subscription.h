// One connection's subscription: which entries it is told, and which it had to miss.
//
// A reader that is too slow costs a bounded amount of memory: once too much waits for it, entries
// are counted instead, and when there is room again one notification `missed` says how many there
// were and where to go on reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "control/output_queue.h"
#include "model/record.h"

namespace lineman {

// What may wait for a reader before entries are counted instead.
inline constexpr std::size_t kMostQueued = 128U << 10U;

class Subscription {
 public:
  // An empty profile or kind: all. While it is catching up, entries that happen are held back.
  Subscription(std::string profile, std::string kind, bool catching_up)
      : profile_(std::move(profile)), kind_(std::move(kind)), catching_up_(catching_up) {}

  const std::string& profile() const { return profile_; }
  const std::string& kind() const { return kind_; }

  bool Wants(const Entry& entry) const;
  // An entry has happened. `json`: its text.
  void Tell(std::uint64_t sequence, const std::string& json, OutputQueue& out);
  // Tells the entries before those that happen, in JSON, up to the sequence `last`.
  void CatchUp(const std::vector<std::string>& entries, std::uint64_t last, OutputQueue& out);
  // Some of it has left: there may be room again.
  void Left(OutputQueue& out);
  // A reply has been added, which is no sign of a slow reader: entries may wait behind it.
  void Behind(const OutputQueue& out) { most_waiting_ = out.size() + kMostQueued; }

 private:
  struct Held {
    std::uint64_t sequence;
    std::string json;
  };

  void Miss(std::uint64_t sequence);

  std::string profile_;
  std::string kind_;
  bool catching_up_;
  std::vector<Held> held_;
  std::size_t held_bytes_ = 0;
  std::size_t most_waiting_ = kMostQueued;
  std::uint64_t missed_ = 0;
  std::uint64_t first_missed_ = 0;
};

}  // namespace lineman
