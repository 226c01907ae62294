#include "base/utc.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

TEST(UtcTest, IsReadBackAsItIsWritten) {
  for (const char* text : {"2026-03-02T08:00Z", "2026-03-02T08:00:05Z", "2026-03-02T08:00:05.250Z"})
    EXPECT_EQ(FormatUtc(*ParseUtc(text)), text);
  EXPECT_EQ(FormatUtc(*ParseUtc("2026-03-02T08:00:00Z")), "2026-03-02T08:00Z");
  for (const char* text : {"", "Z", "2026-03-02T08:00", "2026-13-02T08:00Z", "now"})
    EXPECT_FALSE(ParseUtc(text).has_value()) << text;
}

}  // namespace
}  // namespace lineman
