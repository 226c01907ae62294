// Facts about the steps of a story: what each does, and what is said when it cannot.
#include <gtest/gtest.h>

#include "tests/rehearsal/story_testing.h"

namespace lineman {
namespace {

// --- notify -------------------------------------------------------------------------------------

TEST(StoryNotify, TakesAStateAListAndAnError) {
  EXPECT_EQ(Play(R"(
  - notify: open_port
  - notify: [port_opened, RASCS_ConnectDevice, 3]
  - notify: {disconnected: ERROR_LINE_BUSY}
  - expect: {redial: true, by: busy}
)"),
            "");
}

TEST(StoryNotify, FollowsAnErrorWithItsDisconnected) {
  EXPECT_EQ(Play(R"(
  - notify: [connect_device, {connect_device: line_busy}]
  - expect: {redial: true, by: busy, line: holdoff}
)"),
            "");
}

TEST(StoryNotify, LeavesTheDisconnectedToAStoryThatWritesItNext) {
  EXPECT_EQ(Play(R"(
  - notify: [connect_device, {connect_device: line_busy}, {disconnected: line_busy}]
  - expect: {redial: true, line: holdoff}
  - wait: 30s
  - notify: {connect_device: line_busy}
  - notify: {disconnected: line_busy}
  - expect: {redial: true, line: holdoff}
)"),
            "");
}

TEST(StoryNotify, DoesNotEndAPauseThatCarriesItsReason) {
  EXPECT_EQ(Play(R"(
  - notify: [authenticate, {retry_authentication: authentication_failure}]
  - expect: {ask_operator: true, line: paused}
)"),
            "");
}

TEST(StoryNotify, GivesADetail) {
  const StoriesRun run = RunText(R"(
story: told
profile: {profile: kiosk}
steps:
  - notify: {interactive: {prompt: "login:"}}
  - notify: {projected: {detail: 10.0.0.2}}
  - notify: {authenticate: {error: 691, detail: says no}}
  - expect: {redial: true}
)");
  EXPECT_EQ(run.Complaint(), "");
  std::string details;
  for (const Entry& entry : run.results.at(0).record) {
    if (entry.kind == Entry::Kind::kNotification) details += entry.detail + "|";
  }
  EXPECT_EQ(details, "login:|10.0.0.2|says no||");
}

TEST(StoryNotify, EndsWhatLinemanHungUpWhenTimePasses) {
  EXPECT_EQ(Play(R"(
  - attempt: connected
  - operator: down
  - expect: {hang_up: true, line: hanging_up}
  - wait: 1ms
  - expect: {line: idle}
)"),
            "");
}

TEST(StoryNotify, LeavesTheEndOfAHangUpToAStoryThatWritesIt) {
  const StoriesRun run = RunText(R"(
story: told
profile: {profile: kiosk}
steps:
  - attempt: connected
  - operator: down
  - notify: {disconnected: link_failure}
  - expect: {line: idle}
)");
  EXPECT_EQ(run.Complaint(), "");
  for (const Entry& entry : run.results.at(0).record) {
    if (entry.what != "disconnected") continue;
    EXPECT_EQ(entry.error, RasError::kLinkFailure);
  }
}

TEST(StoryNotify, FailsWithoutADial) {
  EXPECT_EQ(PlayBriefly(R"(
  - notify: {disconnected: line_busy}
  - notify: open_port
  - expect: {dial: true}
)"),
            "told: step 2 failed (t.story.yaml:9)\n"
            "  step:     {notify: open_port}\n"
            "  nothing can report open_port: no dial is under way, kiosk is holdoff\n");
}

TEST(StoryNotify, RefusesWhatIsNoState) {
  EXPECT_EQ(Play(R"(
  - notify: [{autenticate: 691}, {authenticate: 691, connected: 1}, {connected: line_busy}, []]
  - notify: []
  - expect: {dial: true}
)"),
            "t.story.yaml:8:93: error: an item of steps[].notify must be a state such as "
            "authenticate or a mapping, not a list\n");
  EXPECT_EQ(Play(R"(
  - notify: [{autenticate: 691}, {authenticate: 691, connected: 1}, {connected: line_busy}]
  - notify: []
  - expect: {dial: true}
)"),
            "t.story.yaml:8:15: error: notify: 'autenticate' is not a connection state: a state is "
            "a name such as authenticate (did you mean 'authenticate'?)\n"
            "t.story.yaml:8:34: error: notify: an item is one state: write a list of states\n"
            "t.story.yaml:8:70: error: notify: connected cannot fail: a link that is lost is "
            "{disconnected: ERROR}\n"
            "t.story.yaml:9:13: error: notify: the list is empty\n");
}

// --- attempt ------------------------------------------------------------------------------------

TEST(StoryAttempt, ConnectsFailsAndPauses) {
  EXPECT_EQ(Play(R"(
  - attempt: connected
  - expect: {line: online}
  - notify: {disconnected: link_failure}
  - attempt: ppp_timeout
  - expect: {redial: true}
  - attempt: {error: 676, times: 3}
  - expect: {redial: true, by: busy}
  - expect: {redial: true, by: busy}
  - expect: {redial: true, by: busy}
  - attempt: password_expired
  - expect: {ask_operator: true, line: paused}
)"),
            "");
}

TEST(StoryAttempt, FailsInTheStateWhereItUsuallyHappens) {
  EXPECT_EQ(RunText(R"(
story: told
profile:
  profile: kiosk
  retry: {budgets: {account: 9}}
  rules:
    - {name: port, when: {state: open_port}, redial: {after: 11s}}
    - {name: device, when: {state: connect_device}, redial: {after: 12s}}
    - {name: logon, when: {state: authenticate}, redial: {after: 13s}}
    - {name: network, when: {state: auth_project}, redial: {after: 14s}}
steps:
  - attempt: port_not_available
  - expect: {redial: true, by: port}
  - attempt: device_not_ready
  - expect: {redial: true, by: device}
  - attempt: no_carrier
  - expect: {redial: true, by: device}
  - attempt: ppp_timeout
  - expect: {redial: true, by: logon}
  - attempt: acct_disabled
  - expect: {redial: true, by: logon}
  - attempt: ppp_no_protocols_configured
  - expect: {redial: true, by: network}
)")
                .Complaint(),
            "");
}

TEST(StoryAttempt, RunsToTheNextDial) {
  EXPECT_EQ(Play(R"(
  - attempt: line_busy
  - expect: {dial: true}
  - attempt: no_carrier
  - expect: {dial: true, at: +30s}
)"),
            "");
}

TEST(StoryAttempt, FailsWhenNoDialComes) {
  EXPECT_EQ(Play(R"(
  - operator: down
  - wait: 1s
  - attempt: connected
  - expect: {dial: true}
)"),
            "told: step 3 failed (t.story.yaml:10)\n"
            "  step:     {attempt: connected}\n"
            "  no dial came: kiosk is idle\n");
}

TEST(StoryAttempt, FailsInTheMiddleOfAnother) {
  EXPECT_EQ(Play(R"(
  - attempt: callback_set_by_caller
  - attempt: connected
  - expect: {dial: true}
)"),
            "told: step 2 failed (t.story.yaml:9)\n"
            "  step:     {attempt: connected}\n"
            "  an attempt is under way in callback_set_by_caller: play the rest of it with "
            "notify\n");
}

TEST(StoryAttempt, RefusesWhatItCannotEndIn) {
  EXPECT_EQ(Play(R"(
  - attempt: conected
  - attempt: {times: 3}
  - attempt: {error: line_bussy, time: 2}
  - expect: {dial: true}
)"),
            "t.story.yaml:8:14: error: steps[].attempt must be a word (connected, interactive, "
            "retry_authentication, callback_set_by_caller, password_expired, invoke_eap_ui), a RAS "
            "error such as line_busy or a mapping, not 'conected' (did you mean 'connected'?)\n"
            "t.story.yaml:9:14: error: missing key 'error' in steps[].attempt: it must be a RAS "
            "error such as line_busy\n"
            "t.story.yaml:10:22: error: steps[].attempt.error: 'line_bussy' is not a RAS error: a "
            "RAS error is a name such as line_busy, or its number 676 (did you mean "
            "'line_busy'?)\n"
            "t.story.yaml:10:34: error: unknown key 'time' in steps[].attempt (did you mean "
            "'times'?)\n");
}

// --- wait, until --------------------------------------------------------------------------------

TEST(StoryTime, PassesWhenTold) {
  EXPECT_EQ(Play(R"(
  - expect: {dial: true}
  - notify: {disconnected: line_busy}
  - wait: 29999ms
  - expect: {nothing: true}
  - wait: 1ms
  - expect: {dial: true, at: +30s}
)"),
            "");
}

TEST(StoryTime, RunsToTheNextTimeOfDayInTheProfilesZone) {
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk, timezone: America/New_York, online: ["03:30-04:00"]}
start: 2026-03-02T03:29
steps:
  - until: "03:30"
  - expect: {dial: true}
  - attempt: connected
  - until: "03:30"
  - expect: {hang_up: true, at: +30m}
  - expect: {dial: true, at: +23h30m}
  - until: "24:00"
  - expect: {line: idle}
)")
                .Complaint(),
            "");
}

