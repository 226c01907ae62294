#include "app/runtime.h"

#include <algorithm>
#include <asio/post.hpp>
#include <utility>

#include "app/files.h"
#include "app/machine_clock.h"
#include "app/machine_vault.h"
#include "app/pppd_host.h"
#include "app/ras_engine.h"
#include "app/state_folder.h"
#include "app/terminal.h"

namespace lineman {
namespace {

// How often the clocks are compared, and how far the wall clock may drift in that time (it is
// being slewed) before it counts as having been set.
constexpr Duration kClockWatch = std::chrono::seconds(30);
constexpr Duration kClockSlack = std::chrono::seconds(2);
constexpr Duration kRestPoll = std::chrono::milliseconds(50);

// How many entries are kept where there is no journal.
constexpr std::size_t kMostLatest = 1000;

// The version control's date of this build: no clock that tells an earlier time has been set.
constexpr WallTime kBuilt{std::chrono::seconds(LINEMAN_BUILD_TIME)};

std::unique_ptr<PasswordVault> MakeVault(const std::string& state) {
  if (state.empty()) return std::make_unique<MemoryVault>();
  return MakeMachineVault(state);
}

std::unique_ptr<Journal> MakeJournal(const std::string& state, AsioEnv& env,
                                     asio::io_context& loop) {
  if (state.empty()) return nullptr;
  JournalOptions options;
  options.path = state + "/journal.db";
  options.clock_trusted_from = kBuilt;
  return std::make_unique<Journal>(
      std::move(options), [&env] { return StampOfThisMachine(env.Wall()); },
      [&loop](std::function<void()> task) { asio::post(loop, std::move(task)); });
}

std::vector<std::unique_ptr<Engine>> MakeEngines(Env& env, asio::io_context& loop,
                                                 const RuntimePaths& paths) {
  std::vector<std::unique_ptr<Engine>> engines;
  if (!paths.pppd.empty()) engines.push_back(MakePppdEngine(env, loop, paths.pppd));
  engines.push_back(MakeRasEngine(env, loop, paths.ras_library));
  std::erase(engines, nullptr);
  return engines;
}

}  // namespace

Runtime::Runtime(const SimulationMaker& simulation, const RuntimePaths& paths, Recorder record)
    : journal_(MakeJournal(paths.state, env_, loop_)),
      secrets_(runner_, KeyOfStateFolder(paths.state)),
      vault_(MakeVault(paths.state)),
      simulation_(simulation(env_, loop_)),
      engines_(MakeEngines(env_, loop_, paths)),
      driver_({.env = env_,
               .store = journal_ ? static_cast<Store&>(*journal_) : memory_,
               .hooks = *hooks_,
               .secrets = secrets_,
               .vault = *vault_,
               .programs = programs_,
               .prober = prober_,
               .engine = [this](const std::string& name) { return FindEngine(name); },
               .record =
                   [this, record = std::move(record)](const Entry& entry) {
                     Remember(entry);
                     record(entry);
                   }},
              {.clock_trusted_from = kBuilt}) {}

Engine* Runtime::FindEngine(const std::string& name) {
  Engine& simulator = simulation_->engine();
  if (name == simulator.Name()) return &simulator;
  const auto found = std::ranges::find(engines_, name, [](const auto& e) { return e->Name(); });
  return found == engines_.end() ? nullptr : found->get();
}

void WatchedPrograms::Run(const std::string& profile, const RunProgram& program,
                          std::function<void(ProgramEnd)> done) {
  runner_.Run(profile, program,
              [this, line = JoinCommand(program.command), done = std::move(done)](ProgramEnd end) {
                simulation_.CommandRan(line);
                done(std::move(end));
              });
}

void Runtime::Remember(const Entry& entry) {
  if (journal_) return;
  latest_.push_back(entry);
  if (latest_.size() > kMostLatest) latest_.pop_front();
}

void Runtime::History(const HistoryQuery& query,
                      std::function<void(Result<std::vector<std::string>>)> done) {
  if (journal_) return journal_->History(query, std::move(done));
  std::vector<std::string> entries;
  for (const Entry& entry : latest_) {
    if (Matches(query, entry)) entries.push_back(ToJson(entry).Dump());
  }
  KeepLatest(query, entries);
  asio::post(loop_, [entries = std::move(entries), done = std::move(done)] { done(entries); });
}

void Runtime::Reload(const Configuration& configuration) {
  hooks_->Use(configuration.plugins);
  driver_.Reload(configuration.profiles);
}

void Runtime::Start(const Configuration& configuration, bool after_power_up,
                    const std::function<void()>& started) {
  hooks_->Use(configuration.plugins);
  clock_offset_ = Duration(env_.Wall().time_since_epoch() - env_.Now().time_since_epoch());
  slept_ = TimeAsleep();
  driver_.Start(configuration.profiles, after_power_up, started);
  EndOrphans(configuration);
  simulation_->Start(driver_);
  env_.CallAt(env_.Now() + kClockWatch, [this] { WatchClocks(); });
}

// What was dialled through an engine that no profile names any more is nobody's: each connection is
// let go of, which hangs it up.
void Runtime::EndOrphans(const Configuration& configuration) {
  for (const auto& engine : engines_) {
    const auto uses = [&](const ProfilePtr& profile) { return profile->engine == engine->Name(); };
    if (std::ranges::any_of(configuration.profiles, uses)) continue;
    engine->Adopt(
        [](const AdoptedConnection& /*orphan*/) { return [](const Notification& /*unheard*/) {}; },
        [] {});
  }
}

void Runtime::WatchClocks() {
  const Duration offset(env_.Wall().time_since_epoch() - env_.Now().time_since_epoch());
  const Duration slept = TimeAsleep();
  const Duration asleep = slept - slept_;
  const Duration stood_still = SteadyClockStopsAsleep() ? asleep : Duration{0};
  const Duration set_by = offset - clock_offset_ - stood_still;
  if (std::chrono::abs(set_by) > kClockSlack) driver_.PostToAll(ClockChanged{set_by});
  if (asleep > kClockSlack) driver_.PostToAll(Woke{});
  clock_offset_ = offset;
  slept_ = slept;
  env_.CallAt(env_.Now() + kClockWatch, [this] { WatchClocks(); });
}

void Runtime::ShutDown(const std::function<void()>& ended) {
  driver_.PostToAll(lineman::ShutDown{});
  WaitForRest(env_.Now() + kHangUpDeadline, ended);
}

void Runtime::WaitForRest(Instant deadline, const std::function<void()>& ended) {
  if (driver_.AllIdle() || env_.Now() >= deadline) return ended();
  env_.CallAt(env_.Now() + kRestPoll, [this, deadline, ended] { WaitForRest(deadline, ended); });
}

std::optional<simulator::World> ReadWorld(const std::string& path) {
  if (path.empty()) return simulator::QuietWorld();
  Findings findings;
  std::optional<simulator::World> world;
  const Result<std::string> text = ReadTextFile(path);
  if (text) {
    const YamlPtr root = ParseYamlMapping(*text, path, findings);
    if (root != nullptr) world = simulator::LoadWorld(root, findings);
  } else {
    findings.Error({std::make_shared<const std::string>(path), 1, 1}, text.error().message);
  }
  PrintError(findings.ToString());
  return world;
}

}  // namespace lineman
