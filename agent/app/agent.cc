// `lineman agent`: keeps the lines of the configuration up until it is told to end.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <optional>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/log.h"
#include "app/runtime.h"
#include "app/simulation.h"
#include "app/state_folder.h"
#include "app/terminal.h"

namespace lineman {
namespace {

#ifdef SIGUSR1
constexpr int kReplaced = SIGUSR1;
#else
constexpr int kReplaced = -1;  // never comes
#endif

void LogEntry(spdlog::logger& log, const Entry& entry) {
  const bool trouble = entry.kind == Entry::Kind::kTrouble;
  log.log(trouble ? spdlog::level::warn : spdlog::level::info, "{}: {}", entry.profile,
          Describe(entry));
}

void LogFindings(spdlog::logger& log, const Findings& findings) {
  for (const Finding& finding : findings.Sorted()) {
    log.log(finding.severity == Severity::kError ? spdlog::level::err : spdlog::level::warn, "{}",
            finding.ToString());
  }
}

// The agent: a configuration, a runtime, and the signals it listens to.
class Agent {
 public:
  Agent(std::string config, std::vector<std::string> plugins, const std::string& state,
        const SimulationMaker& simulation, std::shared_ptr<spdlog::logger> log)
      : config_(std::move(config)),
        plugins_(std::move(plugins)),
        log_(std::move(log)),
        runtime_(simulation, state, [this](const Entry& entry) { LogEntry(*log_, entry); }),
        signals_(runtime_.loop(), SIGTERM, SIGINT) {
#ifdef SIGHUP
    signals_.add(SIGHUP);
#endif
#ifdef SIGUSR1
    signals_.add(SIGUSR1);
#endif
  }

  void Run(const Configuration& configuration) {
    AwaitSignal();
    const std::size_t lines = configuration.profiles.size();
    log_->info("keeping {} {} up", lines, lines == 1 ? "line" : "lines");
    runtime_.Start(configuration, JustPoweredUp());
    runtime_.loop().run();
    log_->info("ended");
  }

 private:
  void AwaitSignal() {
    signals_.async_wait([this](const asio::error_code& error, int signal) {
      if (error) return;
      if (signal == SIGTERM || signal == SIGINT) {
        End();
      } else if (signal == kReplaced) {
        Leave();
      } else {
        Reload();
      }
      AwaitSignal();
    });
  }

  void End() {
    if (ending_) return runtime_.loop().stop();
    ending_ = true;
    log_->info("told to end: hanging up");
    runtime_.ShutDown([this] { runtime_.loop().stop(); });
  }

  // Another agent takes over at once. It ends as a kill would end it, only with everything written:
  // no destructor runs, because those of connections hang up.
  [[noreturn]] void Leave() {
    log_->info("replaced: the connections are left to the next agent");
    runtime_.WriteRecord();
    std::_Exit(kExitDone);
  }

  // All or nothing: what is wrong anywhere leaves everything as it was.
  void Reload() {
    Findings findings;
    const auto configuration = LoadConfiguration(config_, plugins_, findings);
    LogFindings(*log_, findings);
    if (!configuration) {
      log_->error("the configuration was not reloaded: {} is as it was", config_);
      return;
    }
    log_->info("the configuration was reloaded");
    runtime_.Reload(*configuration);
  }

  std::string config_;
  std::vector<std::string> plugins_;  // folders searched first
  std::shared_ptr<spdlog::logger> log_;
  Runtime runtime_;
  asio::signal_set signals_;
  bool ending_ = false;
};

std::optional<SimulationMaker> SimulationFor(const AgentOptions& options) {
  if (!options.simulator.empty()) return DialThrough(options.simulator);
  auto world = ReadWorld(options.world);
  if (!world) return std::nullopt;
  return PlayHere(*std::move(world));
}

}  // namespace

int RunAgent(const CommonOptions& common, const AgentOptions& options) {
  const std::string config = ConfigPath(common.config);
  Findings findings;
  const auto configuration = LoadConfiguration(config, common.plugins, findings);
  const auto simulation = SimulationFor(options);
  if (!configuration || !simulation) {
    PrintError(findings.ToString());
    PrintError("lineman: the agent does not start with a configuration that is wrong\n");
    return kExitNo;
  }
  const std::string& state = common.state.empty() ? configuration->settings.state : common.state;
  const auto lock = HoldStateFolder(state);
  if (!lock) {
    PrintError(fmt::format("lineman: {}\n", lock.error().message));
    return kExitNo;
  }
  const auto log = MakeLog(common.log_level);
  LogFindings(*log, findings);
  Agent(config, common.plugins, state, *simulation, log).Run(*configuration);
  return kExitDone;
}

}  // namespace lineman
