// What a rehearsal is measured against, and the first moment each expectation was broken.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engines/simulator/world.h"
#include "rehearsal/chronicle.h"

namespace lineman {

// An expectation that was broken, when it first was, and the decision in force at that moment.
struct Breach {
  std::string expectation;  // "longest_outage: {at_most: 10m}", as it is written
  std::string profile;
  Instant at;
  std::string found;  // "11m", "account locked"
  std::vector<std::string> why;
};

// "online: {at_least: 99.5%}" of millionths.
std::string OnlineAtLeast(std::int64_t millionths);

// Reads over the shoulder of a rehearsal: asked before each entry and at the end.
class BreachWatch {
 public:
  explicit BreachWatch(const simulator::Expectations& expect);

  // `chronicle` is the line's before the entry at `now`.
  void Before(const std::string& profile, const Chronicle& chronicle, Instant now);
  // … after it.
  void After(const std::string& profile, const Chronicle& chronicle, Instant now);
  void Locks(const std::string& profile, const Chronicle& chronicle, Instant now, int locks);
  // The time is over.
  void Finish(const std::string& profile, const Chronicle& chronicle, Instant end);

  const std::vector<Breach>& breaches() const { return breaches_; }
  // As they are written.
  std::vector<std::string> expectations() const;

 private:
  void Add(const std::string& expectation, const std::string& profile, const Chronicle& chronicle,
           Instant at, std::string found);
  // There is such an expectation, and the line has not broken it yet.
  bool IsDue(const std::string& expectation, const std::string& profile) const;

  simulator::Expectations expect_;
  std::string longest_;  // the expectations as they are written; empty: there is none
  std::string dials_;
  std::string locked_;
  std::string online_;
  std::vector<Breach> breaches_;
};

}  // namespace lineman
