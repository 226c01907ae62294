// What the double plays of RAS, beside its checks: how RAS answers a caller that does all right.
#include <atomic>

#include "tests/windows/ras/caller.h"
#include "tests/windows/ras_sim/text.h"

namespace lineman::ras_test {
namespace {

using ras_sim::Put;
using ras_sim::TextIn;

constexpr const char* kWorld = R"(
world: double
pace: 100
numbers: {"1": good, "2": busy, "3": retry, "4": expired, "5": callback, "6": eap, "7": bundle}
devices: {modem: {}}
servers:
  good: {users: {kiosk: {password: secret}}}
  retry: {retries: 1, users: {kiosk: {password: second}}}
  expired: {users: {kiosk: {password: secret, password_expires: 0s}}}
  callback: {callback: set_by_caller}
  eap: {eap: [{prompt: PIN, answer: "1234"}]}
  bundle: {multilink: 2, links_down: [2]}
)";

class DoubleOfRas : public testing::Test {
 protected:
  // The error a dial ends with that may not pause.
  DWORD EndWithoutPauses(const std::string& entry) {
    Caller caller(ras_, entry);
    caller.extensions.dwfOptions = 0;
    const DWORD error = caller.Dial(2, nullptr);
    caller.HangUpAndWait();
    return error;
  }
  template <typename Function>
  Function* Get(const char* name) {
    return ras_.Get<Function>(name);
  }

