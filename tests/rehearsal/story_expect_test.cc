// Facts about `expect`: what agrees, what does not, and what is said then.
#include <gtest/gtest.h>

#include "tests/rehearsal/story_testing.h"

namespace lineman {
namespace {

// A story of one failure, with what is expected of it. The expectation is line 9.
std::string AfterBusy(const std::string& expectation) {
  return PlayBriefly("\n  - attempt: line_busy\n  - expect: " + expectation + "\n");
}

std::string AfterRefusal(const std::string& expectation) {
  return PlayBriefly("\n  - attempt: {error: authentication_failure, times: 2}\n  - expect: " +
                     expectation + "\n");
}

std::string AtCallback(const std::string& answer, const std::string& expectation) {
  return PlayBriefly("\n  - attempt: " + answer + "\n  - expect: " + expectation + "\n");
}

std::string Failed(const std::string& expectation, const std::string& nearest) {
  return "told: step 2 failed (t.story.yaml:9)\n  expected: " + expectation + "\n" + nearest;
}

TEST(StoryExpect, TellsStoryStepPlaceExpectedHappenedNearestAndWhy) {
  EXPECT_EQ(Play(R"(
  - expect: {dial: true}
  - wait: 40s
  - notify: [open_port, {connect_device: line_busy}]
  - expect: {redial: {after: 1m, number: "0300"}, by: busy}
)"),
            "told: step 4 failed (t.story.yaml:11)\n"
            "  expected: {redial: {after: 1m, number: \"0300\"}, by: busy}\n"
            "  happened since the last match:\n"
            "    +0s        idle -> dialing: 0100\n"
            "    +40s       open_port\n"
            "    +40s       connect_device: line_busy (676): the number is busy\n"
            "    +40s       disconnected: line_busy (676): the number is busy\n"
            "    +40s       redial in 30s 0200 [rule busy; t.story.yaml:6]\n"
            "    +40s       dialing -> holdoff: until 2026-03-02 08:01:10\n"
            "  nearest: redial at +40s, by rule busy\n"
            "    number: 0200, not 0300\n"
            "    why: t.story.yaml:6\n");
}

TEST(StoryExpect, TellsWhenNothingHappened) {
  EXPECT_EQ(Play(R"(
  - operator: down
  - wait: 1s
  - expect: {line: idle}
  - expect: {hang_up: true}
  - expect: {hang_up: true}
)"),
            "told: step 5 failed (t.story.yaml:12)\n"
            "  expected: {hang_up: true}\n"
            "  happened since the last match:\n"
            "    +0s        dialing -> hanging_up: the operator said down\n"
            "    +0s        disconnected: user_disconnection (631): somebody or some program on "
            "this machine hung up\n"
            "    +0s        hanging_up -> idle: the operator said down\n");
}

TEST(StoryExpect, SearchesForwardFromTheLastMatch) {
  EXPECT_EQ(Play(R"(
  - attempt: line_busy
  - attempt: no_carrier
  - expect: {redial: true, by: policy}
)"),
            "");
  EXPECT_EQ(PlayBriefly(R"(
  - attempt: line_busy
  - expect: {redial: true}
  - expect: {dial: true}
)"),
            "told: step 3 failed (t.story.yaml:10)\n"
            "  expected: {dial: true}\n");
}

TEST(StoryExpect, LetsTheClockRunWithin) {
  EXPECT_EQ(AfterBusy("{dial: true, within: 1m}"), "");
  EXPECT_EQ(Play(R"(
  - attempt: line_busy
  - expect: {redial: true}
  - expect: {dial: true, within: 30s, at: +30s}
  - notify: {disconnected: no_carrier}
  - expect: {redial: {after: 20s}, at: +0s}
)"),
            "");
  EXPECT_EQ(PlayBriefly(R"(
  - attempt: line_busy
  - expect: {redial: true}
  - expect: {dial: true, within: 29s}
)"),
            "told: step 3 failed (t.story.yaml:10)\n"
            "  expected: {dial: true, within: 29s}\n");
}

TEST(StoryExpect, ComparesNumbersByTheirDigits) {
  EXPECT_EQ(AfterBusy("{redial: {number: \"02-00\"}}"), "");
  EXPECT_EQ(AfterBusy("{dial: {number: \"(0100)\"}}"), "");
  EXPECT_EQ(AfterBusy("{dial: {number: \"0200\"}}"),
            Failed("{dial: {number: \"0200\"}}",
                   "  nearest: dial at +0s, by policy\n    number: 0100, not 0200\n"));
}

TEST(StoryExpect, ComparesDurationsByMeaning) {
  EXPECT_EQ(AfterBusy("{redial: {after: 0.5m}}"), "");
  EXPECT_EQ(AfterBusy("{redial: 30000ms}"), "");
  EXPECT_EQ(
      AfterBusy("{redial: 31s}"),
      Failed("{redial: 31s}", "  nearest: redial at +0s, by rule busy\n    after: 30s, not 31s\n"));
}

TEST(StoryExpect, KnowsWhoDecided) {
  EXPECT_EQ(AfterBusy("{by: busy}"), "");
  EXPECT_EQ(AfterBusy("{by: rule busy}"), "");
  EXPECT_EQ(AfterBusy("{by: rule 1}"), "");
  EXPECT_EQ(AfterBusy("{dial: true, by: policy}"), "");
  EXPECT_EQ(AfterBusy("{redial: true, by: policy}"),
            Failed("{redial: true, by: policy}",
                   "  nearest: redial at +0s, by rule busy\n    by: rule busy, not policy\n"));
}

TEST(StoryExpect, KnowsTheLimitThatClamped) {
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk, retry: {holdoff: 20s}}
steps:
  - attempt: no_carrier
  - expect: {redial: 20s, by: limit holdoff}
)")
                .Complaint(),
            "");
  EXPECT_EQ(
      AfterBusy("{redial: true, by: limit holdoff}"),
      Failed("{redial: true, by: limit holdoff}",
             "  nearest: redial at +0s, by rule busy\n    by: rule busy, not limit holdoff\n"));
}

