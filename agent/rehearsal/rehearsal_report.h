// What a rehearsal came to, as JSON and in words. The JSON has integers only, so that every system
// prints the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rehearsal/rehearsal.h"
#include "text/json.h"

namespace lineman {

// "99.5%" of millionths.
std::string PercentOf(std::int64_t millionths);

// Rules and hooks of a profile that have never had a say.
struct NeverFired {
  std::vector<std::string> rules;  // by name or number
  std::vector<std::string> hooks;  // "callback-rota: callback_set_by_caller"
};
NeverFired FindNeverFired(const RehearsalPlan& plan, const Rehearsal& rehearsal, std::size_t line);

// How long outages lasted: how many up to each of these lengths, and longer than the last.
struct OutageHistogram {
  struct Bar {
    Duration up_to{0};  // 0: longer than all others
    int count = 0;
  };
  std::vector<Bar> bars;
};
OutageHistogram HistogramOf(const Chronicle& chronicle);

// The stable form, documented in config/worlds/README.md.
Json ToJson(const RehearsalPlan& plan, const Rehearsal& rehearsal);
// A page for a terminal.
std::string InWords(const RehearsalPlan& plan, const Rehearsal& rehearsal);

}  // namespace lineman
