#include "tests/pipeline/test_ports.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>

#include "policy/settings.h"
#include "rehearsal/quiet_ports.h"

namespace lineman {

Result<Durable> TestStore::Load() {
  if (unreadable) return Fail("the record cannot be read");
  return durable_;
}

void TestStore::Commit(StoreChange change, std::function<void(Result<Done>)> committed) {
  const std::optional<std::pair<std::string, LineFacts>> line = change.line;
  if (step) step();
  if (!fails) {
    if (change.line) durable_.lines[change.line->first] = change.line->second;
    for (const auto& [key, facts] : change.logins) durable_.logins[key] = facts;
    for (const PluginFact& fact : change.plugins) durable_.plugins[fact.key] = fact.text;
    for (const DialFact& dial : change.dials) {
      std::erase_if(durable_.dials, [&dial](const DialFact& known) { return known.id == dial.id; });
      durable_.dials.push_back(dial);
    }
    for (const std::uint64_t id : change.dials_taken_back) {
      std::erase_if(durable_.dials, [id](const DialFact& dial) { return dial.id == id; });
    }
  }
  if (step) step();
  const bool failed = fails;
  auto answer = [this, line, failed, committed = std::move(committed)] {
    if (line) {
      std::uint64_t& newest = answered_[line->first];
      newest = std::max(newest, line->second.dials);
    }
    committed(failed ? Result<Done>(Fail("the disk is full")) : Result<Done>(Done{}));
  };
  if (holds) {
    held_.push_back(std::move(answer));
  } else {
    env_.CallAt(env_.Now() + takes, std::move(answer));
  }
}

void TestStore::Release() {
  for (auto& answer : std::exchange(held_, {})) answer();
}

std::uint64_t TestStore::AnsweredFor(const std::string& profile) const {
  const auto at = answered_.find(profile);
  return at == answered_.end() ? 0 : at->second;
}

// The driver's hold on a call.
class TestEngine::Handle final : public Connection {
 public:
  Handle(TestEngine& engine, std::shared_ptr<TestCall> call)
      : engine_(engine), call_(std::move(call)) {}
  ~Handle() override { call_->released = true; }

  Result<Done> Answer(const struct Answer& answer) override {
    if (engine_.refuses_answer && engine_.refuses_answer()) return Fail("the engine is deaf");
    Result<Done> fits = CheckAnswer(call_->state, answer);
    if (!fits) return fits;
    if (engine_.on_answer) engine_.on_answer(*call_, answer);
    call_->answers.push_back(answer);
    return fits;
  }
  void HangUp() override {
    if (call_->hung_up || call_->ended) return;
    call_->hung_up = engine_.env_.Now();
    if (!engine_.ends_when_hung_up) return;
    engine_.env_.CallAt(engine_.env_.Now(), [&engine = engine_, call = call_] {
      if (call->IsAlive()) {
        engine.Play(*call, ConnectionState::kDisconnected, RasError::kUserDisconnection);
      }
    });
  }
  ConnectionStatus Status() const override {
    ConnectionStatus status;
    status.state = call_->state;
    return status;
  }
  ConnectionStatistics Statistics() const override { return {}; }

 private:
  TestEngine& engine_;
  std::shared_ptr<TestCall> call_;
};

std::unique_ptr<Connection> TestEngine::Dial(const DialRequest& request,
                                             NotificationHandler handler) {
  auto call = std::make_shared<TestCall>();
  call->request = request;
  call->handler = std::move(handler);
  call->dialled = env_.Now();
  if (on_dial) on_dial(*call);
  calls.push_back(call);
  return std::make_unique<Handle>(*this, std::move(call));
}

void TestEngine::Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
                       std::function<void()> done) {
  env_.CallAt(env_.Now() + adoption_takes,
              [this, found = std::move(found), done = std::move(done)] {
                for (const auto& call : std::exchange(survivors_, {})) {
                  calls.push_back(call);
                  AdoptedConnection adopted;
                  adopted.profile = call->request.profile;
                  adopted.number = call->request.number;
                  adopted.attempt = call->request.attempt;
                  adopted.status.state = call->state;
                  adopted.connection = std::make_unique<Handle>(*this, call);
                  call->handler = found(std::move(adopted));
                }
                done();
              });
}

