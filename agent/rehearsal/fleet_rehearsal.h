// Many kiosks with the same profile against the same servers: what happens when the power comes
// back in a whole town.
//
// Each kiosk is a machine of its own, with its own agent, record, devices and luck; they share the
// world's servers, with their ports, dial-in rates and accounts, and the world's clock and events.
// It begins as if the power had just come back everywhere. Same plan, same figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rehearsal/rehearsal.h"

namespace lineman {

// What one return of the power came to, up to the next power cut or the end.
struct Comeback {
  Duration at{0};  // since the start: the power is back, or the first kiosk comes to be wanted
  std::int64_t wanted = 0;  // kiosks that wanted to since the power is back
  std::int64_t back = 0;    // of them: those that have been online since
  // Since `at`, until so many of the wanted had been online; nothing when they never were.
  std::optional<Duration> half;
  std::optional<Duration> most;  // 99 %
  std::optional<Duration> all;
  std::int64_t dials = 0;
  std::int64_t turned_away = 0;  // dials that found no port free, or came too fast for the server
  int peak_dials = 0;            // that began within the same second
};

// What a fleet came to.
struct FleetOutcome {
  WallTime start{};
  std::vector<Comeback> comebacks;      // in order; the first one is the beginning
  std::int64_t online_per_million = 0;  // of the time the kiosks were wanted, all together
  int account_locks = 0;
};

class FleetRehearsal {
 public:
  // The plan has one profile. `kiosks` is at least 1.
  FleetRehearsal(const RehearsalPlan& plan, std::size_t kiosks);
  ~FleetRehearsal();
  FleetRehearsal(const FleetRehearsal&) = delete;
  FleetRehearsal& operator=(const FleetRehearsal&) = delete;

  // Plays to the end, once. `progress` is told often how much of the span is over, 0 to 1; it may
  // be empty.
  FleetOutcome Run(const std::function<void(double)>& progress);

 private:
  class Member;

  void PowerOn(bool after_power_cut);
  void CutPower(Duration off_for);
  void ComeToWant();
  void ComeBack();
  void Dialled();
  void EndComeback();
  std::int64_t OnlineShare() const;

  const RehearsalPlan& plan_;
  WallTime start_wall_;
  VirtualEnv env_;
  Instant start_;
  std::unique_ptr<Simulator> simulator_;
  std::vector<std::unique_ptr<Member>> members_;
  std::unique_ptr<WorldEvents> events_;
  std::vector<Comeback> comebacks_;
  std::vector<Duration> returns_;  // of the last comeback, ascending
  std::int64_t turned_away_before_ = 0;
  Instant second_;  // in which the last dial began
  int dials_in_second_ = 0;
};

// The profile as a fleet plays it; without `spread` it has neither start spread nor jitter. What
// can come to nothing in this world is left out, for a hundred thousand would do it all day: probes
// where no link ever stalls, and looking every minute whether the password has changed, for the
// world tells of that.
ProfilePtr ForFleet(const Profile& profile, const simulator::World& world, bool spread);

}  // namespace lineman
