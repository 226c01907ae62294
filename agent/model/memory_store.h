// The store of stories, rehearsals and the demo: it keeps everything until the process ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "base/env.h"
#include "model/store.h"

namespace lineman {

// One MemoryStore may serve several pipelines after one another: that is how a story cuts the
// power. Bounded: dials older than a day are forgotten (no cap looks back further).
class MemoryStore final : public Store {
 public:
  explicit MemoryStore(Env& env) : env_(env) {}

  Result<Durable> Load() override;
  void Commit(StoreChange change, std::function<void(Result<Done>)> committed) override;
  void Remember(Entry /*entry*/) override {}

 private:
  void ForgetOldDials();

  Env& env_;
  std::unordered_map<std::string, LineFacts> lines_;  // by profile
  std::map<LoginKey, LoginFacts> logins_;
  std::map<PluginKey, std::string> plugins_;
  std::map<std::uint64_t, DialFact> dials_;  // by id
  std::size_t tidy_at_ = 0;                  // the number of dials at which old ones are looked for
};

}  // namespace lineman
