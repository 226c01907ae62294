// What modems say, as they say it, and what becomes of it. In transcripts `>` is what the modem was
// sent; everything else it says itself.
#include "engines/pppd/modem_dialogue.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lineman::pppd {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kStart{seconds(1000)};

std::string Spell(const ModemEvent& event) {
  struct Speller {
    std::string operator()(const ModemPort& /*port*/) { return "port"; }
    std::string operator()(const ModemDial& dial) { return "dial " + dial.text; }
    std::string operator()(const ModemSaid& said) { return "said " + said.text; }
    std::string operator()(const ModemConnected& connected) {
      return "connected " + connected.text;
    }
    std::string operator()(const ModemFailed& failed) {
      return fmt::format("failed {} {}", static_cast<unsigned>(failed.error), failed.text);
    }
  };
  return std::visit(Speller(), event);
}

using Lines = std::vector<std::string>;

// A dialogue with the time standing still until it is told to pass.
class Talk {
 public:
  explicit Talk(ModemScript script) : modem_(std::move(script)) {
    modem_.Start(now_);
    Gather();
  }

  // Gives what was not taken.
  std::string Says(std::string_view bytes) {
    const std::size_t taken = modem_.Feed(bytes, now_);
    Gather();
    return std::string(bytes.substr(taken));
  }
  void Passes(Duration time) {
    for (const Instant end = now_ + time; now_ < end;) {
      now_ = std::min(end, modem_.Deadline().value_or(end));
      modem_.Tick(now_);
      Gather();
    }
  }

  // What it was sent since last asked.
  std::string TakeSent() { return std::exchange(sent_, {}); }
  const Lines& events() const { return events_; }
  std::string outcome() const { return modem_.IsOver() ? events_.back() : "none yet"; }
  const ModemDialogue& modem() const { return modem_; }
  ModemDialogue& modem() { return modem_; }
  void Gather() {
    sent_ += modem_.TakeOutput();
    for (const ModemEvent& event : modem_.TakeEvents()) events_.push_back(Spell(event));
  }

 private:
  ModemDialogue modem_;
  Instant now_ = kStart;
  std::string sent_;
  Lines events_;
};

ModemScript Script(std::vector<std::string> init = {"ATZ"}) {
  ModemScript script;
  script.init = std::move(init);
  script.dial = "ATDT5550100";
  return script;
}

// A talk in which the dial command is out.
Talk Dialling() {
  Talk talk(Script());
  talk.Says("ATZ\r\r\nOK\r\n");
  talk.TakeSent();
  return talk;
}

// How a dialling ends at which the modem says this.
std::string OutcomeOf(const std::string& said) {
  Talk talk = Dialling();
  talk.Says("ATDT5550100\r\r\n" + said + "\r\n");
  return talk.outcome();
}

TEST(ModemDialogueTest, AUsrCourierDialsAndConnects) {
  Talk talk(Script({"ATZ", "AT&F1 X4"}));
  EXPECT_EQ(talk.TakeSent(), "ATZ\r");
  talk.Says("ATZ\r\r\nOK\r\n");
  EXPECT_EQ(talk.TakeSent(), "AT&F1 X4\r");
  talk.Says("AT&F1 X4\r\r\nOK\r\n");
  EXPECT_EQ(talk.TakeSent(), "ATDT5550100\r");
  talk.Says("ATDT5550100\r\r\nRINGING\r\n\r\nRINGING\r\n\r\nCONNECT 33600/ARQ/V34/LAPM/V42BIS\r");
  EXPECT_EQ(talk.events(), (Lines{"port", "dial ATDT5550100", "said RINGING", "said RINGING",
                                  "connected CONNECT 33600/ARQ/V34/LAPM/V42BIS"}));
  EXPECT_EQ(talk.TakeSent(), "");
  EXPECT_EQ(talk.modem().Deadline(), std::nullopt);
}

TEST(ModemDialogueTest, ARockwellWithExtendedReportsConnects) {
  Talk talk(Script({"ATZ", "ATE0 +MR=1 W2"}));
  talk.Says("ATZ\r\r\nOK\r\nATE0 +MR=1 W2\r\r\nOK\r\n");
  talk.Says("\r\nCARRIER 31200\r\n\r\nPROTOCOL: LAP-M\r\n\r\nCOMPRESSION: V.42BIS\r\n");
  talk.Says("\r\nCONNECT 115200\r\n");
  EXPECT_EQ(talk.events(),
            (Lines{"port", "dial ATDT5550100", "said CARRIER 31200", "said PROTOCOL: LAP-M",
                   "said COMPRESSION: V.42BIS", "connected CONNECT 115200"}));
}

