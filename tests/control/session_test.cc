// A session, byte by byte: every method, every error, readers that are slow.
#include "control/session.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/control/host_double.h"

namespace lineman {
namespace {

class SessionTest : public testing::Test {
 protected:
  void SetUp() override { Open({true, true, "", ""}); }

  void Open(PeerRights rights) {
    session_ = std::make_shared<Session>(host_, std::move(rights), [this] { ++roused_; });
  }

  void Run() {
    while (session_->HasWork()) session_->Work();
  }
  void Send(const std::string& bytes) {
    session_->Receive(bytes);
    Run();
  }

  // All messages that wait to be read.
  std::vector<Json> Read() {
    std::vector<Json> messages;
    while (!session_->Output().empty()) {
      const std::string_view output = session_->Output();
      const std::size_t length = output.find('\n') + 1;
      EXPECT_NE(length, 0U) << "a message without an end";
      Result<Json> json = ParseJson(output.substr(0, length - 1));
      EXPECT_TRUE(json.has_value()) << output;
      messages.push_back(*json);
      session_->Sent(length);
      Run();
    }
    return messages;
  }

  Json Reply(const std::string& line) {
    Send(line + "\n");
    const std::vector<Json> messages = Read();
    EXPECT_EQ(messages.size(), 1U) << line;
    return messages.empty() ? Json() : messages.front();
  }

  Json Call(const std::string& method, const std::string& params = "{}") {
    return Reply(
        fmt::format(R"({{"jsonrpc":"2.0","id":1,"method":"{}","params":{}}})", method, params));
  }
  std::string ResultOf(const std::string& method, const std::string& params = "{}") {
    const Json reply = Call(method, params);
    const Json* result = reply.Find("result");
    return result == nullptr ? reply.Dump() : result->Dump();
  }
  // "-32602 the message"
  static std::string ErrorIn(const Json& reply) {
    const Json* error = reply.Find("error");
    if (error == nullptr) return "no error: " + reply.Dump();
    return fmt::format("{} {}", *error->Find("code")->AsInteger(),
                       *error->Find("message")->AsString());
  }
  std::string ErrorOf(const std::string& method, const std::string& params = "{}") {
    return ErrorIn(Call(method, params));
  }
  std::string ErrorOfLine(const std::string& line) { return ErrorIn(Reply(line)); }

  void Publish(const Entry& entry) { session_->Publish(entry, ToJson(entry).Dump()); }
  Entry Happen(const std::string& profile = "kiosk", Entry::Kind kind = Entry::Kind::kLine,
               const std::string& what = "online") {
    return host_.Happen(profile, kind, what);
  }

  // The sequences of the entries that were sent as they happened.
  static std::vector<std::int64_t> Sequences(const std::vector<Json>& messages) {
    std::vector<std::int64_t> sequences;
    for (const Json& message : messages) {
      const Json* params = message.Find("params");
      const Json* entry = params == nullptr ? nullptr : params->Find("entry");
      if (entry != nullptr) sequences.push_back(*entry->Find("sequence")->AsInteger());
    }
    return sequences;
  }

