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

// "3 line, 1 server": what `count` says of each cause; empty without any.
std::string CausesIn(const Chronicle& chronicle, int (Chronicle::*count)(Cause) const);

// What a line lived through from `start` on, as the members of its object: the stable form.
Json ToJson(const Chronicle& chronicle, Instant start);
Json ToJson(const NeverFired& never);
Json ToJson(const std::vector<Breach>& breaches, Instant start);
// The first moment of each breach and the decision in force then, for a terminal.
std::string BreachesIn(const Rehearsal& rehearsal, const Zone& zone);
// The rules and hooks that never fired, a row each.
std::string NeverIn(const NeverFired& never);

// The stable form, documented in config/worlds/README.md.
Json ToJson(const RehearsalPlan& plan, const Rehearsal& rehearsal);
// A page for a terminal.
std::string InWords(const RehearsalPlan& plan, const Rehearsal& rehearsal);

}  // namespace lineman