TEST(StoryExpect, KnowsWhoseRulesThereAre) {
  EXPECT_EQ(AfterBusy("{by: bussy}"),
            "t.story.yaml:9:18: error: no rule or plugin of kiosk is called 'bussy' (did you mean "
            "'busy'?): write a name, rule N, limit NAME, policy or operator\n");
  EXPECT_EQ(AfterBusy("{by: rule 2}"),
            "t.story.yaml:9:18: error: no rule or plugin of kiosk is called 'rule 2': write a "
            "name, rule N, limit NAME, policy or operator\n");
}

TEST(StoryExpect, KnowsWhenItWas) {
  EXPECT_EQ(PlayBriefly(R"(
  - expect: {dial: true, at: 0s}
  - wait: 90s
  - notify: {disconnected: line_busy}
  - expect: {redial: true, at: +1m}
)"),
            "told: step 4 failed (t.story.yaml:11)\n"
            "  expected: {redial: true, at: +1m}\n"
            "  nearest: redial at +1m30s, by rule busy\n"
            "    at: +1m30s, not +1m\n");
}

TEST(StoryExpect, FindsAnAnswerByItsParts) {
  const std::string steps = R"(
  - attempt: retry_authentication
  - operator: {answer: {username: kiosk, domain: HQ, password: p1}}
  - expect: {answer: {username: kiosk, domain: HQ, password: p1}, by: operator}
  - notify: password_expired
  - operator: {answer: {new_password: p2}}
  - expect: {answer: {new_password: p2}}
  - notify: interactive
  - operator: {answer: {text: hello, done: true}}
  - expect: {answer: {text: hello, done: true}}
  - notify: callback_set_by_caller
  - operator: {answer: {callback_number: none}}
  - expect: {answer: {callback_number: none}}
)";
  EXPECT_EQ(Play(steps), "");
  const auto but = [&](const std::string& from, const std::string& to) {
    std::string other = steps;
    return PlayBriefly(other.replace(other.rfind(from), from.size(), to));
  };
  const auto failed = [](int step, const std::string& answer, const std::string& otherwise) {
    return "told: step " + std::to_string(step) +
           " failed (t.story.yaml:" + std::to_string(step + 7) + ")\n  expected: {answer: {" +
           answer + "}}\n  nearest: answer at +0s, by operator\n    " + otherwise + "\n";
  };
  EXPECT_EQ(but("callback_number: none", "callback_number: \"0190\""),
            failed(12, "callback_number: \"0190\"", "callback_number: none, not 0190"));
  EXPECT_EQ(but("hello, done: true", "bye"), failed(9, "text: bye", "text: hello, not bye"));
  EXPECT_EQ(but("new_password: p2", "new_password: p3"),
            failed(6, "new_password: p3", "new_password: another, not this one"));
}