  HostDouble host_;
  int roused_ = 0;
  std::shared_ptr<Session> session_;
};

TEST_F(SessionTest, HelloTellsTheVersionsAndWhatTheCallerMayDo) {
  EXPECT_EQ(ResultOf("hello"), R"({"protocol":1,"agent":"0.1.0","may":["look","act"]})");
  EXPECT_EQ(ResultOf("hello", R"({"protocol":1})"), ResultOf("hello"));
  EXPECT_EQ(ErrorOf("hello", R"({"protocol":2})"),
            "-32008 this agent speaks version 1 of the protocol: use the lineman that was "
            "installed with it");
}

TEST_F(SessionTest, StatusIsOfAllLinesOrOfOne) {
  EXPECT_EQ(ResultOf("status"), ToJson(host_.status).Dump());
  AgentStatus one = host_.status;
  one.lines = {HostDouble::Line("till")};
  EXPECT_EQ(ResultOf("status", R"({"profile":"till"})"), ToJson(one).Dump());
}

TEST_F(SessionTest, AnUnknownProfileIsAnErrorThatNamesTheNearest) {
  const std::string expected =
      "-32002 the agent has no profile 'kisok' (did you mean 'kiosk'?): `lineman status` shows "
      "those it has";
  for (const char* method :
       {"status", "events", "subscribe", "why", "plan", "up", "down", "redial", "answer"})
    EXPECT_EQ(ErrorOf(method, R"({"profile":"kisok"})"), expected) << method;
  EXPECT_TRUE(host_.said.empty());
}

TEST_F(SessionTest, EventsComeFromTheHistory) {
  Happen();
  Happen("till");
  Happen("kiosk", Entry::Kind::kDecision, "redial");
  EXPECT_EQ(ResultOf("events", R"({"profile":"kiosk","kind":"decision"})"),
            fmt::format(R"({{"entries":[{}],"more":false}})", ToJson(host_.record[2]).Dump()));
  ResultOf("events", R"({"after":1,"before":3,"since":"2026-03-02T08:00:00Z","most":7})");
  EXPECT_EQ(host_.queries.back().after, 1U);
  EXPECT_EQ(host_.queries.back().before, 3U);
  EXPECT_EQ(host_.queries.back().since, WallTime(std::chrono::seconds(1'772'438'400)));
}

TEST_F(SessionTest, EventsSayWhenThereAreMoreBefore) {
  for (int i = 0; i < 5; ++i) Happen();
  const auto page = [this](const std::string& params) {
    const Json result = *ParseJson(ResultOf("events", params));
    std::vector<std::int64_t> found;
    for (const Json& entry : *result.Find("entries")->AsArray())
      found.push_back(*entry.Find("sequence")->AsInteger());
    found.push_back(*result.Find("more")->AsBool() ? -1 : 0);
    return found;
  };
  EXPECT_EQ(page(R"({"most":2})"), (std::vector<std::int64_t>{4, 5, -1}));
  EXPECT_EQ(page(R"({"most":2,"before":4})"), (std::vector<std::int64_t>{2, 3, -1}));
  EXPECT_EQ(page(R"({"most":2,"before":2})"), (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(page(R"({"most":0})"), (std::vector<std::int64_t>{-1}));
}

TEST_F(SessionTest, EventsOfAProfileThatIsNoMoreAreStillTold) {
  Happen("gone");
  EXPECT_NE(ResultOf("events", R"({"profile":"gone"})").find("\"gone\""), std::string::npos);
}

TEST_F(SessionTest, AReplyLeavesOutTheOldestWhenTheyDoNotFit) {
  for (int i = 0; i < 1000; ++i) Happen("kiosk", Entry::Kind::kEvent, std::string(2000, 'x'));
  Send(R"({"jsonrpc":"2.0","id":1,"method":"events"})"
       "\n");
  EXPECT_LT(session_->Output().size(), kMostReply);
  const std::vector<Json> messages = Read();
  const Json* result = messages.at(0).Find("result");
  EXPECT_TRUE(*result->Find("more")->AsBool());
  const Json::Array& entries = *result->Find("entries")->AsArray();
  EXPECT_GT(entries.size(), 200U);
  EXPECT_EQ(*entries.back().Find("sequence")->AsInteger(), 1000);
}

TEST_F(SessionTest, AnAnswerThatIsTooLargeIsAnErrorInstead) {
  host_.status.config = std::string(2 << 20, 'x');
  EXPECT_EQ(ErrorOf("status").substr(0, 6), "-32007");
}

TEST_F(SessionTest, ATroubleOfTheHistoryIsTold) {
  host_.history_trouble = "the journal cannot be read";
  EXPECT_EQ(ErrorOf("events"), "-32007 the journal cannot be read");
  EXPECT_EQ(ErrorOf("why", R"({"profile":"kiosk"})"), "-32007 the journal cannot be read");
  EXPECT_EQ(ErrorOf("subscribe", R"({"after":0})"), "-32007 the journal cannot be read");
  EXPECT_FALSE(session_->IsSubscribed());
}

TEST_F(SessionTest, WhyGivesTheLastDecisionOrAll) {
  Happen("kiosk", Entry::Kind::kDecision, "dial");
  Happen("kiosk", Entry::Kind::kDecision, "redial");
  Happen();
  const std::string line = ToJson(HostDouble::Line("kiosk")).Dump();
  const std::string first = ToJson(host_.record[0]).Dump();
  const std::string second = ToJson(host_.record[1]).Dump();
  EXPECT_EQ(ResultOf("why", R"({"profile":"kiosk"})"),
            fmt::format(R"({{"line":{},"decisions":[{}],"more":true}})", line, second));
  EXPECT_EQ(ResultOf("why", R"({"profile":"kiosk","all":true})"),
            fmt::format(R"({{"line":{},"decisions":[{},{}],"more":false}})", line, first, second));
}

TEST_F(SessionTest, ThePlanIsTheHosts) {
  EXPECT_EQ(ResultOf("plan", R"({"profile":"kiosk"})"), R"({"profile":"kiosk"})");
  host_.plan_trouble = "no plan";
  EXPECT_EQ(ErrorOf("plan", R"({"profile":"kiosk"})"), "-32007 no plan");
}

TEST_F(SessionTest, TheOperatorsWordsReachTheLine) {
  const std::string accepted = R"({"accepted":true})";
  EXPECT_EQ(ResultOf("up", R"({"profile":"kiosk"})"), accepted);
  EXPECT_EQ(ResultOf("down", R"({"profile":"kiosk"})"), accepted);
  EXPECT_EQ(ResultOf("down", R"({"profile":"till","for":"1h30m"})"), accepted);
  EXPECT_EQ(ResultOf("redial", R"({"profile":"kiosk"})"), accepted);
  ASSERT_EQ(host_.said.size(), 4U);
  EXPECT_EQ(host_.said[0].says.word, OperatorSays::Word::kUp);
  EXPECT_EQ(host_.said[1].says.word, OperatorSays::Word::kDown);
  EXPECT_FALSE(host_.said[1].says.how_long.has_value());
  EXPECT_EQ(host_.said[2].profile, "till");
  EXPECT_EQ(host_.said[2].says.how_long, std::chrono::minutes(90));
  EXPECT_EQ(host_.said[3].says.word, OperatorSays::Word::kRedial);
}

TEST_F(SessionTest, AnAnswerCarriesEveryField) {
  ResultOf("answer", R"({"profile":"kiosk","callback_number":"0190","username":"u","password":"p",)"
                     R"("domain":"d","new_password":"n","text":"t","done":true})");
  ASSERT_EQ(host_.said.size(), 1U);
  const HostDouble::Said& said = host_.said.front();
  EXPECT_EQ(said.says.word, OperatorSays::Word::kAnswer);
  EXPECT_EQ(said.says.answer.callback_number, "0190");
  EXPECT_EQ(said.says.answer.username, "u");
  EXPECT_EQ(said.says.answer.domain, "d");
  EXPECT_EQ(said.password, "p");
  EXPECT_EQ(said.new_password, "n");
  EXPECT_EQ(said.text, "t");
  EXPECT_TRUE(said.says.answer.done);
}

TEST_F(SessionTest, AnAnswerHasOnlyTheFieldsThatWereGiven) {
  ResultOf("answer", R"({"profile":"kiosk","callback_number":""})");
  const lineman::Answer& answer = host_.said.at(0).says.answer;
  EXPECT_EQ(answer.callback_number, "");
  EXPECT_FALSE(answer.username || answer.password || answer.domain || answer.new_password ||
               answer.text || answer.done);
}

TEST_F(SessionTest, AWordThatMakesNoSenseNowIsRefusedInTheHostsWords) {
  host_.refusal = "nothing waits for an answer";
  EXPECT_EQ(ErrorOf("answer", R"({"profile":"kiosk","text":"x"})"),
            "-32003 nothing waits for an answer");
}

TEST_F(SessionTest, AReloadGivesTheFindingsEitherWay) {
  host_.reload.findings.Append("a warning");
  EXPECT_EQ(ResultOf("reload"), R"({"loaded":true,"findings":["a warning"]})");
  host_.reload.loaded = false;
  const Json reply = Call("reload");
  EXPECT_EQ(ErrorIn(reply).substr(0, 6), "-32004");
  EXPECT_EQ(reply.Find("error")->Find("data")->Dump(), R"(["a warning"])");
}

TEST_F(SessionTest, MetricsAreText) {
  EXPECT_EQ(ResultOf("metrics"), R"({"text":"lineman_up 1\n"})");
}

TEST_F(SessionTest, ASubscriberIsToldWhatHappensAndNothingElse) {
  Publish(Happen());
  EXPECT_EQ(ResultOf("subscribe"), R"({"subscribed":true,"missed":0,"more":false})");
  Publish(Happen());
  Publish(Happen("till"));
  const std::vector<Json> messages = Read();
  EXPECT_EQ(messages.at(0).Dump(),
            fmt::format(R"({{"jsonrpc":"2.0","method":"event","params":{{"entry":{}}}}})",
                        ToJson(host_.record[1]).Dump()));
  EXPECT_EQ(Sequences(messages), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(ResultOf("unsubscribe"), R"({"subscribed":false})");
  Publish(Happen());
  EXPECT_TRUE(Read().empty());
}

TEST_F(SessionTest, ASubscriptionMayBeOfOneProfileAndOneKind) {
  ResultOf("subscribe", R"({"profile":"kiosk","kind":"decision"})");
  Publish(Happen("kiosk", Entry::Kind::kDecision, "dial"));
  Publish(Happen("till", Entry::Kind::kDecision, "dial"));
  Publish(Happen("kiosk", Entry::Kind::kLine, "dialing"));
  EXPECT_EQ(Sequences(Read()), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(ErrorOf("subscribe", R"({"kind":"decisions"})"),
            "-32602 'kind' is notification, decision, line, event or trouble");
}

TEST_F(SessionTest, WhoComesBackIsToldWhatWasMissedFirstAndNothingTwice) {
  for (int i = 0; i < 4; ++i) Happen();
  host_.holds_history = true;
  Send(R"({"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"after":2}})"
       "\n");
  // One that the history will have, too, and one that it will not.
  Publish(Happen());
  const Entry later = Happen();
  host_.record.pop_back();
  Publish(later);
  EXPECT_TRUE(Read().empty());
  host_.Answer();
  EXPECT_EQ(roused_, 1);
  Publish(Happen());
  const std::vector<Json> messages = Read();
  EXPECT_EQ(messages.at(0).Find("result")->Dump(),
            R"({"subscribed":true,"missed":3,"more":false})");
  EXPECT_EQ(Sequences(messages), (std::vector<std::int64_t>{3, 4, 5, 6, 7}));
}

TEST_F(SessionTest, ASlowReaderIsToldHowMuchItMissedAndWhereToGoOn) {
  ResultOf("subscribe");
  constexpr int kEntries = 10'000;
  for (int i = 0; i < kEntries; ++i) {
    Publish(Happen());
    ASSERT_LT(session_->Output().size(), 2 * kMostQueued);
  }
  const std::vector<Json> messages = Read();
  const std::vector<std::int64_t> told = Sequences(messages);
  const Json& last = messages.back();
  EXPECT_EQ(*last.Find("method")->AsString(), "missed");
  const std::int64_t missed = *last.Find("params")->Find("missed")->AsInteger();
  EXPECT_GT(missed, 0);
  EXPECT_EQ(static_cast<std::int64_t>(told.size()) + missed, kEntries);
  EXPECT_EQ(*last.Find("params")->Find("after")->AsInteger(), told.back());
  Publish(Happen());
  EXPECT_EQ(Sequences(Read()), (std::vector<std::int64_t>{kEntries + 1}));
}

TEST_F(SessionTest, ALargeReplyIsNoSignOfASlowReader) {
  for (int i = 0; i < 1000; ++i) Happen("kiosk", Entry::Kind::kEvent, std::string(300, 'x'));
  Send(R"({"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"after":0}})"
       "\n");
  ASSERT_GT(session_->Output().size(), kMostQueued);
  Publish(Happen());
  EXPECT_EQ(Sequences(Read()).back(), 1001);
}

TEST_F(SessionTest, OneThatDoesNotReadIsNotListenedToEither) {
  host_.status.config = std::string(1000, 'x');
  std::string calls;
  for (int i = 0; i < 500; ++i)
    calls += R"({"jsonrpc":"2.0","id":1,"method":"status"})"
             "\n";
  Send(calls);
  EXPECT_LT(session_->Output().size(), 2 * kMostQueued);
  EXPECT_FALSE(session_->WantsInput());
  EXPECT_EQ(Read().size(), 500U);
  EXPECT_TRUE(session_->WantsInput());
}

TEST_F(SessionTest, CallsAreAnsweredInTheirOrderAlsoBehindTheHistory) {
  host_.holds_history = true;
  Send(R"({"jsonrpc":"2.0","id":1,"method":"events"})"
       "\n"
       R"({"jsonrpc":"2.0","id":2,"method":"hello"})"
       "\n");
  EXPECT_FALSE(session_->WantsInput());
  EXPECT_TRUE(Read().empty());
  host_.Answer();
  Run();
  const std::vector<Json> messages = Read();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(*messages[0].Find("id")->AsInteger(), 1);
  EXPECT_EQ(*messages[1].Find("id")->AsInteger(), 2);
}

TEST_F(SessionTest, AHistoryThatComesAfterTheEndIsForNobody) {
  host_.holds_history = true;
  Send(R"({"jsonrpc":"2.0","id":1,"method":"events"})"
       "\n");
  session_.reset();
  host_.Answer();
  EXPECT_EQ(roused_, 0);
}

TEST_F(SessionTest, ACallWithoutAnIdIsCarriedOutAndNotAnswered) {
  Send(R"({"jsonrpc":"2.0","method":"up","params":{"profile":"kiosk"}})"
       "\n"
       R"({"jsonrpc":"2.0","method":"nonsense"})"
       "\n");
  EXPECT_TRUE(Read().empty());
  EXPECT_EQ(host_.said.size(), 1U);
}

TEST_F(SessionTest, AnIdComesBackAsItWas) {
  for (const char* id : {R"("a\n\"b")", "7", "-3", "null"}) {
    const Json reply = Reply(fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"hello"}})", id));
    EXPECT_EQ(reply.Find("id")->Dump(), id);
    EXPECT_NE(reply.Find("result"), nullptr);
  }
}

TEST_F(SessionTest, WhatIsNoCallIsAnError) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"nonsense", "-32700 this is no JSON, at line 1, column 2: each line is one message"},
      {R"({"jsonrpc":"2.0","id":1,"method":"up",)", "-32700"},
      {"[]", "-32600 a message is an object: send each call on a line of its own"},
      {R"([{"jsonrpc":"2.0","id":1,"method":"hello"}])", "-32600 a message is an object"},
      {"7", "-32600"},
      {"{}", R"(-32600 each call has "jsonrpc": "2.0")"},
      {R"({"jsonrpc":"1.0","id":1,"method":"hello"})", "-32600"},
      {R"({"jsonrpc":2.0,"id":1,"method":"hello"})", "-32600"},
      {R"({"jsonrpc":"2.0","id":1})", R"(-32600 each call has "method")"},
      {R"({"jsonrpc":"2.0","id":1,"method":7})", "-32600"},
      {R"({"jsonrpc":"2.0","id":{},"method":"hello"})", R"(-32600 "id" is)"},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"hello"})", R"(-32600 "id" is)"},
      {R"({"jsonrpc":"2.0","id":1,"method":"hello","params":[1]})", R"(-32600 "params" is)"},
      {R"({"jsonrpc":"2.0","id":1,"result":{}})", "-32600"},
      {R"({"jsonrpc":"2.0","id":1,"method":"statsu"})",
       "-32601 there is no method 'statsu' (did you mean 'status'?)"},
      {"\xff\xfe", "-32700"},
      {std::string(200, '['), "-32700"},
  };
  for (const auto& [line, expected] : cases) {
    const std::string error = ErrorOfLine(line);
    EXPECT_EQ(error.substr(0, expected.size()), expected) << line;
  }
  EXPECT_TRUE(session_->WantsInput());
}

