// `lineman demo`: a kiosk's bad morning, played by the agent's own pipeline in real time.

#include <fmt/format.h>

#include <map>
#include <set>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/files.h"
#include "app/runtime.h"
#include "app/terminal.h"
#include "base/duration.h"

namespace lineman {
namespace {

constexpr Duration kDemoLength = std::chrono::seconds(50);

// Shows the record as a person would tell it, and counts for the summary.
class DemoScreen {
 public:
  void Show(const Entry& entry) {
    if (!began_) began_ = entry.at;
    switch (entry.kind) {
      case Entry::Kind::kNotification:
        return ShowNotification(entry);
      case Entry::Kind::kDecision:
        return ShowDecision(entry);
      case Entry::Kind::kLine:
        return NoteLine(entry);
      case Entry::Kind::kEvent:
        return Line(entry, paint_.Notice(fmt::format("{:<9}", "event")), Describe(entry), "");
      case Entry::Kind::kTrouble:
        return Line(entry, paint_.Bad(fmt::format("{:<9}", "trouble")), Describe(entry), "");
    }
  }

  void Summarise(Instant now) {
    FlushStates();
    Tally(now);
    std::string decisions;
    for (const auto& [what, count] : decisions_) {
      decisions += fmt::format("{}{} {}", decisions.empty() ? "" : ", ", count, what);
    }
    const Duration whole = began_ ? now - *began_ : Duration{0};
    Print(
        fmt::format("\n{}\n  states seen   {} of 32\n  decisions     {}\n  decided by    {}\n"
                    "  online        {} of {}\n",
                    paint_.Bold("The morning in numbers"), states_.size(), decisions,
                    Join(deciders_), FormatRoughly(online_), FormatRoughly(whole)));
  }

 private:
  static std::string Join(const std::set<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
  }

  void ShowNotification(const Entry& entry) {
    if (entry.state) states_.insert(*entry.state);
    const bool running = GroupOf(*entry.state) == StateGroup::kRunning;
    if (running && entry.error == RasError::kNone) {
      passing_ += (passing_.empty() ? "" : " ") + entry.what;
      return;
    }
    std::string text = entry.what;
    if (!entry.detail.empty()) text += fmt::format(" ({})", entry.detail);
    if (entry.error == RasError::kNone) {
      const bool connected = *entry.state == ConnectionState::kConnected;
      const std::string head = fmt::format("{:<9}", connected ? "connected" : "paused");
      return Line(entry, connected ? paint_.Good(head) : paint_.Notice(head),
                  connected ? entry.detail : text, "");
    }
    // A failure shows where it happened; the `disconnected` that follows says the same again.
    if (*entry.state == ConnectionState::kDisconnected && last_error_ == entry.error) {
      last_error_ = RasError::kNone;
      return;
    }
    const bool ended = *entry.state == ConnectionState::kDisconnected;
    last_error_ = ended ? RasError::kNone : entry.error;
    Line(entry, paint_.Bad(fmt::format("{:<9}", ended ? "ended" : "failed")),
         DescribeError(entry.error) + (ended ? "" : ", in " + entry.what), "");
  }

  void ShowDecision(const Entry& entry) {
    ++decisions_[entry.what];
    deciders_.insert(entry.by);
    std::string text;
    if (entry.after) text = (entry.what == "redial" ? "in " : "for ") + FormatRoughly(*entry.after);
    if (entry.what == "open_circuit" && entry.after)
      text = "probe in " + FormatRoughly(*entry.after);
    const auto add = [&text](const std::string& more) {
      if (!more.empty()) text += (text.empty() ? "" : ", ") + more;
    };
    if (entry.number) add(*entry.number);
    add(entry.answer);
    add(entry.detail);
    std::string why = entry.by;
    for (const std::string& reason : entry.why)
      why += (&reason == &entry.why.front() ? ": " : "; ") + reason;
    Line(entry, paint_.Choice(fmt::format("{:<9}", entry.what)), text, why);
  }

  void NoteLine(const Entry& entry) {
    Tally(entry.at);
    if (entry.what == "online") online_since_ = entry.at;
  }

  void Tally(Instant now) {
    if (online_since_) online_ += now - *online_since_;
    online_since_.reset();
  }

  void FlushStates() {
    if (passing_.empty()) return;
    Print(fmt::format("{:>16} {}\n", "", paint_.Dim(passing_)));
    passing_.clear();
  }

  void Line(const Entry& entry, const std::string& head, const std::string& text,
            const std::string& why) {
    FlushStates();
    const double seconds = static_cast<double>((entry.at - *began_).count()) / 1000.0;
    Print(fmt::format("{:5.1f}s {} {}{}\n", seconds, head, text,
                      why.empty() ? "" : paint_.Dim((text.empty() ? "<- " : "  <- ") + why)));
  }

  Paint paint_{stdout};
  std::optional<Instant> began_;
  std::string passing_;  // running states since the last line
  RasError last_error_ = RasError::kNone;
  std::set<ConnectionState> states_;
  std::map<std::string, int> decisions_;
  std::set<std::string> deciders_;
  std::optional<Instant> online_since_;
  Duration online_{0};
};

}  // namespace

int RunDemo(const CommonOptions& common, const DemoOptions& options) {
  std::string folder = options.folder;
  if (folder.empty()) {
    const Result<std::string> shipped = ShippedConfig();
    if (!shipped) {
      PrintError("lineman: " + shipped.error().message + "\n");
      return kExitNo;
    }
    folder = *shipped + "/demo";
  }
  Findings findings;
  const auto configuration = LoadConfiguration(folder + "/lineman.yaml", common.plugins, findings);
  auto world = ReadWorld(folder + "/world.yaml");
  if (!configuration || !world) {
    PrintError(findings.ToString());
    return kExitNo;
  }
  DemoScreen screen;
  Print(fmt::format("{}\n{}\n\n", Paint(stdout).Bold("A kiosk's bad morning"), world->about));
  Runtime runtime(*std::move(world), [&screen](const Entry& entry) { screen.Show(entry); });
  runtime.Start(*configuration, false);
  runtime.loop().run_for(kDemoLength);
  screen.Summarise(runtime.env().Now());
  return kExitDone;
}

}  // namespace lineman
