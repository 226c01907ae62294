// What `lineman demo` shows: the record as a person would tell it, and a summary.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/terminal.h"
#include "model/record.h"

namespace lineman {

class DemoScreen {
 public:
  void Show(const Entry& entry);
  void Summarise(Instant now);

 private:
  void ShowNotification(const Entry& entry);
  void ShowDecision(const Entry& entry);
  void ShowTrouble(const Entry& entry);
  void NoteLine(const Entry& entry);
  void Tally(Instant now);
  void FlushStates();
  void Line(const Entry& entry, const std::string& head, const std::string& text,
            const std::string& why);

  Paint paint_{stdout};
  std::optional<Instant> began_;
  std::vector<std::string> passing_;  // running states since the last line
  RasError last_error_ = RasError::kNone;
  std::set<ConnectionState> states_;
  std::map<std::string, int> decisions_;
  std::set<std::string> deciders_;
  int troubles_ = 0;
  std::optional<Instant> online_since_;
  Duration online_{0};
};

}  // namespace lineman
