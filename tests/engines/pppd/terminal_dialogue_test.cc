#include "engines/pppd/terminal_dialogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lineman::pppd {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The other end and somebody who types, with the time standing still until it is told to pass.
class Talk {
 public:
  void Says(std::string_view bytes) {
    terminal.Feed(bytes, now_);
    Gather();
  }
  void Passes(Duration time) {
    for (const Instant end = now_ + time; now_ < end;) {
      now_ = std::min(end, terminal.Deadline().value_or(end));
      terminal.Tick(now_);
      Gather();
    }
  }

  TerminalDialogue terminal;
  std::vector<std::string> prompts;

 private:
  void Gather() {
    if (const auto prompt = terminal.TakePrompt()) prompts.push_back(*prompt);
  }

  Instant now_{seconds(1000)};
};

using Prompts = std::vector<std::string>;

TEST(TerminalDialogueTest, APromptIsToldOnceItIsQuiet) {
  Talk talk;
  talk.Says("\r\nlogin: ");
  talk.Passes(milliseconds(900));
  EXPECT_EQ(talk.prompts, Prompts());
  talk.Passes(seconds(60));
  EXPECT_EQ(talk.prompts, Prompts{"login: "});
  talk.terminal.Type("kiosk");
  EXPECT_EQ(talk.terminal.TakeOutput(), "kiosk\r");
  talk.Says("kiosk\r\nPassword: ");
  talk.Passes(seconds(2));
  EXPECT_EQ(talk.prompts, (Prompts{"login: ", "Password: "})) << "without the echo";
}

TEST(TerminalDialogueTest, AGreetingThatComesInPiecesIsOnePromptWithWhatFollows) {
  Talk talk;
  for (int i = 0; i < 3; ++i) {
    talk.Says("Welcome to the machine\r\n");
    talk.Passes(seconds(4));
  }
  talk.Says("login: ");
  talk.Passes(seconds(2));
  EXPECT_EQ(talk.prompts, Prompts{"Welcome to the machine\nWelcome to the machine\n"
                                  "Welcome to the machine\nlogin: "});
}

TEST(TerminalDialogueTest, WhatEndsWithItsLineIsAPromptToo) {
  Talk talk;
  talk.Says("Press return\r\n");
  talk.Passes(seconds(6));
  EXPECT_EQ(talk.prompts, Prompts{"Press return"});
}

TEST(TerminalDialogueTest, TheFirstFrameOfPppEndsIt) {
  Talk talk;
  talk.Says("go ahead\r\n\x7E\xFF}#\xC0!");
  EXPECT_TRUE(talk.terminal.IsOver());
  EXPECT_FALSE(talk.terminal.failure());
  Talk cut;
  cut.Says("~/home ~ \x7E");
  EXPECT_FALSE(cut.terminal.IsOver()) << "a tilde alone is text";
  cut.Says("\xFF");
  EXPECT_TRUE(cut.terminal.IsOver());
}

TEST(TerminalDialogueTest, WhoeverAnswersMayEndIt) {
  Talk talk;
  talk.Says("> ");
  talk.Passes(seconds(2));
  talk.terminal.Type("ppp");
  talk.terminal.End();
  EXPECT_TRUE(talk.terminal.IsOver());
  EXPECT_EQ(talk.terminal.TakeOutput(), "ppp\r") << "it still goes out";
}

TEST(TerminalDialogueTest, ALostCarrierIsItsOwnError) {
  Talk talk;
  talk.Says("login: \r\nNO CARRIER\r\n");
  ASSERT_TRUE(talk.terminal.failure());
  EXPECT_EQ(talk.terminal.failure()->error, RasError::kNoCarrier);
  Talk lost;
  lost.terminal.LoseTty("gone");
  EXPECT_EQ(lost.terminal.failure()->text, "gone");
}

TEST(TerminalDialogueTest, EndlessPromptsEndIt) {
  Talk talk;
  for (int i = 0; i < 60 && !talk.terminal.IsOver(); ++i) {
    talk.Says("again? ");
    talk.Passes(seconds(2));
    if (!talk.terminal.IsOver()) talk.terminal.Type("no");
  }
  ASSERT_TRUE(talk.terminal.failure());
  EXPECT_EQ(talk.prompts.size(), TerminalDialogue::kMostPrompts);
}

TEST(TerminalDialogueTest, EndlessTextIsHeldToItsEnd) {
  Talk talk;
  talk.Says(std::string(100'000, 'x') + "login: ");
  talk.Passes(seconds(2));
  ASSERT_EQ(talk.prompts.size(), 1U);
  EXPECT_EQ(talk.prompts.front().size(), TerminalDialogue::kLongestPrompt);
  EXPECT_TRUE(talk.prompts.front().ends_with("xlogin: "));
}

}  // namespace
}  // namespace lineman::pppd
