// When the person at the counter is told, and when not again.
//
// It sees the status after each change. A line is lost when it was online and now waits, has given
// up or lets nothing through; on the way there (hanging up, dialling) nothing is said, so a line
// that somebody redials, or that is back before it had to wait, disturbs nobody. What was told is
// not told again until it is over: a loss until the line is online, a need for the office until
// it is online or not wanted, a pause of one kind until its call is over. A tray that finds the
// agent again goes on with what it has told.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "control/status.h"
#include "tray/phrase.h"
#include "tray/sign.h"

namespace lineman {

struct Notice {
  enum class Kind { kLost, kRecovered, kNeedsAnswer, kNeedsOffice };

  Kind kind = Kind::kLost;
  std::string profile;
  Sign sign = Sign::kUnknown;  // its icon
  Phrase title;                // "The line head-office is down"
  std::vector<Phrase> text;    // sentences
};

class Notifier {
 public:
  // What is to be told now that the lines are like this, in their order.
  std::vector<Notice> Look(const AgentStatus& status);

 private:
  // What was seen of a line and told about it.
  struct Told {
    bool was_online = false;
    bool lost = false;
    bool office = false;
    std::string pause;  // the paused state of this call
  };

  static void Look(const LineStatus& line, Told& told, std::vector<Notice>& notices);

  std::map<std::string, Told> told_;  // by profile
};

}  // namespace lineman
