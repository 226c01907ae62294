#include "engines/simulator/remote_simulator.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

#include "engines/simulator/remote_call.h"
#include "model/call_handle.h"

namespace lineman {
namespace {

using simulator::AgentMessage;
using simulator::CallId;
using simulator::Channel;
using simulator::RemoteCall;

// From one try to reach the simulator to the next.
constexpr Duration kRetry = std::chrono::milliseconds(500);
// The contract gives adoption 5 s.
constexpr Duration kAdoptionDeadline = std::chrono::seconds(4);

}  // namespace

// The way to the simulator, and the calls it carries. Calls and timers know it weakly.
class RemoteSimulator::Core : public Channel::Listener, public std::enable_shared_from_this<Core> {
 public:
  Core(Env& env, std::unique_ptr<Channel> channel, std::string socket)
      : env_(env), channel_(std::move(channel)), socket_(std::move(socket)) {}

  void Open() { channel_->Open(*this); }
  std::unique_ptr<Connection> Dial(const DialRequest& request, NotificationHandler handler);
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done);
  void Say(const AgentMessage& message);

  void Opened() override {}  // the simulator speaks first
  void Heard(std::string_view line) override;
  void Closed(const std::string& why) override;

 private:
  // What is awaited while an adoption is under way.
  struct Adoption {
    std::function<NotificationHandler(AdoptedConnection)> found;
    std::function<void()> done;
  };

  void On(const simulator::Hello& hello);
  void On(const simulator::TurnedAway& turned_away);
  void On(const simulator::CallNotified& said);
  void On(const simulator::CallStatus& status);
  void On(const simulator::FoundCall& found);
  void On(const simulator::AdoptionDone& done);
  void On(const simulator::AnswerNotTaken& answered);

  std::unique_ptr<Connection> FailToDial(const DialRequest& request, NotificationHandler handler);
  std::shared_ptr<RemoteCall> MakeCall(CallId id, AttemptId attempt);
  std::shared_ptr<RemoteCall> Find(CallId id) const;
  void EndAdoption();
  void Break(const std::string& why);
  void After(Duration span, void (Core::*action)());
  // What to say of dials while it is away.
  std::string Describe(const std::string& why) const;

  Env& env_;
  const std::unique_ptr<Channel> channel_;
  const std::string socket_;
  std::map<CallId, std::shared_ptr<RemoteCall>> calls_;
  CallId next_ = 1;
  bool ready_ = false;                // the simulator has said hello
  std::string away_;                  // why it cannot be reached; empty while that is not known
  std::string turned_away_;           // why it did not want this agent, until it has hung up
  std::optional<Adoption> adoption_;  // under way
  std::uint64_t adoptions_ = 0;       // begun so far
};

std::string RemoteSimulator::Core::Describe(const std::string& why) const {
  if (!turned_away_.empty()) {
    return fmt::format("the simulator at {} turned this agent away: {}", socket_, turned_away_);
  }
  return fmt::format(
      "there is no simulator at {} ({}): start it with lineman simulator --socket {}", socket_, why,
      socket_);
}

void RemoteSimulator::Core::After(Duration span, void (Core::*action)()) {
  env_.CallAt(env_.Now() + span, [weak = weak_from_this(), action] {
    if (const auto core = weak.lock()) (core.get()->*action)();
  });
}

std::shared_ptr<RemoteCall> RemoteSimulator::Core::MakeCall(CallId id, AttemptId attempt) {
  return std::make_shared<RemoteCall>(env_, id, attempt,
                                      [weak = weak_from_this()](const AgentMessage& message) {
                                        if (const auto core = weak.lock()) core->Say(message);
                                      });
}

std::shared_ptr<RemoteCall> RemoteSimulator::Core::Find(CallId id) const {
  const auto found = calls_.find(id);
  return found == calls_.end() ? nullptr : found->second;
}

void RemoteSimulator::Core::Say(const AgentMessage& message) {
  if (ready_) channel_->Send(Encode(message));
  if (const auto* drop = std::get_if<simulator::DropCall>(&message)) calls_.erase(drop->call);
}

std::unique_ptr<Connection> RemoteSimulator::Core::Dial(const DialRequest& request,
                                                        NotificationHandler handler) {
  if (!ready_) return FailToDial(request, std::move(handler));
  const CallId id = next_++;
  const std::shared_ptr<RemoteCall> call = MakeCall(id, request.attempt);
  call->Use(std::move(handler));
  calls_[id] = call;
  Say(simulator::DialCall{id, request});
  return std::make_unique<CallHandle<RemoteCall>>(call);
}

