// Two rule sets in the same world with the same chances, side by side.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rehearsal/rehearsal_report.h"

namespace lineman {

// What a line costs, in millionths of whatever is counted.
struct Prices {
  std::int64_t per_dial = 0;    // that was answered
  std::int64_t per_minute = 0;  // online
};

struct Contender {
  std::string name;
  const RehearsalPlan& plan;
  const Rehearsal& rehearsal;  // of one line
};

std::int64_t CostOf(const Chronicle& chronicle, const Prices& prices);

// The profile under another's name, so that the same accidents strike it: a world's chances go by
// the names of lines.
ProfilePtr InThePlaceOf(const Profile& profile, const std::string& name);

// A figure of both, in words.
struct ComparedRow {
  std::string_view what;
  std::string one;
  std::string other;
};
std::vector<ComparedRow> Compare(const Contender& one, const Contender& other,
                                 const Prices& prices);

std::string SideBySide(const Contender& one, const Contender& other, const Prices& prices);
Json SideBySideJson(const Contender& one, const Contender& other, const Prices& prices);

}  // namespace lineman
