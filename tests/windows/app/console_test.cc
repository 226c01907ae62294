// What the user of a console does: Ctrl-C, and typing.
#include <gtest/gtest.h>
#include <windows.h>

#include "control/windows_basics.h"
#include "tests/windows/app/child.h"
#include "tests/windows/app/program.h"

namespace lineman {
namespace {

BOOL WINAPI NotForThisOne(DWORD /*event*/) { return TRUE; }

// Makes the console of another program this one's for a while, to do there what its user would.
class ConsoleOf {
 public:
  explicit ConsoleOf(const Program& program) {
    FreeConsole();
    SetConsoleCtrlHandler(NotForThisOne, TRUE);
    attached_ = AttachConsole(program.id()) != 0;
    EXPECT_TRUE(attached_) << LastMessage();
  }
  ~ConsoleOf() {
    FreeConsole();
    SetConsoleCtrlHandler(NotForThisOne, FALSE);
  }
  ConsoleOf(const ConsoleOf&) = delete;
  ConsoleOf& operator=(const ConsoleOf&) = delete;

  void Press(DWORD event) const {
    EXPECT_TRUE(GenerateConsoleCtrlEvent(event, 0)) << LastMessage();
  }

  void Type(const std::wstring& text) const {
    const OwnedHandle input(CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE,
                                        FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                                        0, nullptr));
    for (const wchar_t unit : text) {
      INPUT_RECORD record{};
      record.EventType = KEY_EVENT;
      record.Event.KeyEvent.bKeyDown = TRUE;
      record.Event.KeyEvent.wRepeatCount = 1;
      record.Event.KeyEvent.uChar.UnicodeChar = unit;
      DWORD written = 0;
      EXPECT_TRUE(WriteConsoleInputW(input.get(), &record, 1, &written)) << LastMessage();
    }
  }

 private:
  bool attached_ = false;
};

// The one key that Wine passes on; Ctrl-Break and a console that closes go the same way.
TEST(ConsoleTest, CtrlCHangsUpAndEnds) {
  const AgentFolder folder;
  Program::Plan plan = folder.AgentPlan();
  plan.own_console = true;
  Program agent(plan);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  ConsoleOf(agent).Press(CTRL_C_EVENT);
  const Ended ended = agent.Await();
  EXPECT_EQ(ended.code, 0U);
  EXPECT_NE(ended.err.find("told to end: hanging up"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("hanging_up -> idle"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("info ended\n"), std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find('\r'), std::string::npos);
}

// What somebody answers who is asked for a secret and types that.
std::string AnswerTo(const std::wstring& typed) {
  Program child({.words = Child("asks"), .own_console = true});
  EXPECT_TRUE(child.Says("secret? "));
  ConsoleOf(child).Type(typed);
  return child.Await().out;
}

TEST(ConsoleTest, ASecretIsTypedInAnyLetters) {
  EXPECT_EQ(AnswerTo(L"p\u00e4ss\u6f22\r"), "p\xC3\xA4ss\xE6\xBC\xA2|");
  EXPECT_EQ(AnswerTo(L"wrong\x15ri\U0001F4DE\x08ght\r"), "right|") << "Ctrl-U and backspace";
  EXPECT_EQ(AnswerTo(L"\x03"), "broken off: nothing was answered");
}

}  // namespace
}  // namespace lineman
