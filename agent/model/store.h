// The port to durable memory. A promise (a cap, a budget, the operator's word) holds only once the
// change that makes it has been committed; the dial it allows leaves after that.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/facts.h"
#include "model/record.h"

namespace lineman {

// Everything the store gives back at start.
struct Durable {
  std::map<std::string, LineFacts> lines;  // by profile
  std::map<LoginKey, LoginFacts> logins;
  std::map<PluginKey, std::string> plugins;
  std::vector<DialFact> dials;  // ascending by id, those the longest cap may still count
  std::uint64_t recorded = 0;   // no entry has had a higher sequence
};

// Changes that are kept together or not at all.
struct StoreChange {
  std::optional<std::pair<std::string, LineFacts>> line;
  std::vector<std::pair<LoginKey, LoginFacts>> logins;
  std::vector<PluginFact> plugins;
  std::vector<DialFact> dials;                  // to remember; a known id replaces what was kept
  std::vector<std::uint64_t> dials_taken_back;  // dials that never reached the device

  bool IsEmpty() const {
    return !line && logins.empty() && plugins.empty() && dials.empty() && dials_taken_back.empty();
  }
};

class Store {
 public:
  virtual ~Store() = default;

  virtual Result<Durable> Load() = 0;
  // Keeps the change, then calls `committed` on the loop, never inside this call. An error means
  // that the change is kept in memory only; the line goes on and says so.
  virtual void Commit(StoreChange change, std::function<void(Result<Done>)> committed) = 0;
  // History: kept when convenient, in batches.
  virtual void Remember(Entry entry) = 0;
};

}  // namespace lineman
