// The desk against an agent of the test's own, in virtual time.
#include "tray/desk.h"

#include <gtest/gtest.h>

#include "tests/tray/lines.h"

namespace lineman {
namespace {

class FaceDouble : public Face {
 public:
  void Changed() override { ++changes; }
  void Tell(const Notice& notice) override { notices.push_back(notice); }
  void Refuse(const std::string& profile, const std::string& sentence) override {
    refused.push_back(profile + ": " + sentence);
  }

  int changes = 0;
  std::vector<Notice> notices;
  std::vector<std::string> refused;
};

class DeskTest : public testing::Test {
 protected:
  // What the desk asks and the test has not answered, the oldest first.
  std::vector<Json> Asked() {
    std::vector<Json> calls;
    std::string output = desk_.TakeOutput();
    for (std::size_t at = 0; at < output.size();) {
      const std::size_t end = output.find('\n', at);
      calls.push_back(*ParseJson(std::string_view(output).substr(at, end - at)));
      at = end + 1;
    }
    return calls;
  }
  static std::string MethodOf(const Json& call) { return *call.FindString("method"); }
  void Answer(const Json& call, const Json& result) {
    EXPECT_TRUE(desk_.Feed(
        Json().Set("jsonrpc", "2.0").Set("id", *call.Find("id")).Set("result", result).Dump() +
        "\n"));
  }
  void Refuse(const Json& call, int code, const std::string& message) {
    EXPECT_TRUE(desk_.Feed(Json()
                               .Set("id", *call.Find("id"))
                               .Set("error", Json().Set("code", code).Set("message", message))
                               .Dump() +
                           "\n"));
  }
  // Answers all that is asked, the status with that of the test.
  void Serve() {
    for (std::vector<Json> calls = Asked(); !calls.empty(); calls = Asked()) {
      for (const Json& call : calls) {
        if (MethodOf(call) == "hello") {
          Answer(call, Json().Set("protocol", 1).Set("may", rights_));
        } else if (MethodOf(call) == "status") {
          ++statuses_;
          Answer(call, ToJson(status_));
        } else {
          Answer(call, Json(Json::Object{}));
        }
      }
    }
  }
  void Happen() {
    EXPECT_TRUE(desk_.Feed(
        R"({"jsonrpc":"2.0","method":"event","params":{"entry":{"kind":"line","what":"online"}}})"
        "\n"));
  }
  void Let(Duration pass) {
    now_ += pass;
    EXPECT_TRUE(desk_.Tick());
  }

