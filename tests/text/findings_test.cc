#include "text/findings.h"

#include <gtest/gtest.h>

#include <memory>

namespace lineman {
namespace {

Place At(const char* file, int line, int column) {
  return {std::make_shared<const std::string>(file), line, column};
}

TEST(Place, IsWrittenAsEditorsReadIt) {
  EXPECT_EQ(At("profiles/kiosk.yaml", 3, 14).ToString(), "profiles/kiosk.yaml:3:14");
  EXPECT_EQ(At("profiles/kiosk.yaml", 3, 14).FileAndLine(), "profiles/kiosk.yaml:3");
  EXPECT_EQ(Place{}.ToString(), ":1:1");
}

TEST(Place, IsOrderedByFileThenLineThenColumn) {
  EXPECT_LT(At("a", 9, 9), At("b", 1, 1));
  EXPECT_LT(At("a", 2, 9), At("a", 10, 1));
  EXPECT_LT(At("a", 2, 9), At("a", 2, 10));
  EXPECT_FALSE(At("a", 2, 9) < At("a", 2, 9));
  EXPECT_LT(Place{}, At("a", 1, 1));
}

TEST(Findings, AreToldInTheOrderOfTheFile) {
  Findings findings;
  findings.Error(At("b", 1, 1), "third");
  findings.Warning(At("a", 7, 2), "second");
  findings.Error(At("a", 7, 1), "first");
  EXPECT_EQ(findings.ToString(),
            "a:7:1: error: first\n"
            "a:7:2: warning: second\n"
            "b:1:1: error: third\n");
}

TEST(Findings, AtOnePlaceKeepTheOrderInWhichTheyWereMade) {
  Findings findings;
  findings.Error(At("a", 1, 1), "zebra");
  findings.Error(At("a", 1, 1), "ant");
  EXPECT_EQ(findings.ToString(), "a:1:1: error: zebra\na:1:1: error: ant\n");
}

TEST(Findings, AreToldOnceEach) {
  Findings findings;
  findings.Error(At("base.yaml", 1, 1), "unknown key");
  findings.Error(At("base.yaml", 1, 1), "another");
  findings.Error(At("base.yaml", 1, 1), "unknown key");
  findings.Warning(At("base.yaml", 1, 1), "unknown key");
  findings.Error(At("base.yaml", 1, 2), "unknown key");
  EXPECT_EQ(findings.Sorted().size(), 4U);
}

TEST(Findings, CountErrorsAndWarningsApart) {
  Findings findings;
  EXPECT_FALSE(findings.HasErrors());
  findings.Warning(At("a", 1, 1), "w");
  EXPECT_FALSE(findings.HasErrors());
  Findings more;
  more.Error(At("a", 1, 1), "e");
  more.Warning(At("a", 2, 1), "w");
  findings.Append(more);
  EXPECT_TRUE(findings.HasErrors());
  EXPECT_EQ(findings.errors(), 1U);
  EXPECT_EQ(findings.warnings(), 2U);
}

TEST(Findings, CanBeAppendedToThemselves) {
  Findings findings;
  for (int line = 1; line < 100; ++line) findings.Error(At("a", line, 1), "e");
  findings.Append(findings);
  EXPECT_EQ(findings.errors(), 198U);
  EXPECT_EQ(findings.Sorted().size(), 99U);
}

TEST(Shown, KeepsAMessageOnOneLineAndATerminalUnharmed) {
  EXPECT_EQ(Shown("retry"), "'retry'");
  EXPECT_EQ(Shown("Büro"), "'Büro'");
  EXPECT_EQ(Shown("a\nb\x1B[2J"), "'a\uFFFDb\uFFFD[2J'");
  EXPECT_EQ(Shown("\u202Eevil\u2028"), "'\uFFFDevil\uFFFD'");
  EXPECT_EQ(Shown("gr\xFC\xDF"), "'gr\uFFFD\uFFFD'");
}

TEST(Shown, ShortensByWholeCharacters) {
  std::string sixty;
  for (int i = 0; i < 60; ++i) sixty += "ü";
  EXPECT_EQ(Shown(sixty), "'" + sixty + "'");
  EXPECT_EQ(Shown(sixty + "x"), "'" + sixty + "…'");
}

}  // namespace
}  // namespace lineman
