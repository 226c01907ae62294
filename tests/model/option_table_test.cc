// Facts about finding the rows of an option table.
#include "model/option_table.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

const OptionTable& Sample() {
  static const OptionTable table("sample", {{.path = "online", .help = "word"},
                                            {.path = "online[]", .help = "list"},
                                            {.path = "online.after", .help = "mapping"},
                                            {.path = "rules[].when.error[]", .help = "error"},
                                            {.path = "budgets.line", .help = "line"},
                                            {.path = "budgets.*", .help = "budget"}});
  return table;
}

std::string_view HelpOf(std::string_view path) {
  const Option* const row = Sample().FindRow(path);
  return row == nullptr ? "(none)" : row->help;
}

TEST(OptionTable, FindsTheRowOfAPath) {
  EXPECT_EQ(HelpOf("online"), "word");
  EXPECT_EQ(HelpOf("online[]"), "list");
  EXPECT_EQ(HelpOf("online.after"), "mapping");
  EXPECT_EQ(HelpOf("rules[].when.error[]"), "error");
}

TEST(OptionTable, FindsFreeKeysByAnyName) {
  EXPECT_EQ(HelpOf("budgets.*"), "budget");
  EXPECT_EQ(HelpOf("budgets.server"), "budget");
  EXPECT_EQ(HelpOf("budgets.line"), "line");
}

TEST(OptionTable, FindsNoRowWhereThereIsNone) {
  for (const char* path : {"", "rules", "rules[]", "rules[].when.error", "online.before", "[]",
                           "online[][]", "..", "[", "online["})
    EXPECT_EQ(HelpOf(path), "(none)") << path;
}

TEST(OptionTable, KeepsItsRowsWhenItMoves) {
  OptionTable from("sample", {{.path = "a"}, {.path = "b"}});
  const OptionTable to = std::move(from);
  EXPECT_EQ(to.name(), "sample");
  ASSERT_EQ(to.rows().size(), 2U);
  EXPECT_EQ(to.FindRow("b"), &to.rows()[1]);
}

}  // namespace
}  // namespace lineman
