// `lineman events`: what happened, from the record.

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/agent_call.h"
#include "app/commands.h"
#include "app/machine_clock.h"
#include "app/terminal.h"
#include "base/duration.h"
#include "base/utc.h"
#include "control/decision_words.h"

namespace lineman {
namespace {

// What is shown of the past before what happens.
constexpr int kBefore = 10;
constexpr Duration kPatient = std::chrono::minutes(1);

// The moment meant by "2h" or "2026-03-02 08:00".
Result<WallTime> ParseSince(const std::string& text, const Zone& zone) {
  if (const Result<Duration> span = ParseDuration(text)) return WallNow() - *span;
  if (const Result<LocalTime> time = ParseLocal(text)) return zone.ToWall(*time);
  return Fail(
      fmt::format("--since takes a duration such as 2h, or a time such as "
                  "\"2026-03-02 08:00\": '{}' is neither",
                  text));
}

std::int64_t SequenceOf(const Json& entry) {
  const std::int64_t* sequence = entry.FindInteger("sequence");
  return sequence == nullptr ? 0 : *sequence;
}

// Whether there are earlier ones that fit the question.
bool HasMore(const Json& page) {
  const bool* more = page.FindBool("more");
  return more != nullptr && *more;
}

// Prints entries, each once, and knows where to go on.
class EventView {
 public:
  EventView(ControlClient& agent, const EventsOptions& options, std::optional<WallTime> since)
      : agent_(agent), options_(options), since_(since) {}

  // What is kept.
  ControlResult<Done> Past() {
    std::vector<Json> entries;
    Json query = Query();
    if (since_) query.Set("since", FormatUtc(*since_));
    if (!since_ && options_.follow) query.Set("most", kBefore);
    for (bool more = true; more;) {
      const ControlResult<Json> page = agent_.Call("events", query);
      if (!page) return tl::unexpected(page.error());
      std::vector<Json> older = EntriesOf(*page);
      more = since_ && !older.empty() && HasMore(*page);
      if (!older.empty()) query.Set("before", SequenceOf(older.front()));
      older.insert(older.end(), std::make_move_iterator(entries.begin()),
                   std::make_move_iterator(entries.end()));
      entries = std::move(older);
    }
    for (const Json& entry : entries) Show(entry);
    return Done{};
  }

  // What happens from now on; ends when the agent does.
  ControlError Follow() {
    if (last_ == 0) {
      if (const ControlResult<Done> found = FindLast(); !found) return found.error();
    }
    Json params = Query();
    params.Set("after", last_);
    if (const auto subscribed = agent_.Call("subscribe", std::move(params)); !subscribed) {
      return subscribed.error();
    }
    for (;;) {
      const ControlResult<Json> told = agent_.Next(kPatient);
      if (!told && !told.error().message.empty()) return told.error();
      if (!told) continue;
      if (const Json* entry = told->Find("entry")) Show(*entry);
      if (told->Find("missed") == nullptr) continue;
      if (const ControlResult<Done> caught_up = CatchUp(*told); !caught_up) {
        return caught_up.error();
      }
    }
  }

 private:
  static std::vector<Json> EntriesOf(const Json& page) {
    const Json::Array* entries = page.FindArray("entries");
    return entries == nullptr ? Json::Array() : *entries;
  }

  Json Query() const {
    Json query(Json::Object{});
    if (!options_.profile.empty()) query.Set("profile", options_.profile);
    if (!options_.kind.empty()) query.Set("kind", options_.kind);
    return query;
  }

  // Where the past ends, when none of it was shown.
  ControlResult<Done> FindLast() {
    Json query = Query();
    query.Set("most", 1);
    const ControlResult<Json> page = agent_.Call("events", std::move(query));
    if (!page) return tl::unexpected(page.error());
    for (const Json& entry : EntriesOf(*page)) last_ = SequenceOf(entry);
    return Done{};
  }

  // The agent has dropped what we did not read in time; it is kept in its history.
  ControlResult<Done> CatchUp(const Json& missed) {
    Json query = Query();
    query.Set("after", last_);
    const ControlResult<Json> page = agent_.Call("events", std::move(query));
    if (!page) return tl::unexpected(page.error());
    if (HasMore(*page)) {
      PrintError(
          fmt::format("lineman: some of {} entries were missed\n", missed.Find("missed")->Dump()));
    }
    for (const Json& entry : EntriesOf(*page)) Show(entry);
    return Done{};
  }

  void Show(const Json& json) {
    const std::int64_t sequence = SequenceOf(json);
    if (sequence != 0 && sequence <= last_) return;
    last_ = std::max(last_, sequence);
    if (options_.json) return Print(json.Dump() + "\n");
    const Result<Entry> entry = EntryFrom(json);
    if (!entry) return PrintError("lineman: " + entry.error().message + "\n");
    width_ = std::max(width_, entry->profile.size());
    Print(Harmless(HistoryLine(*entry, zone_, width_)) + "\n");
  }

  ControlClient& agent_;
  const EventsOptions& options_;
  const std::optional<WallTime> since_;
  const Zone zone_ = Zone::OfThisMachine();
  std::int64_t last_ = 0;  // the sequence shown last
  std::size_t width_ = 0;  // of the longest profile so far
};

}  // namespace

int RunEvents(const CommonOptions& common, const EventsOptions& options) {
  std::optional<WallTime> since;
  if (!options.since.empty()) {
    const Result<WallTime> parsed = ParseSince(options.since, Zone::OfThisMachine());
    if (!parsed) {
      PrintError("lineman: " + parsed.error().message + "\n");
      return kExitUsage;
    }
    since = *parsed;
  }
  ControlResult<ControlClient> agent = ConnectToAgent(common);
  if (!agent) return TellWhyNot(agent.error());
  EventView view(*agent, options, since);
  if (const ControlResult<Done> past = view.Past(); !past) return TellWhyNot(past.error());
  return options.follow ? TellWhyNot(view.Follow()) : kExitDone;
}

}  // namespace lineman