TEST(StoryExpect, FindsAHoldOff) {
  const std::string refused = "restricted_logon_hours";
  EXPECT_EQ(AtCallback(refused, "{hold_off: true}"), "");
  EXPECT_EQ(AtCallback(refused, "{hold_off: 15m}"), "");
  EXPECT_EQ(AtCallback(refused, "{hold_off: {for: 15m, why: logon hours}}"), "");
  EXPECT_EQ(AtCallback(refused, "{hold_off: 20m}"),
            Failed("{hold_off: 20m}",
                   "  nearest: hold_off at +0s, by policy\n    after: 15m, not 20m\n"));
  EXPECT_EQ(AtCallback(refused, "{hold_off: {why: holiday}}"),
            Failed("{hold_off: {why: holiday}}",
                   "  nearest: hold_off at +0s, by policy\n"
                   "    reason: outside the account's logon hours, not holiday\n"));
}

TEST(StoryExpect, FindsAStopAndItsReason) {
  EXPECT_EQ(AfterRefusal("{stop: true}"), "");
  EXPECT_EQ(AfterRefusal("{stop: budget credentials}"), "");
  EXPECT_EQ(AfterRefusal("{stop: budget line}"),
            Failed("{stop: budget line}",
                   "  nearest: stop at +10s, by policy\n"
                   "    reason: budget credentials: 2 of 2 spent, not budget line\n"));
}

TEST(StoryExpect, FindsAnOpenCircuitItsProbeAndItsReason) {
  EXPECT_EQ(AfterRefusal("{open_circuit: true}"), "");
  EXPECT_EQ(AfterRefusal("{open_circuit: 6h}"), "");
  EXPECT_EQ(AfterRefusal("{open_circuit: 2 of 2}"), "");
  EXPECT_EQ(AfterRefusal("{open_circuit: {after: 6h, why: credentials}}"), "");
  EXPECT_EQ(AfterRefusal("{open_circuit: {after: never}}"),
            Failed("{open_circuit: {after: never}}",
                   "  nearest: open_circuit at +10s, by policy\n    after: 6h, not never\n"));
}

TEST(StoryExpect, FindsAHangUpAndItsReason) {
  const std::string steps = "\n  - operator: down\n  - expect: ";
  EXPECT_EQ(PlayBriefly(steps + "{hang_up: true}\n"), "");
  EXPECT_EQ(PlayBriefly(steps + "{hang_up: said down}\n"), "");
  EXPECT_EQ(PlayBriefly(steps + "{hang_up: redial}\n"),
            Failed("{hang_up: redial}",
                   "  nearest: hang_up at +0s, by operator\n"
                   "    reason: the operator said down, not redial\n"));
}

TEST(StoryExpect, FindsThatTheOperatorIsAsked) {
  EXPECT_EQ(AtCallback("callback_set_by_caller", "{ask_operator: true}"), "");
  EXPECT_EQ(AtCallback("connected", "{ask_operator: true}"),
            Failed("{ask_operator: true}",
                   "  nearest: dial at +0s, by policy\n    decision: dial, not ask_operator\n"));
}

