// `lineman agent`: keeps the lines of the configuration up until it is told to end.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <asio/post.hpp>
#include <cstdlib>
#include <optional>
#include <utility>

#include "app/agent_log.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/control_host.h"
#include "app/findings_json.h"
#include "app/machine_clock.h"
#include "app/memory.h"
#include "app/metrics_file.h"
#include "app/runtime.h"
#include "app/service.h"
#include "app/signals.h"
#include "app/simulation.h"
#include "app/state_folder.h"
#include "app/system_paths.h"
#include "app/terminal.h"
#include "app/worst_line.h"
#include "control/server.h"

namespace lineman {
namespace {

// The agent: a configuration, a runtime, and whom it listens to: signals and the control socket.
class Agent {
 public:
  Agent(std::string config, std::vector<std::string> plugins, const RuntimePaths& paths,
        const SimulationMaker& simulation, std::shared_ptr<spdlog::logger> log)
      : config_(std::move(config)),
        plugins_(std::move(plugins)),
        log_(std::move(log)),
        runtime_(simulation, paths, [this](const Entry& entry) { Record(entry); }),
        signals_(runtime_.loop(), Signals::Heard::kAll,
                 [this](Signals::Word word) { Hear(word); }) {}

  Result<Done> Listen(const AgentSettings& settings, const std::string& socket) {
    if (Result<Done> made = MakeFolderOfSocket(socket); !made) return made;
    return server_.Listen({socket, settings.look_group, settings.act_group});
  }

  void Run(const Configuration& configuration) {
    host_.Use(configuration);
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

  void Hear(Signals::Word word) {
    switch (word) {
      case Signals::Word::kEnd:
        return End();
      case Signals::Word::kLeave:
        Leave();
      case Signals::Word::kReload:
        Reload();
    }
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
  Signals signals_;
  bool ending_ = false;
};

std::optional<SimulationMaker> SimulationFor(const AgentOptions& options) {
  if (!options.simulator.empty()) return DialThrough(options.simulator);
  auto world = ReadWorld(options.world);
  if (!world) return std::nullopt;
  return PlayHere(*std::move(world));
}

// Nobody sees the errors of a service.
int DoNotStart(spdlog::logger& log, const std::string& why) {
  PrintError(fmt::format("lineman: {}\n", why));
  if (RunsAsService()) log.error("{}", why);
  return kExitNo;
}

}  // namespace

int RunAgent(const CommonOptions& common, const AgentOptions& options) {
  const std::string config = ConfigPath(common.config);
  Findings findings;
  const auto configuration = LoadConfiguration(config, common.plugins, findings);
  const auto simulation = SimulationFor(options);
  const auto log = MakeLog(common.log_level);
  if (!configuration || !simulation) {
    PrintError(findings.ToString());
    if (RunsAsService()) LogFindings(*log, findings);
    return DoNotStart(*log, "the agent does not start with a configuration that is wrong");
  }
  const std::string& state = common.state.empty() ? configuration->settings.state : common.state;
  const auto lock = HoldStateFolder(state);
  if (!lock) return DoNotStart(*log, lock.error().message);
  LogFindings(*log, findings);
  const std::string& socket =
      common.socket.empty() ? configuration->settings.socket : common.socket;
  const RuntimePaths paths{
      .state = state, .pppd = socket + ".pppd", .ras_library = options.ras_library};
  Agent agent(config, common.plugins, paths, *simulation, log);
  if (const Result<Done> listens = agent.Listen(configuration->settings, socket); !listens) {
    return DoNotStart(*log, listens.error().message);
  }
  agent.Run(*configuration);
  return kExitDone;
}

}  // namespace lineman
