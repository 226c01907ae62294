// What may be written to a terminal.
#include "app/terminal.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

TEST(Harmless, LeavesNothingThatATerminalWouldObey) {
  EXPECT_EQ(Harmless("login: \xC3\xA4\n"), "login: \xC3\xA4\n");
  EXPECT_EQ(Harmless("\033[2Jx\r"), "\xEF\xBF\xBD[2Jx\xEF\xBF\xBD");
  EXPECT_EQ(Harmless("\xFFx"), "\xEF\xBF\xBDx");
}

}  // namespace
}  // namespace lineman
