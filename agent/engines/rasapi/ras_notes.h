// Notes for agents to come, in the registry of the user whom the agent runs as: Windows keeps them
// as long as that user's connections, or for good.
//
// Quick: no service is asked. The owner's thread calls.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engines/rasapi/host.h"

namespace lineman::rasapi {

class RasNotes {
 public:
  // Under Software\lineman\FOLDER. `is_passing`: nothing is kept for good there.
  RasNotes(std::string folder, bool is_passing)
      : folder_(std::move(folder)), is_passing_(is_passing) {}

  void Save(Keep keep, const std::string& key, const std::string& note) const;
  void Forget(Keep keep, const std::string& key) const;
  std::vector<std::pair<std::string, std::string>> All(Keep keep) const;

 private:
  std::string folder_;
  bool is_passing_;
};

}  // namespace lineman::rasapi