// A call that the simulator never hears of.
std::unique_ptr<Connection> RemoteSimulator::Core::FailToDial(const DialRequest& request,
                                                              NotificationHandler handler) {
  const auto call = std::make_shared<RemoteCall>(env_, CallId{0}, request.attempt,
                                                 [](const AgentMessage& /*nobody*/) {});
  call->Use(std::move(handler));
  env_.CallAt(env_.Now(), [weak = std::weak_ptr(call),
                           why = away_.empty() ? Describe("not reached yet") : away_] {
    if (const auto failed = weak.lock()) failed->End(RasError::kDeviceNotReady, why);
  });
  return std::make_unique<CallHandle<RemoteCall>>(call);
}

void RemoteSimulator::Core::Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
                                  std::function<void()> done) {
  adoption_ = {std::move(found), std::move(done)};
  env_.CallAt(env_.Now() + kAdoptionDeadline, [weak = weak_from_this(), number = ++adoptions_] {
    const auto core = weak.lock();
    if (core != nullptr && core->adoptions_ == number) core->EndAdoption();
  });
  if (ready_) {
    Say(simulator::AdoptCalls{});
  } else if (!away_.empty()) {
    After(Duration{0}, &Core::EndAdoption);
  }
}

void RemoteSimulator::Core::EndAdoption() {
  if (adoption_) std::exchange(adoption_, std::nullopt)->done();
}

void RemoteSimulator::Core::Heard(std::string_view line) {
  const Result<simulator::SimulatorMessage> message = simulator::DecodeSimulatorMessage(line);
  if (!message) return Break("it does not keep to the protocol: " + message.error().message);
  std::visit([this](const auto& what) { On(what); }, *message);
}

void RemoteSimulator::Core::On(const simulator::Hello& hello) {
  if (hello.protocol != simulator::kProtocol) {
    return Break(fmt::format("it speaks version {} of the protocol, this agent version {}",
                             hello.protocol, simulator::kProtocol));
  }
  ready_ = true;
  away_.clear();
  next_ = hello.next;
  // Before the first adoption it is not known what this agent wants; after it, what is found is
  // left from before the break.
  if (adoptions_ > 0) Say(simulator::AdoptCalls{});
}

void RemoteSimulator::Core::On(const simulator::TurnedAway& turned_away) {
  turned_away_ = turned_away.why.empty() ? "it did not say why" : turned_away.why;
}

void RemoteSimulator::Core::On(const simulator::CallNotified& said) {
  if (const auto call = Find(said.call)) call->Hear(said);
}

void RemoteSimulator::Core::On(const simulator::CallStatus& status) {
  if (const auto call = Find(status.call)) call->Learn(status.view);
}

void RemoteSimulator::Core::On(const simulator::AnswerNotTaken& answered) {
  if (const auto call = Find(answered.call)) call->HearNotTaken();
}

void RemoteSimulator::Core::On(const simulator::FoundCall& found) {
  if (!adoption_) return Say(simulator::DropCall{found.call});
  const std::shared_ptr<RemoteCall> call = MakeCall(found.call, found.attempt);
  calls_[found.call] = call;
  call->Resume(found.view);
  AdoptedConnection adopted;
  adopted.profile = found.profile;
  adopted.number = found.number;
  adopted.attempt = found.attempt;
  adopted.status = found.view.status;
  adopted.connection = std::make_unique<CallHandle<RemoteCall>>(call);
  // Whoever does not want it destroys the connection, and that drops the call.
  const auto tell = adoption_->found;
  call->Use(tell(std::move(adopted)));
}

void RemoteSimulator::Core::On(const simulator::AdoptionDone& /*done*/) { EndAdoption(); }

void RemoteSimulator::Core::Break(const std::string& why) {
  channel_->Close();
  Closed(why);
}

// An agent that is turned away may only have come before its predecessor was quite gone, so an
// adoption goes on trying then; where nobody listens there is nothing to adopt.
void RemoteSimulator::Core::Closed(const std::string& why) {
  ready_ = false;
  away_ = Describe(why);
  for (const auto& [id, call] : std::exchange(calls_, {}))
    call->End(RasError::kDeviceNotReady, away_);
  if (turned_away_.empty()) EndAdoption();
  turned_away_.clear();
  After(kRetry, &Core::Open);
}

RemoteSimulator::RemoteSimulator(Env& env, std::unique_ptr<simulator::Channel> channel,
                                 std::string socket)
    : core_(std::make_shared<Core>(env, std::move(channel), std::move(socket))) {
  core_->Open();
}

RemoteSimulator::~RemoteSimulator() = default;

std::unique_ptr<Connection> RemoteSimulator::Dial(const DialRequest& request,
                                                  NotificationHandler handler) {
  return core_->Dial(request, std::move(handler));
}

void RemoteSimulator::Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
                            std::function<void()> done) {
  core_->Adopt(std::move(found), std::move(done));
}

void RemoteSimulator::CommandRan(std::string_view command_line) {
  core_->Say(simulator::ReportCommand{std::string(command_line)});
}

}  // namespace lineman
