// Reading messages.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/duration.h"
#include "engines/simulator/simulator.h"
#include "engines/simulator/wire.h"
#include "engines/simulator/wire_members.h"
#include "text/json.h"

namespace lineman::simulator {
namespace {

CallId ReadCall(Members& from) { return from.Count("call", 1); }

YamlPtr ReadOptions(Members from) {
  static const auto kFile = std::make_shared<const std::string>("a dial");
  auto options = std::make_shared<YamlNode>();
  options->kind = YamlNode::Kind::kMapping;
  options->place.file = kFile;
  for (const std::string& name : from.Names()) {
    if (Simulator::SimulatorOptions().FindRow(name) == nullptr) {
      from.Blame(Shown(name), "is unknown");
      continue;
    }
    auto value = std::make_shared<YamlNode>();
    value->kind = YamlNode::Kind::kScalar;
    value->place.file = kFile;
    value->scalar = from.Text(name);
    options->entries.push_back({name, options->place, std::move(value)});
  }
  return options;
}

CallView ReadView(Members& from) {
  CallView view;
  Members status = from.Below("status");
  view.status.state = status.State("state");
  view.status.error = status.Error("error");
  view.status.device = status.Text("device");
  view.status.interface = status.Text("interface");
  view.status.carries_data = status.MaybeFlag("carries_data");
  status.RefuseOthers();
  Members statistics = from.Below("statistics");
  view.statistics.bytes_sent = statistics.Bits("bytes_sent");
  view.statistics.bytes_received = statistics.Bits("bytes_received");
  view.statistics.connected_for =
      Duration(statistics.Integer("connected_for_ms", 0, kLongestDuration.count()));
  statistics.RefuseOthers();
  return view;
}

AgentMessage ReadDial(Members& from) {
  DialCall dial;
  dial.call = ReadCall(from);
  dial.request.attempt = from.Bits("attempt");
  dial.request.profile = from.Text("profile");
  dial.request.number = from.Text("number");
  dial.request.credentials.user = from.Text("user");
  dial.request.credentials.domain = from.Text("domain");
  dial.request.credentials.password = from.MaybeSecret("password").value_or(Secret());
  dial.request.credentials.version = from.Bits("version");
  dial.request.ask_for_callback = from.Flag("ask_for_callback");
  if (from.Has("options")) dial.request.options = ReadOptions(from.Below("options"));
  return dial;
}

AgentMessage ReadAnswer(Members& from) {
  AnswerCall answer;
  answer.call = ReadCall(from);
  answer.answer.callback_number = from.MaybeText("callback_number");
  answer.answer.username = from.MaybeText("username");
  answer.answer.password = from.MaybeSecret("password");
  answer.answer.domain = from.MaybeText("domain");
  answer.answer.new_password = from.MaybeSecret("new_password");
  answer.answer.text = from.MaybeText("text");
  answer.answer.done = from.Flag("done");
  answer.answer.version = from.Bits("version");
  return answer;
}

SimulatorMessage ReadNotification(Members& from) {
  CallNotified said;
  said.call = ReadCall(from);
  said.notification.state = from.State("state");
  said.notification.error = from.Error("error");
  said.notification.subentry =
      static_cast<int>(from.Integer("subentry", 0, std::numeric_limits<int>::max()));
  said.notification.detail = from.Text("detail");
  said.view = ReadView(from);
  return said;
}

SimulatorMessage ReadFound(Members& from) {
  FoundCall found;
  found.call = ReadCall(from);
  found.attempt = from.Bits("attempt");
  found.profile = from.Text("profile");
  found.number = from.Text("number");
  found.view = ReadView(from);
  return found;
}

SimulatorMessage ReadHello(Members& from) {
  Hello hello;
  hello.protocol = static_cast<int>(from.Integer("protocol", 1, std::numeric_limits<int>::max()));
  hello.next = from.Count("next", 1);
  return hello;
}

// How one message is read, by its name.
template <typename Message>
struct Form {
  std::string_view name;
  Message (*read)(Members& from);
};

constexpr std::array<Form<AgentMessage>, 6> kOfAgents = {{
    {"dial", ReadDial},
    {"answer", ReadAnswer},
    {"hang_up", [](Members& from) -> AgentMessage { return HangUpCall{ReadCall(from)}; }},
    {"drop", [](Members& from) -> AgentMessage { return DropCall{ReadCall(from)}; }},
    {"adopt", [](Members& /*from*/) -> AgentMessage { return AdoptCalls{}; }},
    {"command",
     [](Members& from) -> AgentMessage { return ReportCommand{from.Text("command_line")}; }},
}};

constexpr std::array<Form<SimulatorMessage>, 7> kOfSimulators = {{
    {"hello", ReadHello},
    {"turned_away", [](Members& from) -> SimulatorMessage { return TurnedAway{from.Text("why")}; }},
    {"notification", ReadNotification},
    {"status",
     [](Members& from) -> SimulatorMessage {
       const CallId call = ReadCall(from);
       return CallStatus{call, ReadView(from)};
     }},
    {"found", ReadFound},
    {"adopted", [](Members& /*from*/) -> SimulatorMessage { return AdoptionDone{}; }},
    {"answered",
     [](Members& from) -> SimulatorMessage {
       const CallId call = ReadCall(from);
       return AnswerNotTaken{call, from.Text("error")};
     }},
}};

template <typename Message, std::size_t kForms>
Result<Message> Decode(std::string_view line, const std::array<Form<Message>, kForms>& forms) {
  const Result<Json> json = ParseJson(line);
  if (!json) return tl::unexpected(json.error());
  const Json::Object* object = json->AsObject();
  if (object == nullptr || object->size() != 1) {
    return Fail("a message is an object with one member, named after it");
  }
  const auto& [name, content] = object->front();
  const auto form = std::ranges::find(forms, std::string_view(name), &Form<Message>::name);
  if (form == forms.end()) return Fail(fmt::format("there is no message {}", Shown(name)));
  std::string fault;
  Members from(name, content, fault);
  Message message = form->read(from);
  from.RefuseOthers();
  if (!fault.empty()) return Fail(std::move(fault));
  return message;
}

}  // namespace

Result<AgentMessage> DecodeAgentMessage(std::string_view line) { return Decode(line, kOfAgents); }

Result<SimulatorMessage> DecodeSimulatorMessage(std::string_view line) {
  return Decode(line, kOfSimulators);
}

}  // namespace lineman::simulator
