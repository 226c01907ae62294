// How long a line waits for its decision: from the notification to the entry that records what was
// decided. A table; it has no limit, for single waits are the machine's affair as much as ours.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/bench/fleet.h"
#include "tests/bench/measure.h"

namespace lineman::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::minutes;

constexpr std::size_t kSamples = 2000;

struct Case {
  std::string name;
  ConnectionState state;
  RasError error;
  bool online;  // the line is online before
};

const std::vector<Case>& Cases() {
  static const std::vector<Case> kCases = {
      {"callback asked: answer", ConnectionState::kCallbackSetByCaller, RasError::kNone, false},
      {"busy: redial by a rule", ConnectionState::kDisconnected, RasError::kLineBusy, false},
      {"no carrier: redial by policy", ConnectionState::kDisconnected, RasError::kNoCarrier, false},
      {"account: stop by a rule", ConnectionState::kDisconnected, RasError::kAcctDisabled, false},
      {"link lost: redial by a rule", ConnectionState::kDisconnected, RasError::kLinkFailure, true},
  };
  return kCases;
}

// Microseconds from each notification to the decision about it.
class Waits {
 public:
  explicit Waits(Fleet& fleet) : fleet_(fleet) {
    fleet_.Watch([this](const Entry& entry) {
      if (entry.kind == Entry::Kind::kDecision && !decided_) decided_ = Clock::now();
    });
  }

  std::vector<double> Of(const Case& what) {
    std::vector<double> waits;
    for (LineId line = 0; waits.size() < kSamples; line = (line + 1) % fleet_.size()) {
      MakeReady(line, what.online);
      decided_.reset();
      const Clock::time_point notified = Clock::now();
      fleet_.Notify(line, what.state, what.error);
      if (!decided_) fmt::print(stderr, "{}: nothing was decided\n", what.name);
      waits.push_back(
          std::chrono::duration<double, std::micro>(decided_.value_or(Clock::now()) - notified)
              .count());
      Finish(line);
    }
    return waits;
  }

 private:
  // A line that is dialling, or online for long enough to have proven itself.
  void MakeReady(LineId line, bool online) {
    fleet_.Notify(line, ConnectionState::kConnectDevice);
    fleet_.Notify(line, ConnectionState::kAuthenticate);
    if (!online) return;
    fleet_.Notify(line, ConnectionState::kConnected);
    fleet_.Tick(minutes(15));
  }

  // Back to dialling, with nothing held against it.
  void Finish(LineId line) {
    while (!fleet_.IsIn(line, LineState::kDialing)) fleet_.Tick(minutes(10));
    fleet_.Notify(line, ConnectionState::kConnected);
    fleet_.Tick(minutes(2));
    fleet_.Notify(line, ConnectionState::kDisconnected, RasError::kLinkFailure);
    while (!fleet_.IsIn(line, LineState::kDialing)) fleet_.Tick(minutes(1));
  }

  Fleet& fleet_;
  std::optional<Clock::time_point> decided_;
};

int Run() {
  Fleet fleet(*ReadProfile(KioskText()), 1);
  Waits waits(fleet);
  fmt::print("{:<30} {:>10} {:>10} {:>10}\n", "from notification to decision", "median us",
             "99% us", "longest us");
  for (const Case& what : Cases()) {
    const std::vector<double> all = waits.Of(what);
    fmt::print("{:<30} {:>10.1f} {:>10.1f} {:>10.1f}\n", what.name, Quantile(all, 0.5),
               Quantile(all, 0.99), Quantile(all, 1));
  }
  return 0;
}

}  // namespace
}  // namespace lineman::bench

int main() { return lineman::bench::Run(); }
