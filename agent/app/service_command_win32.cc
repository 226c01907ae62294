#include "app/service_command.h"

#include <fmt/format.h>
#include <windows.h>
// After it:
#include <winsvc.h>

#include <array>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "app/child_process.h"
#include "app/configuration.h"
#include "app/process.h"
#include "app/program_data.h"
#include "app/terminal.h"
#include "control/windows_basics.h"

namespace lineman {
namespace {

constexpr const wchar_t* kName = L"lineman";
// Dialling needs Windows' own: Remote Access Connection Manager.
constexpr wchar_t kDependencies[] = L"RasMan\0";
// How long hanging up may take when the machine is shut down.
constexpr DWORD kShutDownTime = 20'000;
// How long a start or a stop is waited for, and how often it is asked about.
constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::milliseconds kAskAgain{100};

struct CloseService {
  void operator()(SC_HANDLE handle) const { CloseServiceHandle(handle); }
};
using ServiceHandle = std::unique_ptr<std::remove_pointer_t<SC_HANDLE>, CloseService>;

// What went wrong, and the way out.
std::string Explain(std::string_view what, DWORD error) {
  const char* way_out = "";
  switch (error) {
    case ERROR_ACCESS_DENIED:
      way_out = ": run this in a terminal that runs as administrator";
      break;
    case ERROR_SERVICE_DOES_NOT_EXIST:
      way_out = ": \"lineman service install\" makes one";
      break;
    case ERROR_SERVICE_EXISTS:
      way_out = ": \"lineman service remove\" first";
      break;
    case ERROR_SERVICE_MARKED_FOR_DELETE:
      way_out = ": close the Services window, and whatever else looks at it";
      break;
    case ERROR_SERVICE_DISABLED:
      way_out = ": sc config lineman start= delayed-auto";
      break;
    case ERROR_SERVICE_DEPENDENCY_FAIL:
    case ERROR_SERVICE_DEPENDENCY_DELETED:
      way_out = ": it needs the service RasMan";
      break;
    default:
      break;
  }
  return fmt::format("{}: {}{}", what, SystemMessage(error), way_out);
}

int SayNo(const std::string& why) {
  PrintError(fmt::format("lineman: {}\n", why));
  return kExitNo;
}

int SayDone(const std::string& what) {
  Print(what + "\n");
  return kExitDone;
}

// A service begins in a folder of Windows'.
std::string Whole(const std::string& path) { return FromWide(WidePath(path)); }

// The service's command line.
std::wstring CommandOf(const CommonOptions& common) {
  std::vector<std::string> words = {ProgramFile()};
  const auto add = [&words](const char* option, const std::string& value) {
    words.insert(words.end(), {option, value});
  };
  add("--config", Whole(ConfigPath(common.config)));
  for (const std::string& folder : common.plugins) add("--plugins", Whole(folder));
  if (!common.state.empty()) add("--state", Whole(common.state));
  if (!common.socket.empty()) add("--socket", Whole(common.socket));
  if (common.log_level != CommonOptions{}.log_level) add("--log", common.log_level);
  words.insert(words.end(), {"agent", "--service"});
  std::wstring line = CommandLineOf(words);
  // A path with a space and without quotation marks would start what lies before the space.
  if (line.front() != L'"')
    line = L"\"" + ToWide(words.front()) + L"\"" + line.substr(line.find(L' '));
  return line;
}

// Starts with Windows, after those that people wait for; comes back when it has failed.
void Describe(SC_HANDLE service) {
  std::wstring words = L"Keeps dial-up, PPPoE and VPN connections up.";
  SERVICE_DESCRIPTIONW description{words.data()};
  ChangeServiceConfig2W(service, SERVICE_CONFIG_DESCRIPTION, &description);
  SERVICE_DELAYED_AUTO_START_INFO delayed{TRUE};
  ChangeServiceConfig2W(service, SERVICE_CONFIG_DELAYED_AUTO_START_INFO, &delayed);
  std::array<SC_ACTION, 3> again = {
      {{SC_ACTION_RESTART, 5'000}, {SC_ACTION_RESTART, 30'000}, {SC_ACTION_RESTART, 60'000}}};
  constexpr DWORD kDay = 24 * 60 * 60;
  SERVICE_FAILURE_ACTIONSW failure{kDay, nullptr, nullptr, again.size(), again.data()};
  ChangeServiceConfig2W(service, SERVICE_CONFIG_FAILURE_ACTIONS, &failure);
  SERVICE_FAILURE_ACTIONS_FLAG errors_too{TRUE};
  ChangeServiceConfig2W(service, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, &errors_too);
  SERVICE_PRESHUTDOWN_INFO shut_down{kShutDownTime};
  ChangeServiceConfig2W(service, SERVICE_CONFIG_PRESHUTDOWN_INFO, &shut_down);
}

int InstallIt(SC_HANDLE manager, const CommonOptions& common) {
  if (const Result<Done> folder = MakeProgramData(); !folder) {
    return SayNo(folder.error().message);
  }
  const ServiceHandle service(
      CreateServiceW(manager, kName, L"lineman", SERVICE_CHANGE_CONFIG | SERVICE_START,
                     SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START, SERVICE_ERROR_NORMAL,
                     CommandOf(common).c_str(), nullptr, nullptr, kDependencies, nullptr, nullptr));
  if (service == nullptr) {
    return SayNo(Explain("the service lineman cannot be installed", GetLastError()));
  }
  Describe(service.get());
  return SayDone(
      fmt::format("the service lineman is installed; \"lineman service start\" starts it, and "
                  "so does Windows. Configuration: {}; log: {}",
                  Whole(ConfigPath(common.config)), LogFolder()));
}

// What became of a service that leaves `from`; the state is that one still when it takes too long.
SERVICE_STATUS Await(SC_HANDLE service, DWORD from) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  SERVICE_STATUS status{};
  while (QueryServiceStatus(service, &status) && status.dwCurrentState == from &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kAskAgain);
  }
  return status;
}

int StartIt(SC_HANDLE service) {
  if (!StartServiceW(service, 0, nullptr)) {
    if (GetLastError() == ERROR_SERVICE_ALREADY_RUNNING)
      return SayDone("lineman is running already");
    return SayNo(Explain("the service lineman cannot be started", GetLastError()));
  }
  const SERVICE_STATUS status = Await(service, SERVICE_START_PENDING);
  if (status.dwCurrentState == SERVICE_RUNNING) return SayDone("lineman is running");
  if (status.dwCurrentState == SERVICE_START_PENDING) {
    return SayNo("lineman is still starting: ask again with \"lineman status\"");
  }
  return SayNo(
      fmt::format("lineman has ended while it was starting: {}\\lineman.log says why, and so "
                  "does \"lineman check\"",
                  LogFolder()));
}

int StopIt(SC_HANDLE service) {
  SERVICE_STATUS status{};
  if (!ControlService(service, SERVICE_CONTROL_STOP, &status)) {
    if (GetLastError() == ERROR_SERVICE_NOT_ACTIVE) return SayDone("lineman is not running");
    return SayNo(Explain("the service lineman cannot be stopped", GetLastError()));
  }
  Await(service, SERVICE_RUNNING);
  status = Await(service, SERVICE_STOP_PENDING);
  if (status.dwCurrentState == SERVICE_STOPPED) return SayDone("lineman has hung up and ended");
  return SayNo("lineman is still hanging up: ask again with \"sc query lineman\"");
}

int RemoveIt(SC_HANDLE service) {
  SERVICE_STATUS status{};
  QueryServiceStatus(service, &status);
  if (status.dwCurrentState != SERVICE_STOPPED) {
    if (const int stopped = StopIt(service); stopped != kExitDone) return stopped;
  }
  if (!DeleteService(service)) {
    return SayNo(Explain("the service lineman cannot be removed", GetLastError()));
  }
  return SayDone(fmt::format("the service lineman is removed; {} is left as it is", ProgramData()));
}

DWORD RightsFor(ServiceDeed deed) {
  switch (deed) {
    case ServiceDeed::kStart:
      return SERVICE_START | SERVICE_QUERY_STATUS;
    case ServiceDeed::kStop:
      return SERVICE_STOP | SERVICE_QUERY_STATUS;
    default:
      return SERVICE_STOP | SERVICE_QUERY_STATUS | DELETE;
  }
}

}  // namespace

bool HasServiceCommand() { return true; }

int RunService(const CommonOptions& common, ServiceDeed deed) {
  const bool installs = deed == ServiceDeed::kInstall;
  const ServiceHandle manager(OpenSCManagerW(
      nullptr, nullptr, SC_MANAGER_CONNECT | (installs ? SC_MANAGER_CREATE_SERVICE : 0U)));
  if (manager == nullptr) return SayNo(Explain("the service manager", GetLastError()));
  if (installs) return InstallIt(manager.get(), common);
  const ServiceHandle service(OpenServiceW(manager.get(), kName, RightsFor(deed)));
  if (service == nullptr) return SayNo(Explain("the service lineman", GetLastError()));
  if (deed == ServiceDeed::kStart) return StartIt(service.get());
  return deed == ServiceDeed::kStop ? StopIt(service.get()) : RemoveIt(service.get());
}

}  // namespace lineman