TEST(StoryTime, HasAnEnd) {
  EXPECT_EQ(Play(R"(
  - operator: down
  - wait: 3000d
  - wait: 654d
  - expect: {line: idle}
)"),
            "told: step 3 failed (t.story.yaml:10)\n"
            "  step:     {wait: 654d}\n"
            "  the story would run longer than 3653d\n");
}

TEST(StoryTime, HasNoUnitByItself) {
  EXPECT_EQ(Play(R"(
  - wait: 30
  - until: "25:00"
  - expect: {dial: true}
)"),
            "t.story.yaml:8:11: error: steps[].wait: '30' has no unit: write 30s for seconds, 30m "
            "for minutes or 30h for hours\n"
            "t.story.yaml:9:12: error: steps[].until: '25:00' is not a time of day: write 03:30\n");
}

TEST(StoryTime, IsGivenUpWhenTooMuchHappens) {
  const StoryLimits limits{.time = kLongestDuration, .tasks = 1000, .entries = 100'000};
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk, health: {probes: [{tcp: "10.0.0.1:443", every: 1s}]}}
steps:
  - attempt: connected
  - expect: {hang_up: true, within: 365d}
)",
                    {}, limits)
                .Complaint(),
            "told: step 2 failed (t.story.yaml:6)\n"
            "  step:     {expect: {hang_up: true, within: 365d}}\n"
            "  more happened than a story may hold (1000 timers or 100000 entries): shorten the "
            "wait, or the rules go round\n");
}

