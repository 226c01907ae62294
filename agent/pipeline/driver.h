// Performs the pipeline's actions through ports and brings their results back as events.
//
// The agent, stories and rehearsals each make one, with their own Env, store, engines and so on.
// One thread, the loop's, calls it; everything comes back through Env or through Post.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/engine.h"
#include "model/hook_request.h"
#include "model/password_vault.h"
#include "model/record.h"
#include "model/store.h"
#include "pipeline/pipeline.h"

namespace lineman {

// The port to passwords.
class SecretReader {
 public:
  virtual ~SecretReader() = default;
  // Reads the credentials of a profile, now or later, and calls `done` once: with a trouble in
  // words when the password cannot be had. A profile without a password gives its user alone.
  virtual void Fetch(const Profile& profile,
                     std::function<void(Credentials, std::string trouble)> done) = 0;
  // Reads one of the profile's named `secrets`, now or later, and calls `done` once.
  virtual void FetchNamed(const Profile& profile, const std::string& name,
                          std::function<void(Result<Secret>)> done) = 0;
  // A password nobody can guess.
  virtual Result<Secret> Make(const MakePassword& wanted) = 0;
};

// The port to programs that hooks run.
class ProgramRunner {
 public:
  virtual ~ProgramRunner() = default;
  // Runs it and calls `done` once, when it has ended or its timeout has ended it.
  virtual void Run(const std::string& profile, const RunProgram& program,
                   std::function<void(ProgramEnd)> done) = 0;
};

// The port to health probes.
class Prober {
 public:
  virtual ~Prober() = default;
  // Probes once over the connection, gives up at the probe's timeout, and calls `done` once.
  virtual void Probe(const HealthProbe& probe, const ConnectionStatus& connection,
                     std::function<void(bool passed)> done) = 0;
};

struct DriverPorts {
  Env& env;
  Store& store;
  HookChain& hooks;
  SecretReader& secrets;
  PasswordVault& vault;
  ProgramRunner& programs;
  Prober& prober;
  std::function<Engine*(const std::string& name)> engine;  // null: not part of this build
  Recorder record;
};

class Driver {
 public:
  Driver(DriverPorts ports, PipelineOptions options);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  // Loads the store, lets each engine report what outlived the last agent, then starts the lines,
  // and calls `started` when all of them are.
  void Start(const std::vector<ProfilePtr>& profiles, bool after_power_up,
             const std::function<void()>& started = {});
  // Every profile as it is now. Lines of profiles that are gone hang up and leave; a line whose
  // profile did not change is only told that there was a reload.
  void Reload(const std::vector<ProfilePtr>& profiles);
  // Handles the event, and all that follow from it at once.
  void Post(Event event);
  void PostToAll(const Happening& what);
  // To the line of a profile, if there is one; to all when `profile` is empty.
  void PostTo(const std::string& profile, const Happening& what);

  const Pipeline& pipeline() const { return pipeline_; }
  // The line of a profile; nothing when there is none.
  std::optional<LineId> Find(const std::string& profile) const { return pipeline_.Find(profile); }
  const Connection* connection(LineId line) const { return connections_[line].get(); }
  // Every line rests: nothing is dialled, connected or being hung up.
  bool AllIdle() const;

 private:
  void StartLine(LineId line, bool after_power_up);
  void AdoptFrom(Engine& engine, std::function<void()> start_lines);
  void Perform(LineId line, DialNow& dial);
  void Perform(LineId line, TakeOver& take_over);
  void Perform(LineId line, AnswerNow& answer);
  void Perform(LineId line, HangUpNow& hang_up);
  void Perform(LineId line, ArmTimer& timer);
  void Perform(LineId line, CommitNow& commit);
  void Perform(LineId line, FetchSecret& fetch);
  void Perform(LineId line, StagePassword& stage);
  void Perform(LineId line, SettlePassword& settle);
  void Perform(LineId line, ProbeNow& probe);
  void Perform(LineId line, HookRequest& request);
  void Perform(LineId line, Tell& tell);
  void Perform(LineId line, Entry& entry);
  Engine* EngineOf(LineId line) const;
  NotificationHandler HandlerOf(LineId line);
  // Gives a hook what it waits for, in an event of its own.
  template <typename What>
  std::function<void(What)> ReplyTo(LineId line, HookJob job);
  // Runs `task` unless the driver is gone by then.
  std::function<void()> Guarded(std::function<void()> task) const;

  DriverPorts ports_;
  Pipeline pipeline_;
  std::vector<std::unique_ptr<Connection>> connections_;  // by line
  std::deque<Event> queue_;
  bool draining_ = false;
  std::uint64_t recorded_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lineman
