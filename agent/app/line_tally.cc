#include "app/line_tally.h"

namespace lineman {
namespace {

// That a plugin is set aside is a trouble of its own: "NAME: hook HOOK failed: WHY" is a failure.
bool IsHookFailure(const Entry& entry) {
  return entry.what == "plugin" && entry.detail.find(": hook ") != std::string::npos;
}

}  // namespace

void LineTally::Note(const Entry& entry, const Slot& slot, const Connection* connection) {
  switch (entry.kind) {
    case Entry::Kind::kDecision:
      if (entry.what == "dial") ++dials_;
      decision_ = entry;
      break;
    case Entry::Kind::kNotification:
      NoteNotification(entry, slot, connection);
      break;
    case Entry::Kind::kLine:
      if (online_since_) online_ += entry.at - *online_since_;
      online_since_.reset();
      if (entry.what == NameOf(LineState::kOnline)) online_since_ = entry.at;
      break;
    case Entry::Kind::kTrouble:
      if (IsHookFailure(entry)) ++hook_failures_;
      break;
    case Entry::Kind::kEvent:
      break;
  }
}

void LineTally::NoteNotification(const Entry& entry, const Slot& slot,
                                 const Connection* connection) {
  prompt_ = entry.detail;
  if (entry.state != ConnectionState::kDisconnected) return;
  ended_ = BytesWith(connection);
  const std::optional<LastAttempt>& last = slot.line.last();
  if (!last || last->error == RasError::kNone) return;
  // Somebody hung up: that is no failure.
  const Cause cause = CauseOf(last->error);
  if (cause != Cause::kUser) ++failures_.at(static_cast<std::size_t>(cause));
}

Duration LineTally::OnlineUntil(Instant now) const {
  return online_since_ ? online_ + (now - *online_since_) : online_;
}

ConnectionStatistics LineTally::BytesWith(const Connection* connection) const {
  if (connection == nullptr) return ended_;
  const ConnectionStatistics present = connection->Statistics();
  return {ended_.bytes_sent + present.bytes_sent, ended_.bytes_received + present.bytes_received,
          ended_.connected_for + present.connected_for};
}

RasError LastErrorOf(const Slot& slot) {
  const bool proven = slot.line.attempt().has_value() && slot.line.facts().attempts == 0;
  const std::optional<LastAttempt>& last = slot.line.last();
  return proven || !last ? RasError::kNone : last->error;
}

}  // namespace lineman
