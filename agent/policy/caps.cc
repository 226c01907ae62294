#include "policy/caps.h"

#include <algorithm>
#include <vector>

namespace lineman {
namespace {

// When a sliding cap has room again.
Instant RoomAt(const Cap& cap, const Occasion& occasion, const std::string& key, Instant earliest) {
  std::vector<Instant> counted;
  for (const PastDial& dial : occasion.past) {
    if (cap.each_number ? dial.number_key == key : dial.same_profile) counted.push_back(dial.at);
  }
  const auto allowed = static_cast<std::size_t>(cap.dials);
  if (counted.size() < allowed) return earliest;
  // The dial that must have left the window before the next may come in.
  return std::max(earliest, counted[counted.size() - allowed] + *cap.per);
}

bool SequenceIsSpent(const Cap& cap, const Occasion& occasion, const std::string& key) {
  int made = 0;
  for (const auto& [number, count] : occasion.number_attempts) {
    if (!cap.each_number || number == key) made += count;
  }
  return made >= cap.dials;
}

}  // namespace

CapView CheckCaps(const Occasion& occasion, const Profile& profile, const std::string& number,
                  Instant earliest) {
  CapView view{earliest, false, nullptr};
  const std::string key = NumberKey(number);
  for (const Cap& cap : profile.caps) {
    if (!cap.per && SequenceIsSpent(cap, occasion, key)) return {view.free_at, true, &cap};
    Instant free_at = earliest;
    if (cap.apart > Duration{0}) free_at = std::max(free_at, occasion.last_end + cap.apart);
    if (cap.per) free_at = RoomAt(cap, occasion, key, free_at);
    if (free_at <= view.free_at) continue;
    view.free_at = free_at;
    view.cap = &cap;
  }
  return view;
}

}  // namespace lineman