TEST_F(SessionTest, ParametersAreCheckedByTheTable) {
  EXPECT_EQ(ErrorOf("up"), "-32602 up: 'profile' is missing: the profile's name");
  EXPECT_EQ(ErrorOf("up", R"({"profile":7})"), "-32602 up: 'profile' is a text");
  EXPECT_EQ(ErrorOf("up", R"({"profil":"kiosk"})"),
            "-32602 up: an unknown parameter (did you mean 'profile'?); it takes profile");
  EXPECT_EQ(ErrorOf("reload", R"({"x":1})"), "-32602 reload: it takes no parameters");
  EXPECT_EQ(ErrorOf("down", R"({"profile":"kiosk","for":"5"})"),
            R"(-32602 down: 'for' is a duration, such as "2h")");
  EXPECT_EQ(ErrorOf("events", R"({"after":-1})"), "-32602 events: 'after' is an integer from 0");
  EXPECT_EQ(ErrorOf("events", R"({"after":1.5})"), "-32602 events: 'after' is an integer from 0");
  EXPECT_EQ(ErrorOf("events", R"({"since":"yesterday"})"),
            R"(-32602 events: 'since' is a time in UTC, such as "2026-03-02T08:00:00Z")");
  EXPECT_EQ(ErrorOf("why", R"({"profile":"kiosk","all":1})"), "-32602 why: 'all' is true or false");
  EXPECT_EQ(ErrorOf("up", R"({"profile":null})"), "-32602 up: 'profile' is a text");
  EXPECT_TRUE(host_.said.empty());
}

