#include "engines/simulator/exchange.h"

#include <algorithm>

#include "model/facts.h"

namespace lineman::simulator {
namespace {

// The first trouble that strikes a call now.
const Trouble* FindTrouble(const std::vector<Trouble>& troubles, const WorldClock& clock,
                           const std::string& who, std::string_view what) {
  unsigned index = 0;
  for (const Trouble& trouble : troubles) {
    if (trouble.when.Holds(clock, clock.Now(), {who, what, index++})) return &trouble;
  }
  return nullptr;
}

}  // namespace

Exchange::Exchange(World world, Env& env, Instant start, WallTime wall, bool kiosks)
    : world_(std::move(world)), clock_(env, start, wall, world_.zone), kiosks_(kiosks) {
  for (const ServerPlan& server : world_.servers) servers_.emplace_back(server, clock_);
}

Route Exchange::RouteCall(const std::string& profile, const std::string& number) {
  const std::string key = NumberKey(number);
  const NumberPlan* const plan = FindNumber(key);
  const std::string who = key + "@" + profile;
  const CallOutcome outcome = OutcomeOf(plan, profile, who);
  Route route;
  route.ring = Paced(plan != nullptr && plan->ring ? *plan->ring : world_.timing.ring);
  route.error = outcome.error;
  if (outcome.server < 0) return route;
  route.server = &servers_.at(static_cast<std::size_t>(outcome.server));
  const ServerPlan& server = route.server->plan();
  const int link = plan != nullptr && plan->link >= 0 ? plan->link : server.link;
  if (link >= 0) route.link = &world_.links.at(static_cast<std::size_t>(link));
  route.refusal = FindRefusal(server, profile);
  return route;
}

const NumberPlan* Exchange::FindNumber(const std::string& key) const {
  auto found = std::ranges::find(world_.numbers, key, &NumberPlan::key);
  if (found == world_.numbers.end())
    found = std::ranges::find(world_.numbers, std::string(), &NumberPlan::key);
  return found == world_.numbers.end() ? nullptr : &*found;
}

CallOutcome Exchange::OutcomeOf(const NumberPlan* number, const std::string& profile,
                                const std::string& who) {
  const Trouble* trouble = FindTrouble(world_.troubles, clock_, who, "trouble");
  if (trouble == nullptr && number != nullptr)
    trouble = FindTrouble(number->troubles, clock_, who, "trouble of the number");
  if (trouble != nullptr) return trouble->outcome;
  if (number == nullptr) {
    // Numbers that no list mentions are not in service; without a list the first server has all.
    // A line that dials no number, as PPPoE, is wired to the first server too.
    const bool wired = world_.numbers.empty() || who.starts_with('@');
    return wired ? CallOutcome{0, RasError::kNone} : CallOutcome{-1, RasError::kNoCarrier};
  }
  if (number->calls.empty()) return number->then;
  const auto call = static_cast<std::size_t>(CountCall(profile, number->key));
  return call <= number->calls.size() ? number->calls[call - 1] : number->then;
}

const Refusal* Exchange::FindRefusal(const ServerPlan& server, const std::string& profile) {
  if (server.refusals.empty()) return nullptr;
  const int call = CountCall(profile, "server " + server.name);
  const std::string who = server.name + "@" + profile;
  unsigned index = 0;
  for (const Refusal& refusal : server.refusals) {
    const Draw draw{who, "refusal", index++};
    if (refusal.first > 0 && call > refusal.first) continue;
    if (refusal.when.Holds(clock_, clock_.Now(), draw)) return &refusal;
  }
  return nullptr;
}

int Exchange::CountCall(const std::string& profile, const std::string& entity) {
  int& count = calls_[entity + "@" + profile];
  constexpr int kEnough = 1'000'000'000;
  if (count < kEnough) ++count;
  return count;
}

std::vector<Device>& Exchange::DevicesOf(const std::string& profile) {
  const std::string owner = kiosks_ ? profile : std::string();
  std::vector<Device>& devices = devices_[owner];
  if (devices.empty()) {
    for (const DevicePlan& plan : world_.devices) devices.emplace_back(plan, clock_, owner);
  }
  return devices;
}

Device* Exchange::FindDevice(const std::string& profile, const std::string& name) {
  if (world_.devices.empty()) return nullptr;
  for (Device& device : DevicesOf(profile)) {
    if (name.empty() || device.name() == name) return &device;
  }
  return nullptr;
}

const LinkPlan* Exchange::FindLink(const std::string& name) const {
  const auto found = std::ranges::find(world_.links, name, &LinkPlan::name);
  return found == world_.links.end() ? nullptr : &*found;
}

void Exchange::CommandRan(const std::string& profile, std::string_view command) {
  if (world_.devices.empty()) return;
  for (Device& device : DevicesOf(profile)) device.CommandRan(command);
}

int Exchange::account_locks() const {
  int locks = 0;
  for (const Server& server : servers_) locks += server.account_locks();
  return locks;
}

std::int64_t Exchange::turned_away() const {
  std::int64_t calls = 0;
  for (const Server& server : servers_) calls += server.turned_away();
  return calls;
}

}  // namespace lineman::simulator
