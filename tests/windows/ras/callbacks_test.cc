// Callbacks at odd times, and states and pauses that nobody knows.
#include <chrono>

#include "tests/windows/ras/on_double.h"

namespace lineman::ras_test {
namespace {

using std::chrono::seconds;
using State = ConnectionState;
using OddCallbacks = OnDouble;

TEST_F(OddCallbacks, AStateThatNobodyKnowsIsShown) {
  ras_.Set("extra_state", "25 after 5");
  Dialled dial(dialler_, RequestFor("1"));
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_NE(dial.told().find("authenticate state_0x19"), std::string::npos) << dial.told();
  dial.HangUp();
}

TEST_F(OddCallbacks, APauseThatNobodyKnowsWaitsUntilItIsHungUp) {
  ras_.Set("extra_state", "0x1005 after 5");
  Dialled dial(dialler_, RequestFor("1"));
  EXPECT_TRUE(dial.AwaitState(static_cast<State>(0x1005)));
  EXPECT_FALSE(
      dialler_.RunUntil([&] { return dial.heard().back().state != State(0x1005); }, seconds(1)));
  EXPECT_FALSE(dial.connection().Answer({}));
  dial.HangUp();
}

TEST_F(OddCallbacks, AnEndThatNobodyKnowsIsTheEnd) {
  ras_.Set("extra_state", "0x2002 after 5");
  EXPECT_NE(EndOf("1"), RasError::kNone);
}

TEST_F(OddCallbacks, AFailureInAStateThatNobodyKnowsIsTheEnd) {
  ras_.Set("extra_state", "25 after 5 error 0x80070005");
  Dialled dial(dialler_, RequestFor("1"));
  EXPECT_EQ(dial.AwaitEnd().error, static_cast<RasError>(0x80070005));
  EXPECT_NE(dial.told().find("state_0x19:0x80070005"), std::string::npos) << dial.told();
}

TEST_F(OddCallbacks, CallbacksAfterTheHangUpAreNotHeard) {
  ras_.Set("late_callbacks", "5");
  Dialled dial(dialler_, RequestFor("1"));
  EXPECT_TRUE(dial.AwaitUp());
  dial.HangUp();
  const std::size_t heard = dial.heard().size();
  EXPECT_FALSE(dialler_.RunUntil([&] { return dial.heard().size() > heard; }, seconds(2)));
}

TEST_F(OddCallbacks, CallbacksAfterTheConnectionIsDestroyedHitNothing) {
  ras_.Set("late_callbacks", "50");
  for (int i = 0; i < 5; ++i) {
    Dialled dial(dialler_, RequestFor(InLetters(static_cast<std::uint64_t>(i + 1)) + " 1"));
    EXPECT_TRUE(dial.AwaitState(State::kAuthenticate));
  }
}

TEST_F(OddCallbacks, CallbacksBeforeRasDialHasReturnedAreNotLost) {
  ras_.Set("early_callbacks", "6");
  Dialled dial(dialler_, RequestFor("1"));
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_TRUE(dial.told().starts_with("open_port port_opened connect_device device_connected"))
      << dial.told();
  dial.HangUp();
}

TEST_F(OddCallbacks, APauseBeforeRasDialHasReturnedIsAnsweredAfterIt) {
  ras_.Set("early_callbacks", "8");
  DialRequest request = RequestFor("5");
  request.ask_for_callback = true;
  Dialled dial(dialler_, request);
  ASSERT_TRUE(dial.AwaitState(State::kCallbackSetByCaller));
  Answer answer;
  answer.callback_number = "0190";
  EXPECT_TRUE(dial.connection().Answer(answer));
  EXPECT_TRUE(dial.AwaitUp());
  dial.HangUp();
}

TEST_F(OddCallbacks, AFailureBeforeRasDialHasReturnedIsTheEnd) {
  ras_.Set("early_callbacks", "99");
  EXPECT_EQ(EndOf("2"), static_cast<RasError>(0x80090326));
}

TEST_F(OddCallbacks, APauseWithAnErrorIsAPause) {
  ras_.Set("pauses_with_error", "1");
  Dialled dial(dialler_, RequestFor("4"));
  ASSERT_TRUE(dial.AwaitState(State::kRetryAuthentication));
  Answer answer;
  answer.password = Secret("second");
  EXPECT_TRUE(dial.connection().Answer(answer));
  EXPECT_TRUE(dial.AwaitUp());
  dial.HangUp();
}

}  // namespace
}  // namespace lineman::ras_test
