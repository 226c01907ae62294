// `check` on files nobody meant to write: each is answered soon, in little memory, with a place.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string_view>

#include "tests/app/program.h"

namespace lineman {
namespace {

#ifdef LINEMAN_SANITIZED
constexpr double kMostCpuSeconds = 20;
constexpr long kMostKib = 8L << 20;
#else
constexpr double kMostCpuSeconds = 1;
constexpr long kMostKib = 200L << 10;
#endif

std::string Repeated(std::string_view piece, int times) {
  std::string text;
  text.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

// Every byte with a NUL after it, or before it.
std::string Utf16(std::string_view text, bool big_endian) {
  std::string wide = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char letter : text) {
    if (big_endian) wide += '\0';
    wide += letter;
    if (!big_endian) wide += '\0';
  }
  return wide;
}

class HostileInput : public testing::Test {
 protected:
  Ended Check(const std::string& path) const {
    const Ended ended = Execute(folder_.path(), {"check", path});
    EXPECT_LT(ended.cpu_seconds, kMostCpuSeconds) << path;
    EXPECT_LT(ended.peak_kib, kMostKib) << path;
    EXPECT_EQ(ended.err, "") << path;
    return ended;
  }

  // The first thing `check` says about a file of that text starts so, and it exits 1.
  void ExpectError(const std::string& text, const std::string& expected) const {
    folder_.Write("f.yaml", text);
    const Ended ended = Check("f.yaml");
    EXPECT_EQ(ended.code, 1) << expected;
    EXPECT_TRUE(ended.out.starts_with("f.yaml:" + expected)) << ended.out.substr(0, 300);
  }

  TemporaryFolder folder_;
};

constexpr std::string_view kProfile = "profile: kiosk\nengine: simulator\nnumbers: [\"1\"]\n";

TEST_F(HostileInput, WhatIsNoYamlIsToldWithItsPlace) {
  ExpectError("a: [b\n", "1:4: error: ");
  ExpectError("profile: kiosk\n\tengine: simulator\n", "2:1: error: ");
}

TEST_F(HostileInput, WhatIsNoMappingIsToldWithItsPlace) {
  ExpectError("- a\n- b\n", "1:1: error: expected 'key: value' lines");
  ExpectError("hello\n", "1:1: error: expected 'key: value' lines");
}

TEST_F(HostileInput, AnEmptyFileIsAnErrorAtItsStart) {
  ExpectError("", "1:1: error: the file is empty");
  ExpectError("# nothing\n\n", "1:1: error: the file is empty");
}

TEST_F(HostileInput, TenMegabytesAreRefusedUnread) {
  ExpectError(Repeated("a: b\n", 2 << 20), "1:1: error: f.yaml is larger than 8 MiB");
  ExpectError(Repeated("a: b\n", 1 << 20), "1:1: error: the file has 5242880 bytes, more than");
  ExpectError(Repeated("x", 10 << 20), "1:1: error: f.yaml is larger than 8 MiB");
}

TEST_F(HostileInput, ABillionLaughsStopAtTheLimit) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before +
            Repeated(", " + before, 9) + "]\n";
  }
  ExpectError(text, "5:");
  EXPECT_NE(Check("f.yaml").out.find("every use of an alias counted anew"), std::string::npos);
}

TEST_F(HostileInput, DepthOf20000StopsAtTheLimit) {
  for (const std::string& text : {Repeated("[", 20'000) + Repeated("]", 20'000),
                                  Repeated("{a: ", 20'000) + Repeated("}", 20'000),
                                  Repeated("[", 20'000), Repeated("- ", 20'000) + "x\n"}) {
    ExpectError(text, "1:");
    EXPECT_NE(Check("f.yaml").out.find("nested deeper than 64 levels"), std::string::npos);
  }
}

