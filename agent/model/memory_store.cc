#include "model/memory_store.h"

#include <utility>

namespace lineman {

Result<Durable> MemoryStore::Load() {
  Durable all;
  all.lines = {lines_.begin(), lines_.end()};
  all.logins = logins_;
  all.plugins = plugins_;
  for (const auto& [id, dial] : dials_) all.dials.push_back(dial);
  return all;
}

void MemoryStore::Commit(StoreChange change, std::function<void(Result<Done>)> committed) {
  if (change.line) lines_[change.line->first] = std::move(change.line->second);
  for (const auto& [key, facts] : change.logins) logins_[key] = facts;
  for (PluginFact& fact : change.plugins) plugins_[fact.key] = std::move(fact.text);
  for (DialFact& dial : change.dials) dials_[dial.id] = std::move(dial);
  for (const std::uint64_t id : change.dials_taken_back) dials_.erase(id);
  // Only when their number has doubled, so that a commit costs the same however many there are.
  if (dials_.size() > tidy_at_) ForgetOldDials();
  if (committed) env_.CallAt(env_.Now(), [committed = std::move(committed)] { committed(Done{}); });
}

void MemoryStore::ForgetOldDials() {
  const WallTime oldest = env_.Wall() - kLongestCapWindow;
  std::erase_if(dials_, [oldest](const auto& dial) { return dial.second.at < oldest; });
  tidy_at_ = 2 * dials_.size() + 100;
}

}  // namespace lineman
