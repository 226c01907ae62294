#include "control/calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/duration.h"
#include "base/suggest.h"
#include "text/findings.h"

namespace lineman {
namespace {

tl::unexpected<Fault> Refuse(ControlCode code, std::string message) {
  return tl::unexpected(Fault{code, std::move(message), {}});
}

tl::expected<LineStatus, Fault> TakeLine(const std::string& profile, AgentStatus& status) {
  std::vector<std::string_view> names;
  for (LineStatus& line : status.lines) {
    if (line.profile == profile) return std::move(line);
    names.push_back(line.profile);
  }
  return Refuse(ControlCode::kUnknownProfile,
                fmt::format("the agent has no profile {}{}: `lineman status` shows those it has",
                            Shown(profile), DidYouMean(profile, names)));
}

Reply Hello(const Json& params, const PeerRights& rights, ControlHost& host) {
  if (NumberOf(params, "protocol", kControlProtocol) != kControlProtocol) {
    return Refuse(ControlCode::kProtocol,
                  fmt::format("this agent speaks version {} of the protocol: use the lineman that "
                              "was installed with it",
                              kControlProtocol));
  }
  Json may = Json::Array{};
  if (rights.look) may.Append(NameOf(ControlRight::kLook));
  if (rights.act) may.Append(NameOf(ControlRight::kAct));
  Json result;
  result.Set("protocol", kControlProtocol).Set("agent", host.Status().version);
  result.Set("may", std::move(may));
  return result;
}

Reply StatusOf(const Json& params, ControlHost& host) {
  AgentStatus status = host.Status();
  if (params.Find("profile") == nullptr) return ToJson(status);
  tl::expected<LineStatus, Fault> line = TakeLine(TextOf(params, "profile"), status);
  if (!line) return tl::unexpected(line.error());
  status.lines = {*std::move(line)};
  return ToJson(status);
}

Reply Plan(const std::string& profile, ControlHost& host) {
  Result<Json> plan = host.Plan(profile);
  if (!plan) return Refuse(ControlCode::kUnavailable, plan.error().message);
  return *std::move(plan);
}

std::optional<std::string> Given(const Json& params, std::string_view name) {
  const Json* value = params.Find(name);
  if (value == nullptr) return std::nullopt;
  return *value->AsString();
}

std::optional<Secret> GivenSecret(const Json& params, std::string_view name) {
  std::optional<std::string> text = Given(params, name);
  if (!text) return std::nullopt;
  Secret secret(*text);
  Wipe(*text);
  return secret;
}

Answer AnswerFrom(const Json& params) {
  Answer answer;
  answer.callback_number = Given(params, "callback_number");
  answer.username = Given(params, "username");
  answer.password = GivenSecret(params, "password");
  answer.domain = Given(params, "domain");
  answer.new_password = GivenSecret(params, "new_password");
  answer.text = Given(params, "text");
  answer.done = TruthOf(params, "done");
  return answer;
}

OperatorSays WordOf(ControlMethod method, const Json& params) {
  OperatorSays says;
  switch (method) {
    case ControlMethod::kDown:
      says.word = OperatorSays::Word::kDown;
      if (const Json* span = params.Find("for")) says.how_long = *ParseDuration(*span->AsString());
      break;
    case ControlMethod::kRedial:
      says.word = OperatorSays::Word::kRedial;
      break;
    case ControlMethod::kAnswer:
      says.word = OperatorSays::Word::kAnswer;
      says.answer = AnswerFrom(params);
      break;
    default:
      says.word = OperatorSays::Word::kUp;
      break;
  }
  return says;
}

Reply Say(ControlMethod method, const Json& params, ControlHost& host) {
  OperatorSays says = WordOf(method, params);
  const Result<Done> said = host.Say(TextOf(params, "profile"), says);
  if (says.answer.text) Wipe(*says.answer.text);
  if (!said) return Refuse(ControlCode::kNotNow, said.error().message);
  Json result;
  result.Set("accepted", true);
  return result;
}

Reply Reload(ControlHost& host) {
  ReloadReport report = host.Reload();
  if (!report.loaded) {
    return tl::unexpected(Fault{ControlCode::kReloadRefused,
                                "the files hold errors, so the old rules stay: mend them and "
                                "reload again (`lineman check` shows them too)",
                                std::move(report.findings)});
  }
  Json result;
  result.Set("loaded", true).Set("findings", std::move(report.findings));
  return result;
}

Reply Metrics(ControlHost& host) {
  Json result;
  result.Set("text", host.Metrics());
  return result;
}

}  // namespace

Result<Done> CheckRight(const MethodRow& method, const PeerRights& rights) {
  if (method.right == ControlRight::kLook && !rights.look)
    return Fail("you may not look: " + rights.way_to_look);
  if (method.right == ControlRight::kAct && !rights.act)
    return Fail(
        fmt::format("you may look but not act, and {} acts: {}", method.name, rights.way_to_act));
  return Done{};
}

tl::expected<LineStatus, Fault> FindLine(const std::string& profile, ControlHost& host) {
  AgentStatus status = host.Status();
  return TakeLine(profile, status);
}

std::string TextOf(const Json& params, std::string_view name) {
  const Json* value = params.Find(name);
  return value == nullptr ? "" : *value->AsString();
}

std::uint64_t NumberOf(const Json& params, std::string_view name, std::uint64_t otherwise) {
  const Json* value = params.Find(name);
  return value == nullptr ? otherwise : static_cast<std::uint64_t>(*value->AsInteger());
}

bool TruthOf(const Json& params, std::string_view name) {
  const Json* value = params.Find(name);
  return value != nullptr && *value->AsBool();
}

Reply PerformCall(ControlMethod method, const Json& params, const PeerRights& rights,
                  ControlHost& host) {
  switch (method) {
    case ControlMethod::kHello:
      return Hello(params, rights, host);
    case ControlMethod::kStatus:
      return StatusOf(params, host);
    case ControlMethod::kReload:
      return Reload(host);
    case ControlMethod::kMetrics:
      return Metrics(host);
    default:
      break;
  }
  const std::string profile = TextOf(params, "profile");
  if (const auto line = FindLine(profile, host); !line) return tl::unexpected(line.error());
  return method == ControlMethod::kPlan ? Plan(profile, host) : Say(method, params, host);
}

}  // namespace lineman