TEST_F(HostileInput, BlocksOf20000LevelsAreRefusedBySizeOrDepth) {
  std::string text;
  for (std::size_t level = 0; level < 1400; ++level) text += std::string(level, ' ') + "a:\n";
  ExpectError(text, "65:65: error: nested deeper than 64 levels");
  for (int level = 1400; level < 20'000; ++level) text += std::string(1400, ' ') + "a:\n";
  ExpectError(text, "1:1: error: f.yaml is larger than 8 MiB");
}

TEST_F(HostileInput, BytesThatAreNoUtf8AreNamed) {
  ExpectError(std::string("profile: a\0b\n", 13), "1:11: error: a NUL byte");
  ExpectError("profile: B\xFCro\n", "1:11: error: the byte 0xFC is not UTF-8");
  ExpectError(Utf16(kProfile, false), "1:1: error: the file is UTF-16");
  ExpectError(Utf16(kProfile, true), "1:1: error: the file is UTF-16");
}

TEST_F(HostileInput, LineEndsOfWindowsAndAByteOrderMarkAreNoFault) {
  std::string windows = "\xEF\xBB\xBF";
  for (const char letter : kProfile) windows += letter == '\n' ? "\r\n" : std::string(1, letter);
  for (const std::string& text : {windows, "\xEF\xBB\xBF" + std::string(kProfile)}) {
    folder_.Write("f.yaml", text);
    const Ended ended = Check("f.yaml");
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.out, "1 file: 0 errors, 0 warnings\n");
  }
}

TEST_F(HostileInput, ADoubledProfileNameNamesBothPlaces) {
  folder_.Write("two/a.yaml", std::string(kProfile));
  folder_.Write("two/b.yaml", "# another\n" + std::string(kProfile));
  const Ended ended = Check("two");
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(ended.out.starts_with("two/b.yaml:2:10: error: ")) << ended.out;
  EXPECT_NE(ended.out.find("two/a.yaml:1"), std::string::npos) << ended.out;
}

TEST_F(HostileInput, ACircleOfExtendsIsToldOnce) {
  folder_.Write("f.yaml", "profile: a\nextends: g.yaml\n");
  folder_.Write("g.yaml", "extends: f.yaml\n");
  const Ended ended = Check("f.yaml");
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.out.find("in a circle"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("g.yaml:1:10: error: "), std::string::npos) << ended.out;
  EXPECT_EQ(CountOf(ended.out, "error: "), 1) << ended.out;
}

TEST_F(HostileInput, AFileThatExtendsItselfIsToldToo) {
  ExpectError("profile: a\nextends: f.yaml\n", "2:10: error: ");
}

TEST_F(HostileInput, WhatIsNotThereIsNamed) {
  const Ended missing = Check("missing.yaml");
  EXPECT_EQ(missing.code, 1);
  EXPECT_TRUE(missing.out.starts_with("missing.yaml:1:1: error: there is no such file"));
  ExpectError(std::string(kProfile) + "extends: missing.yaml\n", "4:10: error: ");
  folder_.MakeFolder("empty");
  const Ended empty = Check("empty");
  EXPECT_EQ(empty.code, 1);
  EXPECT_TRUE(empty.out.starts_with("empty:1:1: error: there is no YAML file")) << empty.out;
}

TEST_F(HostileInput, AFolderThatCannotBeReadIsNoEmptyFolder) {
  folder_.Write("locked/a.yaml", std::string(kProfile));
  ASSERT_EQ(::chmod((folder_ / "locked").c_str(), 0), 0);
  const Ended ended = Check("locked");
  ::chmod((folder_ / "locked").c_str(), 0700);
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(ended.out.starts_with("locked:1:1: error: locked cannot be listed")) << ended.out;
}

TEST_F(HostileInput, AFolderInTheFolderThatCannotBeReadIsNotLeftOut) {
  folder_.Write("all/a.yaml", std::string(kProfile));
  folder_.Write("all/locked/b.yaml", std::string(kProfile));
  ASSERT_EQ(::chmod((folder_ / "all/locked").c_str(), 0), 0);
  const Ended ended = Check("all");
  ::chmod((folder_ / "all/locked").c_str(), 0700);
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(ended.out.starts_with("all:1:1: error: all cannot be listed")) << ended.out;
}

TEST_F(HostileInput, APipeIsNotWaitedFor) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe.yaml").c_str(), 0600), 0);
  const Ended ended = Check("pipe.yaml");
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(ended.out.starts_with("pipe.yaml:1:1: error: ")) << ended.out;
}

}  // namespace
}  // namespace lineman
