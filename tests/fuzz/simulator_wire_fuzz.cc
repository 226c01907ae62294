// Any lines as what an agent says to a simulator and as what a simulator says to an agent: each is
// refused, or reads back as it was written, and neither side comes to harm.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engines/simulator/remote_simulator.h"
#include "engines/simulator/simulator_host.h"
#include "rehearsal/virtual_env.h"

namespace lineman {
namespace {

using simulator::Channel;

constexpr WallTime kStart{std::chrono::hours(24 * 20'500)};
constexpr Duration kBetween = std::chrono::seconds(5);
constexpr std::size_t kMostLines = 200;

void Require(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < kMostLines) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

template <typename Message>
void CheckReading(Result<Message> (*decode)(std::string_view), std::string_view line) {
  const Result<Message> message = decode(line);
  if (!message) return Require(!message.error().message.empty());
  const std::string written = Encode(*message);
  Require(written.find('\n') == std::string::npos);
  const Result<Message> again = decode(written);
  Require(again && Encode(*again) == written);
}

// Agents that come anew whenever one was cut off; what the host says can always be read.
void SpeakToHost(const std::vector<std::string_view>& lines) {
  VirtualEnv env(kStart, 1);
  SimulatorHost host(env, simulator::QuietWorld(), [](const std::string& /*line*/) {});
  const auto hear = [](const std::string& line) {
    Require(simulator::DecodeSimulatorMessage(line).has_value());
  };
  host.Attach(hear);
  for (const std::string_view line : lines) {
    if (!host.Hear(line)) {
      host.Detach();
      host.Attach(hear);
    }
    env.Tick(kBetween);
  }
}

// Takes what the engine says, and lets the test speak for the simulator.
class FuzzedChannel : public Channel {
 public:
  explicit FuzzedChannel(Listener*& listener) : listener_(listener) {}

  void Open(Listener& listener) override { listener_ = &listener; }
  void Send(std::string line) override { Require(simulator::DecodeAgentMessage(line).has_value()); }
  void Close() override { listener_ = nullptr; }

 private:
  Listener*& listener_;  // null while the channel is closed
};

// Connections that answer every pause; each ends once at most.
class FuzzedAgent {
 public:
  explicit FuzzedAgent(Engine& engine) : engine_(engine) {}

  void Dial() {
    DialRequest request;
    request.attempt = ++dials_;
    request.profile = "kiosk";
    Line& line = lines_.emplace_back(std::make_unique<Line>()).operator*();
    line.connection = engine_.Dial(request, HandlerOf(line));
  }
  void Adopt() {
    engine_.Adopt(
        [this](AdoptedConnection found) {
          Line& line = *lines_.emplace_back(std::make_unique<Line>());
          line.connection = std::move(found.connection);
          return HandlerOf(line);
        },
        [] {});
  }
  void HangUp() {
    for (const auto& line : lines_) line->connection->HangUp();
  }
  void RequireEnds() {
    for (const auto& line : lines_) Require(line->ended);
  }

 private:
  struct Line {
    std::unique_ptr<Connection> connection;
    bool ended = false;
  };

  static NotificationHandler HandlerOf(Line& line) {
    return [&line](const Notification& heard) {
      Require(!line.ended);
      line.ended = heard.state == ConnectionState::kDisconnected;
      Answer answer;
      answer.text = "fuzz";
      if (line.connection != nullptr) (void)line.connection->Answer(answer);
    };
  }

  Engine& engine_;
  AttemptId dials_ = 0;
  std::vector<std::unique_ptr<Line>> lines_;
};

void SpeakToAgent(const std::vector<std::string_view>& lines) {
  VirtualEnv env(kStart, 1);
  Channel::Listener* listener = nullptr;
  RemoteSimulator engine(env, std::make_unique<FuzzedChannel>(listener), "fuzz.sock");
  FuzzedAgent agent(engine);
  listener->Heard(Encode(simulator::SimulatorMessage(simulator::Hello{})));
  agent.Adopt();
  agent.Dial();
  for (const std::string_view line : lines) {
    if (listener != nullptr) listener->Heard(line);
    env.Tick(kBetween);
    agent.Dial();
  }
  agent.HangUp();
  env.Tick(kHangUpDeadline);
  agent.RequireEnds();
}

}  // namespace
}  // namespace lineman

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The bytes are the text; libFuzzer gives no other view of them.
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string_view> lines = lineman::LinesOf(text);
  for (const std::string_view line : lines) {
    lineman::CheckReading(lineman::simulator::DecodeAgentMessage, line);
    lineman::CheckReading(lineman::simulator::DecodeSimulatorMessage, line);
  }
  lineman::SpeakToHost(lines);
  lineman::SpeakToAgent(lines);
  return 0;
}
