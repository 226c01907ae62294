// What a notification costs, and what it costs when there are a hundred times as many lines.
//
// A kiosk has one line, a concentrator thousands. Nothing in a step may look at other lines than
// its own, so the cost must not grow with their number; some growth is left to the memory, for
// ten thousand lines are in no cache. What follows from a notification later (commits, timers,
// dials) goes through shared queues and the store; it has a wider limit, which only catches what
// grows with the number of lines.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "tests/bench/fleet.h"
#include "tests/bench/measure.h"

namespace lineman::bench {
namespace {

constexpr std::size_t kFew = 100;
constexpr std::size_t kMany = 10'000;
constexpr int kRepetitions = 7;
// Measured: 1.2 to 1.3 and 1.6, which is cache misses on lines that are cold.
constexpr double kMostHandling = 2;
constexpr double kMostFollowing = 3;

// The best of some repetitions, in nanoseconds of CPU per notification.
class Best {
 public:
  explicit Best(Fleet& fleet) : fleet_(fleet) {}

  void Repeat(std::size_t half_days) {
    Spent all;
    for (std::size_t i = 0; i < half_days; ++i) {
      const Spent spent = fleet_.PlayHalfDay();
      all.notifications += spent.notifications;
      all.handling += spent.handling;
      all.following += spent.following;
    }
    const auto count = static_cast<double>(all.notifications);
    handling_ = std::min(handling_, all.handling * 1e9 / count);
    following_ = std::min(following_, all.following * 1e9 / count);
  }

  double handling() const { return handling_; }
  double following() const { return following_; }

 private:
  Fleet& fleet_;
  double handling_ = std::numeric_limits<double>::infinity();
  double following_ = std::numeric_limits<double>::infinity();
};

int Run() {
  const ProfilePtr kiosk = ReadProfile(KioskText());
  Fleet few(*kiosk, kFew);
  Fleet many(*kiosk, kMany);
  // Two days, so that both remember as many dials of each line as they ever will.
  for (int i = 0; i < 4; ++i) {
    few.PlayHalfDay();
    many.PlayHalfDay();
  }
  Best of_few(few);
  Best of_many(many);
  // In turn, so that whatever slows the machine down slows both.
  for (int i = 0; i < kRepetitions; ++i) {
    of_few.Repeat(kMany / kFew);
    of_many.Repeat(1);
  }
  const double handling = of_many.handling() / of_few.handling();
  const double following = of_many.following() / of_few.following();
  fmt::print("{:<30} {:>10} {:>10} {:>8} {:>8}\n", "ns of CPU per notification",
             fmt::format("{} lines", kFew), fmt::format("{} lines", kMany), "ratio", "at most");
  fmt::print("{:<30} {:>10.0f} {:>10.0f} {:>8.2f} {:>8.2f}\n", "the notification itself",
             of_few.handling(), of_many.handling(), handling, kMostHandling);
  fmt::print("{:<30} {:>10.0f} {:>10.0f} {:>8.2f} {:>8.2f}\n", "commits, timers, dials after it",
             of_few.following(), of_many.following(), following, kMostFollowing);
  fmt::print("(the best of {} repetitions)\n", kRepetitions);
  return handling <= kMostHandling && following <= kMostFollowing ? 0 : 1;
}

}  // namespace
}  // namespace lineman::bench

int main() { return lineman::bench::Run(); }
