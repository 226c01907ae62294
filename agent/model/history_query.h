// Which entries of the record somebody wants to see again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/record.h"

namespace lineman {

// Which of the entries that were kept.
struct HistoryQuery {
  std::string profile = {};            // empty: of every line
  std::string kind = {};               // "decision"; empty: of every kind
  std::uint64_t after = 0;             // only those with a higher sequence
  std::uint64_t before = 0;            // only those with a lower one; 0: no such bound
  std::optional<WallTime> since = {};  // only those at or after it
  int most = 1000;                     // the latest so many
};

// Whether the entry is one of them; `most` aside.
bool Matches(const HistoryQuery& query, const Entry& entry);
// Leaves of the entries, the oldest first, what `most` allows.
void KeepLatest(const HistoryQuery& query, std::vector<std::string>& entries);

}  // namespace lineman
