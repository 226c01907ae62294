#include "line/timers.h"

#include <gtest/gtest.h>

#include "rehearsal/virtual_env.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

// Timers whose ArmTimer actions come back by themselves, as the driver brings them.
class TimersTest : public testing::Test {
 protected:
  void Arm(TimerKind kind, Duration after, int index = 0) {
    Turn turn(env_, 0);
    timers_.Arm(kind, env_.Now() + after, turn, index);
    Perform(turn);
  }
  void Perform(Turn& turn) {
    for (Action& action : turn.TakeActions()) {
      const auto arm = std::get<ArmTimer>(action.what);
      ++asked_;
      env_.CallAt(arm.at, [this, arm] {
        Turn due(env_, 0);
        if (timers_.Take({arm.kind, arm.index}, due)) fired_.push_back(env_.Now() - Instant{});
        Perform(due);
      });
    }
  }

  VirtualEnv env_{WallTime{}, 1};
  Timers timers_;
  std::vector<Duration> fired_;
  int asked_ = 0;
};

using Moments = std::vector<Duration>;

TEST_F(TimersTest, FiresOnceWhenDue) {
  Arm(TimerKind::kRetry, 5s);
  EXPECT_EQ(timers_.DueAt(TimerKind::kRetry), Instant{} + 5s);
  env_.Tick(4999ms);
  EXPECT_EQ(fired_, Moments{});
  env_.Tick(1h);
  EXPECT_EQ(fired_, Moments{5s});
  EXPECT_EQ(timers_.DueAt(TimerKind::kRetry), std::nullopt);
}

TEST_F(TimersTest, PutOffFiresOnlyAtItsLastMoment) {
  Arm(TimerKind::kDialDeadline, 5s);
  env_.Tick(3s);
  Arm(TimerKind::kDialDeadline, 5s);
  env_.Tick(3s);
  Arm(TimerKind::kDialDeadline, 5s);
  env_.Tick(1h);
  EXPECT_EQ(fired_, Moments{11s});
}

TEST_F(TimersTest, PuttingOffAThousandTimesAsksSeldom) {
  for (int i = 0; i < 1000; ++i) {
    Arm(TimerKind::kDialDeadline, 3min);
    env_.Tick(1s);
  }
  EXPECT_LT(asked_, 10);
  env_.Tick(1h);
  EXPECT_EQ(fired_, Moments{999s + 3min});
}

TEST_F(TimersTest, ArmedEarlierFiresEarlierAndOnce) {
  Arm(TimerKind::kRetry, 1h);
  Arm(TimerKind::kRetry, 5s);
  env_.Tick(2h);
  EXPECT_EQ(fired_, Moments{5s});
}

TEST_F(TimersTest, DisarmedNeverFires) {
  Arm(TimerKind::kRetry, 5s);
  timers_.Disarm(TimerKind::kRetry);
  env_.Tick(1h);
  EXPECT_EQ(fired_, Moments{});
}

TEST_F(TimersTest, ArmedAgainAfterADisarmFiresAtTheNewMoment) {
  Arm(TimerKind::kRetry, 5s);
  timers_.Disarm(TimerKind::kRetry);
  Arm(TimerKind::kRetry, 8s);
  env_.Tick(1h);
  EXPECT_EQ(fired_, Moments{8s});
}

TEST_F(TimersTest, AStaleEventOfAnEarlierArmingDoesNotFireTheNextOne) {
  Arm(TimerKind::kRetry, 1h);  // comes back stale
  Arm(TimerKind::kRetry, 5s);
  env_.Tick(10s);
  Arm(TimerKind::kRetry, 2h);
  env_.Tick(3h);
  EXPECT_EQ(fired_, (Moments{5s, 2h + 10s}));
}

TEST_F(TimersTest, AnEventNobodyAskedForIsDropped) {
  Turn turn(env_, 0);
  EXPECT_FALSE(timers_.Take({TimerKind::kWanted, 0}, turn));
  EXPECT_TRUE(turn.TakeActions().empty());
}

TEST_F(TimersTest, DueNowFiresNow) {
  Arm(TimerKind::kRetry, 0s);
  env_.Settle();
  EXPECT_EQ(fired_, Moments{0s});
}

TEST_F(TimersTest, DueInThePastFiresAtOnce) {
  env_.Tick(10s);
  Arm(TimerKind::kRetry, -5s);
  env_.Settle();
  EXPECT_EQ(fired_, Moments{10s});
}

TEST_F(TimersTest, ArmedTwiceForTheSameInstantFiresOnce) {
  Arm(TimerKind::kRetry, 5s);
  Arm(TimerKind::kRetry, 5s);
  env_.Tick(1h);
  EXPECT_EQ(fired_, Moments{5s});
}

TEST_F(TimersTest, IndexedTimersAreTimersOfTheirOwn) {
  Arm(TimerKind::kProbe, 5s, 0);
  Arm(TimerKind::kProbe, 7s, 1);
  Arm(TimerKind::kProbe, 9s, 2);
  timers_.Disarm(TimerKind::kProbe, 1);
  env_.Tick(1h);
  EXPECT_EQ(fired_, (Moments{5s, 9s}));
}

TEST_F(TimersTest, DisarmAllLeavesOtherKindsAlone) {
  Arm(TimerKind::kSecretWatch, 3s);
  Arm(TimerKind::kProbe, 5s, 0);
  Arm(TimerKind::kProbe, 7s, 1);
  Arm(TimerKind::kRetry, 9s);
  timers_.DisarmAll(TimerKind::kProbe);
  env_.Tick(1h);
  EXPECT_EQ(fired_, (Moments{3s, 9s}));
}

}  // namespace
}  // namespace lineman
