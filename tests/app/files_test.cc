// Reading files and finding them in folders.
#include "app/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/app/program.h"

namespace lineman {
namespace {

class FilesTest : public testing::Test {
 protected:
  std::string TroubleWith(const std::string& name) const {
    const Result<std::string> text = ReadTextFile(folder_ / name);
    return text ? "none" : text.error().message;
  }

  TemporaryFolder folder_;
};

TEST_F(FilesTest, ATextIsReadToTheByte) {
  const std::string text = std::string("\xEF\xBB\xBF\r\n\0b", 7) + std::string(200'000, 'x');
  folder_.Write("f", text);
  EXPECT_EQ(ReadTextFile(folder_ / "f").value_or(""), text);
  folder_.Write("f", "");
  EXPECT_EQ(TroubleWith("f"), "none");
}

TEST_F(FilesTest, WhatCannotBeReadIsNamed) {
  EXPECT_EQ(TroubleWith("none"), folder_ / "none: there is no such file");
  EXPECT_EQ(TroubleWith("."), folder_ / ". is a folder, not a file");
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(TroubleWith("pipe"), folder_ / "pipe is no regular file");
}

TEST_F(FilesTest, EightMebibytesAreReadAndNotOneByteMore) {
  folder_.Write("f", std::string(8U << 20U, 'x'));
  EXPECT_EQ(ReadTextFile(folder_ / "f").value_or("").size(), 8U << 20U);
  folder_.Write("f", std::string((8U << 20U) + 1, 'x'));
  EXPECT_EQ(TroubleWith("f"), folder_ / "f is larger than 8 MiB, so it is no configuration");
}

TEST_F(FilesTest, YamlIsFoundInFoldersSortedAndWithoutTheHidden) {
  for (const char* name : {"b.yaml", "a/z.yml", "a/y.txt", ".git/c.yaml", ".d.yaml", "e.yaml~"}) {
    folder_.Write(name, "x: 1\n");
  }
  const auto found = FindYamlFiles(folder_.path());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, (std::vector<std::string>{folder_ / "a/z.yml", folder_ / "b.yaml"}));
  EXPECT_EQ(FindYamlFiles(folder_ / "a/y.txt").value_or(std::vector<std::string>()).size(), 1U);
  EXPECT_FALSE(FindYamlFiles(folder_ / "none").has_value());
}

TEST_F(FilesTest, TheFolderOfABareNameIsThisOne) {
  EXPECT_EQ(FolderOf("a.yaml"), ".");
  EXPECT_EQ(FolderOf("/etc/lineman/lineman.yaml"), "/etc/lineman");
}

}  // namespace
}  // namespace lineman
