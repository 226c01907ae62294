#include "rehearsal/plan.h"

#include <algorithm>
#include <utility>

#include "model/memory_store.h"
#include "pipeline/driver.h"
#include "rehearsal/quiet_ports.h"
#include "rehearsal/virtual_env.h"

namespace lineman {
namespace {

// A dial that is answered by nothing but its error.
class FailingConnection final : public Connection {
 public:
  Result<Done> Answer(const struct Answer& /*answer*/) override {
    return Fail("the connection is not paused");
  }
  void HangUp() override {}
  ConnectionStatus Status() const override { return {}; }
  ConnectionStatistics Statistics() const override { return {}; }
};

// Where an error of that cause shows.
ConnectionState FailsIn(RasError error) {
  switch (CauseOf(error)) {
    case Cause::kCredentials:
    case Cause::kAccount:
    case Cause::kServer:
    case Cause::kSecurity:
    case Cause::kHuman:
      return ConnectionState::kAuthenticate;
    default:
      return ConnectionState::kConnectDevice;
  }
}

class FailingEngine final : public Engine {
 public:
  FailingEngine(Env& env, RasError error, Duration takes)
      : env_(env), error_(error), takes_(takes), options_("failing", {}) {}

  std::string_view Name() const override { return "failing"; }
  Capabilities GetCapabilities() const override { return {}; }
  const OptionTable& Options() const override { return options_; }

  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override {
    Notification failed;
    failed.attempt = request.attempt;
    failed.state = FailsIn(error_);
    failed.error = error_;
    env_.CallAt(env_.Now() + takes_, [failed, handler = std::move(handler)] {
      handler(failed);
      Notification last = failed;
      last.state = ConnectionState::kDisconnected;
      handler(last);
    });
    return std::make_unique<FailingConnection>();
  }

  void Adopt(std::function<NotificationHandler(AdoptedConnection)> /*found*/,
             std::function<void()> done) override {
    env_.CallAt(env_.Now(), std::move(done));
  }

 private:
  Env& env_;
  RasError error_;
  Duration takes_;
  OptionTable options_;
};

int MostInAnHour(const std::vector<PlanRow>& rows) {
  int most = 0;
  std::vector<Duration> dials;
  for (const PlanRow& row : rows) {
    if (row.what == "open_circuit") continue;
    dials.push_back(row.at);
    const auto within = std::count_if(dials.begin(), dials.end(), [&](Duration at) {
      return at > row.at - std::chrono::hours(1);
    });
    most = std::max(most, static_cast<int>(within));
  }
  return most;
}

}  // namespace

Plan PlanSchedule(const ProfilePtr& profile, const PlanOptionsOf& options) {
  VirtualEnv env(options.start, options.seed);
  FailingEngine engine(env, options.error, options.takes);
  MemoryStore store(env);
  const std::unique_ptr<LuaHooks> hooks = MakeHooks(env, options.plugins);
  MadeUpSecrets secrets;
  MemoryVault vault;
  PretendedPrograms programs;
  TrustingProber prober;
  Plan plan;
  std::optional<Instant> first;
  const Driver* lines = nullptr;
  const auto record = [&](const Entry& entry) {
    if (entry.kind != Entry::Kind::kDecision) return;
    if (entry.what != "dial" && entry.what != "open_circuit") return;
    if (plan.rows.size() >= options.most_rows) {
      plan.cut_short = true;
      return;
    }
    if (!first) first = entry.at;
    PlanRow row{.at = entry.at - *first,
                .wall = entry.wall,
                .what = entry.what,
                .number = entry.number.value_or(""),
                .attempt = 0,
                .why = ""};
    const LineFacts& facts = lines->pipeline().slot(0).line.facts();
    row.attempt = facts.attempts;
    if (entry.what == "dial" && facts.circuit) row.what = "probe";
    for (const std::string& why : entry.why) row.why += (row.why.empty() ? "" : "; ") + why;
    if (entry.what == "dial") {
      ++plan.dials;
    } else if (!plan.circuit_opens) {
      plan.circuit_opens = row.at;
    }
    plan.rows.push_back(std::move(row));
  };
  Driver driver({.env = env,
                 .store = store,
                 .hooks = *hooks,
                 .secrets = secrets,
                 .vault = vault,
                 .programs = programs,
                 .prober = prober,
                 .engine = [&](const std::string&) { return &engine; },
                 .record = record},
                {});
  lines = &driver;
  driver.Start({profile}, false);
  const Instant end = env.Now() + options.span;
  while (!plan.cut_short && env.RunNext(end)) {
  }
  plan.most_in_an_hour = MostInAnHour(plan.rows);
  return plan;
}

}  // namespace lineman
