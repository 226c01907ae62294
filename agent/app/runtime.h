// Wires the pipeline to this machine: the real clock, passwords, probes and engines.
#pragma once

#include <asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/asio_env.h"
#include "app/command_runner.h"
#include "app/configuration.h"
#include "app/secret_files.h"
#include "app/simulation.h"
#include "app/tcp_prober.h"
#include "journal/journal.h"
#include "model/history_query.h"
#include "model/memory_store.h"
#include "pipeline/driver.h"

namespace lineman {

// Runs programs, and lets the simulator know: in its world they may repair devices.
class WatchedPrograms final : public ProgramRunner {
 public:
  WatchedPrograms(ProgramRunner& runner, Simulation& simulation)
      : runner_(runner), simulation_(simulation) {}
  void Run(const std::string& profile, const RunProgram& program,
           std::function<void(ProgramEnd)> done) override;

 private:
  ProgramRunner& runner_;
  Simulation& simulation_;
};

// Where a runtime finds and keeps what is outside this process. Folders are made when they are
// needed; what is empty is gone without.
struct RuntimePaths {
  std::string state;        // the folder of what survives a restart
  std::string pppd;         // the folder where pppd meets the agent
  std::string ras_library;  // in place of Windows' own
};

class Runtime {
 public:
  Runtime(const SimulationMaker& simulation, const RuntimePaths& paths, Recorder record);
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  // `started` is called once every line has been.
  void Start(const Configuration& configuration, bool after_power_up,
             const std::function<void()>& started = {});
  // Takes over a configuration that has been checked, as a whole.
  void Reload(const Configuration& configuration);
  // Tells every line to hang up and rest; calls `ended` when all do, or after the engines'
  // deadline.
  void ShutDown(const std::function<void()>& ended);
  // Writes what the store has not written yet. Nothing may run on the loop after it.
  void WriteRecord() { journal_.reset(); }

  // The entries that are asked for, as JSON, the oldest first; `done` is called once, on the loop.
  // Without a state folder, of the latest there were.
  void History(const HistoryQuery& query,
               std::function<void(Result<std::vector<std::string>>)> done);

  asio::io_context& loop() { return loop_; }
  const LuaHooks& hooks() const { return *hooks_; }
  AsioEnv& env() { return env_; }
  Driver& driver() { return driver_; }

 private:
  Engine* FindEngine(const std::string& name);
  void Remember(const Entry& entry);
  void WaitForRest(Instant deadline, const std::function<void()>& ended);
  void WatchClocks();
  void EndOrphans(const Configuration& configuration);

  asio::io_context loop_{1};
  AsioEnv env_{loop_, SeedOfThisMachine()};
  std::unique_ptr<Journal> journal_;  // null without a state folder
  MemoryStore memory_{env_};          // … in its place
  std::deque<Entry> latest_;          // … and the history
  std::unique_ptr<LuaHooks> hooks_ = MakeHooks(env_, nullptr);
  CommandRunner runner_{loop_};
  MachineSecrets secrets_;
  std::unique_ptr<PasswordVault> vault_;
  TcpProber prober_{loop_};
  std::unique_ptr<Simulation> simulation_;
  std::vector<std::unique_ptr<Engine>> engines_;  // beside the simulator: those to be had here
  WatchedPrograms programs_{runner_, *simulation_};
  Driver driver_;
  Duration clock_offset_{0};  // wall clock minus steady clock, when last looked at
  Duration slept_{0};         // how long the machine has been asleep since it was started
};

// The world in a file; findings go to standard error. An empty path gives a quiet world.
std::optional<simulator::World> ReadWorld(const std::string& path);

}  // namespace lineman
