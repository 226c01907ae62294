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

// What two chronicles say to the same questions.
class Comparison {
 public:
  // Both must outlive it.
  Comparison(const Chronicle& one, const Chronicle& other) : one_(one), other_(other) {}

  void Add(std::string_view what, std::string one, std::string other);
  template <typename Question>
  void Ask(std::string_view what, Question question) {
    Add(what, question(one_), question(other_));
  }
  // What every comparison begins with: online, outages, the longest, dials.
  void AddUsual();
  // … and ends with, where there are prices.
  void AddCost(const Prices& prices);
  const std::vector<ComparedRow>& rows() const { return rows_; }

 private:
  const Chronicle& one_;
  const Chronicle& other_;
  std::vector<ComparedRow> rows_;
};
// A table for a terminal.
std::string InColumns(const std::string& one, const std::string& other,
                      const std::vector<ComparedRow>& rows);

std::vector<ComparedRow> Compare(const Contender& one, const Contender& other,
                                 const Prices& prices);

std::string SideBySide(const Contender& one, const Contender& other, const Prices& prices);
Json SideBySideJson(const Contender& one, const Contender& other, const Prices& prices);

}  // namespace lineman
