// `lineman agent`: keeps the lines of the configuration up until it is told to end.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "app/agent_log.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/control_host.h"
#include "app/files.h"
#include "app/findings_json.h"
#include "app/memory.h"
#include "app/metrics_file.h"
#include "app/runtime.h"
#include "app/service.h"
#include "app/simulation.h"
#include "app/state_folder.h"
#include "app/terminal.h"
#include "app/worst_line.h"
#include "control/server.h"

namespace lineman {
namespace {

#ifdef SIGUSR1
constexpr int kReplaced = SIGUSR1;
#else
constexpr int kReplaced = -1;  // never comes
#endif

// Whoever may use the socket has to reach it.
Result<Done> MakeFolderOf(const std::string& socket) {
  const std::string folder = FolderOf(socket);
  if (IsFolder(folder)) return Done{};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  using std::filesystem::perms;
  const perms reachable = perms::owner_all | perms::group_read | perms::group_exec |
                          perms::others_read | perms::others_exec;
  if (!error) std::filesystem::permissions(folder, reachable, error);
  if (!error) return Done{};
  return Fail(
      fmt::format("the folder {} of the control socket cannot be made: {}; name another "
                  "socket with the key socket or with --socket",
                  folder, error.message()));
}

// The agent: a configuration, a runtime, and whom it listens to: signals and the control socket.
class Agent {
 public:
  Agent(std::string config, std::vector<std::string> plugins, const RuntimeFolders& folders,
        const SimulationMaker& simulation, std::shared_ptr<spdlog::logger> log)
      : config_(std::move(config)),
        plugins_(std::move(plugins)),
        log_(std::move(log)),
        runtime_(simulation, folders, [this](const Entry& entry) { Record(entry); }),
        signals_(runtime_.loop(), SIGTERM, SIGINT) {
#ifdef SIGHUP
    signals_.add(SIGHUP);
#endif
#ifdef SIGUSR1
    signals_.add(SIGUSR1);
#endif
  }

  Result<Done> Listen(const AgentSettings& settings, const std::string& socket) {
    if (Result<Done> made = MakeFolderOf(socket); !made) return made;
    return server_.Listen({socket, settings.look_group, settings.act_group});
  }

  void Run(const Configuration& configuration) {
    host_.Use(configuration);
    AwaitSignal();
    const std::size_t lines = configuration.profiles.size();
    log_->info("keeping {} {} up", lines, lines == 1 ? "line" : "lines");
    service_.Start();
    runtime_.Start(configuration, JustPoweredUp(), [this] {
      service_.Ready();
      is_ready_ = true;
      GiveBackMemory();
      TellStatus();
    });
    metrics_file_.Use(configuration.settings.metrics_file);
    runtime_.loop().run();
    log_->info("ended");
  }

 private:
  void Record(const Entry& entry) {
    LogEntry(*log_, entry);
    host_.Note(entry);
    server_.Publish(entry);
    if (entry.kind == Entry::Kind::kLine) metrics_file_.Renew();
    if (is_ready_ && !ending_) TellStatus();
  }

  void MetricsFileTrouble(const std::string& trouble) {
    host_.SetTrouble("metrics_file", trouble);
    if (!trouble.empty()) log_->warn("{}", trouble);
  }

  // Soon: only when all that follows from what has just happened is done are the lines where they
  // will be.
  void TellStatus() {
    if (!Service::IsHeard() || std::exchange(status_is_due_, true)) return;
    asio::post(runtime_.loop(), [this] {
      status_is_due_ = false;
      if (ending_) return;
      const Env& env = runtime_.env();
      service_.Status(StatusInWords(runtime_.driver().pipeline(), env.Now(), env.Wall()));
    });
  }

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
    service_.Stopping();
    service_.Status("hanging up");
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
  ReloadReport Reload() {
    service_.Reloading();
    ReloadReport report = ReadAgain();
    service_.Ready();
    return report;
  }

  ReloadReport ReadAgain() {
    Findings findings;
    const auto configuration = LoadConfiguration(config_, plugins_, findings);
    LogFindings(*log_, findings);
    if (!configuration) {
      log_->error("the configuration was not reloaded: {} is as it was", config_);
      return {false, ToJson(findings)};
    }
    log_->info("the configuration was reloaded");
    host_.Use(*configuration);
    runtime_.Reload(*configuration);
    metrics_file_.Use(configuration->settings.metrics_file);
    return {true, ToJson(findings)};
  }

  std::string config_;
  std::vector<std::string> plugins_;  // folders searched first
  std::shared_ptr<spdlog::logger> log_;
  Runtime runtime_;
  AgentHost host_{runtime_, [this] { return Reload(); }};
  ControlServer server_{runtime_.loop(), host_};
  MetricsFile metrics_file_{runtime_.loop(), runtime_.env(), [this] { return host_.Metrics(); },
                            [this](const std::string& trouble) { MetricsFileTrouble(trouble); }};
  Service service_{runtime_.env()};
  bool is_ready_ = false;
  bool status_is_due_ = false;
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
  const std::string& socket =
      common.socket.empty() ? configuration->settings.socket : common.socket;
  Agent agent(config, common.plugins, {.state = state, .pppd = socket + ".pppd"}, *simulation, log);
  if (const Result<Done> listens = agent.Listen(configuration->settings, socket); !listens) {
    PrintError(fmt::format("lineman: {}\n", listens.error().message));
    return kExitNo;
  }
  agent.Run(*configuration);
  return kExitDone;
}

}  // namespace lineman
