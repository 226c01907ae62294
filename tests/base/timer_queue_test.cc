#include "base/timer_queue.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/chance.h"

namespace lineman {
namespace {

Instant At(std::int64_t ms) { return Instant{Duration(ms)}; }

// Runs what is due at `now`, as an Env does.
void RunDue(TimerQueue& queue, Instant now) {
  while (const std::function<void()> task = queue.TakeDue(now)) task();
}

TEST(TimerQueue, RunsTasksInTheOrderOfTheirTime) {
  TimerQueue queue;
  std::string ran;
  queue.Add(At(30), [&] { ran += "c"; });
  queue.Add(At(10), [&] { ran += "a"; });
  queue.Add(At(20), [&] { ran += "b"; });
  EXPECT_EQ(queue.Next(), At(10));
  RunDue(queue, At(20));
  EXPECT_EQ(ran, "ab");
  EXPECT_EQ(queue.size(), 1U);
  RunDue(queue, At(1000));
  EXPECT_EQ(ran, "abc");
}

TEST(TimerQueue, TasksOfOneInstantRunInTheOrderTheyWereGiven) {
  TimerQueue queue;
  std::string ran;
  for (const char name : std::string("abcdefghijklmnopqrstuvwxyz")) {
    queue.Add(At(5), [&ran, name] { ran += name; });
    queue.Add(At(name), [] {});
  }
  RunDue(queue, At(5));
  EXPECT_EQ(ran, "abcdefghijklmnopqrstuvwxyz");
}

TEST(TimerQueue, GivesNothingBeforeItsTime) {
  TimerQueue queue;
  EXPECT_EQ(queue.Next(), std::nullopt);
  EXPECT_FALSE(queue.TakeDue(At(0)));
  queue.Add(At(10), [] {});
  EXPECT_FALSE(queue.TakeDue(At(9)));
  EXPECT_TRUE(queue.TakeDue(At(10)));
  EXPECT_EQ(queue.Next(), std::nullopt);
}

TEST(TimerQueue, ATaskMayAddTasksAlsoForNow) {
  TimerQueue queue;
  std::string ran;
  queue.Add(At(1), [&] {
    ran += "a";
    queue.Add(At(1), [&] { ran += "c"; });
    queue.Add(At(2), [&] { ran += "d"; });
  });
  queue.Add(At(1), [&] { ran += "b"; });
  RunDue(queue, At(1));
  EXPECT_EQ(ran, "abc");
  EXPECT_EQ(queue.Next(), At(2));
}

TEST(TimerQueue, LetsGoOfATaskThatWasTaken) {
  TimerQueue queue;
  const auto held = std::make_shared<int>(1);
  queue.Add(At(1), [held] {});
  queue.Add(At(2), [] {});
  EXPECT_EQ(held.use_count(), 2);
  queue.TakeDue(At(1));
  EXPECT_EQ(held.use_count(), 1);
}

TEST(TimerQueue, KeepsItsOrderOverManyTasks) {
  TimerQueue queue;
  const Chance chance(1);
  Instant last = At(0);
  std::uint64_t last_order = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const Instant when = At(chance.Between(0, 500, "timer", "when", i));
    queue.Add(when, [&, when, i] {
      EXPECT_TRUE(when > last || (when == last && i >= last_order));
      last = when;
      last_order = i;
    });
  }
  RunDue(queue, At(500));
  EXPECT_EQ(queue.size(), 0U);
  EXPECT_EQ(last, At(500));
}

}  // namespace
}  // namespace lineman