// --- operator, event, probe ---------------------------------------------------------------------

TEST(StoryOperator, SaysAllHisWords) {
  EXPECT_EQ(Play(R"(
  - attempt: connected
  - operator: redial
  - expect: {hang_up: true, by: operator}
  - wait: 5s
  - operator: {down: {for: 2h}}
  - expect: {hang_up: true, by: operator}
  - expect: {nothing: true, for: 119m}
  - attempt: callback_set_by_caller
  - operator: {answer: {callback_number: "0190"}}
  - expect: {answer: true, by: operator}
  - operator: down
  - wait: 1h
  - expect: {line: idle}
  - operator: up
  - expect: {dial: true}
)"),
            "");
}

TEST(StoryOperator, IsToldWhatHeCannotSay) {
  EXPECT_EQ(Play(R"(
  - operator: dwon
  - operator: {down: {}}
  - operator: {down: {for: 2h}, answer: {text: x}}
  - operator: {answer: {calback_number: "1"}}
  - expect: {dial: true}
)"),
            "t.story.yaml:8:15: error: steps[].operator must be a word (up, down, redial) or a "
            "mapping, not 'dwon' (did you mean 'down'?)\n"
            "t.story.yaml:9:22: error: missing key 'for' in steps[].operator.down: it must be a "
            "duration such as 30s\n"
            "t.story.yaml:11:25: error: unknown key 'calback_number' in steps[].operator.answer "
            "(did you mean 'callback_number'?)\n");
  EXPECT_EQ(Play(R"(
  - operator: {down: {for: 2h}, answer: {text: x}}
  - expect: {dial: true}
)"),
            "t.story.yaml:8:15: error: operator: one thing at a time\n");
}

