#include "tests/windows/app/child.h"

#include <windows.h>
// After it:
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <io.h>

#include <array>
#include <cstdio>
#include <filesystem>

#include "app/child_process.h"
#include "app/hidden_input.h"
#include "app/process.h"
#include "control/windows_basics.h"

namespace lineman {
namespace {

void Say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

[[noreturn]] void WaitForEver() {
  for (;;) Sleep(INFINITE);
}

void SayEnvironment() {
  wchar_t* block = GetEnvironmentStringsW();
  for (const wchar_t* variable = block; *variable != 0; variable += wcslen(variable) + 1)
    Say(FromWide(variable) + "\n");
  FreeEnvironmentStringsW(block);
}

// It inherits what this one has, its output too.
void StartAnother(const std::string& event) {
  std::wstring line = CommandLineOf(Child("begun", {event}));
  STARTUPINFOW startup{};
  startup.cb = sizeof(startup);
  PROCESS_INFORMATION made{};
  if (!CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &startup,
                      &made)) {
    Say(LastMessage());
  }
}

}  // namespace

std::string ThisProgram() { return ProgramFile(); }

std::vector<std::string> Child(const std::string& deed, const std::vector<std::string>& words) {
  std::vector<std::string> all = {ThisProgram(), "child", deed};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

int RunAsChild(const std::vector<std::string>& words) {
  _setmode(_fileno(stdout), _O_BINARY);
  const std::string& deed = words.at(0);
  if (deed == "words") {
    for (std::size_t i = 1; i < words.size(); ++i) Say(words[i] + "\n");
  } else if (deed == "input") {
    std::array<char, 8192> given{};
    Say(std::string(given.data(), std::fread(given.data(), 1, given.size(), stdin)) + "|");
  } else if (deed == "environment") {
    SayEnvironment();
  } else if (deed == "ends") {
    return std::stoi(words.at(1));
  } else if (deed == "crashes") {
    // As the system ends a program that has, without a debugger that Wine would start before.
    TerminateProcess(GetCurrentProcess(), static_cast<UINT>(EXCEPTION_ACCESS_VIOLATION));
  } else if (deed == "prints") {
    Say(std::string(std::stoul(words.at(1)), 'x'));
  } else if (deed == "asks") {
    SetStdHandle(STD_INPUT_HANDLE, CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE,
                                               FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                               OPEN_EXISTING, 0, nullptr));
    const Result<std::string> secret = AskHidden("secret? ");
    Say(secret ? *secret + "|" : secret.error().message);
  } else if (deed == "waits") {
    Say("waits");
    WaitForEver();
  } else if (deed == "leaves" || deed == "keeps") {
    StartAnother(words.at(1));
    if (deed == "keeps") WaitForEver();
  } else if (deed == "begun") {
    // There for as long as this process is.
    CreateEventW(nullptr, TRUE, FALSE, ToWide(words.at(1) + ".alive").c_str());
    SetEvent(OwnedHandle(OpenEventW(EVENT_MODIFY_STATE, FALSE, ToWide(words.at(1)).c_str())).get());
    WaitForEver();
  }
  return 0;
}

}  // namespace lineman

int main(int argc, char** argv) {
  const std::vector<std::string> words = lineman::CommandWordsOf(argc, argv);
  if (words.size() > 2 && words[1] == "child")
    return lineman::RunAsChild({words.begin() + 2, words.end()});
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
