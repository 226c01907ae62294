#include "engines/simulator/simulator.h"

#include "engines/simulator/call.h"
#include "engines/simulator/exchange.h"

namespace lineman {
namespace {

using simulator::Age;
using simulator::Call;
using simulator::Exchange;

// What the agent holds of a call.
class CallHandle : public Connection {
 public:
  explicit CallHandle(std::shared_ptr<Call> call) : call_(std::move(call)) {}

  Result<Done> Answer(const struct Answer& answer) override { return call_->TakeAnswer(answer); }
  void HangUp() override { call_->HangUp(); }
  ConnectionStatus Status() const override { return call_->Status(); }
  ConnectionStatistics Statistics() const override { return call_->Statistics(); }

 private:
  const std::shared_ptr<Call> call_;
};

WallTime StartOf(const simulator::World& world, const Env& env) {
  return world.start ? world.zone.ToWall(*world.start) : env.Wall();
}

}  // namespace

Simulator::Simulator(Env& env, simulator::World world)
    : exchange_([&] {
        const WallTime wall = StartOf(world, env);
        return std::make_shared<Exchange>(std::move(world), env, env.Now(), wall);
      }()) {}

Simulator::Simulator(Env& env, simulator::World world, Instant start, WallTime wall)
    : exchange_(std::make_shared<Exchange>(std::move(world), env, start, wall)) {}

Simulator::Simulator(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}

std::unique_ptr<Simulator> Simulator::OfKiosks(Env& env, simulator::World world) {
  const WallTime wall = StartOf(world, env);
  auto exchange = std::make_shared<Exchange>(std::move(world), env, env.Now(), wall, true);
  return std::unique_ptr<Simulator>(new Simulator(std::move(exchange)));
}

Simulator::~Simulator() = default;

Capabilities Simulator::SimulatorCapabilities() {
  Capabilities capabilities;
  for (const StateInfo& info : AllStates()) {
    capabilities.shows.push_back(info.state);
    if (GroupOf(info.state) == StateGroup::kPaused) capabilities.answers.push_back(info.state);
  }
  return capabilities;
}

std::unique_ptr<Connection> Simulator::Dial(const DialRequest& request,
                                            NotificationHandler handler) {
  auto call = std::make_shared<Call>(exchange_, request, std::move(handler));
  call->Start();
  return std::make_unique<CallHandle>(std::move(call));
}

void Simulator::Adopt(std::function<NotificationHandler(AdoptedConnection)> /*found*/,
                      std::function<void()> done) {
  Env& env = exchange_->clock().env();
  env.CallAt(env.Now(), std::move(done));
}

void Simulator::CommandRan(std::string_view command_line, const std::string& profile) {
  exchange_->CommandRan(profile, command_line);
}

std::vector<WorldEvent> Simulator::NextEvents(Age after, Age until) const {
  std::vector<WorldEvent> events;
  unsigned index = 0;
  for (const simulator::EventPlan& plan : world().events) {
    const auto at =
        plan.moments.Next(exchange_->clock(), after, until, {"kiosk", "event", index++});
    if (!at) continue;
    if (*at < until) events.clear();  // earlier than all before
    until = *at;
    events.push_back({*at, plan.kind, plan.amount, plan.word, plan.profile});
  }
  return events;
}

int Simulator::account_locks() const { return exchange_->account_locks(); }

std::int64_t Simulator::turned_away() const { return exchange_->turned_away(); }

const simulator::World& Simulator::world() const { return exchange_->world(); }

Age Simulator::age() const { return exchange_->clock().Now(); }

const OptionTable& Simulator::SimulatorOptions() {
  static const OptionTable kTable(
      "simulator",
      {{.path = "device", .help = "The world's device to dial with; its first one without it."},
       {.path = "link", .help = "The world's link to dial over; the number's without it."}});
  return kTable;
}

}  // namespace lineman
