// Doubles of the driver's ports, each of which can be told to behave badly.
//
// Single threaded, in virtual time; whatever they promise to bring later comes through the Env.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/driver.h"
#include "rehearsal/virtual_env.h"

namespace lineman {

// A store that is slow, broken or unreadable when told.
class TestStore final : public Store {
 public:
  explicit TestStore(Env& env) : env_(env) {}

  Result<Durable> Load() override;
  void Commit(StoreChange change, std::function<void(Result<Done>)> committed) override;
  void Remember(Entry /*entry*/) override {}

  // The answers held back so far, in order.
  void Release();
  std::size_t held() const { return held_.size(); }
  // The newest attempt of a profile whose change has been answered for.
  std::uint64_t AnsweredFor(const std::string& profile) const;
  const Durable& durable() const { return durable_; }

  bool holds = false;       // answers wait for Release
  bool fails = false;       // nothing is kept, and it says so
  bool unreadable = false;  // of Load
  Duration takes{0};
  std::function<void()> step;  // called before and after a change is kept

 private:
  Env& env_;
  Durable durable_;
  std::vector<std::function<void()>> held_;
  std::map<std::string, std::uint64_t> answered_;
};

// One dial, as long as anybody holds it: the engine's side of a connection.
struct TestCall {
  DialRequest request;
  NotificationHandler handler;
  Instant dialled;
  ConnectionState state = ConnectionState::kOpenPort;
  std::optional<Instant> hung_up;
  std::vector<Answer> answers;
  std::optional<Instant> connected;
  std::optional<Instant> ended_at;
  bool ended = false;     // its `disconnected` was reported
  bool released = false;  // the driver let go of it
  bool cut = false;       // the power was
  bool is_probe = false;  // a slow probe of an open circuit
  bool reached_device = false;
  bool spoke_of_credentials = false;  // credentials may have been looked at

  bool IsAlive() const { return !ended && !released; }
};

// An engine whose calls report what the test plays on them.
class TestEngine final : public Engine {
 public:
  explicit TestEngine(Env& env) : env_(env), options_("test engine", {}) {}

  std::string_view Name() const override { return "test"; }
  Capabilities GetCapabilities() const override { return {}; }
  const OptionTable& Options() const override { return options_; }
  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override;
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) override;

  // The newest call of a profile, null when it never dialled.
  TestCall* Last(const std::string& profile);
  std::size_t DialsOf(const std::string& profile) const;
  void Play(TestCall& call, ConnectionState state, RasError error = RasError::kNone);
  // For the next Adopt.
  TestCall& Survive(std::string profile, AttemptId attempt, ConnectionState state);

  std::vector<std::shared_ptr<TestCall>> calls;  // in the order of dialling
  std::function<void(TestCall&)> on_dial;
  std::function<void(TestCall&, const Answer&)> on_answer;
  // Before the driver hears of it.
  std::function<void(TestCall&, const Notification&)> on_play;
  std::function<bool()> refuses_answer;  // the answer cannot be carried
  bool ends_when_hung_up = true;         // else it owes its `disconnected` for ever
  Duration adoption_takes{0};

 private:
  class Handle;

  Env& env_;
  OptionTable options_;
  std::vector<std::shared_ptr<TestCall>> survivors_;
};

// What a hook says to one occasion; nothing: the policy's decision stands.
using HookSays = std::function<std::optional<Verdict>(const Occasion&)>;

// Hooks that answer at once, or are finished by the test.
class TestHooks final : public HookChain {
 public:
  struct Parked {
    LineId line;
    HookJob job;
    Occasion occasion;
  };

  std::optional<HookOutcome> Start(LineId line, const Occasion& occasion, const Decision& proposed,
                                   HookOutput& output) override;
  std::optional<HookOutcome> Resume(LineId line, const HookReply& reply,
                                    HookOutput& output) override;
  HookOutcome Expire(LineId line, HookOutput& output) override;
  void Cancel(LineId line) override;
  bool Has(const std::string& profile, std::string_view hook) const override;
  void Restore(const std::map<PluginKey, std::string>& stores) override { restored = stores; }

  HookSays says;
  std::function<bool(const Occasion&)> parks;
  std::vector<Parked> parked;
  int cancelled = 0;
  std::optional<Verdict> when_resumed;
  std::vector<PluginFact> changes;  // of the next outcome
  std::map<PluginKey, std::string> restored;
  HookJob last_job = 0;

