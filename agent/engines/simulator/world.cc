#include "engines/simulator/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/suggest.h"
#include "engines/simulator/world_reader.h"
#include "model/facts.h"

namespace lineman::simulator {
namespace {

// What a call may come to besides a server, in the words of people who make telephone calls.
constexpr std::array<std::pair<std::string_view, RasError>, 6> kOutcomes = {{
    {"busy", RasError::kLineBusy},
    {"no_answer", RasError::kNoAnswer},
    {"no_carrier", RasError::kNoCarrier},
    {"dead", RasError::kNoCarrier},
    {"no_dialtone", RasError::kNoDialtone},
    {"voice", RasError::kVoiceAnswer},
}};

RasError FindOutcome(std::string_view word) {
  for (const auto& [name, error] : kOutcomes) {
    if (name == word) return error;
  }
  return ParseRasError(word).value_or(RasError::kNone);
}

template <typename Plans>
int IndexOf(const Plans& plans, std::string_view name) {
  const auto found = std::ranges::find(plans, name, [](const auto& plan) { return plan.name; });
  return found == plans.end() ? -1 : static_cast<int>(found - plans.begin());
}

template <typename Plans>
std::vector<std::string_view> NamesOf(const Plans& plans) {
  std::vector<std::string_view> names;
  names.reserve(plans.size());
  for (const auto& plan : plans) names.push_back(plan.name);
  return names;
}

}  // namespace

Duration Timing::Paced(Duration duration) const {
  return Duration(static_cast<std::int64_t>(static_cast<double>(duration.count()) / pace));
}

void WorldReader::Read(const OptionReader& root) {
  world_.name = root.Text("world");
  world_.about = root.Text("about");
  if (const auto start = ParseLocal(root.Text("start"))) world_.start = *start;
  if (const auto zone = Zone::Find(root.Text("timezone"))) world_.zone = *zone;
  ReadTiming(root);
  ReadNames(root);
  for (const auto& [name, from] : root.Members("links"))
    ReadLink(world_.links.at(static_cast<std::size_t>(IndexOf(world_.links, name))), from);
  for (const auto& [name, from] : root.Members("devices"))
    ReadDevice(world_.devices.at(static_cast<std::size_t>(IndexOf(world_.devices, name))), from);
  for (const auto& [name, from] : root.Members("servers"))
    ReadServer(world_.servers.at(static_cast<std::size_t>(IndexOf(world_.servers, name))), from);
  if (world_.servers.empty()) {
    world_.servers.emplace_back().name = "default";
    ReadServer(world_.servers.back(), OptionReader(WorldTable(), nullptr, "servers.*"));
  }
  ReadNumbers(root);
  world_.troubles = ReadTroubles(root);
  ReadEvents(root);
  ReadExpect(root);
}

// Names first, because the parts name each other in any order.
void WorldReader::ReadNames(const OptionReader& root) {
  for (const auto& [name, from] : root.Members("links")) world_.links.emplace_back().name = name;
  for (const auto& [name, from] : root.Members("devices"))
    world_.devices.emplace_back().name = name;
  for (const auto& [name, from] : root.Members("servers")) {
    world_.servers.emplace_back().name = name;
    if (FindOutcome(name) != RasError::kNone) {
      findings_.Error(from.place(),
                      fmt::format("a server cannot be called '{}': that is what a call may come to "
                                  "without one",
                                  name));
    }
  }
}

void WorldReader::ReadTiming(const OptionReader& root) {
  const OptionReader timing = root.Below("timing");
  Timing& to = world_.timing;
  const std::array<std::pair<std::string_view, Duration*>, 11> spans = {
      {{"port", &to.port},
       {"tones", &to.tones},
       {"ring", &to.ring},
       {"no_answer", &to.no_answer},
       {"training", &to.training},
       {"logon", &to.logon},
       {"network", &to.network},
       {"modem_reset", &to.modem_reset},
       {"callback", &to.callback},
       {"reply", &to.reply},
       {"hang_up", &to.hang_up}}};
  for (const auto& [key, span] : spans) *span = timing.Span(key);
  to.pace = std::clamp(root.Number("pace"), 0.1, 1000.0);
}

void WorldReader::ReadNumbers(const OptionReader& root) {
  for (const auto& [name, from] : root.Members("numbers")) {
    NumberPlan number;
    number.number = name;
    number.key = name == "*" ? "" : NumberKey(name);
    const auto same = std::ranges::find(world_.numbers, number.key, &NumberPlan::key);
    if (name.empty()) {
      findings_.Error(from.place(), "a number must not be empty: write \"*\" for all others");
    } else if (same != world_.numbers.end()) {
      findings_.Error(from.place(),
                      fmt::format("'{}' is the same number as '{}'", name, same->number));
    }
    ReadNumber(number, from);
    world_.numbers.push_back(std::move(number));
  }
}

void WorldReader::ReadNumber(NumberPlan& number, const OptionReader& from) {
  number.then.server = 0;
  if (from.node() != nullptr && from.node()->IsScalar()) {
    number.then = ReadOutcome(from.node()->scalar, from.place());
    return;
  }
  for (const YamlNode* call : Scalars(from, "calls"))
    number.calls.push_back(ReadOutcome(call->scalar, call->place));
  if (from.Has("answers")) {
    number.then = ReadOutcome(from.Text("answers"), from.Below("answers").place());
  } else if (!number.calls.empty()) {
    number.then = number.calls.back();
  } else if (world_.servers.size() > 1) {
    findings_.Error(from.place(), fmt::format("{} needs `answers`: there is more than one server",
                                              number.number));
  }
  number.troubles = ReadTroubles(from);
  number.ring = from.MaybeSpan("ring");
  number.link = ReadLinkName(from);
}

std::vector<Trouble> WorldReader::ReadTroubles(const OptionReader& from) {
  std::vector<Trouble> troubles;
  for (const OptionReader& trouble : from.Items("troubles")) {
    troubles.push_back({ReadWhen(trouble),
                        ReadOutcome(trouble.Text("outcome"), trouble.Below("outcome").place())});
  }
  return troubles;
}

CallOutcome WorldReader::ReadOutcome(std::string_view text, const Place& place) {
  const int server = IndexOf(world_.servers, text);
  if (server >= 0) return {server, RasError::kNone};
  const RasError error = FindOutcome(text);
  if (error == RasError::kNone) {
    std::vector<std::string_view> known = NamesOf(world_.servers);
    for (const auto& outcome : kOutcomes) known.push_back(outcome.first);
    findings_.Error(place, fmt::format("'{}' is no server of this world, and nothing else a call "
                                       "may come to{}",
                                       text, DidYouMean(text, known)));
  }
  return {-1, error};
}

int WorldReader::ReadLinkName(const OptionReader& from) {
  if (!from.Has("link")) return -1;
  const std::string name = from.Text("link");
  const int link = IndexOf(world_.links, name);
  if (link < 0) {
    findings_.Error(from.Below("link").place(),
                    fmt::format("'{}' is no link of this world{}", name,
                                DidYouMean(name, NamesOf(world_.links))));
  }
  return link;
}

void WorldReader::ReadLink(LinkPlan& link, const OptionReader& from) {
  for (const OptionReader& item : from.Items("drops")) {
    Drop drop;
    drop.moments = ReadMoments(item);
    drop.after = item.MaybeSpan("after");
    drop.error = item.Error("error").value_or(RasError::kLinkFailure);
    if (drop.moments.empty() && !drop.after)
      findings_.Error(item.place(), "a drop needs one of at, daily, mean and after");
    link.drops.push_back(std::move(drop));
  }
  for (const OptionReader& item : from.Items("stalls")) {
    Stall stall;
    stall.moments = ReadMoments(item);
    stall.lasts = item.Span("for");
    stall.ends_with_call = item.Flag("redial_helps");
    if (stall.moments.empty())
      findings_.Error(item.place(), "a stall needs one of at, daily and mean");
    link.stalls.push_back(std::move(stall));
  }
}

void WorldReader::ReadDevice(DevicePlan& device, const OptionReader& from) {
  device.repaired_by = from.Text("repaired_by");
  device.repair_takes = from.Span("repair_takes");
  for (const OptionReader& item : from.Items("fails")) {
    Fault fault;
    fault.moments = ReadMoments(item);
    fault.lasts = item.MaybeSpan("for");
    fault.error = item.Error("error").value_or(RasError::kDeviceNotReady);
    if (fault.moments.empty())
      findings_.Error(item.place(), "a fault needs one of at, daily and mean");
    if (!fault.lasts && device.repaired_by.empty()) {
      findings_.Error(item.place(), fmt::format("device {} would never work again: give `for`, or "
                                                "`repaired_by` with the command that repairs it",
                                                device.name));
    }
    device.faults.push_back(std::move(fault));
  }
}

std::optional<World> LoadWorld(const YamlPtr& root, Findings& findings) {
  if (root == nullptr) return std::nullopt;
  Findings mine;
  WorldTable().Check(*root, mine);
  World world;
  if (!mine.HasErrors()) WorldReader(world, mine).Read(OptionReader(WorldTable(), root.get()));
  findings.Append(mine);
  if (mine.HasErrors()) return std::nullopt;
  return world;
}

World QuietWorld() {
  World world;
  Findings none;
  WorldReader(world, none).Read(OptionReader(WorldTable(), nullptr));
  world.name = "quiet";
  return world;
}

}  // namespace lineman::simulator
