// Messages between an agent and the simulator's process, as they are on the wire.
#include "engines/simulator/wire.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>

namespace lineman::simulator {
namespace {

CallView SomeView() {
  CallView view;
  view.status.state = ConnectionState::kConnected;
  view.status.error = RasError::kLineBusy;
  view.status.device = "modem";
  view.status.interface = "sim0";
  view.status.carries_data = false;
  view.statistics = {std::numeric_limits<std::uint64_t>::max(), 7, Duration(1234)};
  return view;
}

void ExpectSame(const CallView& a, const CallView& b) {
  EXPECT_EQ(a.status.state, b.status.state);
  EXPECT_EQ(a.status.error, b.status.error);
  EXPECT_EQ(a.status.device, b.status.device);
  EXPECT_EQ(a.status.interface, b.status.interface);
  EXPECT_EQ(a.status.carries_data, b.status.carries_data);
  EXPECT_EQ(a.statistics.bytes_sent, b.statistics.bytes_sent);
  EXPECT_EQ(a.statistics.bytes_received, b.statistics.bytes_received);
  EXPECT_EQ(a.statistics.connected_for, b.statistics.connected_for);
}

template <typename What>
What FromAgent(const AgentMessage& message) {
  const Result<AgentMessage> read = DecodeAgentMessage(Encode(message));
  EXPECT_TRUE(read) << read.error().message;
  return std::get<What>(*read);
}

template <typename What>
What FromSimulator(const SimulatorMessage& message) {
  const Result<SimulatorMessage> read = DecodeSimulatorMessage(Encode(message));
  EXPECT_TRUE(read) << read.error().message;
  return std::get<What>(*read);
}

std::string FaultOf(std::string_view line) {
  const Result<AgentMessage> read = DecodeAgentMessage(line);
  return read ? "none" : read.error().message;
}

TEST(Wire, ADialCarriesEverythingOfItsRequest) {
  Findings findings;
  DialCall dial{12, {}};
  dial.request.attempt = std::numeric_limits<AttemptId>::max();
  dial.request.profile = "head\noffice";
  dial.request.number = "+49 30 555 0100";
  dial.request.credentials = {"kiosk", "OFFICE", Secret("p\"a\\s\ns\t\x01wörd"), ~0ULL};
  dial.request.ask_for_callback = true;
  dial.request.options = ParseYamlMapping("{device: 'no', link: \"\"}", "p.yaml", findings);
  const std::string line = Encode(AgentMessage(dial));
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto read = FromAgent<DialCall>(dial);
  EXPECT_EQ(read.call, 12U);
  EXPECT_EQ(read.request.attempt, dial.request.attempt);
  EXPECT_EQ(read.request.profile, dial.request.profile);
  EXPECT_EQ(read.request.number, dial.request.number);
  EXPECT_EQ(read.request.credentials.user, "kiosk");
  EXPECT_EQ(read.request.credentials.domain, "OFFICE");
  EXPECT_EQ(read.request.credentials.password.Reveal(), "p\"a\\s\ns\t\x01wörd");
  EXPECT_EQ(read.request.credentials.version, ~0ULL);
  EXPECT_TRUE(read.request.ask_for_callback);
  ASSERT_NE(read.request.options, nullptr);
  EXPECT_EQ(read.request.options->Find("device")->scalar, "no");
  EXPECT_EQ(read.request.options->Find("link")->scalar, "");
}

TEST(Wire, WhatADialDoesNotHaveIsNotThereAfterItEither) {
  DialCall dial{1, {}};
  EXPECT_FALSE(FromAgent<DialCall>(dial).request.credentials.password.IsSet());
  EXPECT_EQ(FromAgent<DialCall>(dial).request.options, nullptr);
  dial.request.credentials.password = Secret("");
  EXPECT_TRUE(FromAgent<DialCall>(dial).request.credentials.password.IsSet());
}

TEST(Wire, AnAnswerCarriesWhatIsGivenAndNothingElse) {
  AnswerCall all{3, {}};
  all.answer = {"1", "user", Secret("old"), "domain", Secret("new"), "text", true, 9};
  const Answer read = FromAgent<AnswerCall>(all).answer;
  EXPECT_EQ(read.callback_number, "1");
  EXPECT_EQ(read.username, "user");
  EXPECT_EQ(read.password->Reveal(), "old");
  EXPECT_EQ(read.domain, "domain");
  EXPECT_EQ(read.new_password->Reveal(), "new");
  EXPECT_EQ(read.text, "text");
  EXPECT_TRUE(read.done);
  EXPECT_EQ(read.version, 9U);
  AnswerCall none{3, {}};
  none.answer.callback_number = "";
  const Answer empty = FromAgent<AnswerCall>(none).answer;
  EXPECT_EQ(empty.callback_number, "");
  EXPECT_FALSE(empty.username || empty.password || empty.domain || empty.new_password ||
               empty.text || empty.done);
}

TEST(Wire, ShortMessagesOfAgents) {
  EXPECT_EQ(Encode(AgentMessage(HangUpCall{3})), R"({"hang_up":{"call":3}})");
  EXPECT_EQ(FromAgent<HangUpCall>(HangUpCall{3}).call, 3U);
  EXPECT_EQ(FromAgent<DropCall>(DropCall{4}).call, 4U);
  FromAgent<AdoptCalls>(AdoptCalls{});
  EXPECT_EQ(FromAgent<ReportCommand>(ReportCommand{"a 'b'"}).command_line, "a 'b'");
}

TEST(Wire, ANotificationCarriesItsStateErrorsAndTheCall) {
  CallNotified said{5, {}, SomeView()};
  said.notification = {0, static_cast<ConnectionState>(0x19), static_cast<RasError>(0x800704c9), 2,
                       "login:"};
  const auto read = FromSimulator<CallNotified>(said);
  EXPECT_EQ(read.call, 5U);
  EXPECT_EQ(read.notification.state, said.notification.state);
  EXPECT_EQ(read.notification.error, said.notification.error);
  EXPECT_EQ(read.notification.subentry, 2);
  EXPECT_EQ(read.notification.detail, "login:");
  ExpectSame(read.view, said.view);
}

TEST(Wire, AFoundCallCarriesWhoDialledWhat) {
  const auto read = FromSimulator<FoundCall>(FoundCall{5, 8, "kiosk", "1", SomeView()});
  EXPECT_EQ(read.call, 5U);
  EXPECT_EQ(read.attempt, 8U);
  EXPECT_EQ(read.profile, "kiosk");
  EXPECT_EQ(read.number, "1");
  ExpectSame(read.view, SomeView());
}

TEST(Wire, ShortMessagesOfSimulators) {
  EXPECT_EQ(FromSimulator<Hello>(Hello{3, 9}).protocol, 3);
  EXPECT_EQ(FromSimulator<Hello>(Hello{3, 9}).next, 9U);
  EXPECT_EQ(FromSimulator<TurnedAway>(TurnedAway{"why"}).why, "why");
  const auto status = FromSimulator<CallStatus>(CallStatus{2, CallView{}});
  EXPECT_EQ(status.call, 2U);
  EXPECT_EQ(status.view.status.carries_data, std::nullopt);
  FromSimulator<AdoptionDone>(AdoptionDone{});
  EXPECT_EQ(FromSimulator<AnswerNotTaken>(AnswerNotTaken{2, "late"}).error, "late");
}

TEST(Wire, WhatIsMissingUnknownOrOfAnotherKindIsAnError) {
  EXPECT_EQ(FaultOf("[]"), "a message is an object with one member, named after it");
  EXPECT_EQ(FaultOf("{}"), "a message is an object with one member, named after it");
  EXPECT_EQ(FaultOf(R"({"drop": {"call": 1}, "adopt": {}})"),
            "a message is an object with one member, named after it");
  EXPECT_EQ(FaultOf(R"({"hello": {}})"), "there is no message 'hello'");
  EXPECT_EQ(FaultOf(R"({"drop": 1})"), "drop must be an object");
  EXPECT_EQ(FaultOf(R"({"drop": {}})"), "drop.call is missing");
  EXPECT_EQ(FaultOf(R"({"drop": {"call": "1"}})"), "drop.call must be a whole number");
  EXPECT_EQ(FaultOf(R"({"drop": {"call": -1}})"), "drop.call is out of range");
  EXPECT_EQ(FaultOf(R"({"drop": {"call": 1, "why": 2}})"), "drop.'why' is unknown");
  EXPECT_EQ(FaultOf(R"({"adopt": {"all": true}})"), "adopt.'all' is unknown");
  EXPECT_EQ(FaultOf(R"({"drop": {"call": 1})").substr(0, 7), "line 1,");
  std::string dial = Encode(AgentMessage(DialCall{1, {}}));
  dial.insert(dial.size() - 2, R"(,"options":{"divice":"modem"})");
  EXPECT_EQ(FaultOf(dial), "dial.options.'divice' is unknown");
}

TEST(Wire, AnErrorNeverQuotesAValue) {
  for (const std::string line :
       {R"({"dial": {"call": "hunter2"}})", R"({"answer": {"call": 1, "password": ["hunter2"]}})",
        R"({"dial": {"password": "hunter2"})", R"({"dial": "hunter2"})"}) {
    EXPECT_NE(FaultOf(line), "none");
    EXPECT_EQ(FaultOf(line).find("hunter2"), std::string::npos) << FaultOf(line);
  }
}

}  // namespace
}  // namespace lineman::simulator
