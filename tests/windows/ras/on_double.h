// The engine on the double, in a world in which nothing goes wrong by itself.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/windows/ras/dialler.h"

namespace lineman::ras_test {

// Entries are numbers, and numbers are servers.
inline constexpr const char* kOnDoubleWorld = R"(
world: on the double
pace: 100
numbers: {"1": good, "2": 0x80090326, "3": short, "4": retry, "5": callback, "6": eap}
servers:
  good: {users: {kiosk: {password: secret}, "Jürgen Größe": {password: "Пароль-密码"}}}
  short: {link: short}
  retry: {retries: 1, users: {kiosk: {password: second}}}
  callback: {callback: set_by_caller}
  eap: {eap: [{prompt: PIN, answer: "1234"}]}
links:
  short: {drops: [{after: 1s}]}
)";

class OnDouble : public testing::Test {
 protected:
  // Whatever happens to the engine, it does nothing that RAS forbids.
  ~OnDouble() override {
    EXPECT_TRUE(dialler_.RunUntil([this] { return ras_.Living() == 0; }));
    EXPECT_EQ(ras_.Breaches(), "");
  }

  RasError EndOf(const std::string& entry, const std::string& more = "") {
    Dialled dial(dialler_, RequestFor(entry, more));
    return dial.AwaitEnd().error;
  }

  Double ras_{kOnDoubleWorld};
  Dialler dialler_{ras_.library()};
};

}  // namespace lineman::ras_test
