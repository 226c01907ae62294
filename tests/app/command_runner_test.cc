// Programs run for passwords: what they print, how long they may take, what they inherit.
#include "app/command_runner.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <asio/io_context.hpp>
#include <chrono>
#include <csignal>
#include <optional>

#include "tests/app/program.h"

namespace lineman {
namespace {

using Clock = std::chrono::steady_clock;

class CommandRunnerTest : public testing::Test {
 protected:
  // Runs a shell script to its end; nothing when `done` was not called, or more than once.
  std::optional<Result<std::string>> RunScript(const std::string& body,
                                               Duration timeout = Duration(60'000)) {
    folder_.Write("script", "#!/bin/sh\n" + body + "\n");
    ::chmod((folder_ / "script").c_str(), 0755);
    return Run({folder_ / "script", "first", "second word"}, timeout);
  }

  std::optional<Result<std::string>> Run(const std::vector<std::string>& command,
                                         Duration timeout = Duration(60'000)) {
    asio::io_context loop;
    CommandRunner runner(loop);
    std::optional<Result<std::string>> result;
    int calls = 0;
    runner.Run(command, timeout, [&](Result<std::string> output) {
      ++calls;
      result = std::move(output);
    });
    loop.run();
    EXPECT_EQ(calls, 1);
    return result;
  }

  TemporaryFolder folder_;
};

TEST_F(CommandRunnerTest, GivesWhatTheProgramPrints) {
  const auto output = RunScript("printf '%s|' \"$@\"; echo hidden >&2");
  ASSERT_TRUE(output && *output);
  EXPECT_EQ(**output, "first|second word|");
}

TEST_F(CommandRunnerTest, GivesTheProgramACleanEnvironmentAndNothingToRead) {
  const auto output = RunScript("/usr/bin/env | grep -v '^PWD=\\|^_=\\|^SHLVL='; cat");
  ASSERT_TRUE(output && *output) << output->error().message;
  EXPECT_EQ(CountOf(**output, "\n"), 2) << **output;
  EXPECT_NE((*output)->find("PATH=/usr/sbin:/usr/bin:/sbin:/bin\n"), std::string::npos);
  EXPECT_NE((*output)->find("LC_ALL=C.UTF-8\n"), std::string::npos);
}

TEST_F(CommandRunnerTest, TellsHowAProgramFailed) {
  EXPECT_EQ(RunScript("exit 3")->error().message, folder_ / "script ended with status 3");
  EXPECT_EQ(RunScript("kill -9 $$")->error().message, folder_ / "script was ended by signal 9");
  EXPECT_EQ(Run({folder_ / "none"})->error().message,
            folder_ / "none cannot be run: No such file or directory");
  EXPECT_EQ(Run({"sh"})->error().message, "a command is run by its absolute path");
}

TEST_F(CommandRunnerTest, EndsAProgramThatTakesTooLong) {
  const Clock::time_point before = Clock::now();
  const auto output = RunScript("sleep 1000", Duration(100));
  ASSERT_TRUE(output && !*output);
  EXPECT_EQ(output->error().message, folder_ / "script took too long and was ended");
  EXPECT_LT(Clock::now() - before, std::chrono::seconds(100));
}

TEST_F(CommandRunnerTest, DoesNotWaitForADaemonThatHoldsTheOutputOpen) {
  // setsid takes it out of the group that is ended.
  const Clock::time_point before = Clock::now();
  const auto output = RunScript("setsid sleep 1000 & echo $! > " + folder_ / "pid", Duration(200));
  EXPECT_LT(Clock::now() - before, std::chrono::seconds(100));
  ASSERT_TRUE(output && !*output);
  EXPECT_EQ(output->error().message, folder_ / "script took too long and was ended");
  ::kill(std::stoi(TextOf(folder_ / "pid")), SIGKILL);
}

TEST_F(CommandRunnerTest, KeepsTheFirst64KibibytesOfAnOutputThatIsTooLarge) {
  const auto output = RunScript("head -c 1000000 /dev/zero | tr '\\0' x");
  ASSERT_TRUE(output && *output);
  EXPECT_EQ((*output)->size(), 64U << 10U);
}

TEST_F(CommandRunnerTest, EndsAProgramWhoseLoopIsGone) {
  folder_.Write("script", "#!/bin/sh\necho $$ > " + folder_ / "pid" + "; echo; exec sleep 1000\n");
  ::chmod((folder_ / "script").c_str(), 0755);
  {
    asio::io_context loop;
    CommandRunner runner(loop);
    runner.Run({folder_ / "script"}, Duration(60'000), [](const Result<std::string>&) {});
    while (TextOf(folder_ / "pid").find('\n') == std::string::npos) loop.poll();
  }
  const pid_t pid = std::stoi(TextOf(folder_ / "pid"));
  int status = 0;
  EXPECT_EQ(::waitpid(pid, &status, 0), pid);
  EXPECT_TRUE(WIFSIGNALED(status));
}

}  // namespace
}  // namespace lineman
