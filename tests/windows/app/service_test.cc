// The agent as a service, under the service manager: one story, for there is one service of the
// name.
#include <gtest/gtest.h>

#include <filesystem>

#include "app/program_data.h"
#include "base/path.h"
#include "tests/windows/app/program.h"

namespace lineman {
namespace {

// Runs `lineman service DEED`.
Ended Service(const AgentFolder& folder, const std::string& deed) {
  return folder.Run({"service", deed});
}

// Gone whatever happens: Windows starts it otherwise.
struct Removed {
  const AgentFolder& folder;
  ~Removed() { Service(folder, "remove"); }
};

std::size_t LogSize() { return TextOf(LogFolder() + "\\lineman.log").size(); }

TEST(ServiceTest, IsInstalledStartedStoppedAndRemoved) {
  const AgentFolder folder;
  Service(folder, "remove");
  const Ended too_early = Service(folder, "start");
  EXPECT_EQ(too_early.code, 1U);
  EXPECT_NE(too_early.err.find("\"lineman service install\" makes one"), std::string::npos)
      << too_early.err;

  const Ended installed = Service(folder, "install");
  ASSERT_EQ(installed.code, 0U) << installed.err;
  const Removed removed{folder};
  EXPECT_TRUE(std::filesystem::is_directory(PathOf(LogFolder())));
  EXPECT_EQ(Service(folder, "install").code, 1U) << "there is one already";
  EXPECT_EQ(Service(folder, "stop").out, "lineman is not running\n");

  const std::size_t before = LogSize();
  const Ended started = Service(folder, "start");
  ASSERT_EQ(started.code, 0U) << started.err << TextOf(LogFolder() + "\\lineman.log");
  EXPECT_EQ(started.out, "lineman is running\n");
  const Ended status = folder.Run({"status"});
  EXPECT_EQ(status.code, 0U) << status.err;
  EXPECT_NE(status.out.find("kiosk"), std::string::npos) << status.out;
  EXPECT_EQ(Service(folder, "start").out, "lineman is running already\n");

  const Ended stopped = Service(folder, "stop");
  EXPECT_EQ(stopped.code, 0U) << stopped.err;
  EXPECT_EQ(stopped.out, "lineman has hung up and ended\n");
  EXPECT_EQ(folder.Run({"status"}).code, 3U);
  const std::string log = TextOf(LogFolder() + "\\lineman.log").substr(before);
  EXPECT_NE(log.find("told to end: hanging up"), std::string::npos) << log;
  EXPECT_NE(log.find("info ended"), std::string::npos) << log;

  // What is wrong stands in the log, for a service has no other way to say it.
  folder.Write("profiles/kiosk.yaml", "profile: kiosk\nnumbers: [\"100\"]\nengin: pppd\n");
  const Ended wrong = Service(folder, "start");
  EXPECT_EQ(wrong.code, 1U);
  EXPECT_NE(wrong.err.find("lineman.log says why"), std::string::npos) << wrong.err;
  EXPECT_NE(TextOf(LogFolder() + "\\lineman.log").find("engin", before), std::string::npos);
}

TEST(ServiceTest, IsStartedByTheServiceManagerAlone) {
  const AgentFolder folder;
  const Ended ended = folder.Run({"agent", "--service"});
  EXPECT_EQ(ended.code, 2U);
  EXPECT_NE(ended.err.find("only the service manager starts the agent with --service"),
            std::string::npos)
      << ended.err;
}

}  // namespace
}  // namespace lineman
