#include "app/status_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/duration.h"
#include "control/decision_words.h"
#include "text/findings.h"

namespace lineman {
namespace {

constexpr std::size_t kColumns = 6;
using Row = std::array<std::string, kColumns>;

std::string ShortTime(WallTime at, const Onlooker& onlooker) {
  return ShortTime(at, onlooker.now, onlooker.zone);
}

// "14:32:05 (in 30s)".
std::string Ahead(WallTime at, const Onlooker& onlooker) {
  const Duration left = std::max(Duration{0}, Duration(at - onlooker.now));
  return fmt::format("{} (in {})", ShortTime(at, onlooker), FormatRoughly(left));
}

std::string NextOf(const LineStatus& line, const Onlooker& onlooker) {
  if (line.next) return fmt::format("{} {}", line.next_what, Ahead(*line.next, onlooker));
  if (line.next_what == "dial") return "dial now";
  return line.next_what == "nothing" ? "nothing" : "-";
}

std::string OrDash(const std::string& text) { return text.empty() ? "-" : text; }

Row RowOf(const LineStatus& line, const Onlooker& onlooker) {
  const Duration ago = std::max(Duration{0}, Duration(onlooker.now - line.since));
  return {line.profile,
          line.line,
          OrDash(line.state),
          fmt::format("{} ({})", ShortTime(line.since, onlooker), FormatRoughly(ago)),
          OrDash(line.number),
          NextOf(line, onlooker)};
}

std::string Painted(const LineStatus& line, const std::string& text, const Paint& paint) {
  if (line.line == "online") return paint.Good(text);
  if (line.line == "open_circuit" || line.line == "doubtful") return paint.Bad(text);
  if (line.line == "paused" || line.line == "holdoff") return paint.Notice(text);
  return text;
}

std::string PauseWords(const LineStatus& line, const Onlooker& onlooker) {
  std::string wants;
  for (const std::string& field : line.pause->wants) wants += (wants.empty() ? "" : ", ") + field;
  const std::string& prompt = line.pause->prompt;
  return fmt::format("the server{} waits for {} until {}: lineman answer {}",
                     prompt.empty() ? "" : fmt::format(" says {} and", Shown(prompt)), wants,
                     ShortTime(line.pause->deadline, onlooker), line.profile);
}

// What there is to know of a line beside its row.
std::vector<std::string> Below(const LineStatus& line, const Onlooker& onlooker) {
  std::vector<std::string> below;
  if (line.pause) below.push_back(PauseWords(line, onlooker));
  if (!line.wanted) below.push_back("not wanted: " + line.wanted_because);
  const bool waits = line.state.empty() && line.wanted;
  if (waits && !line.last_error.empty()) {
    below.push_back(fmt::format("last error: {} ({})", line.last_error, line.last_error_code));
  }
  if (waits && !line.why.empty()) below.push_back(Harmless(line.why));
  return below;
}

}  // namespace

std::string Summary(const LineStatus& line, const Onlooker& onlooker) {
  const std::string& name = line.profile;
  if (line.pause) return fmt::format("{} is paused: {}", name, PauseWords(line, onlooker));
  if (line.line == "dialing") {
    return fmt::format("{} is dialing {} ({})", name, OrDash(line.number), line.state);
  }
  if (line.line == "hanging_up") return fmt::format("{} is hanging up", name);
  if (!line.state.empty()) {
    return fmt::format("{} is {} since {}", name, line.line, ShortTime(line.since, onlooker));
  }
  if (!line.wanted) return fmt::format("{} rests: {}", name, line.wanted_because);
  const std::string why = line.why.empty() ? "" : ": " + line.why;
  if (line.next) {
    return fmt::format("{} waits for its {} at {}{}", name, line.next_what,
                       Ahead(*line.next, onlooker), why);
  }
  if (line.next_what == "dial") return fmt::format("{} is about to dial", name);
  return fmt::format("{} dials nothing until something happens{}", name, why);
}

std::string StatusTable(const AgentStatus& status, const Onlooker& onlooker, const Paint& paint) {
  std::vector<Row> rows = {{"PROFILE", "LINE", "STATE", "SINCE", "NUMBER", "NEXT"}};
  for (const LineStatus& line : status.lines) rows.push_back(RowOf(line, onlooker));
  std::array<std::size_t, kColumns> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < kColumns; ++i)
      widths.at(i) = std::max(widths.at(i), row.at(i).size());
  }
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      const bool last = column + 1 == kColumns;
      const std::string cell =
          fmt::format("{:<{}}", rows[i].at(column), last ? 0 : widths.at(column) + 2);
      text += i == 0 ? paint.Bold(cell)
                     : (column == 1 ? Painted(status.lines[i - 1], cell, paint) : cell);
    }
    text += '\n';
    if (i == 0) continue;
    const LineStatus& line = status.lines[i - 1];
    for (const std::string& more : Below(line, onlooker)) text += "  " + paint.Dim(more) + "\n";
    for (const std::string& trouble : line.troubles) {
      text += "  " + paint.Bad("trouble: " + Harmless(trouble)) + "\n";
    }
  }
  for (const std::string& trouble : status.troubles)
    text += paint.Bad("trouble: " + Harmless(trouble)) + "\n";
  return text;
}

}  // namespace lineman