TestCall& TestEngine::Survive(std::string profile, AttemptId attempt, ConnectionState state) {
  auto call = std::make_shared<TestCall>();
  call->request.profile = std::move(profile);
  call->request.attempt = attempt;
  call->request.number = "0100";
  call->dialled = env_.Now();
  call->state = state;
  survivors_.push_back(call);
  return *call;
}

TestCall* TestEngine::Last(const std::string& profile) {
  const auto at = std::find_if(calls.rbegin(), calls.rend(),
                               [&](const auto& call) { return call->request.profile == profile; });
  return at == calls.rend() ? nullptr : at->get();
}

std::size_t TestEngine::DialsOf(const std::string& profile) const {
  return static_cast<std::size_t>(std::count_if(calls.begin(), calls.end(), [&](const auto& call) {
    return call->request.profile == profile;
  }));
}

void TestEngine::Play(TestCall& call, ConnectionState state, RasError error) {
  call.state = state;
  if (state == ConnectionState::kConnected && !call.connected) call.connected = env_.Now();
  if (state == ConnectionState::kDisconnected) {
    call.ended = true;
    call.ended_at = env_.Now();
  }
  if (state != ConnectionState::kOpenPort && state != ConnectionState::kPortOpened &&
      state != ConnectionState::kDisconnected) {
    call.reached_device = true;
  }
  Notification notification;
  notification.attempt = call.request.attempt;
  notification.state = state;
  notification.error = error;
  if (on_play) on_play(call, notification);
  call.handler(notification);
}

HookOutcome TestHooks::Outcome(std::optional<Verdict> verdict, HookOutput& output) {
  output.changes = std::exchange(changes, {});
  return {std::move(verdict), {Source::Kind::kPlugin, "test", {}}, {}};
}

std::optional<HookOutcome> TestHooks::Start(LineId line, const Occasion& occasion,
                                            const Decision& /*proposed*/, HookOutput& output) {
  if (parks && parks(occasion)) {
    parked.push_back({line, ++last_job, occasion});
    output.running = true;
    return std::nullopt;
  }
  return Outcome(says ? says(occasion) : std::nullopt, output);
}

std::optional<HookOutcome> TestHooks::Resume(LineId line, const HookReply& reply,
                                             HookOutput& output) {
  if (std::erase_if(parked, [&](const Parked& p) { return p.job == reply.job; }) == 0) {
    output.running = std::any_of(parked.begin(), parked.end(),
                                 [line](const Parked& p) { return p.line == line; });
    return std::nullopt;
  }
  return Outcome(when_resumed, output);
}

HookOutcome TestHooks::Expire(LineId line, HookOutput& /*output*/) {
  Cancel(line);
  return {{}, {}, {{{Source::Kind::kPlugin, "test", {}}, "too late"}}};
}

void TestHooks::Cancel(LineId line) {
  cancelled +=
      static_cast<int>(std::erase_if(parked, [&](const Parked& p) { return p.line == line; }));
}

bool TestHooks::Has(const std::string& /*profile*/, std::string_view /*hook*/) const {
  return false;
}

void TestSecrets::FetchNamed(const Profile& /*profile*/, const std::string& name,
                             std::function<void(Result<Secret>)> done) {
  done(MadeUpSecret(name));
}

Result<Secret> TestSecrets::Make(const MakePassword& wanted) {
  return MadeUpPassword(1, wanted.length);
}

void TestSecrets::Fetch(const Profile& profile,
                        std::function<void(Credentials, std::string trouble)> done) {
  Credentials credentials{profile.user, profile.domain, {}, 0};
  const bool has_password = profile.password.kind != PasswordSource::Kind::kNone;
  if (fresh_each_time) ++generation;
  if (has_password && !profile.user.empty() && trouble.empty()) {
    credentials.password = Secret(fmt::format("secret-{}", generation));
    credentials.version = generation;
  }
  const std::string why = has_password ? trouble : "";
  env_.CallAt(env_.Now() + takes,
              [credentials, done = std::move(done), why] { done(credentials, why); });
}

