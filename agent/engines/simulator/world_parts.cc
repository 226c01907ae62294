// Reading the times, events and expectations of a world.
#include <fmt/format.h>

#include "engines/simulator/world_reader.h"

namespace lineman::simulator {
namespace {

using Kind = EventPlan::Kind;

}  // namespace

std::vector<const YamlNode*> WorldReader::Scalars(const OptionReader& from, std::string_view key) {
  std::vector<const YamlNode*> scalars;
  const YamlNode* const node = from.Find(key);
  if (node == nullptr) return scalars;
  if (node->IsScalar()) scalars.push_back(node);
  for (const YamlPtr& item : node->items) {
    if (item->IsScalar()) scalars.push_back(item.get());
  }
  return scalars;
}

std::vector<WeekWindow> WorldReader::ReadWindows(const OptionReader& from, std::string_view key) {
  std::vector<WeekWindow> windows;
  for (const YamlNode* scalar : Scalars(from, key)) {
    if (const auto window = ParseWeekWindow(scalar->scalar)) windows.push_back(*window);
  }
  return windows;
}

When WorldReader::ReadWhen(const OptionReader& from) {
  When when;
  when.from = from.Span("from");
  when.until = from.MaybeSpan("until");
  when.during = ReadWindows(from, "during");
  when.per_million = from.PerMillion("chance");
  if (when.until && *when.until <= when.from) {
    findings_.Error(from.Below("until").place(),
                    fmt::format("until {} must come after from {}", FormatDuration(*when.until),
                                FormatDuration(when.from)));
  }
  return when;
}

Moments WorldReader::ReadMoments(const OptionReader& from) {
  Moments moments;
  for (const YamlNode* at : Scalars(from, "at")) {
    if (const auto age = ParseDuration(at->scalar)) moments.at.push_back(*age);
  }
  if (const auto daily = ParseTimeOfDay(from.Text("daily")); daily && from.Has("daily"))
    moments.daily = *daily;
  moments.mean = from.MaybeSpan("mean");
  moments.when = ReadWhen(from);
  return moments;
}

// Each event does one thing.
void WorldReader::ReadEvents(const OptionReader& root) {
  constexpr std::array<std::pair<std::string_view, Kind>, 6> kinds = {
      {{"power_cut", Kind::kPowerCut},
       {"suspend", Kind::kSuspend},
       {"clock", Kind::kClock},
       {"network_changed", Kind::kNetworkChange},
       {"credentials_changed", Kind::kCredentials},
       {"operator", Kind::kOperator}}};
  for (const OptionReader& item : root.Items("events")) {
    EventPlan event;
    int given = 0;
    for (const auto& [key, kind] : kinds) {
      if (!item.Has(key) || item.Text(key) == "false") continue;
      ++given;
      event.kind = kind;
      if (kind == Kind::kOperator) {
        event.word = item.Text(key);
      } else if (kind == Kind::kPowerCut || kind == Kind::kSuspend || kind == Kind::kClock) {
        event.amount = item.Span(key);
      }
    }
    event.moments = ReadMoments(item);
    event.profile = item.Text("profile");
    if (given != 1) {
      findings_.Error(item.place(),
                      "an event needs exactly one of power_cut, suspend, clock, network_changed, "
                      "credentials_changed and operator");
    }
    if (event.moments.empty())
      findings_.Error(item.place(), "an event needs one of at, daily and mean");
    world_.events.push_back(std::move(event));
  }
}

void WorldReader::ReadExpect(const OptionReader& root) {
  const OptionReader expect = root.Below("expect");
  if (expect.Has("online.at_least"))
    world_.expect.online_at_least = expect.PerMillion("online.at_least");
  world_.expect.longest_outage_at_most = expect.MaybeSpan("longest_outage.at_most");
  if (expect.Has("dials_per_hour_each_number.at_most")) {
    world_.expect.dials_per_hour_each_number_at_most =
        expect.Integer("dials_per_hour_each_number.at_most");
  }
  world_.expect.fleet_back_at_most = expect.MaybeSpan("fleet_back.at_most");
  world_.expect.never_lock_account = expect.Has("account_locked");
}

}  // namespace lineman::simulator
