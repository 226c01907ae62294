// Each of the double's checks of resumes bites.
#include <thread>
#include <utility>

#include "tests/windows/ras/bites.h"

namespace lineman::ras_test {
namespace {

using ras_sim::Put;

TEST_F(Bites, NothingIsHeldAgainstACallerThatAnswersEachPauseRightly) {
  const auto callback = AtCallback();
  Put(callback->params.szCallbackNumber, "0190");
  EXPECT_EQ(callback->Resume(), 0U);
  EXPECT_TRUE(callback->IsUp());
  callback->HangUpAndWait();

  const auto retry = Paused("3", RASCS_RetryAuthentication);
  Put(retry->params.szPassword, "second");
  EXPECT_EQ(retry->Resume(), 0U);
  EXPECT_TRUE(retry->IsUp());
  retry->HangUpAndWait();

  const auto expired = Paused("5", RASCS_PasswordExpired);
  Put(expired->params.szPassword, "new");
  EXPECT_EQ(expired->Resume(), 0U);
  EXPECT_TRUE(expired->IsUp());
  expired->HangUpAndWait();

  const auto terminal = Paused("2", RASCS_Interactive);
  EXPECT_EQ(terminal->Resume(), 0U);
  EXPECT_TRUE(terminal->IsUp());
  terminal->HangUpAndWait();

  const auto eap = Paused("6", RASCS_InvokeEapUI);
  EXPECT_EQ(
      Get<decltype(RasInvokeEapUI)>("RasInvokeEapUI")(eap->handle, 1, &eap->extensions, nullptr),
      0U);
  EXPECT_EQ(eap->Resume(), 0U);
  EXPECT_TRUE(eap->IsUp());
  eap->HangUpAndWait();
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(Bites, Rule2AResumeInsideTheCallback) {
  Caller caller(ras_, "4");
  Put(caller.params.szCallbackNumber, "*");
  caller.inside = [&](const Told& told) {
    if (told.state != RASCS_CallbackSetByCaller) return;
    // A caller of one thread, so that this is all that is wrong.
    Put(caller.params.szCallbackNumber, "0190");
    caller.dial(&caller.extensions, nullptr, &caller.params, 2, Caller::Notifier(), &caller.handle);
  };
  caller.Dial();
  EXPECT_TRUE(caller.IsUp());
  caller.HangUpAndWait();
  EXPECT_NE(ras_.Breaches().find("rule 2 ("), std::string::npos) << ras_.Breaches();
}

TEST_F(Bites, Rule7AResumeOfWhatIsNotPaused) {
  const auto caller = Up();
  EXPECT_NE(caller->Resume(), 0U);
  caller->HangUpAndWait();
  ExpectBreach(7);
}

TEST_F(Bites, Rule7AResumeWithAnotherHandle) {
  const auto up = Up();
  const auto paused = AtCallback();
  std::swap(up->handle, paused->handle);
  EXPECT_NE(paused->Resume(), 0U);
  up->HangUpAndWait();
  paused->HangUpAndWait();
  ExpectBreach(7);
}

DWORD WINAPI AnotherNotifier(ULONG_PTR /*id*/, DWORD /*subentry*/, HRASCONN /*handle*/,
                             UINT /*message*/, RASCONNSTATE /*state*/, DWORD /*error*/,
                             DWORD /*extended*/) {
  return 1;
}

TEST_F(Bites, Rule8AResumeWithAnotherNotifier) {
  const auto caller = AtCallback();
  Put(caller->params.szCallbackNumber, "0190");
  caller->Dial(2, reinterpret_cast<void*>(&AnotherNotifier));
  caller->HangUpAndWait();
  ExpectBreach(8);
}

TEST_F(Bites, Rule8AResumeWithAnotherKindOfNotifier) {
  const auto caller = AtCallback();
  Put(caller->params.szCallbackNumber, "0190");
  caller->Dial(1, Caller::Notifier());
  caller->HangUpAndWait();
  ExpectBreach(8);
}

TEST_F(Bites, Rule9AResumeWithoutPausedStates) {
  const auto caller = AtCallback();
  Put(caller->params.szCallbackNumber, "0190");
  caller->extensions.dwfOptions = 0;
  caller->Resume();
  caller->HangUpAndWait();
  ExpectBreach(9);
}

TEST_F(Bites, Rule10AResumeThatChangesMoreThanTheAnswer) {
  const auto caller = AtCallback();
  Put(caller->params.szCallbackNumber, "0190");
  Put(caller->params.szUserName, "somebody else");
  caller->Resume();
  caller->HangUpAndWait();
  ExpectBreach(10);
}

TEST_F(Bites, Rule10AResumeFromAnotherPhoneBook) {
  const auto caller = AtCallback();
  Put(caller->params.szCallbackNumber, "0190");
  caller->dial(&caller->extensions, L"C:\\other.pbk", &caller->params, 2, Caller::Notifier(),
               &caller->handle);
  caller->HangUpAndWait();
  ExpectBreach(10);
}

TEST_F(Bites, Rule11AResumeWithBlankCredentials) {
  const auto retry = Paused("3", RASCS_RetryAuthentication);
  Put(retry->params.szUserName, "");
  Put(retry->params.szPassword, "");
  retry->Resume();
  retry->HangUpAndWait();
  ExpectBreach(11);
}

TEST_F(Bites, Rule11ABlankNewPassword) {
  const auto expired = Paused("5", RASCS_PasswordExpired);
  Put(expired->params.szPassword, "");
  expired->Resume();
  expired->HangUpAndWait();
  ExpectBreach(11);
}

TEST_F(Bites, Rule12AStarWithoutPausedStates) {
  Caller caller(ras_, "4");
  Put(caller.params.szCallbackNumber, "*");
  caller.extensions.dwfOptions = 0;
  EXPECT_EQ(caller.Dial(), ras_sim::kBadCallbackNumber);
  ExpectBreach(12);
}

TEST_F(Bites, Rule12AStarAsTheAnswer) {
  const auto caller = AtCallback();
  EXPECT_EQ(caller->Resume(), ras_sim::kBadCallbackNumber);
  caller->HangUpAndWait();
  ExpectBreach(12);
}

TEST_F(Bites, Rule13AResumeWithoutTheEapDialogue) {
  const auto caller = Paused("6", RASCS_InvokeEapUI);
  caller->Resume();
  caller->HangUpAndWait();
  ExpectBreach(13);
}

TEST_F(Bites, Rule15AResumeFromAnotherThread) {
  const auto caller = AtCallback();
  Put(caller->params.szCallbackNumber, "0190");
  std::thread([&] { caller->Resume(); }).join();
  EXPECT_TRUE(caller->IsUp());
  caller->HangUpAndWait();
  ExpectBreach(15);
}

TEST_F(Bites, Rule16AHandleThatWasHungUp) {
  const auto caller = AtCallback();
  const HRASCONN dead = caller->handle;
  caller->HangUpAndWait();
  caller->handle = dead;
  EXPECT_EQ(caller->Resume(), ras_sim::kInvalidHandle);
  caller->handle = nullptr;
  ExpectBreach(16);
}

}  // namespace
}  // namespace lineman::ras_test
