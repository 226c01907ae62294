// What has been seen of one line since the agent was started: what status and metrics tell and the
// line itself does not remember.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "model/engine.h"
#include "model/record.h"
#include "pipeline/pipeline.h"

namespace lineman {

// Counts never go down, as Prometheus wants them.
class LineTally {
 public:
  // An entry of the line, with the line as it is after what the entry tells. `connection` is that
  // of the attempt, null without one.
  void Note(const Entry& entry, const Slot& slot, const Connection* connection);

  // The last decision; nothing before the first.
  const std::optional<Entry>& decision() const { return decision_; }
  // What the server said with the state last heard.
  const std::string& prompt() const { return prompt_; }
  std::uint64_t dials() const { return dials_; }
  std::uint64_t hook_failures() const { return hook_failures_; }
  // Attempts that ended with an error of that cause.
  std::uint64_t FailuresOf(Cause cause) const {
    return failures_.at(static_cast<std::size_t>(cause));
  }
  // In the state online, until now.
  Duration OnlineUntil(Instant now) const;
  // Over all connections, the present one included.
  ConnectionStatistics BytesWith(const Connection* connection) const;

 private:
  void NoteNotification(const Entry& entry, const Slot& slot, const Connection* connection);

  std::optional<Entry> decision_;
  std::string prompt_;
  std::uint64_t dials_ = 0;
  std::uint64_t hook_failures_ = 0;
  std::array<std::uint64_t, kCauseCount> failures_{};
  Duration online_{0};                   // of spells that are over
  std::optional<Instant> online_since_;  // of the present one
  ConnectionStatistics ended_;           // of connections that are over
};

// The last attempt's error as policy sees it: our own hang-ups by what they were for. kNone when
// there is none, or the sequence it belongs to has been proven since.
RasError LastErrorOf(const Slot& slot);

}  // namespace lineman
