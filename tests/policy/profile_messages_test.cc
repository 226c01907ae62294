// Every message about a profile that is about more than the form of one value, with its place.
#include <gtest/gtest.h>

#include "tests/policy/profile_testing.h"

namespace lineman {
namespace {

TEST(ProfileMessagesTest, AProfileThatIsRightHasNone) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nnumbers: [\"+49 30 555 0100\"]\n"), "");
}

TEST(ProfileMessagesTest, ANameThatCannotNameFilesIsAnError) {
  EXPECT_EQ(FindingsOf("profile: a/b\n"),
            "1:10: error: 'a/b' cannot name a profile: use up to 64 letters, digits, - and _, for "
            "it names files and commands");
  for (const char* name : {"'.hidden'", "'two words'", "'käse'", "'a\\b'"}) {
    EXPECT_NE(FindingsOf(std::string("profile: ") + name + "\n"), "") << name;
  }
  EXPECT_NE(FindingsOf("profile: " + std::string(65, 'a') + "\n"), "");
  EXPECT_EQ(FindingsOf("profile: " + std::string(64, 'a') + "\n"), "");
  EXPECT_EQ(FindingsOf("profile: Head-office_2.b\n"), "");
}

TEST(ProfileMessagesTest, AProfileWithoutANameIsAnError) {
  EXPECT_EQ(FindingsOf("user: x\n"), "1:1: error: missing key 'profile': it must be a text");
  EXPECT_EQ(FindingsOf("profile: ''\n"), "1:10: error: profile must not be empty");
}

TEST(ProfileMessagesTest, TelephoneNumbersMustBeQuoted) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nnumbers:\n  - +49305550100\n"),
            "3:5: error: numbers: quote telephone numbers: \"+49305550100\"");
  EXPECT_EQ(FindingsOf("profile: kiosk\nnumbers: [\"0100\", +49 30 555]\n"),
            "2:19: error: numbers: quote telephone numbers: \"+49 30 555\"");
}

TEST(ProfileMessagesTest, AStarredNumberWithoutQuotesIsNoAlias) {
  const std::string told = FindingsOf("profile: kiosk\nnumbers:\n  - *99#\n");
  EXPECT_NE(told.find("quote telephone numbers"), std::string::npos) << told;
  EXPECT_TRUE(told.starts_with("3:5: error: ")) << told;
}

TEST(ProfileMessagesTest, ANumberTwiceInTheListIsAnErrorInAnySpelling) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nnumbers:\n  - \"+49 30 555\"\n  - \"+49-30-555\"\n"),
            "4:5: error: +49-30-555 is in the list already");
}

TEST(ProfileMessagesTest, ABareNumberIsNoDuration) {
  const std::string told = FindingsOf("profile: kiosk\nretry: {holdoff: 5}\n");
  EXPECT_TRUE(told.starts_with("2:18: error: retry.holdoff: ")) << told;
  EXPECT_NE(told.find("5s"), std::string::npos) << told;
}

TEST(ProfileMessagesTest, ALiteralPasswordDrawsAWarning) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nuser: u\npassword: secret\n"),
            "3:11: warning: the password stands in this file for everybody who may read it: use "
            "password: {file: …}");
}

TEST(ProfileMessagesTest, AnEnvironmentVariableDrawsAWarning) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nuser: u\npassword: {env: P}\n"),
            "3:11: warning: every process of this user can read an environment variable for as "
            "long as the agent runs: use {file: …} or {credential: …}");
}

TEST(ProfileMessagesTest, APasswordHasOneSource) {
  constexpr const char* kTold =
      "3:11: error: a password has one source: give one of file, credential, keyring, command and "
      "env";
  EXPECT_EQ(FindingsOf("profile: kiosk\nuser: u\npassword: {file: /f, keyring: k}\n"), kTold);
  EXPECT_EQ(FindingsOf("profile: kiosk\nuser: u\npassword: {}\n"), kTold);
}

TEST(ProfileMessagesTest, AnEmptyPasswordCommandIsAnError) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nuser: u\npassword: {command: []}\n"),
            "3:11: error: the command is empty");
}