TEST(StoryEvent, ChangesTheCredentials) {
  EXPECT_EQ(Play(R"(
  - attempt: {error: authentication_failure, times: 2}
  - expect: {open_circuit: true}
  - wait: 1m
  - event: credentials_changed
  - expect: {dial: true, at: +1m}
)"),
            "");
}

TEST(StoryEvent, WakesReloadsAndChangesTheNetwork) {
  for (const char* event : {"wake", "reload", "network_changed"}) {
    EXPECT_EQ(Play(std::string(R"(
  - attempt: ppp_no_protocols_configured
  - expect: {open_circuit: true}
  - wait: 1m
  - event: )") + event +
                   R"(
  - expect: {dial: true, at: +1m}
)"),
              "")
        << event;
  }
}

TEST(StoryEvent, SetsTheClock) {
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk, timezone: Europe/Berlin, online: ["Mon 07:00-19:00"]}
steps:
  - attempt: connected
  - event: {clock: +12h}
  - expect: {hang_up: true, by: limit schedule}
  - wait: 1s
  - event: {clock: -12h}
  - expect: {dial: true, within: 5s}
  - attempt: connected
  - event: {clock: 2026-03-03T08:00}
  - expect: {hang_up: true, by: limit schedule}
  - wait: 1s
  - event: {clock: 1970-01-01T00:00}
  - expect: {dial: true, within: 5s}
)")
                .Complaint(),
            "");
}

TEST(StoryEvent, SetsTheClockOnlyWhereACalendarReaches) {
  EXPECT_EQ(Play(R"(
  - event: {clock: 9998-12-31T00:00}
  - event: {clock: +3000d}
  - expect: {dial: true}
)"),
            "told: step 2 failed (t.story.yaml:9)\n"
            "  step:     {event: {clock: +3000d}}\n"
            "  no calendar reaches there\n");
}

TEST(StoryEvent, CutsThePowerAndKeepsTheCounters) {
  EXPECT_EQ(RunText(R"(
story: told
profile: {profile: kiosk, retry: {budgets: {line: 3}, start_spread: 20s}}
steps:
  - attempt: {error: line_busy, times: 2}
  - event: power_cut
  - expect: {hold_off: {why: start spread}}
  - attempt: line_busy
  - expect: {open_circuit: "budget line: 3 of 3"}
  - event: {power_cut: 10m}
  - expect: {line: open_circuit}
  - expect: {dial: true, within: 5m}
)")
                .Complaint(),
            "");
}

TEST(StoryEvent, IsOneOfAFew) {
  EXPECT_EQ(Play(R"(
  - event: power_cutt
  - event: {clock: noon}
  - event: {clock: +1h, power_cut: 1s}
  - expect: {dial: true}
)"),
            "t.story.yaml:8:12: error: steps[].event must be a word (credentials_changed, "
            "network_changed, wake, reload, power_cut) or a mapping, not 'power_cutt' (did you "
            "mean 'power_cut'?)\n"
            "t.story.yaml:9:20: error: steps[].event.clock must be a duration such as +1h or -30m "
            "or a date and time such as 2026-03-02T08:00, not 'noon'\n");
}

TEST(StoryProbe, FailsUntilItPasses) {
  EXPECT_EQ(Play(R"(
  - attempt: connected
  - probe: fail
  - wait: 1m
  - expect: {line: doubtful}
  - probe: pass
  - wait: 1m
  - expect: {line: online}
  - probe: {fail: 1}
  - wait: 10m
  - expect: {line: online}
  - probe: {fail: 2}
  - wait: 1m
  - expect: {line: doubtful}
  - wait: 1m
  - expect: {line: online}
)"),
            "");
}

TEST(StoryProbe, PassesOrFails) {
  EXPECT_EQ(Play(R"(
  - probe: flaky
  - probe: {fail: 0}
  - expect: {dial: true}
)"),
            "t.story.yaml:8:12: error: steps[].probe must be a word (pass, fail) or a mapping, not "
            "'flaky'\n"
            "t.story.yaml:9:19: error: steps[].probe.fail must be at least 1: '0' is less\n");
}

}  // namespace
}  // namespace lineman
