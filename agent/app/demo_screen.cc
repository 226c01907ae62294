#include "app/demo_screen.h"

#include <fmt/format.h>

#include "base/duration.h"

namespace lineman {
namespace {

constexpr std::size_t kWide = 100;   // a line that would be longer goes on below
constexpr std::size_t kIndent = 17;  // where the text begins, after time and head

std::string Head(std::string_view word) { return fmt::format("{:<9}", word); }

// The reasons in order. Where a plugin decides, what policy had in mind would only distract; and no
// reason repeats at its end what the line has said already.
std::string ReasonsOf(const Entry& entry, const std::string& said) {
  std::string all = entry.by;
  const bool by_plugin = entry.by.starts_with("plugin ");
  std::string_view separator = ": ";
  for (std::string_view reason : entry.why) {
    if (by_plugin && reason.starts_with("policy: ")) continue;
    if (!said.empty() && reason.ends_with(" " + said)) reason.remove_suffix(said.size() + 1);
    all += fmt::format("{}{}", separator, reason);
    separator = "; ";
  }
  return all;
}

}  // namespace

void DemoScreen::Show(const Entry& entry) {
  if (!began_) began_ = entry.at;
  switch (entry.kind) {
    case Entry::Kind::kNotification:
      return ShowNotification(entry);
    case Entry::Kind::kDecision:
      return ShowDecision(entry);
    case Entry::Kind::kLine:
      return NoteLine(entry);
    case Entry::Kind::kEvent:
      return Line(entry, paint_.Notice(Head(entry.what)), entry.detail, entry.by);
    case Entry::Kind::kTrouble:
      return ShowTrouble(entry);
  }
}

void DemoScreen::Summarise(Instant now) {
  FlushStates();
  Tally(now);
  std::string decisions;
  for (const auto& [what, count] : decisions_) {
    decisions += fmt::format("{}{} {}", decisions.empty() ? "" : ", ", count, what);
  }
  const Duration whole = began_ ? now - *began_ : Duration{0};
  Print(fmt::format(
      "\n{}\n  states seen   {} of 32\n  decisions     {}\n  decided by    {}\n"
      "  troubles      {}\n  online        {} of {}\n",
      paint_.Bold("The morning in numbers"), states_.size(), decisions, fmt::join(deciders_, ", "),
      troubles_, FormatRoughly(online_), FormatRoughly(whole)));
}

void DemoScreen::ShowNotification(const Entry& entry) {
  states_.insert(*entry.state);
  const bool running = GroupOf(*entry.state) == StateGroup::kRunning;
  if (running && entry.error == RasError::kNone) {
    passing_.push_back(entry.what);
    return;
  }
  if (entry.error == RasError::kNone) {
    std::string text = entry.what;
    if (!entry.detail.empty()) text += fmt::format(" ({})", entry.detail);
    const bool connected = *entry.state == ConnectionState::kConnected;
    const std::string head = Head(connected ? "connected" : "paused");
    return Line(entry, connected ? paint_.Good(head) : paint_.Notice(head),
                connected ? entry.detail : text, "");
  }
  // A failure shows where it happened; the `disconnected` that follows says the same again.
  const bool ended = *entry.state == ConnectionState::kDisconnected;
  if (ended && last_error_ == entry.error) {
    last_error_ = RasError::kNone;
    return;
  }
  last_error_ = ended ? RasError::kNone : entry.error;
  Line(entry, paint_.Bad(Head(ended ? "ended" : "failed")),
       DescribeError(entry.error) + (ended ? "" : ", in " + entry.what), "");
}

void DemoScreen::ShowDecision(const Entry& entry) {
  ++decisions_[entry.what];
  deciders_.insert(entry.by);
  std::string text;
  const auto add = [&text](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : ", ") + more;
  };
  if (entry.after) {
    const bool probe = entry.what == "open_circuit";
    const std::string_view word = probe ? "probe in" : entry.what == "redial" ? "in" : "for";
    add(fmt::format("{} {}", word, FormatRoughly(*entry.after)));
  }
  if (entry.number) add(*entry.number);
  add(entry.answer);
  add(entry.detail);
  Line(entry, paint_.Choice(Head(entry.what)), text, ReasonsOf(entry, text));
}

// A failing hook says "NAME: hook HOOK failed: WHY"; name and hook go where deciders stand.
void DemoScreen::ShowTrouble(const Entry& entry) {
  ++troubles_;
  constexpr std::string_view kFailed = " failed: ";
  const std::size_t failed = entry.detail.find(kFailed);
  const std::size_t hook = entry.detail.find(": hook ");
  const bool of_plugin = entry.by.starts_with("plugin ");
  std::string text = of_plugin ? entry.detail : entry.what + ": " + entry.detail;
  std::string why;
  if (of_plugin && hook < failed && failed != std::string::npos) {
    text = entry.detail.substr(failed + kFailed.size());
    why = entry.by + entry.detail.substr(hook, failed - hook);
  }
  Line(entry, paint_.Bad(Head("trouble")), text, why);
}

void DemoScreen::NoteLine(const Entry& entry) {
  Tally(entry.at);
  if (entry.what == "online") online_since_ = entry.at;
}

void DemoScreen::Tally(Instant now) {
  if (online_since_) online_ += now - *online_since_;
  online_since_.reset();
}

void DemoScreen::FlushStates() {
  std::string row;
  const auto flush = [&] {
    if (!row.empty()) Print(fmt::format("{:{}}{}\n", "", kIndent, paint_.Dim(row)));
    row.clear();
  };
  for (const std::string& state : passing_) {
    if (kIndent + row.size() + state.size() >= kWide) flush();
    row += (row.empty() ? "" : " ") + state;
  }
  flush();
  passing_.clear();
}

void DemoScreen::Line(const Entry& entry, const std::string& head, const std::string& text,
                      const std::string& why) {
  FlushStates();
  const double seconds = static_cast<double>((entry.at - *began_).count()) / 1000.0;
  std::string row = fmt::format("{:5.1f}s {}", seconds, head);
  if (!text.empty()) row += " " + text;
  if (!why.empty()) {
    const bool fits = kIndent + text.size() + why.size() + 5 <= kWide;
    if (!text.empty()) row += fits ? " " : fmt::format("\n{:{}}", "", kIndent - 1);
    row += paint_.Dim(" <- " + why);
  }
  Print(row + "\n");
}

}  // namespace lineman
