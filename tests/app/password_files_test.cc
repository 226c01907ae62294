// Passwords that lineman itself keeps: whole, private, and forgotten when their source changes.
#include "app/password_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/app/program.h"

namespace lineman {
namespace {

class PasswordFilesTest : public testing::Test {
 protected:
  // As after a restart: nothing is held in memory.
  PasswordFiles Vault() const { return PasswordFiles(folder_ / "secrets"); }
  std::string StagedOf(const std::string& profile) const {
    const Result<Secret> staged = Vault().Staged(profile);
    return staged ? staged->Reveal() : "none";
  }
  std::string CurrentOf(const std::string& profile, CredentialVersion source) const {
    const std::optional<Secret> current = Vault().Current(profile, source);
    return current ? current->Reveal() : "none";
  }
  void Stage(const std::string& password, CredentialVersion source = 7) const {
    ASSERT_TRUE(Vault().Stage("kiosk", source, Secret(password)).has_value());
  }
  unsigned ModeOf(const std::string& name) const {
    struct stat file {};
    return ::stat((folder_ / name).c_str(), &file) == 0 ? file.st_mode & 0777U : 0;
  }

  TemporaryFolder folder_;
};

TEST_F(PasswordFilesTest, HoldNothingAtFirst) {
  EXPECT_EQ(StagedOf("kiosk"), "none");
  EXPECT_EQ(CurrentOf("kiosk", 7), "none");
  EXPECT_TRUE(Vault().Settle("kiosk", true).has_value());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "secrets")) << "made with the first password";
}

TEST_F(PasswordFilesTest, StageThenSettle) {
  Stage("fresh");
  EXPECT_EQ(StagedOf("kiosk"), "fresh");
  EXPECT_EQ(CurrentOf("kiosk", 7), "none");
  ASSERT_TRUE(Vault().Settle("kiosk", true).has_value());
  EXPECT_EQ(StagedOf("kiosk"), "none");
  EXPECT_EQ(CurrentOf("kiosk", 7), "fresh");
}

TEST_F(PasswordFilesTest, ForgetWhatTheServerDidNotTake) {
  Stage("fresh");
  ASSERT_TRUE(Vault().Settle("kiosk", true).has_value());
  Stage("fresher");
  ASSERT_TRUE(Vault().Settle("kiosk", false).has_value());
  EXPECT_EQ(StagedOf("kiosk"), "none");
  EXPECT_EQ(CurrentOf("kiosk", 7), "fresh");
}

TEST_F(PasswordFilesTest, ForgetTheCurrentOneWhenItsSourceHasChanged) {
  Stage("fresh", 0xFEDCBA9876543210);
  ASSERT_TRUE(Vault().Settle("kiosk", true).has_value());
  EXPECT_EQ(CurrentOf("kiosk", 0xFEDCBA9876543210), "fresh");
  EXPECT_EQ(CurrentOf("kiosk", 8), "none");
  EXPECT_EQ(CurrentOf("kiosk", 0xFEDCBA9876543210), "none") << "gone for good";
}

TEST_F(PasswordFilesTest, KeepAnyText) {
  for (const std::string password : {"", "a\nb", "\xFF\x01", " blank ", "ä€"}) {
    Stage(password);
    EXPECT_EQ(StagedOf("kiosk"), password);
  }
}

TEST_F(PasswordFilesTest, AreForTheirOwnerAlone) {
  Stage("fresh");
  EXPECT_EQ(ModeOf("secrets"), 0700U);
  EXPECT_EQ(ModeOf("secrets/kiosk.staged"), 0600U);
  ASSERT_TRUE(Vault().Settle("kiosk", true).has_value());
  EXPECT_EQ(ModeOf("secrets/kiosk.current"), 0600U);
}

TEST_F(PasswordFilesTest, OfOneProfileAreNotAnothers) {
  Stage("fresh");
  EXPECT_EQ(StagedOf("depot"), "none");
}

TEST_F(PasswordFilesTest, ThatAreDamagedGiveNoPassword) {
  for (const char* text : {"", "7", "x\nfresh", "7 \nfresh"}) {
    folder_.Write("secrets/kiosk.staged", text);
    folder_.Write("secrets/kiosk.current", text);
    EXPECT_EQ(StagedOf("kiosk"), "none") << text;
    EXPECT_EQ(CurrentOf("kiosk", 7), "none") << text;
  }
}

TEST_F(PasswordFilesTest, ThatCannotBeWrittenSaySo) {
  folder_.Write("secrets", "a file is in the way");
  const Result<Done> staged = Vault().Stage("kiosk", 7, Secret("fresh"));
  ASSERT_FALSE(staged.has_value());
  EXPECT_NE(staged.error().message.find("secrets/kiosk.staged"), std::string::npos);
  EXPECT_EQ(staged.error().message.find("fresh"), std::string::npos);
}

}  // namespace
}  // namespace lineman