void TestProber::Probe(const HealthProbe& /*probe*/, const ConnectionStatus& /*connection*/,
                       std::function<void(bool passed)> done) {
  env_.CallAt(env_.Now() + takes,
              [passed = !passes || passes(), done = std::move(done)] { done(passed); });
}

TestAgent::TestAgent(std::uint64_t seed, WallTime start) : env(start, seed) {
  engines = [this](const std::string&) { return &engine; };
}

WallTime TestAgent::Monday() { return Zone().ToWall(*ParseLocal("2026-03-02T08:00")); }

void TestAgent::Start(std::vector<ProfilePtr> profiles, bool after_power_up) {
  DriverPorts ports{.env = env,
                    .store = store,
                    .hooks = hooks,
                    .secrets = secrets,
                    .vault = vault,
                    .programs = programs,
                    .prober = prober,
                    .engine = engines,
                    .record = [this](const Entry& entry) { record.push_back(entry); }};
  driver = std::make_unique<Driver>(std::move(ports), PipelineOptions{});
  driver->Start(profiles, after_power_up, [this] { ++started; });
}

void TestAgent::CutPower() {
  for (const auto& call : engine.calls) call->released = call->cut = true;
  hooks.parked.clear();
  driver.reset();
  store.Release();
}

void TestAgent::Play(const std::string& profile, ConnectionState state, RasError error) {
  TestCall* call = engine.Last(profile);
  ASSERT_NE(call, nullptr) << profile << " never dialled";
  ASSERT_TRUE(call->IsAlive()) << "the call of " << profile << " has ended";
  engine.Play(*call, state, error);
  Settle();
}

void TestAgent::Connect(const std::string& profile) {
  for (const ConnectionState state :
       {ConnectionState::kConnectDevice, ConnectionState::kAuthenticate,
        ConnectionState::kAuthenticated, ConnectionState::kConnected}) {
    Play(profile, state);
  }
}

void TestAgent::FailDial(const std::string& profile, RasError error) {
  Play(profile, ConnectionState::kConnectDevice);
  if (CauseOf(error) != Cause::kLine) Play(profile, ConnectionState::kAuthenticate, error);
  Play(profile, ConnectionState::kDisconnected, error);
}

void TestAgent::Say(const std::string& profile, Happening what) {
  driver->Post({*driver->Find(profile), std::move(what)});
  Settle();
}

void TestAgent::FinishHooks(const TestHooks::Parked& parked, std::optional<Verdict> verdict) {
  hooks.when_resumed = std::move(verdict);
  driver->Post({parked.line, HookReply{parked.job, Done{}}});
  Settle();
}

const Slot& TestAgent::slot(const std::string& profile) const {
  return driver->pipeline().slot(*driver->Find(profile));
}

std::vector<Entry> TestAgent::Recorded(Entry::Kind kind, std::string_view what) const {
  std::vector<Entry> found;
  for (const Entry& entry : record) {
    if (entry.kind == kind && entry.what == what) found.push_back(entry);
  }
  return found;
}

ProfilePtr MakeProfile(std::string_view yaml, std::string_view defaults) {
  static const std::array<EngineOptions, 3> kEngines = {
      {{"simulator", nullptr}, {"pppd", nullptr}, {"rasapi", nullptr}}};
  static const OptionTable kTable = MakeProfileTable(kEngines);
  Findings findings;
  const ReadFile read = [](const std::string& path) -> Result<std::string> {
    return Fail(path + " cannot be read");
  };
  const YamlPtr root = ParseYamlMapping(yaml, "test.yaml", findings);
  YamlPtr under;
  if (!defaults.empty()) under = ParseYamlMapping(defaults, "lineman.yaml", findings);
  std::optional<Profile> profile;
  if (root)
    profile = LoadInlineProfile(root, "test.yaml", {&kTable, read, under, Zone()}, findings);
  EXPECT_TRUE(profile.has_value()) << findings.ToString() << yaml;
  return profile ? std::make_shared<const Profile>(*std::move(profile)) : nullptr;
}

}  // namespace lineman
