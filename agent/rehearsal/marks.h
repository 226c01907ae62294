// The decisions of a line, kept to be drawn: small, because a year of a bad line has many.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/record.h"

namespace lineman {

// A decision. Its texts are places in Marks::texts().
struct Mark {
  Instant at;
  std::optional<Duration> wait;  // from `at` until what was decided comes
  std::int32_t what = 0;         // "redial 030 555 0101"
  std::int32_t by = 0;
  std::int32_t why = 0;              // a reason a line
  RasError error = RasError::kNone;  // what it answers; of a dial: what that came to in the end
  bool is_dial = false;
  bool connected = false;  // of a dial
};

class Marks {
 public:
  // More than this are not kept.
  static constexpr std::size_t kMost = 150'000;

  void Decide(const Entry& decision);
  // What the last dial came to.
  void Connect();
  void End(RasError error);

  // In the order of time.
  const std::vector<Mark>& all() const { return all_; }
  const std::vector<std::string>& texts() const { return texts_; }
  // Later ones that were not kept.
  std::int64_t left_out() const { return left_out_; }

 private:
  // Most decisions say what others have said before.
  std::int32_t Place(std::string text);

  std::vector<Mark> all_;
  std::vector<std::string> texts_;
  std::map<std::string, std::int32_t> places_;
  std::optional<std::size_t> dial_;  // the one under way, in all_
  std::int64_t left_out_ = 0;
};

}  // namespace lineman
