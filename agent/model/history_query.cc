#include "model/history_query.h"

#include <algorithm>

namespace lineman {

bool Matches(const HistoryQuery& query, const Entry& entry) {
  return (query.profile.empty() || query.profile == entry.profile) &&
         (query.kind.empty() || query.kind == NameOf(entry.kind)) &&
         (query.after == 0 || entry.sequence > query.after) &&
         (query.before == 0 || entry.sequence < query.before) &&
         (!query.since || entry.wall >= *query.since);
}

void KeepLatest(const HistoryQuery& query, std::vector<std::string>& entries) {
  const auto most = static_cast<std::size_t>(std::max(0, query.most));
  if (entries.size() <= most) return;
  entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(most));
}

}  // namespace lineman