TEST(ModemDialogueTest, AnLteStickTellsItsSignalAndConnects) {
  ModemScript script = Script({"ATZ", "AT+CGDCONT=1,\"IP\",\"internet\""});
  script.dial = "ATD*99***1#";
  Talk talk(script);
  talk.Says("\r\n^RSSI:17\r\n\r\nOK\r\n\r\n^HCSQ:\"LTE\",43,45,111,22\r\n\r\nOK\r\n");
  talk.Says("\r\nCONNECT 150000000\r\n");
  EXPECT_EQ(talk.events(), (Lines{"said ^RSSI:17", "port", "said ^HCSQ:\"LTE\",43,45,111,22",
                                  "dial ATD*99***1#", "connected CONNECT 150000000"}));
}

TEST(ModemDialogueTest, ResultsBecomeTheirRasErrors) {
  EXPECT_EQ(OutcomeOf("BUSY"), "failed 676 BUSY");
  EXPECT_EQ(OutcomeOf("VOICE"), "failed 677 VOICE");
  EXPECT_EQ(OutcomeOf("NO ANSWER"), "failed 678 NO ANSWER");
  EXPECT_EQ(OutcomeOf("NO CARRIER"), "failed 679 NO CARRIER");
  EXPECT_EQ(OutcomeOf("NO DIALTONE"), "failed 680 NO DIALTONE");
  EXPECT_EQ(OutcomeOf("NO DIAL TONE"), "failed 680 NO DIAL TONE");
  EXPECT_EQ(OutcomeOf("ERROR"), "failed 651 ERROR");
  EXPECT_EQ(OutcomeOf("+CME ERROR: 30"), "failed 651 +CME ERROR: 30");
  EXPECT_EQ(OutcomeOf("+CME ERROR: SIM not inserted"), "failed 651 +CME ERROR: SIM not inserted");
  EXPECT_EQ(OutcomeOf("+CMS ERROR: 500"), "failed 651 +CMS ERROR: 500");
  EXPECT_EQ(OutcomeOf("COMMAND NOT SUPPORT"), "failed 651 COMMAND NOT SUPPORT");
}

TEST(ModemDialogueTest, ANumberTheModemItselfRefusesCountsAsBusyAndSaysWhy) {
  const std::string delayed = "failed 676 the modem refuses to dial this number again so soon: ";
  EXPECT_EQ(OutcomeOf("DELAYED"), delayed + "DELAYED");
  EXPECT_EQ(OutcomeOf("DELAYED 00:05:00"), delayed + "DELAYED 00:05:00");
  const std::string listed =
      "failed 676 the modem refuses this number after calls that failed, perhaps until it is "
      "switched off and on: ";
  EXPECT_EQ(OutcomeOf("BLACKLISTED"), listed + "BLACKLISTED");
  EXPECT_EQ(OutcomeOf("BLACKLIST FULL"), listed + "BLACKLIST FULL");
}

TEST(ModemDialogueTest, CaseAndBlanksAroundAResultDoNotMatter) {
  EXPECT_EQ(OutcomeOf("  no carrier "), "failed 679 no carrier");
  EXPECT_EQ(OutcomeOf("Connect 9600"), "connected Connect 9600");
  Talk talk(Script());
  talk.Says("atz\r\r\nok\r\n");
  EXPECT_EQ(talk.events(), (Lines{"port", "dial ATDT5550100"}));
}

TEST(ModemDialogueTest, WhatFollowsAResultMayBeNumbersButNotWords) {
  EXPECT_EQ(OutcomeOf("NO CARRIER (#3490)"), "failed 679 NO CARRIER (#3490)");
  EXPECT_EQ(OutcomeOf("CONNECT/ARQ"), "connected CONNECT/ARQ");
  for (const char* line : {"CONNECTING", "ERROR CONTROL: V.42", "BUSY TONE DETECTION ON",
                           "VOICEMAIL", "RING", "RINGING", "DATE=1121", "NMBR=5550100", "OKAY"}) {
    EXPECT_EQ(OutcomeOf(line), "none yet") << line;
  }
}

