#include "line/line_state.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <utility>

namespace lineman {
namespace {

using enum LineState;

constexpr std::array<LineState, kLineStateCount> kAll = {
    kIdle, kDialing, kPaused, kOnline, kDoubtful, kHangingUp, kHoldoff, kOpenCircuit};

// Written down from what a line does, not from the table.
const std::set<std::pair<LineState, LineState>>& LegalMoves() {
  static const std::set<std::pair<LineState, LineState>> kMoves = {
      // Somebody wants the line: at once, after a wait, or with its circuit still open; or a
      // connection is adopted.
      {kIdle, kDialing},
      {kIdle, kOnline},
      {kIdle, kHoldoff},
      {kIdle, kOpenCircuit},
      // An attempt goes on.
      {kDialing, kPaused},
      {kPaused, kDialing},
      {kDialing, kOnline},
      {kPaused, kOnline},
      // A link works, or does not, or is asked for credentials again.
      {kOnline, kDoubtful},
      {kDoubtful, kOnline},
      {kOnline, kPaused},
      {kDoubtful, kPaused},
      // We end it.
      {kDialing, kHangingUp},
      {kPaused, kHangingUp},
      {kOnline, kHangingUp},
      {kDoubtful, kHangingUp},
      // It ends: wait, open the circuit, or rest.
      {kDialing, kHoldoff},
      {kPaused, kHoldoff},
      {kOnline, kHoldoff},
      {kDoubtful, kHoldoff},
      {kHangingUp, kHoldoff},
      {kDialing, kOpenCircuit},
      {kPaused, kOpenCircuit},
      {kOnline, kOpenCircuit},
      {kDoubtful, kOpenCircuit},
      {kHangingUp, kOpenCircuit},
      {kDialing, kIdle},
      {kPaused, kIdle},
      {kOnline, kIdle},
      {kDoubtful, kIdle},
      {kHangingUp, kIdle},
      // A wait is over, or is called off.
      {kHoldoff, kDialing},
      {kHoldoff, kOnline},
      {kHoldoff, kOpenCircuit},
      {kHoldoff, kIdle},
      {kOpenCircuit, kDialing},
      {kOpenCircuit, kOnline},
      {kOpenCircuit, kHoldoff},
      {kOpenCircuit, kIdle},
  };
  return kMoves;
}

TEST(LineStateTest, AllPairsAreAsTheyShouldBe) {
  for (const LineState from : kAll) {
    for (const LineState to : kAll) {
      EXPECT_EQ(MayMove(from, to), LegalMoves().contains({from, to}))
          << NameOf(from) << " -> " << NameOf(to);
    }
  }
}

TEST(LineStateTest, NoStateIsEnteredFromItself) {
  for (const LineState state : kAll) EXPECT_FALSE(MayMove(state, state)) << NameOf(state);
}

TEST(LineStateTest, EveryStateCanComeToRestAndEveryStateIsReached) {
  for (const LineState state : kAll) {
    EXPECT_TRUE(state == kIdle || MayMove(state, kIdle)) << NameOf(state);
    bool reached = false;
    for (const LineState from : kAll) reached = reached || MayMove(from, state);
    EXPECT_TRUE(reached) << NameOf(state);
  }
}

TEST(LineStateTest, AHangUpIsNeverTakenBack) {
  for (const LineState to : {kDialing, kPaused, kOnline, kDoubtful}) {
    EXPECT_FALSE(MayMove(kHangingUp, to)) << NameOf(to);
  }
}

TEST(LineStateTest, NamesAreThoseOfStatusAndStories) {
  constexpr std::array<std::string_view, kLineStateCount> kNames = {
      "idle", "dialing", "paused", "online", "doubtful", "hanging_up", "holdoff", "open_circuit"};
  for (std::size_t i = 0; i < kAll.size(); ++i) EXPECT_EQ(NameOf(kAll.at(i)), kNames.at(i));
}

TEST(LineStateTest, AnAttemptExistsFromDialingToHangingUp) {
  for (const LineState state : kAll) {
    const bool up = state == kOnline || state == kDoubtful;
    EXPECT_EQ(IsUp(state), up) << NameOf(state);
    EXPECT_EQ(HasAttempt(state), up || state == kDialing || state == kPaused || state == kHangingUp)
        << NameOf(state);
  }
}

}  // namespace
}  // namespace lineman
