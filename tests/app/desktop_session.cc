#include "tests/app/desktop_session.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

namespace lineman {
namespace {

// A pipe's end from which `text` can be read.
int ReaderOf(const std::string& text) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
  if (::write(ends[1], text.data(), text.size()) != static_cast<ssize_t>(text.size())) std::abort();
  ::close(ends[1]);
  return ends[0];
}

}  // namespace

SessionProgram::SessionProgram(std::vector<std::string> command,
                               std::vector<std::string> environment, const std::string& input) {
  const std::vector<char*> argv = Pointers(command);
  const std::vector<char*> envp = Pointers(environment);
  const int reader = ReaderOf(input);
  pid_ = ::fork();
  if (pid_ == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(reader, STDIN_FILENO);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execve(argv.front(), argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(reader);
}

SessionProgram::~SessionProgram() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

int SessionProgram::Await() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// No program is started by the bus: none outlives the test, and no window asks for a password.
std::string DesktopSession::BusConfiguration() const {
  folder_.Write("bus.conf", "<busconfig><type>session</type><listen>unix:path=" + folder_ / "bus" +
                                "</listen><policy context=\"default\">"
                                "<allow send_destination=\"*\" eavesdrop=\"true\"/>"
                                "<allow eavesdrop=\"true\"/><allow own=\"*\"/>"
                                "</policy></busconfig>\n");
  return folder_ / "bus.conf";
}

DesktopSession::DesktopSession()
    : bus_({"/usr/bin/dbus-daemon", "--nofork", "--config-file=" + BusConfiguration()},
           Environment()),
      keyring_({"/bin/sh", "-c",
                "until test -S '" + folder_ / "bus" +
                    "'; do :; done; exec gnome-keyring-daemon --foreground --unlock "
                    "--components=secrets"},
               Environment(), "the keyring's own password") {
  AwaitSuccess({"/usr/bin/secret-tool", "search", "application", "lineman"});
}

std::vector<std::string> DesktopSession::Environment() const {
  return {"PATH=/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS=unix:path=" + folder_ / "bus",
          "XDG_RUNTIME_DIR=" + folder_.path(), "HOME=" + folder_.path()};
}

void DesktopSession::AwaitSuccess(const std::vector<std::string>& command) const {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (SessionProgram(command, Environment()).Await() != 0) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "there is no keyring";
  }
}

void DesktopSession::Run(const std::vector<std::string>& command, const std::string& input) const {
  ASSERT_EQ(SessionProgram(command, Environment(), input).Await(), 0) << command.front();
}

void DesktopSession::Store(const std::string& name, const std::string& password) const {
  Run({"/usr/bin/secret-tool", "store", "--label=lineman " + name, "application", "lineman", "name",
       name},
      password);
}

void DesktopSession::Lock() const {
  Run({"/usr/bin/dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets",
       "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
       "array:objpath:/org/freedesktop/secrets/collection/login"});
}

}  // namespace lineman
