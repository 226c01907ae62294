#include "app/keyring.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "base/first_line.h"

namespace lineman {
namespace {

// A keyring that is locked may be waiting for a person, who may be away.
constexpr Duration kLookUpTimeout = std::chrono::seconds(20);
constexpr Duration kSearchTimeout = std::chrono::seconds(5);

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// By absolute path; empty when it is not installed.
std::string FindSecretTool() {
  const std::string path = Variable("PATH");
  std::string_view left = path.empty() ? "/usr/bin:/bin" : std::string_view(path);
  while (!left.empty()) {
    const std::string_view folder = left.substr(0, left.find(':'));
    left.remove_prefix(std::min(left.size(), folder.size() + 1));
    std::string program = fmt::format("{}/secret-tool", folder);
    if (folder.starts_with('/') && ::access(program.c_str(), X_OK) == 0) return program;
  }
  return {};
}

bool HasSessionBus() {
  if (!Variable("DBUS_SESSION_BUS_ADDRESS").empty()) return true;
  const std::string folder = Variable("XDG_RUNTIME_DIR");
  return !folder.empty() && ::access((folder + "/bus").c_str(), F_OK) == 0;
}

// Where the session's bus and its keyring are.
std::vector<std::string> SessionEnvironment() {
  constexpr std::array<const char*, 3> kNeeded = {"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR",
                                                  "HOME"};
  std::vector<std::string> environment;
  for (const char* name : kNeeded) {
    const std::string value = Variable(name);
    if (!value.empty()) environment.push_back(fmt::format("{}={}", name, value));
  }
  return environment;
}

std::vector<std::string> SecretTool(const char* action, const std::string& name) {
  return {FindSecretTool(), action, "application", "lineman", "name", name};
}

// What `secret-tool search` printed, who asks nobody to unlock anything: of a locked item all but
// the secret.
Error WhyNotFound(const std::string& name, const Result<std::string>& printed) {
  if (!printed) {
    return Error{
        fmt::format("the keyring does not answer ({}): is one running in this session, "
                    "and is its Secret Service switched on?",
                    printed.error().message)};
  }
  if (printed->empty()) {
    return Error{
        fmt::format("the keyring has no {}; put it there: secret-tool store "
                    "--label='lineman {}' application lineman name {}",
                    name, name, name)};
  }
  return Error{
      fmt::format("the keyring that has {} is locked: unlock it, or log on in its session", name)};
}

}  // namespace

std::string WhyNoKeyring() {
  if (FindSecretTool().empty()) {
    return "the keyring is asked with secret-tool, which is not installed (Debian: apt install "
           "libsecret-tools)";
  }
  if (!HasSessionBus()) {
    return "there is no keyring without a session bus, and a system service has none: use file or "
           "credential";
  }
  return {};
}

void LookUpInKeyring(CommandRunner& runner, const std::string& name,
                     std::function<void(Result<std::string>)> done) {
  if (std::string why = WhyNoKeyring(); !why.empty()) return done(Fail(std::move(why)));
  runner.Run(SecretTool("lookup", name), SessionEnvironment(), kLookUpTimeout,
             [&runner, name, done = std::move(done)](const Result<std::string>& printed) {
               std::string password = FirstLine(printed.value_or(""));
               if (!password.empty()) return done(std::move(password));
               runner.Run(SecretTool("search", name), SessionEnvironment(), kSearchTimeout,
                          [name, done](const Result<std::string>& found) {
                            done(tl::unexpected(WhyNotFound(name, found)));
                          });
             });
}

}  // namespace lineman
