// `lineman agent`: keeps the lines of the configuration up until it is told to end.

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <asio/signal_set.hpp>
#include <csignal>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/runtime.h"
#include "app/state_folder.h"
#include "app/terminal.h"

namespace lineman {
namespace {

std::shared_ptr<spdlog::logger> MakeLog(const std::string& level) {
  auto log = std::make_shared<spdlog::logger>(
      "lineman", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  log->set_level(spdlog::level::from_str(level));
  log->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
  log->flush_on(spdlog::level::info);
  return log;
}

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
        simulator::World world, std::shared_ptr<spdlog::logger> log)
      : config_(std::move(config)),
        plugins_(std::move(plugins)),
        log_(std::move(log)),
        runtime_(std::move(world), state, [this](const Entry& entry) { LogEntry(*log_, entry); }),
        signals_(runtime_.loop(), SIGTERM, SIGINT) {
#ifdef SIGHUP
    signals_.add(SIGHUP);
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

}  // namespace

int RunAgent(const CommonOptions& common, const AgentOptions& options) {
  const std::string config = ConfigPath(common.config);
  Findings findings;
  const auto configuration = LoadConfiguration(config, common.plugins, findings);
  auto world = ReadWorld(options.world);
  if (!configuration || !world) {
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
  Agent(config, common.plugins, state, *std::move(world), log).Run(*configuration);
  return kExitDone;
}

}  // namespace lineman
