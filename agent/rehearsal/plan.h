// The coming schedule if everything fails: the profile's own pipeline, run ahead in virtual time
// against an engine that never gets through.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/load_plugins.h"
#include "policy/profile.h"

namespace lineman {

struct PlanOptionsOf {
  RasError error = RasError::kNoAnswer;
  Duration takes{30'000};  // from dial to failure
  Duration span{0};        // how far to look
  WallTime start{};
  std::uint64_t seed = 1;
  std::size_t most_rows = 200;
  std::shared_ptr<const PluginSet> plugins =
      nullptr;  // of the profile; null: its rules decide alone
};

// One dial, or the circuit opening.
struct PlanRow {
  Duration at{0};  // since the first dial
  WallTime wall{};
  std::string what;    // "dial", "probe" or "open_circuit"
  std::string number;  // dialled
  int attempt = 0;     // of the sequence
  std::string why;     // what decided about it
};

struct Plan {
  std::vector<PlanRow> rows;
  bool cut_short = false;  // there were more rows than asked for
  int dials = 0;
  int most_in_an_hour = 0;                // dials in the worst hour
  std::optional<Duration> circuit_opens;  // since the first dial
};

Plan PlanSchedule(const ProfilePtr& profile, const PlanOptionsOf& options);

}  // namespace lineman
