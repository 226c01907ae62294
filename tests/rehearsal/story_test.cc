// Facts about stories as wholes: how they are read, run and kept apart.
#include <gtest/gtest.h>

#include "tests/rehearsal/story_testing.h"

namespace lineman {
namespace {

const char* const kBusy = R"(story: busy
profile: {profile: kiosk, numbers: ["0100", "0200"]}
seed: 7
steps:
  - attempt: {error: line_busy, times: 9}
  - attempt: connected
  - event: power_cut
  - expect: {dial: true, within: 1h}
)";

TEST(Story, HasTheSameRecordToTheByteWhenItRunsTwice) {
  const StoriesRun first = RunText(kBusy);
  const StoriesRun second = RunText(kBusy);
  ASSERT_EQ(first.Complaint(), "");
  const std::string lines = ToJsonLines(first.results.at(0).record);
  EXPECT_EQ(lines, ToJsonLines(second.results.at(0).record));
  EXPECT_EQ(lines.substr(0, lines.find('\n')),
            R"({"sequence":1,"time":"2026-03-02T08:00Z","profile":"kiosk","kind":"event",)"
            R"("what":"wanted","detail":"online: always"})");
}

TEST(Story, HasAnotherRecordWithAnotherSeed) {
  std::string other = kBusy;
  other.replace(other.find("seed: 7"), 7, "seed: 8");
  EXPECT_NE(ToJsonLines(RunText(kBusy).results.at(0).record),
            ToJsonLines(RunText(other).results.at(0).record));
}

TEST(Story, NumbersItsRecordOverAPowerCut) {
  const StoriesRun run = RunText(kBusy);
  std::uint64_t sequence = 0;
  for (const Entry& entry : run.results.at(0).record) EXPECT_EQ(entry.sequence, ++sequence);
}

TEST(Story, IsOneOfSeveralInAFile) {
  const StoriesRun run = RunText(R"(
story: first
profile: {profile: kiosk}
steps:
  - expect: {dial: true}
---
story: second
profile: {profile: kiosk}
steps:
  - expect: {hang_up: true}
---
story: third
profile: {profile: kiosk}
stepps:
  - expect: {dial: true}
)");
  ASSERT_EQ(run.results.size(), 2U);
  EXPECT_EQ(run.results[0].title, "first");
  EXPECT_TRUE(run.results[0].passed);
  EXPECT_EQ(run.results[1].title, "second");
  EXPECT_FALSE(run.results[1].passed);
  EXPECT_EQ(run.results[1].place.ToString(), "t.story.yaml:7:8");
  EXPECT_EQ(run.findings,
            "t.story.yaml:14:1: error: unknown key 'stepps' (did you mean 'steps'?)\n");
}

TEST(Story, ReadsAProfileByItsPathAndWhatItExtends) {
  const StoriesRun run = RunText(
      R"(
story: told
profile: profiles/kiosk.yaml
steps:
  - expect: {dial: {number: "0100"}}
  - attempt: no_carrier
  - expect: {redial: {after: 42s}}
)",
      {{"profiles/kiosk.yaml", "profile: kiosk\nextends: ../base.yaml\nnumbers: [\"0100\"]\n"},
       {"base.yaml", "retry: {holdoff: 42s}\n"}});
  EXPECT_EQ(run.Complaint(), "");
}

TEST(Story, SaysWhereAProfileIsWrong) {
  const StoriesRun run = RunText(R"(
story: told
profile: kiosk.yaml
steps:
  - expect: {dial: true}
---
story: told
profile: gone.yaml
steps:
  - expect: {dial: true}
---
story: told
profile: {profile: kiosk, numbres: []}
steps:
  - expect: {dial: true}
---
story: told
profile: [kiosk.yaml]
steps:
  - expect: {dial: true}
)",
                                 {{"kiosk.yaml", "profile: kiosk\nretry: {holdoff: 5}\n"}});
  EXPECT_EQ(run.findings,
            "gone.yaml:1:1: error: gone.yaml cannot be read\n"
            "kiosk.yaml:2:18: error: retry.holdoff: '5' has no unit: write 5s for seconds, 5m for "
            "minutes or 5h for hours\n"
            "t.story.yaml:3:10: error: the profile 'kiosk.yaml' has errors\n"
            "t.story.yaml:8:10: error: the profile 'gone.yaml' has errors\n"
            "t.story.yaml:13:27: error: unknown key 'numbres' (did you mean 'numbers'?)\n"
            "t.story.yaml:18:10: error: a profile is a path relative to this file, or a mapping\n");
}

TEST(Story, IsAboutSomebodyAndExpectsSomething) {
  EXPECT_EQ(RunText("story: told\nprofile: {profile: kiosk}\nsteps: [{wait: 1s}]\n").findings,
            "t.story.yaml:1:8: error: the story expects nothing, so it proves nothing: add an "
            "`expect`\n");
  EXPECT_EQ(RunText("story: told\nsteps: [{expect: {dial: true}}]\n").findings,
            "t.story.yaml:1:1: error: the story is about nobody: give it `profile`\n");
  EXPECT_EQ(RunText("story: told\nprofile: {profile: a}\nprofiles: [{profile: b}]\n").findings,
            "t.story.yaml:3:1: error: give the story `profile` or `profiles`, not both\n");
  EXPECT_EQ(RunText("story: told\nprofiles: []\n").findings,
            "t.story.yaml:2:11: error: no profile is listed\n");
  EXPECT_EQ(RunText("profile: {profile: kiosk}\n").findings,
            "t.story.yaml:1:1: error: missing key 'story': it must be a text\n");
}

