// Programs run for passwords and plugins: their words, what they print, how long they may take,
// what they inherit.
#include "app/command_runner.h"

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <optional>
#include <random>
// After Asio:
#include <windows.h>

#include "control/windows_basics.h"
#include "tests/windows/app/child.h"
#include "tests/windows/app/program.h"

namespace lineman {
namespace {

// What a program's own words became: the end of the program, once.
ProgramEnd RunToEnd(const RunProgram& program) {
  asio::io_context loop;
  CommandRunner runner(loop);
  std::optional<ProgramEnd> end;
  int calls = 0;
  runner.Run("kiosk", program, [&](ProgramEnd ended) {
    ++calls;
    end = std::move(ended);
  });
  loop.run();
  EXPECT_EQ(calls, 1);
  return end.value_or(ProgramEnd{});
}

ProgramEnd RunChild(const std::string& deed, const std::vector<std::string>& words = {},
                    Duration timeout = kPatience) {
  return RunToEnd({Child(deed, words), {}, timeout});
}

// A name for an event that no other test has, and the event.
class Event {
 public:
  Event() {
    std::random_device device;
    name_ = "lineman-" + std::to_string(device());
    event_ = OwnedHandle(CreateEventW(nullptr, TRUE, FALSE, ToWide(name_).c_str()));
  }
  const std::string& name() const { return name_; }
  bool IsSet() const { return WaitForSingleObject(event_.get(), 0) == WAIT_OBJECT_0; }
  // Whether the child that has set it is still there.
  bool IsAnybodyThere() const {
    return OwnedHandle(OpenEventW(SYNCHRONIZE, FALSE, ToWide(name_ + ".alive").c_str())).IsOpen();
  }

 private:
  std::string name_;
  OwnedHandle event_;
};

// Runs a child that sets the event, each time with more patience, until it has.
ProgramEnd RunUntilSet(const Event& event, const std::string& deed) {
  ProgramEnd end;
  for (Duration timeout = std::chrono::milliseconds(500); !event.IsSet() && timeout < kPatience;
       timeout *= 3)
    end = RunChild(deed, {event.name()}, timeout);
  EXPECT_TRUE(event.IsSet());
  return end;
}

TEST(CommandRunnerTest, HandsEveryWordOverAsItIs) {
  const std::vector<std::string> words = {
      "plain",       "two words",   "",           "a\"quote",
      "\"",          "back\\slash", "ends in \\", "\\\\\"\\\\",
      "tab\there",   "%PATH%",      "^&|<>()!",   "\xC3\xA4\xE6\xBC\xA2\xF0\x9F\x93\x9E",
      "-x=\"a b\"\\"};
  std::string expected;
  for (const std::string& word : words) expected += word + "\n";
  const ProgramEnd end = RunChild("words", words);
  EXPECT_EQ(end.trouble, "");
  EXPECT_EQ(end.status, 0);
  EXPECT_EQ(end.output, expected);
}

TEST(CommandRunnerTest, GivesTheProgramItsInputAndNothingWithoutOne) {
  const ProgramEnd given = RunToEnd({Child("input"), Secret("s3cret\r\n\xC3\xA4"), kPatience});
  EXPECT_EQ(given.output, "s3cret\n\xC3\xA4|");  // the C library of the program reads texts
  EXPECT_EQ(RunChild("input").output, "|");
  EXPECT_EQ(RunToEnd({Child("input"), Secret(std::string(4097, 'x')), kPatience}).trouble,
            "a program's input is 4 KiB at most");
}

TEST(CommandRunnerTest, GivesTheProgramACleanEnvironment) {
  SetEnvironmentVariableW(L"LINEMAN_SECRET", L"do not tell");
  const ProgramEnd end = RunChild("environment");
  SetEnvironmentVariableW(L"LINEMAN_SECRET", nullptr);
  EXPECT_EQ(end.output.find("do not tell"), std::string::npos) << end.output;
  EXPECT_NE(end.output.find("PATH=C:\\windows\\System32;"), std::string::npos) << end.output;
  EXPECT_NE(end.output.find("SystemRoot="), std::string::npos) << end.output;
}

TEST(CommandRunnerTest, TellsHowAProgramEnded) {
  EXPECT_EQ(RunChild("ends", {"3"}).status, 3);
  const ProgramEnd crashed = RunChild("crashes");
  EXPECT_FALSE(crashed.status.has_value());
  EXPECT_EQ(crashed.trouble, ThisProgram() + " was ended by the exception 0xC0000005");
  const ProgramEnd missing = RunToEnd({{"C:\\none.exe"}, {}, kPatience});
  EXPECT_EQ(missing.trouble.find("C:\\none.exe cannot be run: "), 0U) << missing.trouble;
  EXPECT_EQ(RunToEnd({{"cmd.exe"}, {}, kPatience}).trouble,
            "a command is run by its absolute path");
}

TEST(CommandRunnerTest, RunsNoBatchFileWhoseArgumentsCouldBecomeCommands) {
  const ProgramEnd end = RunToEnd({{"C:\\tool.Bat", "a&b"}, {}, kPatience});
  EXPECT_NE(end.trouble.find("is a batch file"), std::string::npos) << end.trouble;
}

TEST(CommandRunnerTest, KeepsTheFirst64KibibytesOfAnOutputThatIsTooLarge) {
  EXPECT_EQ(RunChild("prints", {"1000000"}).output, std::string(64U << 10U, 'x'));
}

TEST(CommandRunnerTest, EndsAProgramThatTakesTooLong) {
  const ProgramEnd end = RunChild("waits", {}, std::chrono::milliseconds(200));
  EXPECT_EQ(end.trouble, ThisProgram() + " took too long and was ended");
}

TEST(CommandRunnerTest, EndsAllThatAProgramHasStartedWhenItTakesTooLong) {
  const Event event;
  EXPECT_EQ(RunUntilSet(event, "keeps").trouble, ThisProgram() + " took too long and was ended");
  EXPECT_TRUE(Eventually([&] { return !event.IsAnybodyThere(); }));
}

TEST(CommandRunnerTest, DoesNotWaitForOneThatHoldsTheOutputOpen) {
  const Event event;
  EXPECT_EQ(RunUntilSet(event, "leaves").trouble, ThisProgram() + " took too long and was ended");
}

TEST(CommandRunnerTest, EndsAProgramWhoseLoopIsGone) {
  const Event event;
  {
    asio::io_context loop;
    CommandRunner runner(loop);
    runner.Run("kiosk", {Child("begun", {event.name()}), {}, kPatience}, [](const ProgramEnd&) {});
    ASSERT_TRUE(Eventually([&] {
      loop.poll();
      return event.IsSet();
    }));
    EXPECT_TRUE(event.IsAnybodyThere());
  }
  EXPECT_TRUE(Eventually([&] { return !event.IsAnybodyThere(); }));
}

}  // namespace
}  // namespace lineman