  FaceDouble face_;
  Instant now_{};
  Desk desk_{face_, [this] { return now_; }, [] {}};
  AgentStatus status_ = AgentWith({LineIn("online")});
  Json::Array rights_ = {"look", "act"};
  int statuses_ = 0;
};

TEST_F(DeskTest, ShowsTheLinesOnceItIsLetIn) {
  EXPECT_EQ(desk_.view().sign, Sign::kAway);
  desk_.Connected();
  Serve();
  EXPECT_EQ(desk_.view().sign, Sign::kOnline);
  EXPECT_TRUE(desk_.view().lines.at(0).may_redial);
  EXPECT_EQ(desk_.Deadline(), std::nullopt);
}

TEST_F(DeskTest, AsksNothingWhileNothingHappens) {
  desk_.Connected();
  Serve();
  Let(std::chrono::hours(24));
  EXPECT_TRUE(Asked().empty());
  EXPECT_EQ(statuses_, 1);
}

TEST_F(DeskTest, ManyThingsAtOnceAreOneQuestionMore) {
  desk_.Connected();
  Serve();
  for (int i = 0; i < 100; ++i) Happen();
  Serve();
  EXPECT_EQ(statuses_, 3);
}

TEST_F(DeskTest, GreysWhenTheAgentGoesAndTellsNothingTwiceWhenItIsBack) {
  desk_.Connected();
  Serve();
  status_ = AgentWith({LineIn("holdoff")});
  Happen();
  Serve();
  ASSERT_EQ(face_.notices.size(), 1U);
  desk_.Disconnected("lineman is not running");
  EXPECT_EQ(desk_.view().sign, Sign::kAway);
  EXPECT_TRUE(desk_.view().lines.empty());
  desk_.Connected();
  Serve();
  EXPECT_EQ(desk_.view().sign, Sign::kWaiting);
  EXPECT_EQ(face_.notices.size(), 1U);
}

TEST_F(DeskTest, ASilentAgentIsOverdueAfterTenSeconds) {
  desk_.Connected();
  EXPECT_EQ(desk_.Deadline(), now_ + Conversation::kPatience);
  now_ += Conversation::kPatience - Duration(1);
  EXPECT_TRUE(desk_.Tick());
  now_ += Duration(1);
  EXPECT_FALSE(desk_.Tick());
}

TEST_F(DeskTest, APauseBecomesAFormWhenItLasts) {
  desk_.Connected();
  Serve();
  status_ = AgentWith({PausedIn("password_expired", {"new_password"})});
  Happen();
  Serve();
  EXPECT_TRUE(desk_.forms().empty());
  EXPECT_TRUE(face_.notices.empty());
  EXPECT_EQ(desk_.Deadline(), now_ + Desk::kGrace);
  Let(Desk::kGrace);
  EXPECT_EQ(desk_.forms().size(), 1U);
  EXPECT_EQ(face_.notices.size(), 1U);
  EXPECT_EQ(desk_.Deadline(), std::nullopt);
}

// A timer that fires a little early, or is set anew when the time has just come, must not lose it.
TEST_F(DeskTest, APauseStaysDueUntilItIsShown) {
  status_ = AgentWith({PausedIn("password_expired", {"new_password"})});
  desk_.Connected();
  Serve();
  Let(Desk::kGrace - Duration(1));
  EXPECT_TRUE(desk_.forms().empty());
  now_ += Duration(1);
  EXPECT_EQ(desk_.Deadline(), now_);
  EXPECT_TRUE(desk_.Tick());
  EXPECT_EQ(desk_.forms().size(), 1U);
}

TEST_F(DeskTest, APauseThatRulesAnswerAtOnceIsNeverShown) {
  desk_.Connected();
  Serve();
  status_ = AgentWith({PausedIn("password_expired", {"new_password"})});
  Happen();
  Serve();
  now_ += Duration(500);
  status_ = AgentWith({LineIn("dialing")});
  Happen();
  Serve();
  Let(Desk::kGrace);
  EXPECT_TRUE(desk_.forms().empty());
  EXPECT_TRUE(face_.notices.empty());
}

TEST_F(DeskTest, AFormGoesWithItsPauseAndWithTheAgent) {
  status_ = AgentWith({PausedIn("interactive", {"text", "done"})});
  desk_.Connected();
  Serve();
  Let(Desk::kGrace);
  ASSERT_EQ(desk_.forms().size(), 1U);
  desk_.Disconnected("lineman is not running");
  EXPECT_TRUE(desk_.forms().empty());
  desk_.Connected();
  Serve();
  Let(Desk::kGrace);
  ASSERT_EQ(desk_.forms().size(), 1U);
  status_ = AgentWith({LineIn("holdoff")});
  Happen();
  Serve();
  EXPECT_TRUE(desk_.forms().empty());
}

TEST_F(DeskTest, WhoMayOnlyLookGetsNoFormButIsTold) {
  rights_ = {"look"};
  status_ = AgentWith({PausedIn("interactive", {"text", "done"})});
  desk_.Connected();
  Serve();
  Let(Desk::kGrace);
  EXPECT_TRUE(desk_.forms().empty());
  EXPECT_FALSE(desk_.view().lines.at(0).may_answer);
  EXPECT_EQ(face_.notices.size(), 1U);
}

TEST_F(DeskTest, ShowsWhyItIsNotLetInUntilItIs) {
  desk_.Connected();
  Asked();
  EXPECT_TRUE(desk_.Feed(
      R"({"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"join the group 'lineman'"}})"
      "\n"));
  desk_.Disconnected("lineman is not running");
  EXPECT_EQ(Plain(desk_.view().headline, Zone(), kMorning), "join the group 'lineman'");
  desk_.Connected();
  Serve();
  desk_.Disconnected("lineman is not running");
  EXPECT_EQ(Plain(desk_.view().headline, Zone(), kMorning), "lineman is not running");
}

