#include "app/agent_call.h"

#include <fmt/format.h>

#include "app/configuration.h"
#include "app/engines.h"
#include "app/files.h"
#include "app/system_paths.h"
#include "app/terminal.h"
#include "app/trust.h"
#include "policy/profile_source.h"

namespace lineman {
namespace {

// Where the agent listens when nobody says otherwise.
const std::string& SystemSocket() { return TheSystemPaths().socket; }

tl::unexpected<ControlError> NoSocket(std::string message) {
  return tl::unexpected(ControlError{ControlError::Kind::kProtocol, 0, std::move(message), {}});
}

// Only this one key is looked at: the commands must work when the rest of the file does not. Those
// who may not read it ask where the system's agent listens.
ControlResult<std::string> SocketOf(const std::string& config) {
  if (!IsFile(config) || !ReadTextFile(config)) return SystemSocket();
  const Result<std::string> text = ReadTrustedFile(config);
  if (!text) return NoSocket(text.error().message);
  Findings findings;
  const YamlPtr root = ParseYamlMapping(*text, config, findings);
  if (root == nullptr) {
    return NoSocket(fmt::format("{}say --socket PATH, or mend the file", findings.ToString()));
  }
  const YamlNode* socket = root->Find("socket");
  if (socket == nullptr || !socket->IsScalar()) return SystemSocket();
  return RelativeTo(config, socket->scalar);
}

}  // namespace

ControlResult<ControlClient> ConnectToAgent(const CommonOptions& common) {
  if (!common.socket.empty()) return ControlClient::Connect(common.socket);
  const ControlResult<std::string> socket = SocketOf(ConfigPath(common.config));
  if (!socket) return tl::unexpected(socket.error());
  return ControlClient::Connect(*socket);
}

int TellWhyNot(const ControlError& error) {
  PrintError(fmt::format("lineman: {}\n", error.message));
  return error.kind == ControlError::Kind::kNoAgent ? kExitNoAgent : kExitNo;
}

ControlResult<AgentStatus> AskStatus(ControlClient& agent, const std::string& profile) {
  Json params(Json::Object{});
  if (!profile.empty()) params.Set("profile", profile);
  const ControlResult<Json> json = agent.Call("status", std::move(params));
  if (!json) return tl::unexpected(json.error());
  Result<AgentStatus> status = AgentStatusFrom(*json);
  if (!status) return NoSocket("the agent's status cannot be read: " + status.error().message);
  return *std::move(status);
}

}  // namespace lineman
