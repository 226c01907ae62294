// Writing messages.
#include <optional>
#include <utility>

#include "engines/simulator/wire.h"
#include "text/json.h"

namespace lineman::simulator {
namespace {

// As JSON has no unsigned numbers of 64 bits.
Json FromBits(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }

Json Named(std::string name, Json content) {
  Json message;
  message.Set(std::move(name), std::move(content));
  return message;
}

Json OfCall(CallId call) {
  Json json;
  json.Set("call", FromBits(call));
  return json;
}

// The keys of the profile's block are all scalars: see Simulator::SimulatorOptions.
Json FromOptions(const YamlNode& options) {
  Json json(Json::Object{});
  for (const YamlEntry& entry : options.entries) {
    if (entry.value->IsScalar()) json.Set(entry.key, entry.value->scalar);
  }
  return json;
}

void SetText(Json& json, std::string name, const std::optional<std::string>& text) {
  if (text) json.Set(std::move(name), *text);
}

void SetSecret(Json& json, std::string name, const std::optional<Secret>& secret) {
  if (secret && secret->IsSet()) json.Set(std::move(name), secret->Reveal());
}

void SetView(Json& json, const CallView& view) {
  Json status;
  status.Set("state", NameOf(view.status.state));
  status.Set("error", NameOf(view.status.error));
  status.Set("device", view.status.device);
  status.Set("interface", view.status.interface);
  if (view.status.carries_data) status.Set("carries_data", *view.status.carries_data);
  json.Set("status", std::move(status));
  Json statistics;
  statistics.Set("bytes_sent", FromBits(view.statistics.bytes_sent));
  statistics.Set("bytes_received", FromBits(view.statistics.bytes_received));
  statistics.Set("connected_for_ms", std::int64_t{view.statistics.connected_for.count()});
  json.Set("statistics", std::move(statistics));
}

Json ToJson(const DialCall& dial) {
  const DialRequest& request = dial.request;
  Json json = OfCall(dial.call);
  json.Set("attempt", FromBits(request.attempt));
  json.Set("profile", request.profile);
  json.Set("number", request.number);
  json.Set("user", request.credentials.user);
  json.Set("domain", request.credentials.domain);
  SetSecret(json, "password", request.credentials.password);
  json.Set("version", FromBits(request.credentials.version));
  json.Set("ask_for_callback", request.ask_for_callback);
  if (request.options != nullptr) json.Set("options", FromOptions(*request.options));
  return Named("dial", std::move(json));
}

Json ToJson(const AnswerCall& answer) {
  const struct Answer& given = answer.answer;
  Json json = OfCall(answer.call);
  SetText(json, "callback_number", given.callback_number);
  SetText(json, "username", given.username);
  SetSecret(json, "password", given.password);
  SetText(json, "domain", given.domain);
  SetSecret(json, "new_password", given.new_password);
  SetText(json, "text", given.text);
  json.Set("done", given.done);
  json.Set("version", FromBits(given.version));
  return Named("answer", std::move(json));
}

Json ToJson(const HangUpCall& hang_up) { return Named("hang_up", OfCall(hang_up.call)); }
Json ToJson(const DropCall& drop) { return Named("drop", OfCall(drop.call)); }
Json ToJson(const AdoptCalls& /*adopt*/) { return Named("adopt", Json::Object{}); }

Json ToJson(const ReportCommand& command) {
  Json json;
  json.Set("command_line", command.command_line);
  return Named("command", std::move(json));
}

Json ToJson(const Hello& hello) {
  Json json;
  json.Set("protocol", hello.protocol);
  json.Set("next", FromBits(hello.next));
  return Named("hello", std::move(json));
}

Json ToJson(const TurnedAway& turned_away) {
  Json json;
  json.Set("why", turned_away.why);
  return Named("turned_away", std::move(json));
}

Json ToJson(const CallNotified& said) {
  Json json = OfCall(said.call);
  json.Set("state", NameOf(said.notification.state));
  json.Set("error", NameOf(said.notification.error));
  json.Set("subentry", said.notification.subentry);
  json.Set("detail", said.notification.detail);
  SetView(json, said.view);
  return Named("notification", std::move(json));
}

Json ToJson(const CallStatus& status) {
  Json json = OfCall(status.call);
  SetView(json, status.view);
  return Named("status", std::move(json));
}

Json ToJson(const FoundCall& found) {
  Json json = OfCall(found.call);
  json.Set("attempt", FromBits(found.attempt));
  json.Set("profile", found.profile);
  json.Set("number", found.number);
  SetView(json, found.view);
  return Named("found", std::move(json));
}

Json ToJson(const AdoptionDone& /*done*/) { return Named("adopted", Json::Object{}); }

Json ToJson(const AnswerNotTaken& answered) {
  Json json = OfCall(answered.call);
  json.Set("error", answered.error);
  return Named("answered", std::move(json));
}

}  // namespace

std::string Encode(const AgentMessage& message) {
  return std::visit([](const auto& what) { return ToJson(what).Dump(); }, message);
}

std::string Encode(const SimulatorMessage& message) {
  return std::visit([](const auto& what) { return ToJson(what).Dump(); }, message);
}

}  // namespace lineman::simulator
