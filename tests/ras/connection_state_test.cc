// Facts about connection states, taken from Microsoft's RASCONNSTATE page: numbers, symbols and
// groups are written out here once more, so that a slip in the table shows.
#include "ras/connection_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace lineman {
namespace {

constexpr auto kAddedSomeDay = static_cast<ConnectionState>(0x19);

std::ptrdiff_t CountOf(StateGroup group) {
  return std::ranges::count_if(
      AllStates(), [group](const StateInfo& info) { return GroupOf(info.state) == group; });
}

TEST(ConnectionState, ThereAre25Running5PausedAnd2Terminal) {
  EXPECT_EQ(CountOf(StateGroup::kRunning), 25);
  EXPECT_EQ(CountOf(StateGroup::kPaused), 5);
  EXPECT_EQ(CountOf(StateGroup::kTerminal), 2);
  EXPECT_EQ(AllStates().size(), 32U);
}

TEST(ConnectionState, AscendByValue) {
  EXPECT_TRUE(std::ranges::is_sorted(
      AllStates(), [](const StateInfo& a, const StateInfo& b) { return a.state < b.state; }));
}

TEST(ConnectionState, RunningStatesAre0To24AndPausedOnes0x1000To0x1004) {
  for (std::uint32_t value = 0; value <= 24; ++value) {
    EXPECT_TRUE(IsKnown(static_cast<ConnectionState>(value))) << value;
  }
  for (std::uint32_t value = 0x1000; value <= 0x1004; ++value) {
    EXPECT_TRUE(IsKnown(static_cast<ConnectionState>(value))) << value;
  }
  EXPECT_FALSE(IsKnown(static_cast<ConnectionState>(25)));
  EXPECT_FALSE(IsKnown(static_cast<ConnectionState>(0x1005)));
  EXPECT_FALSE(IsKnown(static_cast<ConnectionState>(0x2002)));
}

TEST(ConnectionState, EveryNameReadsBack) {
  for (const StateInfo& info : AllStates()) {
    EXPECT_EQ(NameOf(info.state), info.name);
    EXPECT_EQ(FindState(info.name), info.state) << info.name;
  }
}

TEST(ConnectionState, EverySymbolReadsBackInAnyCase) {
  for (const StateInfo& info : AllStates()) {
    std::string upper(info.symbol);
    std::ranges::transform(upper, upper.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    EXPECT_EQ(FindState(info.symbol), info.state) << info.symbol;
    EXPECT_EQ(FindState(upper), info.state) << upper;
  }
}

// The hook of RASCS_ReAuthenticate is re_authenticate: a word begins at each capital, and EAPUI is
// the one run of capitals, read as two words.
TEST(ConnectionState, TheNameIsTheSymbolInSnakeCase) {
  for (const StateInfo& info : AllStates()) {
    std::string squeezed(info.name);
    std::erase(squeezed, '_');
    EXPECT_EQ(FindState("rascs_" + squeezed), info.state) << info.name;
  }
}

TEST(ConnectionState, NamesDiffer) {
  std::set<std::string_view> names;
  for (const StateInfo& info : AllStates()) names.insert(info.name);
  EXPECT_EQ(names.size(), AllStates().size());
}

TEST(ConnectionState, EachIsExplainedInOneLine) {
  for (const StateInfo& info : AllStates()) {
    EXPECT_FALSE(info.about.empty()) << info.name;
    EXPECT_EQ(info.about.find('\n'), std::string_view::npos) << info.name;
    EXPECT_FALSE(info.about.ends_with('.')) << info.name;
  }
}

TEST(ConnectionState, HasTheValueOfWindows) {
  EXPECT_EQ(FindState("connect_device"), static_cast<ConnectionState>(2));
  EXPECT_EQ(FindState("auth_notify"), static_cast<ConnectionState>(6));
  EXPECT_EQ(FindState("auth_project"), static_cast<ConnectionState>(10));
  EXPECT_EQ(FindState("wait_for_callback"), static_cast<ConnectionState>(17));
  EXPECT_EQ(FindState("apply_settings"), static_cast<ConnectionState>(24));
  EXPECT_EQ(FindState("retry_authentication"), static_cast<ConnectionState>(4097));
  EXPECT_EQ(FindState("callback_set_by_caller"), static_cast<ConnectionState>(4098));
  EXPECT_EQ(FindState("password_expired"), static_cast<ConnectionState>(4099));
  EXPECT_EQ(FindState("invoke_eap_ui"), static_cast<ConnectionState>(4100));
  EXPECT_EQ(FindState("connected"), static_cast<ConnectionState>(8192));
  EXPECT_EQ(FindState("disconnected"), static_cast<ConnectionState>(8193));
}

TEST(ConnectionState, IsGroupedByBitWhenNobodyHasNamedIt) {
  EXPECT_EQ(GroupOf(kAddedSomeDay), StateGroup::kRunning);
  EXPECT_EQ(GroupOf(static_cast<ConnectionState>(0x1234)), StateGroup::kPaused);
  EXPECT_EQ(GroupOf(static_cast<ConnectionState>(0x2002)), StateGroup::kTerminal);
}

TEST(ConnectionState, IsPausedWhenBothBitsAreSet) {
  EXPECT_EQ(GroupOf(static_cast<ConnectionState>(0x3000)), StateGroup::kPaused);
}

TEST(ConnectionState, WithoutANameIsSpelledAsANumberThatReadsBack) {
  EXPECT_EQ(NameOf(kAddedSomeDay), "state_0x19");
  EXPECT_EQ(FindState("state_0x19"), kAddedSomeDay);
  EXPECT_EQ(FindState("0x19"), kAddedSomeDay);
  EXPECT_EQ(FindState("25"), kAddedSomeDay);
  EXPECT_EQ(NameOf(static_cast<ConnectionState>(0xffffffff)), "state_0xffffffff");
  EXPECT_EQ(FindState("state_0xffffffff"), static_cast<ConnectionState>(0xffffffff));
}

TEST(ConnectionState, MayBeGivenAsANumberAlsoWhereItHasAName) {
  EXPECT_EQ(FindState("0"), ConnectionState::kOpenPort);
  EXPECT_EQ(FindState("state_0x18"), ConnectionState::kApplySettings);
  EXPECT_EQ(FindState("0x2001"), ConnectionState::kDisconnected);
}

TEST(ConnectionState, RefusesJunk) {
  for (const std::string_view junk : {"",           " ",           "open port",  "Open_Port",
                                      "open_port ", "open-port",   "RASCS_",     "RASCS_open_port",
                                      "state_",     "state_0x",    "state_25",   "state_open_port",
                                      "state_0x-1", "0x",          "-1",         "+1",
                                      "1.0",        "0x100000000", "4294967296", "running",
                                      "before_dial"}) {
    EXPECT_EQ(FindState(junk), std::nullopt) << junk;
  }
}

TEST(StateGroup, IsNamedAsTheGroupHooksAre) {
  EXPECT_EQ(NameOf(StateGroup::kRunning), "running");
  EXPECT_EQ(NameOf(StateGroup::kPaused), "paused");
  EXPECT_EQ(NameOf(StateGroup::kTerminal), "terminal");
}

}  // namespace
}  // namespace lineman