TEST_F(DeskTest, GivesOnWhatTheAgentRefuses) {
  desk_.Connected();
  Serve();
  desk_.Say("redial", "kiosk");
  const std::vector<Json> calls = Asked();
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(MethodOf(calls[0]), "redial");
  EXPECT_EQ(calls[0].Find("params")->Dump(), R"({"profile":"kiosk"})");
  Refuse(calls[0], -32003, "kiosk is not wanted now");
  EXPECT_EQ(face_.refused, std::vector<std::string>{"kiosk: kiosk is not wanted now"});
}

TEST_F(DeskTest, TellsADialogWhatBecameOfItsAnswer) {
  desk_.Connected();
  Serve();
  std::vector<std::string> said;
  const auto note = [&said](const std::string& against) { said.push_back(against); };
  desk_.Answer(Json().Set("profile", "kiosk").Set("text", "x"), note);
  Refuse(Asked().at(0), -32003, "nothing waits for an answer");
  desk_.Answer(Json().Set("profile", "kiosk").Set("text", "y"), note);
  Answer(Asked().at(0), Json().Set("accepted", true));
  desk_.Answer(Json().Set("profile", "kiosk").Set("text", "z"), note);
  desk_.Disconnected("lineman is not running");
  EXPECT_EQ(said, (std::vector<std::string>{"nothing waits for an answer", "",
                                            "lineman is not running"}));
}

TEST_F(DeskTest, ReadsADayPageByPageBackToBeforeItsBeginning) {
  desk_.Connected();
  Serve();
  std::optional<DayRecord> day;
  desk_.AskDay("kiosk", kMorning - std::chrono::hours(24),
               [&day](const DayRecord& record) { day = record; });
  const auto page = [](std::uint64_t sequence, std::chrono::hours ago, Entry::Kind kind) {
    Entry entry;
    entry.sequence = sequence;
    entry.wall = kMorning - ago;
    entry.profile = "kiosk";
    entry.kind = kind;
    entry.what = kind == Entry::Kind::kLine ? "online" : "dial";
    return Json().Set("entries", Json::Array{ToJson(entry)}).Set("more", true);
  };
  const Json first = Asked().at(0);
  EXPECT_EQ(first.Find("params")->Dump(), R"({"profile":"kiosk","kind":"line"})");
  Answer(first, page(9, std::chrono::hours(2), Entry::Kind::kLine));
  const Json second = Asked().at(0);
  EXPECT_EQ(*second.Find("params")->FindInteger("before"), 9);
  Answer(second, page(5, std::chrono::hours(30), Entry::Kind::kLine));
  const Json third = Asked().at(0);
  EXPECT_EQ(third.Find("params")->Dump(), R"({"profile":"kiosk","kind":"decision"})");
  Answer(third, page(4, std::chrono::hours(30), Entry::Kind::kDecision));
  ASSERT_TRUE(day.has_value());
  ASSERT_EQ(day->lines.size(), 2U);
  EXPECT_EQ(day->lines[0].sequence, 5U);
  EXPECT_EQ(day->decisions.size(), 1U);
}

TEST_F(DeskTest, WhatIsNoMessageEndsTheConnection) {
  desk_.Connected();
  EXPECT_FALSE(desk_.Feed("HTTP/1.1 400\n"));
}

}  // namespace
}  // namespace lineman
