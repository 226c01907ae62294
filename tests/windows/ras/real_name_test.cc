// The double under the real name, in the import table of this very program: the names, the calling
// convention and the structures are those that any program of Windows is linked with. Under Wine
// its own rasapi32.dll would be loaded instead; WINEDLLOVERRIDES=rasapi32=n puts ours in its place.
#include "tests/windows/ras/caller.h"
#include "tests/windows/ras/dialler.h"
#include "tests/windows/ras_sim/text.h"
#include "tests/windows/ras_sim/windows_ras.h"

namespace lineman::ras_test {
namespace {

constexpr const char* kWorld = R"(
world: real name
pace: 100
numbers: {"1": good, "2": callback}
servers:
  good: {users: {kiosk: {password: secret}}}
  callback: {callback: set_by_caller, users: {kiosk: {password: secret}}}
)";

const std::string kLibrary = Beside("rasapi32.dll");

TEST(RealName, TheLibraryThatThisProgramIsLinkedWithIsTheDouble) {
  const HMODULE linked = GetModuleHandleW(L"rasapi32.dll");
  ASSERT_NE(linked, nullptr);
  EXPECT_NE(GetProcAddress(linked, ras_sim::kPlay), nullptr)
      << "Wine has loaded its own: is WINEDLLOVERRIDES=rasapi32=n set?";
}

// Linked calls only, as a program of Windows would make them.
TEST(RealName, ALinkedProgramDialsAndHangsUp) {
  const Double ras(kWorld, kLibrary);
  Caller caller(ras, "2");
  ras_sim::Put(caller.params.szCallbackNumber, "*");
  ASSERT_EQ(
      RasDialW(&caller.extensions, nullptr, &caller.params, 2, Caller::Notifier(), &caller.handle),
      0U);
  ASSERT_TRUE(caller.Hears(RASCS_CallbackSetByCaller));
  ras_sim::Put(caller.params.szCallbackNumber, "0190");
  ASSERT_EQ(
      RasDialW(&caller.extensions, nullptr, &caller.params, 2, Caller::Notifier(), &caller.handle),
      0U);
  ASSERT_TRUE(caller.IsUp());
  for (const Told& told : caller.told()) {
    EXPECT_EQ(told.callback_id, reinterpret_cast<ULONG_PTR>(&caller)) << "64 bits arrive";
    EXPECT_EQ(told.handle, caller.handle);
    EXPECT_EQ(told.message, static_cast<UINT>(WM_RASDIALEVENT));
    EXPECT_EQ(told.subentry, 1U);
    EXPECT_EQ(told.error, 0U);
  }

  RASCONNW connection = {};
  connection.dwSize = sizeof connection;
  DWORD bytes = sizeof connection;
  DWORD count = 0;
  EXPECT_EQ(RasEnumConnectionsW(&connection, &bytes, &count), 0U);
  EXPECT_EQ(count, 1U);
  EXPECT_EQ(HRASCONN(connection.hrasconn), caller.handle);
  EXPECT_EQ(ras_sim::TextIn(connection.szEntryName), "2");

  RASCONNSTATUSW status = {};
  status.dwSize = sizeof status;
  EXPECT_EQ(RasGetConnectStatusW(caller.handle, &status), 0U);
  EXPECT_EQ(status.rasconnstate, RASCS_Connected);
  EXPECT_EQ(RasHangUpW(caller.handle), 0U);
  while (RasGetConnectStatusW(caller.handle, &status) == 0) Sleep(1);
  caller.handle = nullptr;
  EXPECT_EQ(ras.Breaches(), "");
}

TEST(RealName, TheEngineDialsAndHangsUp) {
  const Double ras(kWorld, kLibrary);
  Dialler dialler(kLibrary);
  Dialled dial(dialler, RequestFor("1"));
  EXPECT_TRUE(dial.AwaitUp());
  dial.HangUp();
  EXPECT_EQ(ras.Breaches(), "");
}

}  // namespace
}  // namespace lineman::ras_test