  Double ras_{kWorld};
};

TEST_F(DoubleOfRas, ASynchronousDialReturnsWhenItIsOver) {
  Caller caller(ras_, "1");
  EXPECT_EQ(caller.Dial(2, nullptr), 0U);
  EXPECT_EQ(caller.State(), static_cast<DWORD>(RASCS_Connected));
  EXPECT_TRUE(caller.told().empty());
  caller.HangUpAndWait();
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(DoubleOfRas, APauseThatIsNotAllowedIsItsError) {
  EXPECT_EQ(EndWithoutPauses("3"), 691U);
  EXPECT_EQ(EndWithoutPauses("4"), 648U);
  EXPECT_EQ(EndWithoutPauses("6"), 703U);
  EXPECT_EQ(EndWithoutPauses("5"), 0U) << "no number: the server does not ask";
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(DoubleOfRas, AFailureIsTheSameStateASecondTimeAndThenNothing) {
  Caller caller(ras_, "2");
  caller.Dial();
  ASSERT_TRUE(Soon([&] { return caller.Failed(); }));
  const std::vector<Told> told = caller.told();
  ASSERT_GE(told.size(), 2U);
  EXPECT_EQ(told.back().state, told[told.size() - 2].state);
  EXPECT_EQ(told.back().error, 676U);
  RASCONNSTATUSW status = {};
  EXPECT_EQ(caller.Status(status), 0U) << "the handle lives until it is hung up";
  EXPECT_EQ(status.dwError, 676U);
  caller.HangUpAndWait();
  EXPECT_EQ(caller.told().size(), told.size());
}

TEST_F(DoubleOfRas, ACallbackThatReturnsZeroIsTheLast) {
  Caller caller(ras_, "1");
  caller.answers = 0;
  caller.Dial();
  ASSERT_TRUE(Soon([&] { return caller.State() == RASCS_Connected; }));
  EXPECT_EQ(caller.told().size(), 1U);
  caller.HangUpAndWait();
}

// The older notifiers have no place for whom they are for.
std::atomic<DWORD> heard_by_func = 0;
void WINAPI Func(UINT /*message*/, RASCONNSTATE state, DWORD /*error*/) { heard_by_func = state; }
std::atomic<HRASCONN> heard_by_func1 = nullptr;
void WINAPI Func1(HRASCONN handle, UINT /*message*/, RASCONNSTATE /*state*/, DWORD /*error*/,
                  DWORD /*extended*/) {
  heard_by_func1 = handle;
}

TEST_F(DoubleOfRas, TheOlderNotifiersAreCalledAsTheyAreDeclared) {
  Caller first(ras_, "1");
  Caller second(ras_, "5");
  first.Dial(0, reinterpret_cast<void*>(&Func));
  second.Dial(1, reinterpret_cast<void*>(&Func1));
  EXPECT_TRUE(Soon([&] { return heard_by_func == RASCS_Connected; }));
  EXPECT_TRUE(Soon([&] { return heard_by_func1 == second.handle; }));
  first.HangUpAndWait();
  second.HangUpAndWait();
}

TEST_F(DoubleOfRas, EachLinkOfABundleIsToldByItsNumber) {
  Caller caller(ras_, "7");
  caller.Dial();
  ASSERT_TRUE(caller.IsUp());
  std::vector<DWORD> links;
  for (const Told& told : caller.told()) {
    if (told.state == RASCS_SubEntryConnected || told.state == RASCS_SubEntryDisconnected)
      links.push_back(told.subentry);
  }
  EXPECT_EQ(links, (std::vector<DWORD>{1, 2}));
  caller.HangUpAndWait();
}

TEST_F(DoubleOfRas, NewerVersionsOfStructuresAreFilledInToo) {
  Caller caller(ras_, "1");
  caller.Dial();
  ASSERT_TRUE(caller.IsUp());
  std::vector<std::byte> bytes(2 * 1388);
  auto* const connections = reinterpret_cast<RASCONNW*>(bytes.data());
  connections->dwSize = 1388;
  auto size = static_cast<DWORD>(bytes.size());
  DWORD count = 0;
  EXPECT_EQ(Get<decltype(RasEnumConnectionsW)>("RasEnumConnectionsW")(connections, &size, &count),
            0U);
  EXPECT_EQ(count, 1U);
  EXPECT_EQ(size, 1388U);
  EXPECT_EQ(TextIn(connections->szEntryName), "1");

  std::vector<std::byte> status_bytes(608);
  auto* const status = reinterpret_cast<RASCONNSTATUSW*>(status_bytes.data());
  status->dwSize = 608;
  EXPECT_EQ(caller.get_status(caller.handle, status), 0U);
  EXPECT_EQ(TextIn(status->szDeviceName), "modem");

  std::vector<std::byte> entry_bytes(6724);
  auto* const entry = reinterpret_cast<RASENTRYW*>(entry_bytes.data());
  entry->dwSize = 6724;
  size = 6724;
  EXPECT_EQ(Get<decltype(RasGetEntryPropertiesW)>("RasGetEntryPropertiesW")(
                nullptr, L"1", entry, &size, nullptr, nullptr),
            0U);
  caller.HangUpAndWait();
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(DoubleOfRas, AListSaysHowMuchRoomItTakes) {
  const auto list = Get<decltype(RasEnumConnectionsW)>("RasEnumConnectionsW");
  DWORD size = 0;
  DWORD count = 7;
  EXPECT_EQ(list(nullptr, &size, &count), 0U) << "none need none";
  EXPECT_EQ(count, 0U);
  Caller caller(ras_, "1");
  caller.Dial();
  ASSERT_TRUE(caller.IsUp());
  EXPECT_EQ(list(nullptr, &size, &count), ras_sim::kBufferTooSmall);
  EXPECT_EQ(size, sizeof(RASCONNW));
  caller.HangUpAndWait();
}

TEST_F(DoubleOfRas, ADialIsListedOnlyOnceItIsUp) {
  Caller caller(ras_, "3");
  caller.Dial();
  ASSERT_TRUE(caller.Hears(RASCS_RetryAuthentication));
  DWORD size = 0;
  DWORD count = 7;
  EXPECT_EQ(Get<decltype(RasEnumConnectionsW)>("RasEnumConnectionsW")(nullptr, &size, &count), 0U);
  EXPECT_EQ(count, 0U);
  caller.HangUpAndWait();
}

TEST_F(DoubleOfRas, AddressesAreThereOnceProjected) {
  Caller caller(ras_, "1");
  const auto get = Get<decltype(RasGetProjectionInfoW)>("RasGetProjectionInfoW");
  caller.Dial();
  ASSERT_TRUE(caller.IsUp());
  RASPPPIPW ip = {};
  ip.dwSize = sizeof ip;
  DWORD size = sizeof ip;
  EXPECT_EQ(get(caller.handle, RASP_PppIp, &ip, &size), 0U);
  EXPECT_EQ(TextIn(ip.szIpAddress), "10.64.0.2");
  EXPECT_EQ(get(caller.handle, RASP_PppCcp, &ip, &size), ras_sim::kProtocolNotConfigured);
  caller.HangUpAndWait();
}

TEST_F(DoubleOfRas, ErrorsHaveTextsFrom600On) {
  const auto text = Get<decltype(RasGetErrorStringW)>("RasGetErrorStringW");
  wchar_t words[512] = {};
  EXPECT_EQ(text(676, words, 512), 0U);
  EXPECT_EQ(TextIn(words), "the number is busy");
  EXPECT_EQ(text(676, words, 3), ras_sim::kInsufficientBuffer);
  EXPECT_EQ(text(5, words, 512), ras_sim::kInvalidParameter);
}

TEST_F(DoubleOfRas, NamesAreJudgedAsMicrosoftSays) {
  ras_.UsePhoneBook("[office]\n");
  const auto judge = Get<decltype(RasValidateEntryNameW)>("RasValidateEntryNameW");
  EXPECT_EQ(judge(nullptr, L"new"), 0U);
  EXPECT_EQ(judge(nullptr, L"OFFICE"), ras_sim::kAlreadyExists);
  EXPECT_EQ(judge(nullptr, L".hidden"), ras_sim::kInvalidName);
  EXPECT_EQ(judge(nullptr, L"a|b"), ras_sim::kInvalidName);
}

TEST_F(DoubleOfRas, EverythingFailsWithoutTheService) {
  ras_.Set("service_missing", "1");
  Caller caller(ras_, "1");
  EXPECT_EQ(caller.Dial(), ras_sim::kRasManCannotInitialize);
  EXPECT_EQ(caller.handle, nullptr);
  DWORD size = 0;
  DWORD count = 0;
  EXPECT_EQ(
      Get<decltype(RasEnumEntriesW)>("RasEnumEntriesW")(nullptr, nullptr, nullptr, &size, &count),
      ras_sim::kRasManCannotInitialize);
}

TEST_F(DoubleOfRas, AWorldOrSettingThatIsNoneIsRefused) {
  EXPECT_THROW(Double("world: [", ras_.library()), std::runtime_error);
  EXPECT_EQ(Get<ras_sim::SetFunction>(ras_sim::kSet)("no_such_setting", "1"), 0);
  EXPECT_EQ(Get<ras_sim::SetFunction>(ras_sim::kSet)("extra_state", "25 before 5"), 0);
  EXPECT_EQ(Get<ras_sim::PhonebookFunction>(ras_sim::kPhonebook)("PhoneNumber=1\n"), 0);
}

}  // namespace
}  // namespace lineman::ras_test
