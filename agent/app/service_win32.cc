// A service's first thread is its manager's: it waits there until the service has ended, while the
// agent runs on another, which the manager starts. What the manager wants comes on a third.
#include "app/service.h"

#include <windows.h>

#include <atomic>

#include "app/options.h"
#include "app/program_data.h"
#include "app/signals.h"
#include "app/terminal.h"

namespace lineman {
namespace {

// How long the manager is to wait for the next word of a service that starts or ends.
constexpr DWORD kStartHint = 60'000;
constexpr DWORD kStopHint = 10'000;
constexpr Duration kStopWord = std::chrono::seconds(3);

struct TheService {
  const std::function<int()>* agent = nullptr;
  std::atomic<SERVICE_STATUS_HANDLE> handle = nullptr;
  std::atomic<DWORD> state = SERVICE_STOPPED;
  std::atomic<DWORD> step = 0;  // of a start or an end, so that the manager sees it go on
  int exit_code = kExitDone;
};
TheService the_service;

void Tell(DWORD state, int exit_code = kExitDone) {
  if (the_service.handle == nullptr) return;
  const bool is_under_way = state == SERVICE_START_PENDING || state == SERVICE_STOP_PENDING;
  SERVICE_STATUS status{};
  status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
  status.dwCurrentState = state;
  if (state == SERVICE_RUNNING) {
    status.dwControlsAccepted =
        SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN | SERVICE_ACCEPT_PARAMCHANGE;
  }
  // A start may take long, and is broken off by whoever has lost patience.
  if (state == SERVICE_START_PENDING) status.dwControlsAccepted = SERVICE_ACCEPT_STOP;
  if (exit_code != kExitDone) {
    status.dwWin32ExitCode = ERROR_SERVICE_SPECIFIC_ERROR;
    status.dwServiceSpecificExitCode = static_cast<DWORD>(exit_code);
  }
  if (is_under_way) {
    status.dwCheckPoint = ++the_service.step;
    status.dwWaitHint = state == SERVICE_STOP_PENDING ? kStopHint : kStartHint;
  }
  the_service.state = state;
  SetServiceStatus(the_service.handle, &status);
}

DWORD WINAPI OnControl(DWORD control, DWORD /*event*/, void* /*data*/, void* /*context*/) {
  switch (control) {
    case SERVICE_CONTROL_STOP:
    case SERVICE_CONTROL_PRESHUTDOWN:
      Tell(SERVICE_STOP_PENDING);
      Signals::Say(Signals::Word::kEnd);
      return NO_ERROR;
    case SERVICE_CONTROL_PARAMCHANGE:
      Signals::Say(Signals::Word::kReload);
      return NO_ERROR;
    case SERVICE_CONTROL_INTERROGATE:
      return NO_ERROR;
    default:
      return ERROR_CALL_NOT_IMPLEMENTED;
  }
}

void WINAPI ServiceMain(DWORD /*count*/, wchar_t** /*words*/) {
  the_service.handle = RegisterServiceCtrlHandlerExW(L"lineman", OnControl, nullptr);
  Tell(SERVICE_START_PENDING);
  the_service.exit_code = (*the_service.agent)();
  Tell(SERVICE_STOPPED, the_service.exit_code);
}

}  // namespace

bool ErrorsGoToTheJournal() { return false; }

int RunAsService(const std::function<int()>& agent) {
  the_service.agent = &agent;
  std::wstring name = L"lineman";
  const SERVICE_TABLE_ENTRYW table[] = {{name.data(), ServiceMain}, {nullptr, nullptr}};
  if (StartServiceCtrlDispatcherW(table)) return the_service.exit_code;
  PrintError(
      "lineman: only the service manager starts the agent with --service: say \"lineman service "
      "start\", or leave it out\n");
  return kExitUsage;
}

bool RunsAsService() { return the_service.handle != nullptr; }

std::string LogFileOfService() {
  return RunsAsService() ? LogFolder() + "\\lineman.log" : std::string();
}

// It has nowhere to show words.
bool Service::IsHeard() { return false; }

void Service::Start() {}

void Service::Pat() {
  if (the_service.state == SERVICE_STOP_PENDING) Tell(SERVICE_STOP_PENDING);
  env_.CallAt(env_.Now() + kStopWord, [this, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired()) Pat();
  });
}

void Service::Ready() {
  if (the_service.state == SERVICE_START_PENDING) Tell(SERVICE_RUNNING);
}

void Service::Reloading() {}

// Hanging up takes as long as the slowest line; the manager hears of it every few seconds.
void Service::Stopping() {
  if (the_service.handle == nullptr) return;
  Tell(SERVICE_STOP_PENDING);
  Pat();
}

void Service::Status(const std::string& /*words*/) {}

}  // namespace lineman
