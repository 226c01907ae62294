#include "engines/simulator/simulator_host.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/duration.h"

namespace lineman {
namespace {

using simulator::CallView;

// How often calls are looked at for changes that no notification tells, and how old the counters
// that an agent knows may get.
constexpr Duration kLook = std::chrono::seconds(1);
constexpr Duration kCountersAge = std::chrono::seconds(10);

CallView ViewOf(const Connection& connection) {
  return {connection.Status(), connection.Statistics()};
}

bool SameStatus(const ConnectionStatus& a, const ConnectionStatus& b) {
  return a.state == b.state && a.error == b.error && a.device == b.device &&
         a.interface == b.interface && a.carries_data == b.carries_data;
}

std::string Describe(const Notification& notification) {
  std::string text = NameOf(notification.state);
  if (notification.error != RasError::kNone) text += ": " + DescribeError(notification.error);
  return text;
}

std::string CountCalls(std::size_t calls) {
  return fmt::format("{} {}", calls, calls == 1 ? "call" : "calls");
}

}  // namespace

SimulatorHost::SimulatorHost(Env& env, simulator::World world, Log log)
    : env_(env), simulator_(env, std::move(world)), log_(std::move(log)) {}

std::string SimulatorHost::TurnAway() {
  return Encode(simulator::TurnedAway{"another agent dials through it; end that one first"});
}

void SimulatorHost::Attach(Send send) {
  send_ = std::move(send);
  log_(fmt::format("an agent has come; it finds {}", CountCalls(calls_.size())));
  Say(simulator::Hello{simulator::kProtocol, next_});
  Watch(++agents_);
}

void SimulatorHost::Detach() {
  send_ = nullptr;
  for (auto& [id, call] : calls_) call.held = false;
  log_(fmt::format("the agent has gone; it leaves {}", CountCalls(calls_.size())));
}

Result<Done> SimulatorHost::Hear(std::string_view line) {
  const Result<simulator::AgentMessage> message = simulator::DecodeAgentMessage(line);
  if (!message) return tl::unexpected(message.error());
  if (const auto* dial = std::get_if<simulator::DialCall>(&*message)) {
    if (dial->call != next_) return Fail(fmt::format("dial.call must be {}", next_));
  }
  std::visit([this](const auto& what) { On(what); }, *message);
  return Done{};
}

void SimulatorHost::Say(const simulator::SimulatorMessage& message) {
  if (send_) send_(Encode(message));
}

SimulatorHost::Kept* SimulatorHost::Find(CallId id) {
  const auto found = calls_.find(id);
  return found == calls_.end() || !found->second.held ? nullptr : &found->second;
}

void SimulatorHost::On(const simulator::DialCall& dial) {
  const DialRequest& request = dial.request;
  DropOthersOf(request.profile);
  ++next_;
  log_(fmt::format("{}: dials {} (call {}, attempt {})", request.profile, request.number, dial.call,
                   request.attempt));
  Kept& call = calls_[dial.call];
  call.attempt = request.attempt;
  call.profile = request.profile;
  call.number = request.number;
  call.held = true;
  call.connection = simulator_.Dial(
      request, [this, id = dial.call](const Notification& heard) { Happened(id, heard); });
  call.view = ViewOf(*call.connection);
  call.told = env_.Now();
}

// An agent that dials without having adopted does not know of them.
void SimulatorHost::DropOthersOf(const std::string& profile) {
  std::erase_if(calls_, [&profile](const Calls::value_type& call) {
    return !call.second.held && call.second.profile == profile;
  });
}

void SimulatorHost::On(const simulator::AnswerCall& answer) {
  Kept* call = Find(answer.call);
  if (call == nullptr) return;
  const Result<Done> taken = call->connection->Answer(answer.answer);
  if (!taken) Say(simulator::AnswerNotTaken{answer.call, taken.error().message});
}

void SimulatorHost::On(const simulator::HangUpCall& hang_up) {
  Kept* call = Find(hang_up.call);
  if (call == nullptr) return;
  log_(fmt::format("{}: hangs up (call {})", call->profile, hang_up.call));
  call->connection->HangUp();
}

void SimulatorHost::On(const simulator::DropCall& drop) {
  const Kept* call = Find(drop.call);
  if (call == nullptr) return;
  if (!call->end) log_(fmt::format("{}: is dropped (call {})", call->profile, drop.call));
  calls_.erase(drop.call);
}

void SimulatorHost::On(const simulator::ReportCommand& command) {
  simulator_.CommandRan(command.command_line);
}

// Ends come last: whoever adopts has taken all connections over before it hears of one's end.
void SimulatorHost::On(const simulator::AdoptCalls& /*adopt*/) {
  std::vector<CallId> ended;
  for (auto& [id, call] : calls_) {
    if (call.held) continue;
    call.held = true;
    if (!call.end) call.view = ViewOf(*call.connection);
    call.told = env_.Now();
    log_(fmt::format("{}: is found (call {}, attempt {})", call.profile, id, call.attempt));
    Say(simulator::FoundCall{id, call.attempt, call.profile, call.number, call.view});
    if (call.end) ended.push_back(id);
  }
  Say(simulator::AdoptionDone{});
  for (const CallId id : ended) {
    if (const Kept* call = Find(id)) TellEnd(id, *call);
  }
}

void SimulatorHost::TellEnd(CallId id, const Kept& call) {
  Notification end = *call.end;
  if (!end.detail.empty()) end.detail += "; ";
  end.detail += fmt::format("it ended {} before this agent came",
                            FormatRoughly(Duration(env_.Now() - call.ended)));
  Say(simulator::CallNotified{id, std::move(end), ViewOf(*call.connection)});
}

void SimulatorHost::Happened(CallId id, const Notification& notification) {
  Kept& call = calls_.at(id);
  log_(fmt::format("{}: {}", call.profile, Describe(notification)));
  const CallView view = ViewOf(*call.connection);
  if (notification.state == ConnectionState::kDisconnected) {
    call.end = notification;
    call.ended = env_.Now();
  } else {
    call.view = view;
  }
  call.told = env_.Now();
  if (call.held) Say(simulator::CallNotified{id, notification, view});
}

void SimulatorHost::Watch(std::uint64_t agent) {
  env_.CallAt(env_.Now() + kLook, [this, agent, alive = std::weak_ptr<bool>(alive_)] {
    if (alive.expired() || !HasAgent() || agents_ != agent) return;
    for (auto& [id, call] : calls_) LookAt(id, call);
    Watch(agent);
  });
}

void SimulatorHost::LookAt(CallId id, Kept& call) {
  if (!call.held || call.end) return;
  CallView now = ViewOf(*call.connection);
  const bool counts = now.status.state == ConnectionState::kConnected;
  const bool old = counts && env_.Now() - call.told >= kCountersAge;
  if (!old && SameStatus(now.status, call.view.status)) return;
  call.view = std::move(now);
  call.told = env_.Now();
  Say(simulator::CallStatus{id, call.view});
}

}  // namespace lineman