TEST_F(SessionTest, WhoMayLookMayNotAct) {
  Open({true, false, "", "join the group 'actors'"});
  EXPECT_EQ(ResultOf("hello"), R"({"protocol":1,"agent":"0.1.0","may":["look"]})");
  for (const MethodRow& method : ControlMethods()) {
    const std::string error = ErrorOf(std::string(method.name));
    const std::string refused = fmt::format(
        "-32001 you may look but not act, and {} acts: join the group 'actors'", method.name);
    if (method.right == ControlRight::kAct)
      EXPECT_EQ(error, refused);
    else
      EXPECT_NE(error.substr(0, 6), "-32001") << method.name;
  }
  EXPECT_TRUE(host_.said.empty());
}

TEST_F(SessionTest, WhoMayNotLookMayDoNothing) {
  Open({false, false, "join the group 'lookers'", ""});
  for (const MethodRow& method : ControlMethods())
    EXPECT_EQ(ErrorOf(std::string(method.name)).substr(0, 6), "-32001") << method.name;
}

TEST_F(SessionTest, AMessageThatIsTooLongEndsTheConnectionAndIsNotKept) {
  Send(R"({"jsonrpc":"2.0","id":1,"method":"hello"})"
       "\n");
  for (int i = 0; i < 100; ++i) Send(std::string(16 << 10, 'x'));
  const std::vector<Json> messages = Read();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(ErrorIn(messages[1]),
            "-32005 a message has 65536 bytes at most: this connection is closed");
  EXPECT_TRUE(session_->IsOver());
  Send(R"({"jsonrpc":"2.0","id":1,"method":"hello"})"
       "\n");
  EXPECT_TRUE(Read().empty());
}