TEST(ModemDialogueTest, DigitsAreResultsToo) {
  Talk talk(Script({"ATZ", "ATV0"}));
  talk.Says("ATZ\r\r\nOK\r\nATV0\r0\r");
  EXPECT_EQ(talk.TakeSent(), "ATZ\rATV0\rATDT5550100\r");
  talk.Says("ATDT5550100\r2\r7\r");
  EXPECT_EQ(talk.events(), (Lines{"port", "dial ATDT5550100", "said 2", "failed 676 7"}));
  EXPECT_EQ(OutcomeOf("1"), "connected 1");
  EXPECT_EQ(OutcomeOf("3"), "failed 679 3");
  EXPECT_EQ(OutcomeOf("4"), "failed 651 4");
  EXPECT_EQ(OutcomeOf("6"), "failed 680 6");
  EXPECT_EQ(OutcomeOf("8"), "failed 678 8");
  EXPECT_EQ(OutcomeOf("5"), "none yet");
  EXPECT_EQ(OutcomeOf("11"), "none yet");
}

TEST(ModemDialogueTest, BytesOfPppBehindConnectAreNotTaken) {
  Talk talk = Dialling();
  EXPECT_EQ(talk.Says("\r\nCONNECT 33600/V92\r\n~\xFF}#\xC0!"), "\n~\xFF}#\xC0!");
  EXPECT_EQ(talk.outcome(), "connected CONNECT 33600/V92");
  EXPECT_EQ(talk.Says("NO CARRIER\r\n"), "NO CARRIER\r\n");
}

TEST(ModemDialogueTest, ResultsCutAnywhereAreUnderstood) {
  const std::string said = "ATDT5550100\r\r\nRINGING\r\n\r\nNO CARRIER\r\n";
  for (std::size_t portion = 1; portion <= said.size(); ++portion) {
    Talk talk = Dialling();
    for (std::size_t at = 0; at < said.size(); at += portion) talk.Says(said.substr(at, portion));
    EXPECT_EQ(talk.events(),
              (Lines{"port", "dial ATDT5550100", "said RINGING", "failed 679 NO CARRIER"}))
        << portion;
  }
}

TEST(ModemDialogueTest, WithoutInitStringsItDialsAtOnce) {
  Talk talk(Script({}));
  EXPECT_EQ(talk.TakeSent(), "ATDT5550100\r");
  EXPECT_EQ(talk.events(), (Lines{"port", "dial ATDT5550100"}));
}

TEST(ModemDialogueTest, WithoutADialCommandItIsConnectedOnceTheModemIsReady) {
  ModemScript script = Script({"ATZ"});
  script.dial.reset();
  Talk talk(script);
  EXPECT_EQ(talk.outcome(), "none yet");
  EXPECT_EQ(talk.Says("\r\nOK\r\n~"), "\n~");
  EXPECT_EQ(talk.events(), (Lines{"port", "connected "}));

  script.init.clear();
  Talk cable(script);
  EXPECT_EQ(cable.events(), (Lines{"port", "connected "}));
  EXPECT_EQ(cable.TakeSent(), "");
}

TEST(ModemDialogueTest, ASilentModemIsAskedTwiceAndIsNotReady) {
  Talk talk(Script());
  talk.Passes(milliseconds(4999));
  EXPECT_EQ(talk.TakeSent(), "ATZ\r");
  talk.Passes(milliseconds(1));
  EXPECT_EQ(talk.TakeSent(), "ATZ\r");
  talk.Passes(milliseconds(4999));
  EXPECT_EQ(talk.outcome(), "none yet");
  talk.Passes(milliseconds(1));
  EXPECT_EQ(talk.events(), (Lines{"failed 666 init string 1 (ATZ): the modem is silent"}));
  EXPECT_EQ(talk.TakeSent(), "");
}

TEST(ModemDialogueTest, AModemThatSleptIsWokenByTheFirstTry) {
  Talk talk(Script({"ATZ", "ATM0"}));
  talk.Passes(seconds(5));
  talk.TakeSent();
  talk.Says("TZ\r\r\nOK\r\n");  // the first letter got lost
  EXPECT_EQ(talk.events(), (Lines{"port"}));
  talk.Passes(seconds(1));
  EXPECT_EQ(talk.TakeSent(), "ATM0\r");
}

