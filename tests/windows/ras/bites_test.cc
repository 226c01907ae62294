// Each of the double's checks of dials and handles bites: a small caller does one thing wrong, and
// that rule's breach is on record. One that does all right leaves none.
#include "tests/windows/ras/bites.h"

#include <thread>

namespace lineman::ras_test {
namespace {

using ras_sim::Put;

TEST_F(Bites, NothingIsHeldAgainstACallerThatDoesAllRight) {
  for (const bool again : {false, true}) {
    SCOPED_TRACE(again ? "again" : "first");
    const auto caller = Up();
    RAS_STATS statistics = {};
    statistics.dwSize = sizeof statistics;
    EXPECT_EQ(Get<decltype(RasGetConnectionStatistics)>("RasGetConnectionStatistics")(
                  caller->handle, &statistics),
              0U);
    caller->HangUpAndWait();
  }
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(Bites, Rule1AWrongSize) {
  Caller caller(ras_, "1");
  caller.params.dwSize = sizeof caller.params - 4 - 4;
  EXPECT_EQ(caller.Dial(), ras_sim::kInvalidSize);
  caller.params.dwSize = sizeof caller.params;
  caller.extensions.dwSize = 0;
  EXPECT_EQ(caller.Dial(), ras_sim::kInvalidSize);
  ExpectBreach(1);
}

TEST_F(Bites, Rule1AWrongSizeInAnyStructure) {
  const auto caller = Up();
  RASCONNSTATUSW status = {};
  status.dwSize = 1;
  EXPECT_EQ(caller->get_status(caller->handle, &status), ras_sim::kInvalidSize);
  RASCONNW connections[1] = {};
  DWORD bytes = sizeof connections;
  DWORD count = 0;
  EXPECT_EQ(Get<decltype(RasEnumConnectionsW)>("RasEnumConnectionsW")(connections, &bytes, &count),
            ras_sim::kInvalidSize);
  RASENTRYW entry = {};
  bytes = sizeof entry;
  EXPECT_EQ(Get<decltype(RasGetEntryPropertiesW)>("RasGetEntryPropertiesW")(
                nullptr, L"1", &entry, &bytes, nullptr, nullptr),
            ras_sim::kInvalidSize);
  caller->HangUpAndWait();
  ExpectBreach(1);
}

TEST_F(Bites, Rule2ADialInsideTheCallback) {
  Caller other(ras_, "1");
  Caller caller(ras_, "2");
  caller.inside = [&](const Told& told) {
    if (told.state == RASCS_OpenPort) other.Dial();
  };
  caller.Dial();
  EXPECT_TRUE(caller.Hears(RASCS_OpenPort));
  EXPECT_TRUE(other.IsUp());
  caller.HangUpAndWait();
  other.HangUpAndWait();
  EXPECT_NE(ras_.Breaches().find("rule 2 ("), std::string::npos) << ras_.Breaches();
}

TEST_F(Bites, Rule3WhatIsNotAllowedInsideTheCallback) {
  Caller caller(ras_, "1");
  const auto statistics = Get<decltype(RasGetConnectionStatistics)>("RasGetConnectionStatistics");
  caller.inside = [&](const Told& told) {
    RAS_STATS counted = {};
    counted.dwSize = sizeof counted;
    statistics(told.handle, &counted);
  };
  caller.Dial();
  EXPECT_TRUE(caller.IsUp());
  caller.HangUpAndWait();
  ExpectBreach(3);
}

TEST_F(Bites, WhatIsAllowedInsideTheCallbackIsNoBreach) {
  Caller caller(ras_, "1");
  const auto list = Get<decltype(RasEnumConnectionsW)>("RasEnumConnectionsW");
  DWORD state = 1;
  caller.inside = [&](const Told& told) {
    RASCONNSTATUSW status = {};
    status.dwSize = sizeof status;
    EXPECT_EQ(caller.get_status(told.handle, &status), 0U);
    state = status.rasconnstate;
    EXPECT_EQ(state, told.state);
    DWORD bytes = 0;
    DWORD count = 0;
    list(nullptr, &bytes, &count);
    if (told.state != RASCS_Authenticate) return;
    EXPECT_EQ(caller.hang_up(told.handle), 0U);
  };
  caller.Dial();
  EXPECT_TRUE(caller.Hears(RASCS_Authenticate));
  EXPECT_EQ(state, static_cast<DWORD>(RASCS_Authenticate));
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(Bites, Rule4ANewDialThatBringsAHandle) {
  Caller caller(ras_, "1");
  caller.handle = reinterpret_cast<HRASCONN>(0x1234);
  EXPECT_EQ(caller.Dial(), ras_sim::kInvalidHandle);
  caller.handle = nullptr;
  ExpectBreach(4);
}

TEST_F(Bites, Rule4AHandleThatRasNeverGave) {
  const Caller caller(ras_, "1");
  EXPECT_EQ(caller.hang_up(reinterpret_cast<HRASCONN>(0x1234)), ras_sim::kInvalidHandle);
  ExpectBreach(4);
}

TEST_F(Bites, Rule5ASecondDialWhileTheFirstIsUnderWay) {
  const auto first = Dialled("8");
  Caller second(ras_, "8");
  EXPECT_EQ(second.Dial(), ras_sim::kDialAlreadyInProgress);
  EXPECT_EQ(second.handle, nullptr);
  first->HangUpAndWait();
  ExpectBreach(5);
}

TEST_F(Bites, Rule5ASecondDialOfAFailedOneThatWasNotHungUp) {
  const auto first = Dialled("99");
  EXPECT_TRUE(Soon([&] { return first->Failed(); }));
  Caller second(ras_, "99");
  EXPECT_NE(second.Dial(), 0U);
  first->HangUpAndWait();
  ExpectBreach(5);
}

TEST_F(Bites, Rule5AndRule17AReferenceThatLeaks) {
  const auto first = Up();
  Caller second(ras_, "1");
  EXPECT_EQ(second.Dial(), 0U);
  EXPECT_EQ(second.handle, first->handle);
  EXPECT_TRUE(second.IsUp());
  EXPECT_EQ(first->HangUp(), 0U);
  EXPECT_EQ(first->State(), static_cast<DWORD>(RASCS_Connected)) << "the other keeps it up";
  const std::string breaches = ras_.Breaches();
  EXPECT_NE(breaches.find("rule 5 ("), std::string::npos) << breaches;
  EXPECT_NE(breaches.find("rule 17 ("), std::string::npos) << breaches;
  first->HangUpAndWait();
  second.handle = nullptr;
}

TEST_F(Bites, Rule6ARedialBeforeTheHandleIsGone) {
  const auto first = Up();
  EXPECT_EQ(first->HangUp(), 0U);
  Caller second(ras_, "1");
  second.Dial();
  first->handle = nullptr;
  if (second.handle != nullptr) second.HangUpAndWait();
  ExpectBreach(6);
}

TEST_F(Bites, Rule14AThreadThatEndsBeforeItsDial) {
  Caller caller(ras_, "8");
  std::thread([&] { caller.Dial(); }).join();
  EXPECT_TRUE(caller.Hears(RASCS_ConnectDevice));
  caller.HangUpAndWait();
  ExpectBreach(14);
}

TEST_F(Bites, Rule15TwoThreadsThatDial) {
  const auto first = Dialled("8");
  Caller second(ras_, "1");
  std::thread([&] {
    second.Dial();
    EXPECT_TRUE(second.IsUp());
  }).join();
  first->HangUpAndWait();
  second.HangUpAndWait();
  ExpectBreach(15);
}

TEST_F(Bites, Rule17AHandleThatWasNeverHungUp) {
  const auto caller = Up();
  ExpectBreach(17);
}

TEST_F(Bites, Rule17AHandleOfAFailedDial) {
  ras_.Set("dial_fails_with_handle", "619");
  Caller caller(ras_, "1");
  EXPECT_EQ(caller.Dial(), 619U);
  ASSERT_NE(caller.handle, nullptr);
  ExpectBreach(17);
}

TEST_F(Bites, Rule18AnEntryThatWindowsRedials) {
  ras_.UsePhoneBook("[kiosk]\nPhoneNumber=7\nRedialOnLinkFailure=1\n");
  const auto first = Dialled("kiosk");
  EXPECT_TRUE(first->IsUp());
  EXPECT_TRUE(Soon([&] { return first->State() != RASCS_Connected; }));
  first->HangUpAndWait();
  Caller second(ras_, "kiosk");
  second.Dial();
  if (second.handle != nullptr) second.HangUpAndWait();
  EXPECT_NE(ras_.Breaches().find("rule 18 ("), std::string::npos) << ras_.Breaches();
}

TEST_F(Bites, Rule19AnEapEntryWithoutItsIdentity) {
  ras_.UsePhoneBook("[kiosk]\nPhoneNumber=1\nEap=known\n");
  const auto caller = Dialled("kiosk");
  caller->HangUpAndWait();
  ExpectBreach(19);
}

TEST_F(Bites, Rule19AnIdentityThatIsNotFreed) {
  ras_.UsePhoneBook("[kiosk]\nPhoneNumber=1\nEap=known\n");
  RASEAPUSERIDENTITYW* identity = nullptr;
  EXPECT_EQ(Get<decltype(RasGetEapUserIdentityW)>("RasGetEapUserIdentityW")(
                nullptr, L"kiosk", RASEAPF_NonInteractive, nullptr, &identity),
            0U);
  ExpectBreach(19);
  Get<decltype(RasFreeEapUserIdentityW)>("RasFreeEapUserIdentityW")(identity);
}

TEST_F(Bites, Rule20WhatIsReservedIsNotZero) {
  Caller caller(ras_, "1");
  caller.extensions.reserved = 1;
  caller.Dial();
  caller.HangUpAndWait();
  ExpectBreach(20);
}

}  // namespace
}  // namespace lineman::ras_test
