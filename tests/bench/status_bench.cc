// What `lineman status` costs beyond starting the program: somebody over ssh, or a script every
// second, must not notice.
//
// A real agent with a street of lines, asked over its socket, beside the same program that only
// prints its version. The best of some runs of each, one after the other.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <limits>

#include "tests/app/program.h"

namespace lineman::bench {
namespace {

constexpr int kLines = 50;
constexpr int kRepetitions = 25;
// The aim is 10 ms more. Measured: 2 to 4 ms; a start takes about 7.
constexpr double kMostToStart = 3;

double Milliseconds(const std::function<Ended()>& run) {
  const auto begin = std::chrono::steady_clock::now();
  if (run().code != 0) return std::numeric_limits<double>::infinity();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  return took.count();
}

void WriteStreet(const TemporaryFolder& folder) {
  folder.Write("lineman.yaml",
               "profiles: profiles\nstate: state\nsocket: control\n"
               "defaults: {retry: {start_spread: 0s}}\n");
  folder.Write("world.yaml", "world: quick\npace: 100\n");
  for (int line = 0; line < kLines; ++line) {
    folder.Write(
        fmt::format("profiles/kiosk-{}.yaml", line),
        fmt::format("profile: kiosk-{}\nengine: simulator\nnumbers: [\"{}\"]\n", line, 100 + line));
  }
}

int Main() {
  const TemporaryFolder folder;
  WriteStreet(folder);
  Program agent(folder.path(), {"--config", "lineman.yaml", "agent", "--world", "world.yaml"});
  for (int line = 0; line < kLines; ++line) {
    if (!agent.AwaitError(fmt::format("kiosk-{}: dialing -> online", line))) return 1;
  }
  double start = std::numeric_limits<double>::infinity();
  double status = start;
  for (int i = 0; i < kRepetitions; ++i) {
    start = std::min(start, Milliseconds([&] { return Execute(folder.path(), {"--version"}); }));
    status = std::min(status, Milliseconds([&] {
                        return Execute(folder.path(), {"--config", "lineman.yaml", "status"});
                      }));
  }
  const double ratio = status / start;
  fmt::print(
      "{} lines: status {:.1f} ms, starting the program {:.1f} ms, ratio {:.2f} (at most "
      "{:.2f})\n",
      kLines, status, start, ratio, kMostToStart);
  agent.Signal(SIGTERM);
  return ratio <= kMostToStart ? 0 : 1;
}

}  // namespace
}  // namespace lineman::bench

int main() { return lineman::bench::Main(); }
