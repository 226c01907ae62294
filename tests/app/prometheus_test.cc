// Prometheus' text format: what its own parser must be able to read.
#include "app/prometheus.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

TEST(PrometheusText, EscapesLabelsAndHelp) {
  PrometheusText text;
  text.Family("lineman_test", "gauge", "A \"quote\", a \\ and\na line.");
  text.Sample({{"profile", "a\"b\\c\nd"}, {"state", "idle"}}, 1);
  EXPECT_EQ(text.text(),
            "# HELP lineman_test A \"quote\", a \\\\ and\\na line.\n"
            "# TYPE lineman_test gauge\n"
            "lineman_test{profile=\"a\\\"b\\\\c\\nd\",state=\"idle\"} 1\n");
}

TEST(PrometheusText, WritesTimesInSeconds) {
  EXPECT_EQ(Seconds(std::chrono::milliseconds(90'250)), "90.250");
  EXPECT_EQ(Timestamp(WallTime(std::chrono::seconds(1'795'262'400))), "1795262400.000");
}

}  // namespace
}  // namespace lineman
