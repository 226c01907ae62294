#include "rehearsal/line_record.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "base/duration.h"

namespace lineman {
namespace {

constexpr std::size_t kMostErrors = 10;  // a file that is no record at all has said enough then
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr int kMostWarnings = 20;
constexpr Duration kBefore = std::chrono::seconds(1);
// A clock that was set by more than this was not: no calendar goes so far.
constexpr Duration kFurthestJump = std::chrono::hours(24 * 366 * 10'000LL);

class Reader {
 public:
  Reader(const std::string& path, const std::string& profile, Findings& findings)
      : file_(std::make_shared<const std::string>(path)), profile_(profile), findings_(findings) {}

  std::optional<LineRecord> Read(std::string_view text) {
    if (text.starts_with(kUtf8Mark)) text.remove_prefix(kUtf8Mark.size());
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
      ++line_;
      Error("the file is in UTF-16, as PowerShell's > writes it: write it with cmd's, or in UTF-8");
      return std::nullopt;
    }
    while (!text.empty() && findings_.errors() < kMostErrors) {
      const std::size_t end = text.find('\n');
      const bool whole = end != std::string_view::npos;
      ++line_;
      ReadLine(text.substr(0, end), whole);
      text.remove_prefix(whole ? end + 1 : text.size());
    }
    if (!findings_.HasErrors()) CheckWhole();
    if (findings_.HasErrors()) return std::nullopt;
    LookAtTheBeginning();
    return std::move(record_);
  }

 private:
  Place Here() const { return {file_, line_, 1}; }
  void Error(std::string message) { findings_.Error(Here(), std::move(message)); }
  void Warn(std::string message) {
    if (warnings_ > kMostWarnings) return;
    if (++warnings_ > kMostWarnings) message = "from here on, warnings are left out";
    findings_.Warning(Here(), std::move(message));
  }

  // `whole`: the line has its end.
  void ReadLine(std::string_view line, bool whole) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == std::string_view::npos) return;
    const Result<Json> json = ParseJson(line);
    if (!json && !whole) return Warn("the last line is cut off: left out");
    if (!json) return NoEntry(json.error().message);
    if (IsOfAnotherVersion(*json)) return;
    Result<Entry> entry = EntryFrom(*json);
    if (!entry) return NoEntry(entry.error().message);
    if (entry->sequence == 0 || entry->profile.empty() || entry->what.empty())
      return NoEntry("sequence, profile or what is missing");
    Take(*std::move(entry));
  }

  void NoEntry(const std::string& why) {
    Error(fmt::format("this is no entry of a record ({}); lineman events --json prints one a line",
                      why));
  }

  // Later versions may have kinds and states that this one has not.
  bool IsOfAnotherVersion(const Json& json) {
    const std::string* kind = json.FindString("kind");
    const std::string* what = json.FindString("what");
    if (kind == nullptr || what == nullptr) return false;
    const auto known = FindEntryKind(*kind);
    const bool state = known == Entry::Kind::kNotification && !FindState(*what);
    if (known && !state) return false;
    Warn(fmt::format("left out: this version knows no {} {}", known ? "state" : "kind of entry",
                     Shown(known ? *what : *kind)));
    return true;
  }

  void Take(Entry entry) {
    if (!IsInOrder(entry)) return;
    last_sequence_ = entry.sequence;
    last_wall_ = entry.wall;
    others_.insert(entry.profile);
    if (entry.profile != profile_) return;
    if (!Locate(entry)) return;
    CheckNothingIsMissing(entry);
    if (entry.kind == Entry::Kind::kLine) state_ = entry.what;
    record_.entries.push_back(std::move(entry));
  }

  bool IsInOrder(const Entry& entry) {
    if (last_sequence_ == 0 || entry.sequence > last_sequence_) return true;
    if (entry.sequence == last_sequence_) {
      Warn(fmt::format("entry {} is there twice: left out", entry.sequence));
      return false;
    }
    if (entry.wall >= last_wall_) {
      Warn(
          fmt::format("the sequence begins anew with {}: the journal was lost, or files were "
                      "joined",
                      entry.sequence));
      return true;
    }
    Error(fmt::format("entry {} comes after entry {}: put the file in the order of the sequence",
                      entry.sequence, last_sequence_));
    return false;
  }