 private:
  HookOutcome Outcome(std::optional<Verdict> verdict, HookOutput& output);
};

// Programs that end when the test says so.
class TestPrograms final : public ProgramRunner {
 public:
  void Run(const std::string& /*profile*/, const RunProgram& program,
           std::function<void(ProgramEnd)> done) override {
    ran.push_back(JoinCommand(program.command));
    waiting.push_back(std::move(done));
  }

  std::vector<std::string> ran;
  std::vector<std::function<void(ProgramEnd)>> waiting;
};

// Passwords by generation, now or later.
class TestSecrets final : public SecretReader {
 public:
  explicit TestSecrets(Env& env) : env_(env) {}
  void Fetch(const Profile& profile,
             std::function<void(Credentials, std::string trouble)> done) override;
  void FetchNamed(const Profile& profile, const std::string& name,
                  std::function<void(Result<Secret>)> done) override;
  Result<Secret> Make(const MakePassword& wanted) override;

  CredentialVersion generation = 1;
  bool fresh_each_time = false;  // each fetch gives another password
  std::string trouble;
  Duration takes{0};

 private:
  Env& env_;
};

// Passwords in memory, on a medium that can fail. `before` and `after` are called around each
// change.
class TestVault final : public PasswordVault {
 public:
  Result<Done> Stage(const std::string& profile, CredentialVersion source,
                     const Secret& password) override {
    return Change([&] { return memory.Stage(profile, source, password); });
  }
  Result<Secret> Staged(const std::string& profile) override { return memory.Staged(profile); }
  Result<Done> Settle(const std::string& profile, bool is_new) override {
    return Change([&] { return memory.Settle(profile, is_new); });
  }
  std::optional<Secret> Current(const std::string& profile, CredentialVersion source) override {
    return memory.Current(profile, source);
  }

  MemoryVault memory;
  bool fails = false;
  std::function<void()> before;
  std::function<void()> after;

 private:
  template <typename What>
  Result<Done> Change(const What& what) {
    if (fails) return Fail("the disk is full");
    if (before) before();
    const Result<Done> done = what();
    if (after) after();
    return done;
  }
};

// Probes that pass when the test says so.
class TestProber final : public Prober {
 public:
  explicit TestProber(Env& env) : env_(env) {}
  void Probe(const HealthProbe& probe, const ConnectionStatus& connection,
             std::function<void(bool passed)> done) override;

  std::function<bool()> passes;
  Duration takes{0};

 private:
  Env& env_;
};

// The driver with all its doubles; the power can be cut.
class TestAgent {
 public:
  explicit TestAgent(std::uint64_t seed = 1, WallTime start = Monday());
  // 2026-03-02 08:00 UTC.
  static WallTime Monday();

  void Start(std::vector<ProfilePtr> profiles, bool after_power_up = false);
  // The agent and its calls are gone at once; what was committed stays.
  void CutPower();
  void Settle() { env.Settle(); }
  void Tick(Duration span) { env.Tick(span); }
  void Play(const std::string& profile, ConnectionState state, RasError error = RasError::kNone);
  // The usual states of a dial that comes up, or of one that fails so.
  void Connect(const std::string& profile);
  void FailDial(const std::string& profile, RasError error);
  void Say(const std::string& profile, Happening what);
  void FinishHooks(const TestHooks::Parked& parked, std::optional<Verdict> verdict);

  const Slot& slot(const std::string& profile) const;
  LineState state(const std::string& profile) const { return slot(profile).line.state(); }
  // The record's entries of a kind and word, newest last: "decision dial".
  std::vector<Entry> Recorded(Entry::Kind kind, std::string_view what) const;

  VirtualEnv env;
  TestStore store{env};
  TestEngine engine{env};
  TestHooks hooks;
  TestSecrets secrets{env};
  TestVault vault;
  TestPrograms programs;
  TestProber prober{env};
  std::function<Engine*(const std::string&)> engines;
  std::vector<Entry> record;
  int started = 0;  // how often a driver said that every line is
  std::unique_ptr<Driver> driver;
};

// A profile from its YAML; `profile: NAME` and `numbers` are the test's own business.
ProfilePtr MakeProfile(std::string_view yaml, std::string_view defaults = {});

}  // namespace lineman
