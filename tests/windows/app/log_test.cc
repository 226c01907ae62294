// The log file of the service: bounded, and everything of it kept as long as there is room.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/logger.h>

#include <filesystem>

#include "app/agent_log.h"
#include "app/files.h"
#include "app/machine_clock.h"
#include "tests/windows/app/program.h"

namespace lineman {
namespace {

namespace fs = std::filesystem;

TEST(LogFileTest, WhenItIsFullItIsKeptAndTheOldestGoes) {
  const fs::path folder =
      fs::temp_directory_path() / fmt::format("lineman-log-{}", GTEST_FLAG_GET(random_seed));
  const std::string path = (folder / "lineman.log").string();
  auto log = MakeFileLog(path, "info", {.most_bytes = 1000, .most_kept = 2});
  ASSERT_NE(log, nullptr);
  for (int line = 0; line < 100; ++line) log->info("line {:03}", line);
  log.reset();
  EXPECT_NE(TextOf(path).find("line 099\n"), std::string::npos);
  std::uintmax_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    EXPECT_LE(entry.file_size(), 1000U) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 3U);
  EXPECT_NE(TextOf((folder / "lineman.1.log").string()).find("line 0"), std::string::npos);
  EXPECT_TRUE(fs::remove_all(folder) > 0);
}

TEST(LogFileTest, OneThatCannotBeOpenedIsNone) {
  EXPECT_EQ(MakeFileLog("C:\\windows\\system32\\kernel32.dll\\lineman.log", "info"), nullptr);
}

TEST(MachineClockTest, ABootHasANameAndAnAge) {
  const Stamp first = StampOfThisMachine(WallNow());
  const Stamp second = StampOfThisMachine(WallNow());
  EXPECT_EQ(first.boot.size(), 16U);
  EXPECT_EQ(first.boot, second.boot);
  EXPECT_LE(first.since_boot, second.since_boot);
  EXPECT_GE(TimeAsleep(), -std::chrono::seconds(1));
  EXPECT_FALSE(MachineId().empty());
}

}  // namespace
}  // namespace lineman
