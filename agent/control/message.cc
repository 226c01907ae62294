#include "control/message.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "model/secret.h"

namespace lineman {
namespace {

constexpr std::array<ControlCodeRow, 12> kCodes = {{
    {ControlCode::kParseError, "the line is no JSON"},
    {ControlCode::kInvalidRequest, "the JSON is no call of JSON-RPC 2.0, or it is a batch"},
    {ControlCode::kMethodNotFound, "there is no such method"},
    {ControlCode::kInvalidParams, "a parameter is missing, unknown or of the wrong type"},
    {ControlCode::kNotAllowed, "the caller's user may not do that"},
    {ControlCode::kUnknownProfile, "there is no such profile"},
    {ControlCode::kNotNow, "it makes no sense in the line's present state"},
    {ControlCode::kReloadRefused, "the files hold errors; the old rules stay"},
    {ControlCode::kTooLong, "the message is longer than 64 KiB; the connection is closed"},
    {ControlCode::kTooMany, "too many connections; this one is closed"},
    {ControlCode::kUnavailable, "the agent could not find out"},
    {ControlCode::kProtocol, "the agent does not speak the version asked for"},
}};

BadMessage Bad(ControlCode code, std::string message, Json id = {}) {
  return {std::move(id), {code, std::move(message), {}}};
}

BadMessage Invalid(std::string message, Json id = {}) {
  return Bad(ControlCode::kInvalidRequest, std::move(message), std::move(id));
}

// Where the JSON is wrong, without the piece of it that ParseJson quotes: "line 1, column 14".
std::string PlaceOf(const Error& error) { return error.message.substr(0, error.message.find(':')); }

bool IsId(const Json& id) {
  return id.IsNull() || id.AsString() != nullptr || id.AsInteger() != nullptr;
}

// What is wrong with the members around the method's name.
std::optional<std::string> FaultOfEnvelope(const Json& json) {
  const std::string* version = json.FindString("jsonrpc");
  if (version == nullptr || *version != "2.0") return R"(each call has "jsonrpc": "2.0")";
  if (json.FindString("method") == nullptr) return R"(each call has "method", the name of one)";
  const Json* params = json.Find("params");
  if (params != nullptr && params->AsObject() == nullptr)
    return R"("params" is an object: parameters go by their names)";
  return std::nullopt;
}

void WipeWithin(const Json& json) {
  if (const std::string* text = json.AsString()) {
    // The value is the caller's own and not const.
    Wipe(*const_cast<std::string*>(text));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  } else if (const Json::Array* items = json.AsArray()) {
    for (const Json& item : *items) WipeWithin(item);
  } else if (const Json::Object* members = json.AsObject()) {
    for (const Json::Member& member : *members) WipeWithin(member.second);
  }
}

std::string Line(const Json& id, std::string_view member, std::string_view value) {
  return fmt::format("{{\"jsonrpc\":\"2.0\",\"id\":{},\"{}\":{}}}\n", id.Dump(), member, value);
}

// A call out of JSON that is an object.
tl::expected<Message, BadMessage> ReadCall(const Json& json) {
  const Json* id = json.Find("id");
  if (id != nullptr && !IsId(*id))
    return tl::unexpected(Invalid(R"("id" is a text or an integer)"));
  if (const std::optional<std::string> fault = FaultOfEnvelope(json))
    return tl::unexpected(Invalid(*fault, id == nullptr ? Json() : *id));
  Message message;
  message.wants_answer = id != nullptr;
  if (id != nullptr) message.id = *id;
  message.method = *json.FindString("method");
  const Json* params = json.Find("params");
  message.params = params == nullptr ? Json(Json::Object{}) : *params;
  return message;
}

}  // namespace

std::span<const ControlCodeRow> ControlCodes() { return kCodes; }

tl::expected<Message, BadMessage> ReadMessage(std::string_view line) {
  Result<Json> json = ParseJson(line);
  if (!json) {
    return tl::unexpected(Bad(
        ControlCode::kParseError,
        fmt::format("this is no JSON, at {}: each line is one message", PlaceOf(json.error()))));
  }
  tl::expected<Message, BadMessage> message =
      tl::unexpected(Invalid("a message is an object: send each call on a line of its own"));
  if (json->AsObject() != nullptr) message = ReadCall(*json);
  WipeTexts(*json);
  return message;
}

void WipeTexts(Json& json) { WipeWithin(json); }

std::string ResultLine(const Json& id, const Json& result) {
  return RawResultLine(id, result.Dump());
}

std::string RawResultLine(const Json& id, std::string_view result) {
  return Line(id, "result", result);
}

std::string ErrorLine(const Json& id, const Fault& fault) {
  Json error;
  error.Set("code", static_cast<int>(fault.code)).Set("message", fault.message);
  if (!fault.data.IsNull()) error.Set("data", fault.data);
  return Line(id, "error", error.Dump());
}

std::string NotificationLine(std::string_view method, std::string_view params) {
  return fmt::format("{{\"jsonrpc\":\"2.0\",\"method\":\"{}\",\"params\":{}}}\n", method, params);
}

std::string RawArray(const std::vector<std::string>& items) {
  return fmt::format("[{}]", fmt::join(items, ","));
}

}  // namespace lineman