TEST(Story, HasStepsThatDoOneThing) {
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk}
steps:
  - {}
  - {wait: 1s, expect: {dial: true}}
  - {wiat: 1s}
  - wait
)")
                .findings,
            "t.story.yaml:7:6: error: unknown key 'wiat' in steps[] (did you mean 'wait'?)\n"
            "t.story.yaml:8:5: error: an item of steps must be a mapping of keys, not a single "
            "value\n");
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk}
steps:
  - {}
  - {wait: 1s, expect: {dial: true}}
  - expect: {dial: true}
)")
                .findings,
            "t.story.yaml:5:5: error: the step does nothing: give it one of notify, attempt, wait, "
            "until, operator, event, probe or expect\n"
            "t.story.yaml:6:5: error: the step does several things (wait, expect): make each a "
            "step of its own\n");
}

TEST(Story, OfSeveralProfilesNamesTheLineOfAStep) {
  const char* const profiles =
      "story: told\nprofiles: [{profile: dsl}, {profile: modem}]\nsteps:\n";
  EXPECT_EQ(RunText(std::string(profiles) + R"(
  - {profile: dsl, attempt: line_busy}
  - {profile: dsl, expect: {redial: true}}
  - {profile: modem, expect: {line: dialing}}
  - wait: 10s
  - {profile: dsl, expect: {dial: true}}
  - until: "09:00"
  - {profile: modem, until: "10:00"}
  - event: credentials_changed
  - {profile: modem, event: credentials_changed}
)")
                .Complaint(),
            "");
  EXPECT_EQ(RunText(std::string(profiles) + R"(
  - attempt: line_busy
  - {profile: mdoem, expect: {redial: true}}
  - {profile: dsl, wait: 10s}
  - {profile: dsl, event: power_cut}
)")
                .findings,
            "t.story.yaml:5:5: error: attempt: which line? The story has several profiles: add "
            "`profile:`\n"
            "t.story.yaml:6:15: error: 'mdoem' is none of the story's profiles (did you mean "
            "'modem'?)\n"
            "t.story.yaml:7:15: error: wait concerns every line: leave `profile` out\n"
            "t.story.yaml:8:15: error: event concerns every line: leave `profile` out\n");
}

TEST(Story, MatchesEachLineForItself) {
  EXPECT_EQ(RunText(R"(
story: told
profiles: [{profile: a, numbers: ["1"]}, {profile: b, numbers: ["2"]}]
steps:
  - {profile: b, expect: {dial: {number: "2"}}}
  - {profile: a, expect: {dial: {number: "1"}}}
)")
                .Complaint(),
            "");
}

TEST(Story, StartsWhenItSays) {
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk, timezone: Asia/Tokyo, online: ["Sun 23:00-23:01"]}
start: 2026-03-01T23:00
steps:
  - expect: {dial: true}
)")
                .Complaint(),
            "");
  EXPECT_EQ(RunText("story: told\nprofile: {profile: kiosk}\nstart: tomorrow\nseed: -1\n").findings,
            "t.story.yaml:3:8: error: start: 'tomorrow' is not a date and time: write "
            "2026-03-02T08:00\n"
            "t.story.yaml:4:7: error: seed must be at least 0: '-1' is less\n");
}

TEST(Story, ChecksTheProgramsThatPluginsRun) {
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk}
run: [{match: stick-power, status: 0, output: "", takes: 20s}]
steps:
  - expect: {dial: true}
)")
                .Complaint(),
            "");
  EXPECT_EQ(
      RunText(R"(
story: told
profile: {profile: kiosk}
run: [{status: 256, takes: 20}]
steps:
  - expect: {dial: true}
)")
          .findings,
      "t.story.yaml:4:7: error: missing key 'match' in run[]: it must be a text\n"
      "t.story.yaml:4:16: error: run[].status must be at most 255: '256' is more\n"
      "t.story.yaml:4:28: error: run[].takes: '20' has no unit: write 20s for seconds, 20m for "
      "minutes or 20h for hours\n");
}

TEST(Story, SatisfiesEverySourceOfAPassword) {
  for (const char* source : {"secret", "{file: /nowhere}", "{credential: x}", "{keyring: x}",
                             "{command: [x]}", "{env: X}"}) {
    EXPECT_EQ(RunText(std::string("story: told\nprofile: {profile: kiosk, user: u, password: ") +
                      source + "}\nsteps: [{attempt: connected}, {expect: {line: online}}]\n")
                  .Complaint(),
              "")
        << source;
  }
}

TEST(Story, CanBeCheckedWithoutBeingRun) {
  Findings findings;
  CheckStories("story: told\n", "t.story.yaml", {}, findings);
  EXPECT_EQ(findings.ToString(),
            "t.story.yaml:1:1: error: the story is about nobody: give it `profile`\n");
}

TEST(Story, IsATextThatCanBeRead) {
  EXPECT_EQ(RunText("").findings,
            "t.story.yaml:1:1: error: the file is empty: expected lines such as "
            "'key: value'\n");
  EXPECT_EQ(RunText("- a\n").findings,
            "t.story.yaml:1:1: error: must be a mapping of keys, not a list\n");
}

}  // namespace
}  // namespace lineman
