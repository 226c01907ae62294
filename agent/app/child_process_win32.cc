#include "app/child_process.h"

#include <fmt/format.h>
#include <windows.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

#include "app/process.h"

namespace lineman {
namespace {

constexpr UINT kKilled = 1;

// Backslashes count only before a quotation mark (CommandLineToArgvW).
void AppendQuoted(const std::wstring& word, std::wstring& line) {
  if (!word.empty() && word.find_first_of(L" \t\n\v\"") == std::wstring::npos) {
    line += word;
    return;
  }
  line += L'"';
  std::size_t backslashes = 0;
  for (const wchar_t unit : word) {
    if (unit == L'\\') {
      ++backslashes;
      continue;
    }
    line.append(unit == L'"' ? 2 * backslashes + 1 : backslashes, L'\\');
    backslashes = 0;
    line += unit;
  }
  line.append(2 * backslashes, L'\\');
  line += L'"';
}

// What programs cannot do without on Windows, as this process has it, and the plan's own.
std::wstring EnvironmentOf(const std::vector<std::string>& own) {
  const std::string windows = Variable("SystemRoot").value_or("C:\\Windows");
  std::vector<std::string> variables = {
      fmt::format("PATH={0}\\System32;{0};{0}\\System32\\Wbem", windows)};
  for (const char* name :
       {"ComSpec", "NUMBER_OF_PROCESSORS", "OS", "PATHEXT", "PROCESSOR_ARCHITECTURE", "ProgramData",
        "ProgramFiles", "SystemDrive", "SystemRoot", "TEMP", "TMP", "windir"}) {
    if (const auto value = Variable(name)) variables.push_back(fmt::format("{}={}", name, *value));
  }
  variables.insert(variables.end(), own.begin(), own.end());
  std::wstring block;
  for (const std::string& variable : variables) block += ToWide(variable) + L'\0';
  return block + L'\0';
}

// A handle that goes nowhere and comes from nowhere.
OwnedHandle Nowhere(DWORD access) {
  return OwnedHandle(CreateFileW(L"NUL", access, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                 OPEN_EXISTING, 0, nullptr));
}

// The list of the handles a child inherits: these and no others, though other threads may start
// children of their own meanwhile.
class Inherited {
 public:
  explicit Inherited(std::array<HANDLE, 3> handles) : handles_(handles) {
    for (HANDLE handle : handles_)
      SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    SIZE_T size = 0;
    InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_ = std::make_unique<std::byte[]>(size);
    made_ = InitializeProcThreadAttributeList(get(), 1, 0, &size) != 0;
    if (made_) {
      UpdateProcThreadAttribute(get(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                sizeof(handles_), nullptr, nullptr);
    }
  }
  ~Inherited() {
    if (made_) DeleteProcThreadAttributeList(get());
    for (HANDLE handle : handles_) SetHandleInformation(handle, HANDLE_FLAG_INHERIT, 0);
  }
  Inherited(const Inherited&) = delete;
  Inherited& operator=(const Inherited&) = delete;

  LPPROC_THREAD_ATTRIBUTE_LIST get() const {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.get());
  }

 private:
  std::array<HANDLE, 3> handles_;
  std::unique_ptr<std::byte[]> memory_;
  bool made_ = false;
};

void SetLimits(HANDLE job, DWORD flags) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags = flags;
  SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof(limits));
}

}  // namespace

std::wstring CommandLineOf(const std::vector<std::string>& words) {
  std::wstring line;
  for (const std::string& word : words) {
    if (!line.empty()) line += L' ';
    AppendQuoted(ToWide(word), line);
  }
  return line;
}

Result<ChildProcess> ChildProcess::Start(const ChildPlan& plan) {
  const std::string& program = plan.command.front();
  const OwnedHandle nothing = Nowhere(GENERIC_READ);
  const OwnedHandle nowhere = Nowhere(GENERIC_WRITE);
  const Inherited inherited(
      {plan.input == nullptr ? nothing.get() : plan.input, plan.output, nowhere.get()});
  STARTUPINFOEXW startup{};
  startup.StartupInfo.cb = sizeof(startup);
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  startup.StartupInfo.hStdInput = plan.input == nullptr ? nothing.get() : plan.input;
  startup.StartupInfo.hStdOutput = plan.output;
  startup.StartupInfo.hStdError = nowhere.get();
  startup.lpAttributeList = inherited.get();
  std::wstring line = CommandLineOf(plan.command);
  std::wstring environment = EnvironmentOf(plan.variables);
  PROCESS_INFORMATION made{};
  // Suspended until it is in its job; a group of its own, so that Ctrl-C is not for it.
  if (!CreateProcessW(ToWide(program).c_str(), line.data(), nullptr, nullptr, TRUE,
                      CREATE_SUSPENDED | CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP |
                          CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT,
                      environment.data(), nullptr, &startup.StartupInfo, &made)) {
    return Fail(fmt::format("{} cannot be run: {}", program, LastMessage()));
  }
  ChildProcess child;
  child.process_ = OwnedHandle(made.hProcess);
  const OwnedHandle thread(made.hThread);
  child.job_ = OwnedHandle(CreateJobObjectW(nullptr, nullptr));
  SetLimits(child.job_.get(), JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE);
  if (!AssignProcessToJobObject(child.job_.get(), made.hProcess)) {
    const std::string why = LastMessage();
    TerminateProcess(made.hProcess, kKilled);
    return Fail(fmt::format("{} cannot be kept in a job: {}", program, why));
  }
  ResumeThread(thread.get());
  return child;
}

std::uint32_t ChildProcess::ExitCode() const {
  DWORD code = 0;
  GetExitCodeProcess(process_.get(), &code);
  return code;
}

void ChildProcess::Kill() const { TerminateJobObject(job_.get(), kKilled); }

void ChildProcess::Release() { SetLimits(job_.get(), 0); }

}  // namespace lineman
