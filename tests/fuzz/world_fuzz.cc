// Any text as a world: it is refused with findings, or it can be dialled in.
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engines/simulator/simulator.h"
#include "rehearsal/virtual_env.h"

namespace lineman {
namespace {

constexpr Duration kDay = std::chrono::hours(24);

Answer AnswerFor(ConnectionState pause) {
  Answer answer;
  switch (pause) {
    case ConnectionState::kCallbackSetByCaller:
      answer.callback_number = "+49 30 555 0190";
      break;
    case ConnectionState::kRetryAuthentication:
      answer.password = Secret("demo-secret");
      break;
    case ConnectionState::kPasswordExpired:
      answer.new_password = Secret("demo-secret-2");
      break;
    default:
      answer.text = "kiosk-17";
      break;
  }
  return answer;
}

// Every number twice at the same time, for half a day of the world.
void DialAround(const simulator::World& world) {
  VirtualEnv env(WallTime(kDay * 20'500), 1);
  Simulator simulator(env, world);
  std::vector<std::unique_ptr<Connection>> connections(16);
  for (std::size_t i = 0; i < connections.size(); ++i) {
    DialRequest request;
    request.attempt = i + 1;
    request.profile = i % 2 == 0 ? "even" : "odd";
    if (i / 2 < world.numbers.size()) request.number = world.numbers[i / 2].number;
    request.credentials.user = "kiosk-17";
    request.credentials.password = Secret("demo-secret");
    request.ask_for_callback = i % 3 != 0;
    connections[i] = simulator.Dial(request, [&connections, i](const Notification& heard) {
      if (GroupOf(heard.state) == StateGroup::kPaused)
        (void)connections[i]->Answer(AnswerFor(heard.state));
    });
  }
  const Instant end = env.Now() + kDay / 2;
  for (int tasks = 0; tasks < 2000 && env.RunNext(end); ++tasks) {
    if (tasks % 100 == 0) simulator.CommandRan("stick-power");
  }
  for (const auto& connection : connections) (void)connection->Status();
  (void)simulator.NextEvents(simulator.age(), simulator.age() + kDay);
  for (const auto& connection : connections) connection->HangUp();
  env.Tick(kHangUpDeadline);
}

}  // namespace
}  // namespace lineman

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The bytes are the text; libFuzzer gives no other view of them.
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  lineman::Findings findings;
  const lineman::YamlPtr root = lineman::ParseYamlMapping(text, "fuzz.yaml", findings);
  if (const auto world = lineman::simulator::LoadWorld(root, findings)) lineman::DialAround(*world);
  return 0;
}
