#include "tests/bench/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <utility>

#include "engines/simulator/simulator.h"
#include "policy/settings.h"

namespace lineman::bench {
namespace {

constexpr const char* kKiosk = R"(
profile: kiosk
engine: simulator
numbers: ["+49 30 555 0100", "+49 30 555 0101"]
user: kiosk-17
password: {file: /etc/lineman/secrets/kiosk}
timezone: Europe/Berlin
retry:
  holdoff: 5s
  backoff: {first: 5s, factor: 2, max: 5m, jitter: 20%}
  caps: [{dials: 1000, per: 24h, each: number}, {dials: 1000, per: 24h, each: profile}]
paused:
  callback_set_by_caller: {answer: {callback_number: "+49 30 555 0190"}}
rules:
  - {name: hours, when: {error: restricted_logon_hours}, hold_off: 30m}
  - {name: account, when: {cause: account}, stop: the office must fix this}
  - {name: config, when: {cause: config}, stop: the office must fix this}
  - {name: night, when: {between: "02:50-03:30", error: no_answer}, hold_off: 10m}
  - {name: tired, when: {attempt: {at_least: 9}, cause: human}, hold_off: 1h}
  - {name: device, when: {cause: device, state: connect_device}, redial: {after: 20s, number: same}}
  - {name: second, when: {number: "+49 30 555 0101", error: no_carrier}, redial: {number: first}}
  - {name: short, when: {lost: true, online_for: {less_than: 10s}}, hold_off: 1m}
  - {name: busy, when: {error: [line_busy, no_answer]}, redial: {number: next, after: 30s}}
  - {name: lost, when: {lost: true, online_for: {at_least: 10m}}, redial: {after: 5s}}
)";

const OptionTable& Table() {
  static const std::vector<EngineOptions> kEngines = {
      {"simulator", &Simulator::SimulatorOptions()}};
  static const OptionTable kTable = MakeProfileTable(kEngines);
  return kTable;
}

}  // namespace

double CpuSecondsOf(const std::function<void()>& work) {
  const auto spent = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  const double before = spent();
  work();
  return spent() - before;
}

double Quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto last = static_cast<double>(values.size() - 1);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * last);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

const char* const kHourlyWorld = R"(
world: every-hour
timezone: Europe/Berlin
start: 2026-03-02T08:00
servers: {office: {link: copper}}
links: {copper: {drops: [{after: 1h}]}}
)";

std::string KioskText(const std::string& extra) { return kKiosk + extra; }

ProfilePtr ReadProfile(const std::string& text) {
  Findings findings;
  const ProfileReading reading{
      .table = &Table(), .read_file = {}, .defaults = nullptr, .machine_zone = {}};
  const YamlPtr root = ParseYamlMapping(text, "kiosk.yaml", findings);
  std::optional<Profile> profile;
  if (root != nullptr) profile = LoadInlineProfile(root, "kiosk.yaml", reading, findings);
  if (!profile) {
    fmt::print(stderr, "{}", findings.ToString());
    std::exit(1);
  }
  return std::make_shared<const Profile>(*std::move(profile));
}

}  // namespace lineman::bench
