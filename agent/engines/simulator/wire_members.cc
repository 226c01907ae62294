#include "engines/simulator/wire_members.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "text/findings.h"

namespace lineman::simulator {
namespace {

using Limits = std::numeric_limits<std::int64_t>;

}  // namespace

Members::Members(std::string path, const Json& json, std::string& fault)
    : path_(std::move(path)), json_(json), fault_(fault) {
  if (json.AsObject() == nullptr) Blame("", "must be an object");
}

std::optional<std::string> Members::MaybeText(std::string_view name, bool required) {
  const std::string* text = Value(name, &Json::AsString, "must be a text", required);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

std::optional<Secret> Members::MaybeSecret(std::string_view name) {
  std::optional<std::string> text = MaybeText(name);
  return text ? std::optional(Secret(*std::move(text))) : std::nullopt;
}

std::optional<bool> Members::MaybeFlag(std::string_view name, bool required) {
  const bool* flag = Value(name, &Json::AsBool, "must be true or false", required);
  return flag == nullptr ? std::nullopt : std::optional(*flag);
}

std::int64_t Members::Integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const std::int64_t* value = Value(name, &Json::AsInteger, "must be a whole number", true);
  if (value == nullptr) return least;
  if (*value < least || *value > most) Blame(name, "is out of range");
  return std::clamp(*value, least, most);
}

std::uint64_t Members::Bits(std::string_view name) {
  return static_cast<std::uint64_t>(Integer(name, Limits::min(), Limits::max()));
}

std::uint64_t Members::Count(std::string_view name, std::int64_t least) {
  return static_cast<std::uint64_t>(Integer(name, least, Limits::max()));
}

ConnectionState Members::State(std::string_view name) {
  const std::optional<ConnectionState> state = FindState(Text(name));
  if (!state) Blame(name, "must be a connection state");
  return state.value_or(ConnectionState::kOpenPort);
}

RasError Members::Error(std::string_view name) {
  const std::string text = Text(name);
  if (text == NameOf(RasError::kNone)) return RasError::kNone;
  const std::optional<RasError> error = ParseRasError(text);
  if (!error) Blame(name, "must be a RAS error or none");
  return error.value_or(RasError::kUnknown);
}

Members Members::Below(std::string_view name) {
  static const Json kNothing(Json::Object{});
  const Json* json = Find(name, true);
  return {fmt::format("{}.{}", path_, name), json == nullptr ? kNothing : *json, fault_};
}

std::vector<std::string> Members::Names() const {
  std::vector<std::string> names;
  if (json_.AsObject() == nullptr) return names;
  for (const auto& [name, value] : *json_.AsObject()) names.push_back(name);
  return names;
}

void Members::RefuseOthers() {
  for (const std::string& name : Names()) {
    if (std::ranges::count(asked_, name) == 0) Blame(Shown(name), "is unknown");
  }
}

void Members::Blame(std::string_view name, std::string_view what) {
  if (!fault_.empty()) return;
  fault_ = fmt::format("{}{}{} {}", path_, name.empty() ? "" : ".", name, what);
}

const Json* Members::Find(std::string_view name, bool required) {
  asked_.emplace_back(name);
  const Json* member = json_.Find(name);
  if (member == nullptr && required) Blame(name, "is missing");
  return member;
}

template <typename Type>
const Type* Members::Value(std::string_view name, const Type* (Json::*as)() const,
                           std::string_view kind, bool required) {
  const Json* member = Find(name, required);
  if (member == nullptr) return nullptr;
  const Type* value = (member->*as)();
  if (value == nullptr) Blame(name, kind);
  return value;
}

}  // namespace lineman::simulator