TEST(ProfileMessagesTest, APasswordWithoutAUserDrawsAWarning) {
  EXPECT_EQ(FindingsOf("profile: kiosk\npassword: {file: /f}\n"),
            "2:11: warning: a password without a user is never sent");
}

TEST(ProfileMessagesTest, ALineWithoutAnyWindowIsAnError) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nonline: []\n"),
            "2:9: error: no window: the line would never be up; write online: manual if so");
}

TEST(ProfileMessagesTest, APresetStandsAlone) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry:\n  caps:\n    - {preset: eu, dials: 3}\n"),
            "4:7: error: a preset stands alone: write further caps as further items");
}

TEST(ProfileMessagesTest, ACapNeedsAPresetOrBothFigures) {
  constexpr const char* kTold = "4:7: error: a cap needs a preset, or dials and per";
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry:\n  caps:\n    - {dials: 3}\n"), kTold);
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry:\n  caps:\n    - {per: 1h, each: number}\n"), kTold);
}

TEST(ProfileMessagesTest, ACapSlidesOverADayAtMost) {
  constexpr const char* kTold =
      "4:23: error: a cap slides over more than nothing and at most 1d: write a shorter time";
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry:\n  caps:\n    - {dials: 3, per: 25h}\n"), kTold);
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry:\n  caps:\n    - {dials: 3, per: 0s}\n"), kTold);
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry:\n  caps:\n    - {dials: 3, per: 1d}\n"), "");
}

TEST(ProfileMessagesTest, ACapsTimeThatIsNoDurationIsAnError) {
  const std::string told =
      FindingsOf("profile: kiosk\nretry:\n  caps:\n    - {dials: 3, per: sequenze}\n");
  EXPECT_TRUE(told.starts_with("4:23: error: ")) << told;
  EXPECT_TRUE(told.ends_with(", or write sequence")) << told;
}

TEST(ProfileMessagesTest, AnAnswerThatDoesNotFitItsPauseIsAnError) {
  EXPECT_EQ(FindingsOf("profile: kiosk\npaused:\n  interactive: {answer: {done: false}}\n"),
            "3:16: error: interactive waits for text, done, or both");
  EXPECT_EQ(FindingsOf("profile: kiosk\npaused:\n  password_expired: {answer: {text: x}}\n"),
            "3:30: error: missing key 'new_password' in paused.password_expired.answer: it must be "
            "a text\n3:31: error: unknown key 'text' in paused.password_expired.answer: the only "
            "key is new_password");
}

TEST(ProfileMessagesTest, ABackOffUnderTheHoldoffDrawsAWarning) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry: {holdoff: 10s, backoff: {first: 5s}}\n"),
            "2:40: warning: the back-off begins under the holdoff of 10s, which will hold");
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry: {holdoff: 10s}\n"), "");
}

TEST(ProfileMessagesTest, ALongestPauseUnderTheFirstIsAnErrorWhereItStands) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry: {backoff: {first: 10s, max: 7s}}\n"),
            "2:36: error: retry.backoff: max is less than first");
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry: {backoff: {first: 10m}}\n"),
            "2:26: error: retry.backoff: max is less than first");
}

TEST(ProfileMessagesTest, ARuleThatDialsUnderTheHoldoffDrawsAWarning) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nrules:\n  - redial: {after: 1s}\n"),
            "3:5: warning: redial after 1s is under the holdoff of 5s, which will hold");
}

TEST(ProfileMessagesTest, ACapThatKeepsDialsFurtherApartDrawsAWarning) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nretry:\n  holdoff: 1s\n  caps: [{preset: eu}]\n"),
            "4:9: warning: cap eu keeps dials 5s apart, longer than the holdoff of 1s");
}

TEST(ProfileMessagesTest, AllFindingsAreToldAtOnceInTheOrderOfTheirPlaces) {
  EXPECT_EQ(FindingsOf("profile: a b\nonline: []\nuser: u\npassword: secret\n"),
            "1:10: error: 'a b' cannot name a profile: use up to 64 letters, digits, - and _, for "
            "it names files and commands\n"
            "2:9: error: no window: the line would never be up; write online: manual if so\n"
            "4:11: warning: the password stands in this file for everybody who may read it: use "
            "password: {file: …}");
}

}  // namespace
}  // namespace lineman
