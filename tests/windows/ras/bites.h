// Callers that do one thing wrong, in a world of their own: each of the double's checks bites.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/windows/ras/caller.h"
#include "tests/windows/ras_sim/text.h"

namespace lineman::ras_test {

// Entries are numbers, and numbers are servers.
inline constexpr const char* kBiteWorld = R"(
world: bites
pace: 100
numbers: {"1": good, "2": terminal, "3": retry, "4": callback, "5": expired, "6": eap, "7": short,
  "8": {answers: good, ring: 10m}}
servers:
  good: {users: {kiosk: {password: secret}}}
  terminal: {prompts: [{prompt: "login:", answer: kiosk}, {prompt: "code:"}]}
  retry: {retries: 1, users: {kiosk: {password: second}}}
  callback: {callback: set_by_caller}
  expired: {users: {kiosk: {password: secret, password_expires: 0s}}}
  eap: {eap: [{prompt: PIN, answer: "1234"}]}
  short: {link: short}
links:
  short: {drops: [{after: 500ms}]}
)";

class Bites : public testing::Test {
 protected:
  std::unique_ptr<Caller> Dialled(const std::string& entry) {
    auto caller = std::make_unique<Caller>(ras_, entry);
    if (entry.starts_with("4")) ras_sim::Put(caller->params.szCallbackNumber, "*");
    EXPECT_EQ(caller->Dial(), 0U);
    return caller;
  }
  std::unique_ptr<Caller> Up() {
    auto caller = Dialled("1");
    EXPECT_TRUE(caller->IsUp());
    return caller;
  }
  std::unique_ptr<Caller> Paused(const std::string& entry, DWORD state) {
    auto caller = Dialled(entry);
    EXPECT_TRUE(caller->Hears(state));
    return caller;
  }
  std::unique_ptr<Caller> AtCallback() { return Paused("4", RASCS_CallbackSetByCaller); }
  void ExpectBreach(int rule) { EXPECT_TRUE(IsBreach(ras_.Breaches(), rule)); }
  template <typename Function>
  Function* Get(const char* name) {
    return ras_.Get<Function>(name);
  }

  Double ras_{kBiteWorld};
};

}  // namespace lineman::ras_test
