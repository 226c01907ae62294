#include "tray/notifier.h"

#include <utility>

namespace lineman {
namespace {

Notice NoticeOf(Notice::Kind kind, const LineStatus& line, const char* title) {
  return {kind, line.profile, SignOf(line.line), {title, {line.profile}}, {}};
}

// The agent's reason in its own words.
void AddReason(const LineStatus& line, Notice& notice) {
  if (!line.why.empty()) notice.text.push_back({"%1", {line.why}});
}

Notice Lost(const LineStatus& line) {
  if (SignOf(line.line) == Sign::kDoubtful) {
    return NoticeOf(Notice::Kind::kLost, line,
                    TRAY_TEXT("tray", "%1 is connected, but nothing gets through"));
  }
  Notice notice = NoticeOf(Notice::Kind::kLost, line, TRAY_TEXT("tray", "%1 has lost its line"));
  if (line.next) notice.text.push_back({TRAY_TEXT("tray", "Next try at %1."), {*line.next}});
  AddReason(line, notice);
  return notice;
}

Notice NeedsOffice(const LineStatus& line) {
  Notice notice =
      NoticeOf(Notice::Kind::kNeedsOffice, line, TRAY_TEXT("tray", "%1 needs the office"));
  notice.text.push_back(line.next ? Phrase{TRAY_TEXT("tray", "Next try at %1."), {*line.next}}
                                  : Phrase{TRAY_TEXT("tray", "It does not try again by itself.")});
  AddReason(line, notice);
  return notice;
}

Notice NeedsAnswer(const LineStatus& line) {
  Notice notice =
      NoticeOf(Notice::Kind::kNeedsAnswer, line, TRAY_TEXT("tray", "%1 is waiting for an answer"));
  notice.text.push_back(
      {TRAY_TEXT("tray", "Without one it hangs up at %1."), {line.pause->deadline}});
  return notice;
}

}  // namespace

std::vector<Notice> Notifier::Look(const AgentStatus& status) {
  std::vector<Notice> notices;
  for (const LineStatus& line : status.lines) Look(line, told_[line.profile], notices);
  return notices;
}

void Notifier::Look(const LineStatus& line, Told& told, std::vector<Notice>& notices) {
  const Sign sign = SignOf(line.line);
  const bool in_a_call =
      sign == Sign::kAnswer || sign == Sign::kDialing || sign == Sign::kHangingUp;
  if (!in_a_call) told.pause.clear();
  if (sign == Sign::kOnline) {
    if (told.lost || told.office) {
      notices.push_back(
          NoticeOf(Notice::Kind::kRecovered, line, TRAY_TEXT("tray", "%1 is online again")));
    }
    told = {.was_online = true, .lost = false, .office = false, .pause = ""};
    return;
  }
  if (!line.wanted || sign == Sign::kRest) {
    told = {};
    return;
  }
  if (sign == Sign::kAnswer && line.pause && told.pause != line.pause->state) {
    told.pause = line.pause->state;
    notices.push_back(NeedsAnswer(line));
  }
  // One thing, one notice: a line that is lost and given up at once needs the office.
  if (sign == Sign::kOffice && !told.office) {
    told.office = true;
    notices.push_back(NeedsOffice(line));
    told.was_online = false;
  }
  const bool is_down = sign == Sign::kWaiting || sign == Sign::kDoubtful;
  if (is_down && told.was_online) {
    told.lost = true;
    told.was_online = false;
    notices.push_back(Lost(line));
  }
}

}  // namespace lineman
