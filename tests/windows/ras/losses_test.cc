// A connection that was up is lost, and Windows says so in more or less helpful ways.
#include <chrono>

#include "tests/windows/ras/on_double.h"

namespace lineman::ras_test {
namespace {

using std::chrono::seconds;
using Losses = OnDouble;

TEST_F(Losses, ALossThatIsSignalledIsHeardAtOnce) {
  Dialled dial(dialler_, RequestFor("3", ", poll: 30s"));
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_TRUE(dialler_.RunUntil([&] { return dial.IsOver(); }, seconds(15)));
  EXPECT_EQ(dial.heard().back().error, RasError::kLinkFailure);
}

TEST_F(Losses, ALossThatNothingSignalsIsPolled) {
  ras_.Set("signals", "0");
  Dialled dial(dialler_, RequestFor("3", ", poll: 5s"));
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_EQ(dial.AwaitEnd().error, RasError::kLinkFailure);
}

TEST_F(Losses, ALossIsPolledWhereThereAreNoNotifications) {
  ras_.Set("notifies", "0");
  Dialled dial(dialler_, RequestFor("3", ", poll: 5s"));
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_EQ(dial.AwaitEnd().error, RasError::kLinkFailure);
}

TEST_F(Losses, EachLossIsHeardWhereWindowsSignalsOnlyOnceForEachRegistration) {
  ras_.Set("notifies_once", "1");
  for (const char* const entry : {"a 3", "b 3", "c 3"}) {
    Dialled dial(dialler_, RequestFor(entry, ", poll: 30s"));
    EXPECT_TRUE(dial.AwaitUp());
    EXPECT_TRUE(dialler_.RunUntil([&] { return dial.IsOver(); }, seconds(15))) << entry;
    dial.AwaitEnd();
  }
}

TEST_F(Losses, ALostConnectionWhoseHandleIsInvalidAtOnceIsALoss) {
  ras_.Set("lost_handle_is_invalid", "1");
  Dialled dial(dialler_, RequestFor("3"));
  EXPECT_TRUE(dial.AwaitUp());
  const Notification end = dial.AwaitEnd();
  EXPECT_NE(end.error, RasError::kNone);
  EXPECT_NE(CauseOf(end.error), Cause::kUser);
}

}  // namespace
}  // namespace lineman::ras_test
