#include "control/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/utc.h"

namespace lineman {
namespace {

// Words in a prompt that ask for something others must not see.
constexpr std::array<std::string_view, 6> kSecretWords = {"pass",   "pin",   "code",
                                                          "secret", "token", "key"};

// The members of each object, named once for both directions. `Of` may be const.
template <typename Visitor, typename Of>
void VisitPause(Visitor& visit, Of& pause) {
  visit("state", pause.state);
  visit("prompt", pause.prompt);
  visit("deadline", pause.deadline);
  visit("wants", pause.wants);
}

template <typename Visitor, typename Of>
void VisitLine(Visitor& visit, Of& line) {
  visit("profile", line.profile);
  visit("engine", line.engine);
  visit("line", line.line);
  visit("since", line.since);
  visit("wanted", line.wanted);
  visit("wanted_because", line.wanted_because);
  visit("state", line.state);
  visit("number", line.number);
  visit("user", line.user);
  visit("device", line.device);
  visit("interface", line.interface);
  visit("bytes_sent", line.bytes_sent);
  visit("bytes_received", line.bytes_received);
  visit("pause", line.pause);
  visit("attempt", line.attempt);
  visit("failures", line.failures);
  visit("last_error", line.last_error);
  visit("last_error_code", line.last_error_code);
  visit("next", line.next);
  visit("next_what", line.next_what);
  visit("why", line.why);
  visit("troubles", line.troubles);
}

template <typename Visitor, typename Of>
void VisitAgent(Visitor& visit, Of& status) {
  visit("version", status.version);
  visit("pid", status.pid);
  visit("started", status.started);
  visit("config", status.config);
  visit("troubles", status.troubles);
  visit("lines", status.lines);
}

// Overloads that find the members of an object by its type.
template <typename Visitor, typename Of>
void Visit(Visitor& visit, Of& object) {
  using Type = std::remove_const_t<Of>;
  if constexpr (std::is_same_v<Type, PauseStatus>) VisitPause(visit, object);
  if constexpr (std::is_same_v<Type, LineStatus>) VisitLine(visit, object);
  if constexpr (std::is_same_v<Type, AgentStatus>) VisitAgent(visit, object);
}

// Puts members into an object.
class StatusWriter {
 public:
  template <typename Value>
  void operator()(std::string_view name, const Value& value) {
    json_.Set(std::string(name), Write(value));
  }
  template <typename Of>
  static Json Write(const Of& object) {
    StatusWriter writer;
    Visit(writer, object);
    return std::move(writer.json_);
  }

 private:
  static Json Write(const std::string& text) { return text; }
  static Json Write(bool truth) { return truth; }
  static Json Write(int number) { return number; }
  static Json Write(std::int64_t number) { return number; }
  static Json Write(std::uint64_t number) { return static_cast<std::int64_t>(number); }
  static Json Write(WallTime at) { return FormatUtc(at); }
  template <typename Value>
  static Json Write(const std::optional<Value>& value) {
    return value ? Write(*value) : Json();
  }
  template <typename Value>
  static Json Write(const std::vector<Value>& values) {
    Json::Array items;
    for (const Value& value : values) items.push_back(Write(value));
    return items;
  }
  static Json Write(const std::map<std::string, int>& counts) {
    Json::Object members;
    for (const auto& [name, count] : counts) members.emplace_back(name, count);
    return members;
  }

  Json json_ = Json::Object{};
};

// Takes members out of an object. One that is not there keeps its default: an older agent did not
// know it.
class StatusReader {
 public:
  template <typename Of>
  static bool Read(const Json& json, Of& object, std::string& fault) {
    if (json.AsObject() == nullptr) return false;
    StatusReader reader(json, fault);
    Visit(reader, object);
    return fault.empty();
  }

  template <typename Value>
  void operator()(std::string_view name, Value& value) {
    const Json* member = json_.Find(name);
    if (member == nullptr || !fault_.empty() || Take(*member, value) || !fault_.empty()) return;
    fault_ = fmt::format("the member '{}' of a status is not what it should be", name);
  }

 private:
  StatusReader(const Json& json, std::string& fault) : json_(json), fault_(fault) {}

  bool Take(const Json& json, std::string& text) {
    if (json.AsString() == nullptr) return false;
    text = *json.AsString();
    return true;
  }
  bool Take(const Json& json, bool& truth) {
    if (json.AsBool() == nullptr) return false;
    truth = *json.AsBool();
    return true;
  }
  template <typename Number>
  requires std::is_integral_v<Number>
  bool Take(const Json& json, Number& number) {
    if (json.AsInteger() == nullptr || !std::in_range<Number>(*json.AsInteger())) return false;
    number = static_cast<Number>(*json.AsInteger());
    return true;
  }
  bool Take(const Json& json, WallTime& at) {
    if (json.AsString() == nullptr) return false;
    const Result<WallTime> parsed = ParseUtc(*json.AsString());
    if (parsed) at = *parsed;
    return parsed.has_value();
  }
  template <typename Value>
  bool Take(const Json& json, std::optional<Value>& value) {
    if (json.IsNull()) return true;
    return Take(json, value.emplace());
  }
  template <typename Value>
  bool Take(const Json& json, std::vector<Value>& values) {
    if (json.AsArray() == nullptr) return false;
    for (const Json& item : *json.AsArray()) {
      if (!Take(item, values.emplace_back())) return false;
    }
    return true;
  }
  bool Take(const Json& json, std::map<std::string, int>& counts) {
    if (json.AsObject() == nullptr) return false;
    for (const Json::Member& member : *json.AsObject()) {
      if (!Take(member.second, counts[member.first])) return false;
    }
    return true;
  }
  bool Take(const Json& json, PauseStatus& pause) { return Read(json, pause, fault_); }
  bool Take(const Json& json, LineStatus& line) { return Read(json, line, fault_); }

  const Json& json_;
  std::string& fault_;
};

}  // namespace

bool AsksForSecret(const PauseStatus& pause) {
  if (pause.state == "invoke_eap_ui") return true;
  std::string prompt = pause.prompt;
  std::transform(prompt.begin(), prompt.end(), prompt.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return std::any_of(kSecretWords.begin(), kSecretWords.end(),
                     [&](std::string_view word) { return prompt.find(word) != std::string::npos; });
}

Json ToJson(const LineStatus& line) { return StatusWriter::Write(line); }
Json ToJson(const AgentStatus& status) { return StatusWriter::Write(status); }

Result<AgentStatus> AgentStatusFrom(const Json& json) {
  AgentStatus status;
  std::string fault;
  if (StatusReader::Read(json, status, fault)) return status;
  return Fail(fault.empty() ? "a status is an object" : fault);
}

}  // namespace lineman