TEST_F(SessionTest, TheLongestMessageIsRead) {
  const std::string call = R"({"jsonrpc":"2.0","id":1,"method":"hello"})";
  Send(std::string(kMostMessage - call.size(), ' ') + call + "\n");
  EXPECT_NE(Read().at(0).Find("result"), nullptr);
  Send(std::string(kMostMessage + 1 - call.size(), ' ') + call + "\n");
  EXPECT_EQ(ErrorIn(Read().at(0)).substr(0, 6), "-32005");
}

TEST_F(SessionTest, LinesMayComeInPiecesWithCarriageReturnsAndBlankOnesBetween) {
  const std::string bytes =
      "\r\n\n"
      R"({"jsonrpc":"2.0","id":1,"method":"hello"})"
      "\r\n\n"
      R"({"jsonrpc":"2.0","id":2,"method":"hello"})"
      "\n";
  for (const char byte : bytes) Send(std::string(1, byte));
  EXPECT_EQ(Read().size(), 2U);
}

TEST_F(SessionTest, AHalfClosedConnectionGetsItsAnswersAndEnds) {
  host_.holds_history = true;
  Send(R"({"jsonrpc":"2.0","id":1,"method":"events"})"
       "\n"
       R"({"jsonrpc":"2.0","id":2,"method":"hello"})"
       "\n");
  session_->EndInput();
  EXPECT_FALSE(session_->IsOver());
  host_.Answer();
  Run();
  EXPECT_TRUE(session_->IsOver());
  EXPECT_EQ(Read().size(), 2U);
}