  // Gives the entry its place on the timeline: after the one before, by what the clock has gone on,
  // less how far it was set.
  bool Locate(Entry& entry) {
    if (record_.entries.empty()) {
      record_.start = entry.wall;
      entry.at = Instant{};
      return true;
    }
    const Entry& before = record_.entries.back();
    Duration passed = entry.wall - before.wall;
    if (entry.kind == Entry::Kind::kEvent && entry.what == "clock_changed")
      passed -= JumpOf(entry, passed);
    if (passed < Duration{0}) {
      Warn(fmt::format("the clock goes back by {} without a word of it: counted as no time",
                       FormatRoughly(-passed)));
      passed = Duration{0};
    }
    if (passed > kLongestDuration || before.at + passed > Instant{} + kLongestDuration) {
      Error("more than ten years pass in the record: the clock was set without a word of it");
      return false;
    }
    entry.at = before.at + passed;
    return true;
  }

  Duration JumpOf(const Entry& entry, Duration otherwise) {
    if (entry.jump && *entry.jump <= kFurthestJump && *entry.jump >= -kFurthestJump)
      return *entry.jump;
    Warn(
        "it does not say how far the clock was set (jump_ms): the time since the entry before "
        "counts as none");
    return otherwise;
  }

  void CheckNothingIsMissing(const Entry& entry) {
    if (entry.kind != Entry::Kind::kLine || state_.empty() || entry.from == state_) return;
    if (entry.from == "idle") return;  // the agent was started again
    Warn(fmt::format("entries are missing before this one: the line leaves {}, but was {}",
                     Shown(entry.from), Shown(state_)));
  }

  void CheckWhole() {
    if (IsWhole()) return;
    line_ = std::max(line_, 1);
    if (others_.empty()) return Error("there is no entry in it; lineman events --json prints them");
    if (others_.contains(profile_))
      return Error(
          fmt::format("what the line of {} did is not in it; lineman events --json "
                      "prints it, without --kind",
                      Shown(profile_)));
    std::vector<std::string> names;
    for (const std::string& name : others_) names.push_back(Shown(name));
    Error(fmt::format("no entry is of the profile {}; it has those of {}", Shown(profile_),
                      fmt::join(names, ", ")));
  }

  // Whether it has all kinds of entries. One dial alone may have begun before it, or end with it.
  bool IsWhole() const {
    const auto count = [this](Entry::Kind kind) {
      return std::ranges::count(record_.entries, kind, &Entry::kind);
    };
    const auto dials = std::ranges::count_if(record_.entries, [](const Entry& entry) {
      return entry.kind == Entry::Kind::kLine && entry.what == "dialing";
    });
    const bool lacks = count(Entry::Kind::kDecision) == 0 || count(Entry::Kind::kNotification) == 0;
    return count(Entry::Kind::kLine) > 0 && !(dials > 1 && lacks);
  }

  void LookAtTheBeginning() {
    const auto first = std::ranges::find(record_.entries, Entry::Kind::kLine, &Entry::kind);
    const std::optional<LineState> found = FindLineState(first->from);
    if (!found || found == LineState::kIdle) return;
    record_.begins_in = found;
    record_.start -= kBefore;
    for (Entry& entry : record_.entries) entry.at += kBefore;
  }

  std::shared_ptr<const std::string> file_;
  const std::string& profile_;
  Findings& findings_;
  LineRecord record_;
  int line_ = 0;
  int warnings_ = 0;
  std::uint64_t last_sequence_ = 0;
  WallTime last_wall_{};
  std::string state_;             // of the line, as far as it is known
  std::set<std::string> others_;  // the profiles there are
};

}  // namespace

std::optional<LineRecord> ReadLineRecord(std::string_view text, const std::string& path,
                                         const std::string& profile, Findings& findings) {
  return Reader(path, profile, findings).Read(text);
}

}  // namespace lineman
