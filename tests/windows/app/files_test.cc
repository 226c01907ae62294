// Files that must be whole, files that must be trusted, folders that are one agent's alone; all of
// them in a folder whose name no code page has.
#include <gtest/gtest.h>
#include <windows.h>
// After it:
#include <fmt/format.h>

#include <filesystem>

#include "app/configuration.h"
#include "app/durable_file.h"
#include "app/files.h"
#include "app/state_folder.h"
#include "app/trust.h"
#include "base/path.h"
#include "control/windows_basics.h"
#include "control/windows_rights.h"
#include "policy/profile_source.h"
#include "tests/windows/app/program.h"

namespace lineman {
namespace {

class FilesTest : public testing::Test {
 protected:
  // Replaces who may do what; in SDDL.
  void Allow(const std::string& name, const std::string& sddl) const {
    const Protection protection(sddl);
    ASSERT_TRUE(SetFileSecurityW(WidePath(folder_ / name).c_str(), DACL_SECURITY_INFORMATION,
                                 protection.descriptor()));
  }

  TemporaryFolder folder_;
};

TEST_F(FilesTest, ADurableFileIsTheOwnersAloneAndReplacesTheOneBefore) {
  const std::string path = folder_ / "\xC3\xBC ber";
  ASSERT_TRUE(WriteDurably(path, "old\r\n"));
  ASSERT_TRUE(WriteDurably(path, "new\n"));
  EXPECT_EQ(TextOf(path), "new\n");
  EXPECT_FALSE(IsFile(path + ".draft"));
  const Result<FileRights> rights = RightsOnFile(path);
  ASSERT_TRUE(rights) << rights.error().message;
  EXPECT_TRUE(IsTrusted(rights->owner)) << rights->owner;
  for (const std::string& writer : rights->writers) EXPECT_TRUE(IsTrusted(writer)) << writer;
  for (const std::string& reader : rights->readers) EXPECT_TRUE(IsTrusted(reader)) << reader;
  ASSERT_TRUE(RenameDurably(path, folder_ / "moved"));
  EXPECT_FALSE(IsFile(path));
  ASSERT_TRUE(RemoveDurably(folder_ / "moved"));
  EXPECT_TRUE(RemoveDurably(folder_ / "moved")) << "it may be missing";
}

TEST_F(FilesTest, ADurableFileThatCannotBeWrittenLeavesTheOldOne) {
  ASSERT_TRUE(WriteDurably(folder_ / "file", "old"));
  std::filesystem::create_directories(PathOf(folder_ / "file.draft"));
  const Result<Done> written = WriteDurably(folder_ / "file", "new");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message.find((folder_ / "file.draft") + " cannot be made: "), 0U)
      << written.error().message;
  EXPECT_EQ(TextOf(folder_ / "file"), "old");
}

TEST_F(FilesTest, AFileThatEverybodyMayWriteIntoIsNotTrusted) {
  folder_.Write("profile.yaml", "profile: kiosk\n");
  EXPECT_TRUE(ReadTrustedFile(folder_ / "profile.yaml"));
  Allow("profile.yaml", fmt::format("D:P(A;;FA;;;{})(A;;FA;;;WD)", OwnSid()));
  const Result<std::string> text = ReadTrustedFile(folder_ / "profile.yaml");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message,
            fmt::format("everybody may write into {0}: icacls \"{0}\" /inheritance:d /remove:g "
                        "*S-1-1-0",
                        folder_ / "profile.yaml"));
  EXPECT_FALSE(ReadSecretFile(folder_ / "profile.yaml"));
}

TEST_F(FilesTest, AFileThatEverybodyMayReadIsTrustedButTold) {
  folder_.Write("secret", "geheim\n");
  Allow("secret", fmt::format("D:P(A;;FA;;;{})", OwnSid()));
  EXPECT_FALSE(IsReadableByAll(folder_ / "secret"));
  Allow("secret", fmt::format("D:P(A;;FA;;;{})(A;;FR;;;WD)", OwnSid()));
  EXPECT_TRUE(IsReadableByAll(folder_ / "secret"));
  EXPECT_EQ(ReadSecretFile(folder_ / "secret").value_or(""), "geheim\n");
}

TEST_F(FilesTest, AStateFolderIsOneAgentsAtATime) {
  const std::string state = folder_ / "deep/state";
  auto first = HoldStateFolder(state);
  ASSERT_TRUE(first) << first.error().message;
  const auto second = HoldStateFolder(state);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message.find("another agent keeps its state in "), 0U);
  first->reset();
  EXPECT_TRUE(HoldStateFolder(state));
  const std::uint64_t key = KeyOfStateFolder(state);
  EXPECT_NE(key, 0U);
  EXPECT_EQ(KeyOfStateFolder(state), key);
}

TEST_F(FilesTest, AStateFolderThatOthersMayWriteIntoIsRefused) {
  std::filesystem::create_directories(PathOf(folder_ / "state"));
  Allow("state", fmt::format("D:P(A;OICI;FA;;;{})(A;OICI;FA;;;WD)", OwnSid()));
  const auto held = HoldStateFolder(folder_ / "state");
  ASSERT_FALSE(held);
  EXPECT_NE(held.error().message.find("may write into the state folder"), std::string::npos)
      << held.error().message;
}

TEST_F(FilesTest, PathsOfWindowsAreTakenForWhatTheyAre) {
  EXPECT_EQ(RelativeTo("C:\\lineman\\lineman.yaml", "profiles"), "C:\\lineman\\profiles");
  EXPECT_EQ(RelativeTo("C:/lineman/lineman.yaml", "../other"), "C:/other");
  EXPECT_EQ(RelativeTo("C:\\lineman\\lineman.yaml", "D:\\profiles"), "D:\\profiles");
  EXPECT_EQ(RelativeTo("C:\\lineman\\lineman.yaml", "\\\\.\\pipe\\lineman\\control"),
            "\\\\.\\pipe\\lineman\\control");
  EXPECT_EQ(FolderOf("C:\\lineman\\lineman.yaml"), "C:/lineman");
  EXPECT_EQ(FolderOf("lineman.yaml"), ".");
}

TEST_F(FilesTest, AWholeConfigurationIsReadFromAFolderWithAnyName) {
  folder_.Write("lineman.yaml", "profiles: profiles\n");
  folder_.Write("profiles/\xE6\xBC\xA2.yaml",
                "profile: kiosk\nnumbers: [\"100\"]\nuser: M\xC3\xBCller\n");
  Findings findings;
  const auto configuration = LoadConfiguration(folder_ / "lineman.yaml", {}, findings);
  ASSERT_TRUE(configuration) << findings.ToString();
  ASSERT_EQ(configuration->profiles.size(), 1U);
  EXPECT_EQ(configuration->profiles[0]->user, "M\xC3\xBCller");
  EXPECT_EQ(configuration->settings.socket, "\\\\.\\pipe\\lineman\\control");
  EXPECT_NE(configuration->settings.state.find("\\lineman\\state"), std::string::npos)
      << configuration->settings.state;
}

}  // namespace
}  // namespace lineman
