#include <fmt/format.h>

#include <limits>

#include "base/utc.h"
#include "model/record.h"

namespace lineman {
namespace {

// Takes members out of one object; what is missing or of another kind stays as it was.
class MembersOf {
 public:
  explicit MembersOf(const Json& json) : json_(json) {}

  void Text(std::string_view name, std::string& to) const {
    if (const std::string* text = json_.FindString(name)) to = *text;
  }
  void Text(std::string_view name, std::optional<std::string>& to) const {
    if (const std::string* text = json_.FindString(name)) to = *text;
  }
  std::optional<std::int64_t> Integer(std::string_view name) const {
    const std::int64_t* number = json_.FindInteger(name);
    return number == nullptr ? std::nullopt : std::optional(*number);
  }
  void Count(std::string_view name, int& to) const {
    const auto count = Integer(name);
    if (count && *count >= 0 && *count <= std::numeric_limits<int>::max()) {
      to = static_cast<int>(*count);
    }
  }
  const Json* Object(std::string_view name) const {
    const Json* member = json_.Find(name);
    return member != nullptr && member->AsObject() != nullptr ? member : nullptr;
  }
  void Texts(std::string_view name, std::vector<std::string>& to) const {
    const Json::Array* items = json_.FindArray(name);
    if (items == nullptr) return;
    for (const Json& item : *items) {
      if (const std::string* text = item.AsString()) to.push_back(*text);
    }
  }

 private:
  const Json& json_;
};

Result<WallTime> ReadTime(const MembersOf& members, std::string_view name) {
  std::string text;
  members.Text(name, text);
  return ParseUtc(text);
}

std::optional<Counters> ReadCounters(const Json* json) {
  if (json == nullptr) return std::nullopt;
  const MembersOf members(*json);
  Counters counters;
  members.Count("attempts", counters.attempts);
  members.Count("tries", counters.tries);
  members.Count("probes", counters.probes);
  if (const Json* failures = members.Object("failures")) {
    for (const Cause cause : AllCauses()) {
      MembersOf(*failures).Count(NameOf(cause), CountOf(counters.failures, cause));
    }
  }
  return counters;
}

void ReadReasons(const MembersOf& members, Entry& entry) {
  members.Texts("why", entry.why);
  std::string cause;
  members.Text("cause", cause);
  entry.cause = FindCause(cause);
  entry.before = ReadCounters(members.Object("before"));
  entry.now = ReadCounters(members.Object("now"));
  members.Text("next", entry.next);
  if (const Result<WallTime> at = ReadTime(members, "next_at")) entry.next_at = *at;
  members.Texts("would_change", entry.would_change);
}

Result<Entry::Kind> ReadKind(const MembersOf& members) {
  std::string name;
  members.Text("kind", name);
  const std::optional<Entry::Kind> kind = FindEntryKind(name);
  if (!kind) return Fail(fmt::format("there is no kind of entry '{}'", name));
  return *kind;
}

}  // namespace

Result<Entry> EntryFrom(const Json& json) {
  const MembersOf members(json);
  const Result<WallTime> time = ReadTime(members, "time");
  if (!time) return tl::unexpected(time.error());
  const Result<Entry::Kind> kind = ReadKind(members);
  if (!kind) return tl::unexpected(kind.error());
  Entry entry;
  entry.wall = *time;
  entry.kind = *kind;
  entry.sequence = static_cast<std::uint64_t>(members.Integer("sequence").value_or(0));
  members.Text("profile", entry.profile);
  members.Text("what", entry.what);
  members.Text("from", entry.from);
  members.Text("detail", entry.detail);
  members.Text("number", entry.number);
  members.Text("user", entry.user);
  members.Text("answer", entry.answer);
  members.Text("by", entry.by);
  entry.error = static_cast<RasError>(members.Integer("code").value_or(0));
  if (const auto after = members.Integer("after_ms")) entry.after = Duration(*after);
  if (const auto jump = members.Integer("jump_ms")) entry.jump = Duration(*jump);
  if (entry.kind == Entry::Kind::kDecision) ReadReasons(members, entry);
  if (entry.kind == Entry::Kind::kNotification) entry.state = FindState(entry.what);
  return entry;
}

}  // namespace lineman