TEST_F(SessionTest, ACallThatWasCutOffIsNotCarriedOut) {
  Send(R"({"jsonrpc":"2.0","id":1,"method":"up","params":{"profile":"kiosk"}})");
  session_->EndInput();
  Run();
  EXPECT_EQ(ErrorIn(Read().at(0)), "-32700 the last message has no end: each is a whole line");
  EXPECT_TRUE(session_->IsOver());
  EXPECT_TRUE(host_.said.empty());
}

// Wherever a password may be put by mistake, no answer repeats it.
TEST_F(SessionTest, NoAnswerRepeatsAPassword) {
  const std::vector<std::string> lines = {
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"profile":"kiosk","password":"S"}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"profile":"kiosk","new_password":"S"}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"profile":"kiosk","text":"S"}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"profile":"kiosk","done":"S"}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"password":"S"}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"password":["S"]}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"S":"S"}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"S":1,"S":2}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":["S"]})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":"S"})",
      R"({"jsonrpc":"2.0","id":1,"method":"up","params":{"profile":"kiosk","password":"S"}})",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"password":"S)",
      R"({"jsonrpc":"2.0","id":1,"method":"answer","params":{"password":1234567890123456789012345678901234567890S}})",
      R"({"jsonrpc":"2.0","id":1,"password":"S"})",
      R"(["S"])",
      R"(S)",
  };
  const std::string secret = "hush-hush-Geheim-0815";
  for (const char* refusal : {"", "nothing waits for an answer"}) {
    host_.refusal = refusal;
    for (std::string line : lines) {
      for (std::size_t at = line.find('S'); at != std::string::npos; at = line.find('S', at + 30))
        line.replace(at, 1, secret);
      const std::string reply = Reply(line).Dump();
      EXPECT_EQ(reply.find(secret), std::string::npos) << line;
    }
  }
  EXPECT_EQ(host_.said.at(0).password, secret);
}

TEST_F(SessionTest, MalformedMessagesWithoutEndAreEachAnsweredInBoundedRoom) {
  std::size_t answers = 0;
  for (int i = 0; i < 100'000; ++i) {
    session_->Receive("{\"jsonrpc\":\n");
    Run();
    ASSERT_LT(session_->Output().size(), 2 * kMostQueued);
    if (!session_->WantsInput()) answers += Read().size();
  }
  EXPECT_EQ(answers + Read().size(), 100'000U);
}

}  // namespace
}  // namespace lineman