TEST(ModemDialogueTest, TheSecondAnswerOfASlowModemIsNotTakenForTheNextOne) {
  Talk talk(Script({"ATZ", "ATM0"}));
  talk.Passes(seconds(5));
  talk.TakeSent();
  talk.Says("ATZ\r\r\nOK\r\n");
  talk.Passes(milliseconds(600));
  talk.Says("ATZ\r\r\nOK\r\n");
  EXPECT_EQ(talk.TakeSent(), "");
  talk.Passes(milliseconds(400));
  EXPECT_EQ(talk.TakeSent(), "ATM0\r");
  EXPECT_EQ(talk.events(), (Lines{"port"}));
}

TEST(ModemDialogueTest, ALaterInitStringIsSaidOnce) {
  Talk talk(Script({"ATZ", "AT&K3"}));
  talk.Says("\r\nOK\r\n");
  talk.TakeSent();
  talk.Passes(seconds(5));
  EXPECT_EQ(talk.TakeSent(), "");
  EXPECT_EQ(talk.outcome(), "failed 666 init string 2 (AT&K3): the modem is silent");
}

TEST(ModemDialogueTest, AModemThatAnswersWithoutAResultIsThereButNotUnderstood) {
  for (const char* said : {"\x80\xF8\x78\x80\xF8", "ATZ\r", "garble\r\n"}) {
    Talk talk(Script());
    talk.Says(said);
    talk.Passes(seconds(10));
    EXPECT_EQ(talk.outcome(), "failed 652 init string 1 (ATZ): no OK in what the modem said")
        << said;
  }
}

TEST(ModemDialogueTest, ABreakOnTheLineIsStillSilence) {
  Talk talk(Script());
  talk.Says(std::string(3, '\0') + "\r\n");
  talk.Passes(seconds(10));
  EXPECT_EQ(talk.outcome(), "failed 666 init string 1 (ATZ): the modem is silent");
}

TEST(ModemDialogueTest, AnInitStringTheModemRefusesEndsIt) {
  Talk talk(Script({"ATZ", "AT+WRONG"}));
  talk.Says("OK\r\nAT+WRONG\r\r\nERROR\r\n");
  EXPECT_EQ(talk.events(), (Lines{"port", "failed 651 init string 2 (AT+WRONG): ERROR"}));
}

TEST(ModemDialogueTest, ThePinOfASimIsNotTold) {
  Talk talk(Script({"AT+CPIN=1234"}));
  talk.Says("AT+CPIN=1234\r\r\n+CME ERROR: incorrect password\r\n");
  EXPECT_EQ(talk.events(), (Lines{"port",
                                  "failed 651 init string 1 (AT+CPIN=...): +CME ERROR: "
                                  "incorrect password"}));
  Talk cut(Script({"AT+CPIN=1234"}));
  cut.Says("+CPIN=1234\r\r\nOK\r\n");
  EXPECT_EQ(cut.events(), (Lines{"port", "dial ATDT5550100"}));
}

TEST(ModemDialogueTest, ResultsOfTheCallBeforeDoNotEndTheInit) {
  Talk talk(Script());
  talk.Says("\r\nNO CARRIER\r\n\r\nCONNECT 33600\r\n\r\nOK\r\n");
  EXPECT_EQ(talk.events(),
            (Lines{"said NO CARRIER", "said CONNECT 33600", "port", "dial ATDT5550100"}));
}

TEST(ModemDialogueTest, ALateOkDoesNotDisturbTheDialling) {
  Talk talk = Dialling();
  talk.Says("\r\nOK\r\n");
  EXPECT_EQ(talk.TakeSent(), "");
  talk.Says("\r\nBUSY\r\n");
  EXPECT_EQ(talk.events(), (Lines{"port", "dial ATDT5550100", "failed 676 BUSY"}));
}

