// The engine on the rasapi32.dll of the system, which under Wine has all names and nothing behind
// them: the agent says that RAS cannot be used here, and neither waits for ever nor crashes.
//
// On a real Windows these tests are skipped: there it would dial.
#include <chrono>

#include "tests/windows/ras/dialler.h"

namespace lineman::ras_test {
namespace {

class WineStubs : public testing::Test {
 protected:
  void SetUp() override {
    if (!IsWine()) GTEST_SKIP() << "this is no Wine";
  }

  Dialler dialler_{""};
};

TEST_F(WineStubs, ADialEndsAtOnceAndTellsWhatToDo) {
  Dialled dial(dialler_, RequestFor("office"));
  EXPECT_TRUE(dialler_.RunUntil([&] { return dial.IsOver(); }, std::chrono::seconds(5)));
  ASSERT_TRUE(dial.IsOver());
  EXPECT_NE(dial.heard().back().error, RasError::kNone);
  EXPECT_NE(dial.heard().back().detail.find("RAS cannot be used here"), std::string::npos)
      << dial.heard().back().detail;
}

TEST_F(WineStubs, ADialOfANumberDoesToo) {
  DialRequest request = RequestFor("x");
  request.options = nullptr;
  request.number = "555 0100";
  Dialled dial(dialler_, request);
  EXPECT_TRUE(dialler_.RunUntil([&] { return dial.IsOver(); }, std::chrono::seconds(5)));
  EXPECT_NE(dial.AwaitEnd().error, RasError::kNone);
}

TEST_F(WineStubs, AHangUpBeforeThatEndsItOnce) {
  Dialled dial(dialler_, RequestFor("office"));
  dial.connection().HangUp();
  dial.AwaitEnd();
  EXPECT_FALSE(dialler_.RunUntil([&] { return dial.heard().size() > 1; }, std::chrono::seconds(1)));
}

TEST_F(WineStubs, NothingIsAdopted) {
  bool done = false;
  dialler_.engine().Adopt(
      [](const AdoptedConnection&) {
        ADD_FAILURE() << "there is no connection";
        return NotificationHandler();
      },
      [&] { done = true; });
  EXPECT_TRUE(dialler_.RunUntil([&] { return done; }, std::chrono::seconds(5)));
}

}  // namespace
}  // namespace lineman::ras_test
