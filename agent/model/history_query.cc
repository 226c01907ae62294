#include "model/history_query.h"

namespace lineman {

bool Matches(const HistoryQuery& query, const Entry& entry) {
  return (query.profile.empty() || query.profile == entry.profile) &&
         (query.kind.empty() || query.kind == NameOf(entry.kind)) &&
         (query.after == 0 || entry.sequence > query.after) &&
         (query.before == 0 || entry.sequence < query.before) &&
         (!query.since || entry.wall >= *query.since);
}

}  // namespace lineman