TEST(ModemDialogueTest, DiallingWithoutAResultIsAbortedWhenPatienceEnds) {
  ModemScript script = Script();
  script.patience = minutes(1);
  Talk talk(script);
  talk.Says("OK\r\n");
  talk.TakeSent();
  talk.Passes(milliseconds(59'999));
  EXPECT_EQ(talk.TakeSent(), "");
  talk.Passes(milliseconds(1));
  EXPECT_EQ(talk.TakeSent(), "\r");
  EXPECT_EQ(talk.outcome(), "failed 678 no result within 1m of dialling");
}

TEST(ModemDialogueTest, TalkingForEverDoesNotProlongTheDialling) {
  Talk talk = Dialling();
  for (int i = 0; i < 61; ++i) {
    talk.Says("\r\nRING\r\n");
    talk.Passes(seconds(1));
  }
  EXPECT_EQ(talk.outcome(),
            "failed 678 no result within 1m of dialling; the last the modem said: RING");
  EXPECT_EQ(std::count(talk.events().begin(), talk.events().end(), "said RING"),
            static_cast<std::ptrdiff_t>(ModemDialogue::kMostSaid));
}

TEST(ModemDialogueTest, ALineWithoutAnEndIsCutAndTheNextOneCounts) {
  Talk talk = Dialling();
  talk.Says(std::string(1'000'000, 'x'));
  EXPECT_EQ(talk.Says("\r\nBUSY\r\n"), "\n");
  EXPECT_EQ(talk.events(),
            (Lines{"port", "dial ATDT5550100",
                   "said " + std::string(ModemDialogue::kLongestSaid, 'x'), "failed 676 BUSY"}));
}

TEST(ModemDialogueTest, OfALineOnly512BytesAreLookedAt) {
  EXPECT_EQ(OutcomeOf("BUSY" + std::string(500, ' ') + "TONE"), "none yet");
  EXPECT_EQ(OutcomeOf("BUSY" + std::string(508, ' ') + "TONE"), "failed 676 BUSY");
}

TEST(ModemDialogueTest, BinaryNoiseIsToldAsDotsAndDoesNotHideTheResult) {
  Talk talk = Dialling();
  talk.Says("\xFE\x81~\x07\x11\xC0\r\n\x13NO\x11 CARRIER\r\n");
  EXPECT_EQ(talk.events(),
            (Lines{"port", "dial ATDT5550100", "said ..~.", "failed 679 NO CARRIER"}));
}

ModemScript AnsweringScript() {
  ModemScript script = Script();
  script.dial.reset();
  script.answer = true;
  script.patience = seconds(90);
  return script;
}

TEST(ModemDialogueTest, AServersCallIsTakenWhenItRings) {
  Talk talk(AnsweringScript());
  talk.Says("ATZ\r\r\nOK\r\n");
  EXPECT_EQ(talk.TakeSent(), "ATZ\r");
  talk.Passes(seconds(60));
  talk.Says("\r\nRING\r\n");
  EXPECT_EQ(talk.TakeSent(), "ATA\r");
  talk.Says("ATA\r\r\nRING\r\n");
  EXPECT_EQ(talk.TakeSent(), "") << "one answer is enough";
  talk.Says("\r\nCONNECT 33600\r\n");
  EXPECT_EQ(talk.outcome(), "connected CONNECT 33600");
}

TEST(ModemDialogueTest, AServerThatDoesNotCallBackIsAnErrorAfterItsTime) {
  Talk talk(AnsweringScript());
  talk.Says("ATZ\r\r\nOK\r\n");
  talk.Passes(seconds(89));
  EXPECT_EQ(talk.outcome(), "none yet");
  talk.Passes(seconds(2));
  EXPECT_EQ(talk.outcome(), "failed 678 the server did not call back within 1m30s");
}

TEST(ModemDialogueTest, ATtyThatGoesAwayIsABrokenPort) {
  Talk talk = Dialling();
  talk.modem().LoseTty("the tty hung up");
  talk.Gather();
  EXPECT_EQ(talk.outcome(), "failed 692 the tty hung up");
  talk.modem().LoseTty("again");
  talk.Passes(minutes(5));
  EXPECT_EQ(talk.events(), (Lines{"port", "dial ATDT5550100", "failed 692 the tty hung up"}));
}

TEST(ModemDialogueTest, ATickBeforeTheDeadlineChangesNothing) {
  Talk talk(Script());
  EXPECT_EQ(talk.modem().Deadline(), kStart + seconds(5));
  talk.modem().Tick(kStart + milliseconds(4999));
  talk.Gather();
  EXPECT_EQ(talk.TakeSent(), "ATZ\r");
}

}  // namespace
}  // namespace lineman::pppd