TEST(StoryExpect, AsksAboutTheLineNow) {
  EXPECT_EQ(AfterBusy("{line: holdoff, wanted: true}"), "");
  EXPECT_EQ(AfterBusy("{redial: true, line: holdoff}"), "");
  EXPECT_EQ(AfterBusy("{line: dialing, within: 30s}"), "");
  EXPECT_EQ(AfterBusy("{line: online, within: 10s}"),
            Failed("{line: online, within: 10s}",
                   "  but now:  kiosk is holdoff, wanted: online: always\n"));
  EXPECT_EQ(AfterBusy("{wanted: false}"),
            Failed("{wanted: false}", "  but now:  kiosk is holdoff, wanted: online: always\n"));
}

TEST(StoryExpect, ExpectsNothingSinceThePreviousStepBegan) {
  EXPECT_EQ(Play(R"(
  - attempt: connected
  - notify: projected
  - expect: {nothing: true, line: online}
  - expect: {nothing: true, for: 1h}
)"),
            "");
  EXPECT_EQ(Play(R"(
  - notify: projected
  - notify: {disconnected: line_busy}
  - expect: {nothing: true}
)"),
            "told: step 3 failed (t.story.yaml:10)\n"
            "  expected: {nothing: true}\n"
            "  happened since then:\n"
            "    +0s        disconnected: line_busy (676): the number is busy\n"
            "    +0s        redial in 30s 0200 [rule busy; t.story.yaml:6]\n"
            "    +0s        dialing -> holdoff: until 2026-03-02 08:00:30\n");
}

TEST(StoryExpect, ExpectsNothingWhileTimePasses) {
  EXPECT_EQ(AfterBusy("{nothing: true, for: 29s}"), "");
  EXPECT_EQ(Play("\n  - attempt: line_busy\n  - expect: {nothing: true, for: 30s}\n"),
            "told: step 2 failed (t.story.yaml:9)\n"
            "  expected: {nothing: true, for: 30s}\n"
            "  happened since then:\n"
            "    +30s       dial 0200 [policy; attempt 2]\n"
            "    +30s       holdoff -> dialing: 0200\n");
}

TEST(StoryExpect, ShortensALongRecord) {
  const std::string complaint = Play(R"(
  - attempt: {error: no_carrier, times: 5}
  - expect: {hang_up: true}
)");
  EXPECT_NE(complaint.find("\n    … 6 entries more …\n"), std::string::npos) << complaint;
}

TEST(StoryExpect, MustBeAbleToAgree) {
  EXPECT_EQ(AfterBusy("{}"),
            "t.story.yaml:9:13: error: expect must say what it expects: one of dial, answer, "
            "redial, stop, hang_up, hold_off, ask_operator, open_circuit, by, line, wanted, "
            "nothing\n");
  EXPECT_EQ(AfterBusy("{stop: true, open_circuit: true}"),
            "t.story.yaml:9:13: error: an expectation is about one entry: give one of dial, "
            "answer, redial, stop, hang_up, hold_off, ask_operator, open_circuit, and expect the "
            "other in a step of its own\n");
  EXPECT_EQ(AfterBusy("{nothing: true, by: policy}"),
            "t.story.yaml:9:13: error: nothing stands alone: give it `for`, `line` or `wanted` at "
            "most\n");
  EXPECT_EQ(AfterBusy("{dial: true, for: 1m}"),
            "t.story.yaml:9:13: error: `for` belongs to nothing: true; write `within` for how long "
            "to wait\n");
  EXPECT_EQ(AfterBusy("{within: 1m}"),
            "t.story.yaml:9:13: error: `within` waits for nothing: say what is expected\n");
  EXPECT_EQ(AfterBusy("{redial: {afetr: 5s}, dial: yes, line: up, at: -5s}"),
            "t.story.yaml:9:23: error: unknown key 'afetr' in steps[].expect.redial (did you mean "
            "'after'?)\n"
            "t.story.yaml:9:41: error: steps[].expect.dial must be a word (true) or a mapping, not "
            "'yes'\n"
            "t.story.yaml:9:52: error: steps[].expect.line must be one of idle, dialing, paused, "
            "online, doubtful, hanging_up, holdoff, open_circuit, not 'up'\n"
            "t.story.yaml:9:60: error: steps[].expect.at must be at least 0s: '-5s' is less\n");
}

}  // namespace
}  // namespace lineman
