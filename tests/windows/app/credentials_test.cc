// Credential Manager: passwords that others have put there, and those that lineman keeps there.
#include <gtest/gtest.h>
#include <windows.h>
// After it:
#include <asio/io_context.hpp>
#include <optional>
#include <random>

#include "app/command_runner.h"
#include "app/credential_manager.h"
#include "app/keyring.h"
#include "app/machine_vault.h"

namespace lineman {
namespace {

// As cmdkey writes a password.
std::string Pairs(std::u16string_view text) {
  std::string bytes;
  for (const char16_t unit : text) {
    bytes += static_cast<char>(unit & 0xFFU);
    bytes += static_cast<char>(unit >> 8U);
  }
  return bytes;
}

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest() {
    std::random_device device;
    name_ = "t\xC3\xA4st-\xE6\xBC\xA2-" + std::to_string(device());
  }
  void TearDown() override { EXPECT_TRUE(RemoveCredential("lineman:" + name_)); }

  Result<std::string> LookUp() const {
    asio::io_context loop;
    CommandRunner runner(loop);
    std::optional<Result<std::string>> found;
    LookUpInKeyring(runner, name_, [&](Result<std::string> password) { found = password; });
    loop.run();
    return found.value_or(Fail("nobody answered"));
  }

  std::string name_;
};

TEST_F(CredentialsTest, APasswordIsFoundAsCmdkeyHasWrittenIt) {
  ASSERT_TRUE(WriteCredential("lineman:" + name_, Pairs(u"p\u00e4ss\u6f22\U0001F4DE")));
  EXPECT_EQ(LookUp().value_or(""), "p\xC3\xA4ss\xE6\xBC\xA2\xF0\x9F\x93\x9E");
}

TEST_F(CredentialsTest, OneThatIsMissingIsToldWithTheWayOut) {
  const Result<std::string> found = LookUp();
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("cmdkey /generic:lineman:" + name_), std::string::npos)
      << found.error().message;
}

TEST_F(CredentialsTest, BytesThatAreNoTextAreNoPassword) {
  ASSERT_TRUE(WriteCredential("lineman:" + name_, "abc"));
  EXPECT_EQ(LookUp().error().message,
            "the credential lineman:" + name_ + " holds no password as cmdkey writes it");
  ASSERT_TRUE(WriteCredential("lineman:" + name_, ""));
  EXPECT_FALSE(LookUp());
}

TEST_F(CredentialsTest, AnewPasswordIsStagedThenCurrentUntilTheOldOneChanges) {
  const auto vault = MakeMachineVault("C:\\state-" + name_);
  EXPECT_FALSE(vault->Staged(name_));
  ASSERT_TRUE(vault->Stage(name_, 0xABC, Secret("n\xC3\xB6u\n2")));
  EXPECT_EQ(MakeMachineVault("C:\\state-" + name_)->Staged(name_)->Reveal(), "n\xC3\xB6u\n2");
  EXPECT_FALSE(MakeMachineVault("C:\\other")->Staged(name_)) << "it is another agent's";
  EXPECT_FALSE(vault->Current(name_, 0xABC));
  ASSERT_TRUE(vault->Settle(name_, true));
  ASSERT_TRUE(vault->Settle(name_, true)) << "again changes nothing";
  EXPECT_FALSE(vault->Staged(name_));
  ASSERT_TRUE(vault->Current(name_, 0xABC));
  EXPECT_EQ(vault->Current(name_, 0xABC)->Reveal(), "n\xC3\xB6u\n2");
  EXPECT_FALSE(vault->Current(name_, 0xDEF));
  EXPECT_FALSE(vault->Current(name_, 0xABC)) << "it was forgotten with the credentials before";
}

TEST_F(CredentialsTest, APasswordThatTheServerDidNotTakeIsForgotten) {
  const auto vault = MakeMachineVault("C:\\state-" + name_);
  ASSERT_TRUE(vault->Stage(name_, 1, Secret("new")));
  ASSERT_TRUE(vault->Settle(name_, false));
  EXPECT_FALSE(vault->Staged(name_));
  EXPECT_FALSE(vault->Current(name_, 1));
}

}  // namespace
}  // namespace lineman
