// What `lineman events --json` has printed, as others may hand it in.
#include "rehearsal/line_record.h"

#include <fmt/format.h>

#include "tests/rehearsal/replay_testing.h"

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// An entry of the kiosk, at so many minutes past eight.
std::string Line(int sequence, int minute, std::string_view rest) {
  return fmt::format(R"({{"sequence":{},"time":"2026-03-02T08:{:02}:00Z","profile":"kiosk",{}}})"
                     "\n",
                     sequence, minute, rest);
}

constexpr std::string_view kWanted = R"("kind":"event","what":"wanted")";
constexpr std::string_view kDialing = R"("kind":"line","what":"dialing","from":"idle")";
constexpr std::string_view kOnline = R"("kind":"line","what":"online","from":"dialing")";
constexpr std::string_view kHoldoff = R"("kind":"line","what":"holdoff","from":"online")";

std::string Beginning() { return Line(1, 0, kWanted) + Line(2, 0, kDialing); }

TEST(LineRecord, TimeIsThatOfTheClock) {
  const LineRecord record = RecordFrom(Beginning() + Line(3, 5, kOnline));
  ASSERT_EQ(record.entries.size(), 3U);
  EXPECT_EQ(record.start, kRehearsalStart);
  EXPECT_EQ(record.end(), Instant{} + minutes(5));
  EXPECT_FALSE(record.begins_in);
}

TEST(LineRecord, AClockThatWasSetDoesNotMakeTime) {
  const LineRecord record = RecordFrom(
      Beginning() + Line(3, 50, R"("kind":"event","what":"clock_changed","jump_ms":2400000)") +
      Line(4, 55, kOnline));
  EXPECT_EQ(record.entries[2].at, Instant{} + minutes(10));
  EXPECT_EQ(record.end(), Instant{} + minutes(15));
}

TEST(LineRecord, ABeginningInTheMiddleKnowsWhereTheLineWas) {
  const LineRecord record = RecordFrom(Line(7, 3, kHoldoff));
  EXPECT_EQ(record.begins_in, LineState::kOnline);
  EXPECT_EQ(record.entries.front().at, Instant{} + seconds(1));
  EXPECT_EQ(record.start, kRehearsalStart + minutes(3) - seconds(1));
}

TEST(LineRecord, OthersEntriesAreLeftOut) {
  std::string text = Beginning();
  const std::string till =
      Line(3, 1, kOnline).replace(Line(3, 1, kOnline).find("kiosk"), 5, "till");
  EXPECT_EQ(FindingsIn(text + till), "");
  EXPECT_EQ(RecordFrom(text + till).entries.size(), 2U);
  EXPECT_NE(FindingsIn(Beginning(), "till")
                .find("no entry is of the profile 'till'; it has those "
                      "of 'kiosk'"),
            std::string::npos);
}

TEST(LineRecord, WhatIsNoRecordIsToldWithItsLine) {
  EXPECT_EQ(FindingsIn(""),
            "kiosk.jsonl:1:1: error: there is no entry in it; lineman events --json prints them\n");
  const std::string found = FindingsIn(Beginning() + "profile: kiosk\n" + Line(3, 5, kOnline));
  EXPECT_TRUE(found.starts_with("kiosk.jsonl:3:1: error: this is no entry of a record (")) << found;
  EXPECT_NE(FindingsIn(Line(0, 0, kWanted)).find("sequence, profile or what is missing"),
            std::string::npos);
  EXPECT_NE(FindingsIn(R"({"sequence":1,"profile":"kiosk","kind":"line","what":"idle"})"
                       "\n")
                .find("kiosk.jsonl:1:1: error: this is no entry"),
            std::string::npos);
  std::string rubbish;
  for (int line = 0; line < 1000; ++line) rubbish += "rubbish\n";
  Findings findings;
  EXPECT_FALSE(ReadLineRecord(rubbish, "kiosk.jsonl", "kiosk", findings));
  EXPECT_EQ(findings.errors(), 10U);
}

// What redirection makes of it on Windows.
TEST(LineRecord, LineEndsAndMarksOfWindowsAreNoFault) {
  std::string text = Beginning();
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
    text.insert(at, "\r");
  EXPECT_EQ(FindingsIn("\xEF\xBB\xBF" + text), "");
  EXPECT_NE(FindingsIn("\xFF\xFE{").find("1:1: error: the file is in UTF-16"), std::string::npos);
}

TEST(LineRecord, OnlyAsMuchAsALineDidCanBePlayed) {
  const std::string found = FindingsIn(Line(1, 0, kWanted));
  EXPECT_NE(found.find("what the line of 'kiosk' did is not in it"), std::string::npos) << found;
  EXPECT_NE(found.find("without --kind"), std::string::npos) << found;
}

TEST(LineRecord, ALastLineThatIsCutOffIsLeftOut) {
  const std::string whole = Beginning() + Line(3, 5, kOnline);
  const std::string cut = whole.substr(0, whole.size() - 20);
  EXPECT_EQ(FindingsIn(cut), "kiosk.jsonl:3:1: warning: the last line is cut off: left out\n");
  EXPECT_EQ(RecordFrom(cut).entries.size(), 2U);
  EXPECT_EQ(RecordFrom(whole.substr(0, whole.size() - 1)).entries.size(), 3U);
}

TEST(LineRecord, AnotherVersionsWordsAreLeftOut) {
  const std::string text = Beginning() + Line(3, 1, R"("kind":"forecast","what":"rain")") +
                           Line(4, 2, R"("kind":"notification","what":"quantum_link")") +
                           Line(5, 3, R"("kind":"line","what":"online","from":"dialing","mood":1)");
  EXPECT_EQ(FindingsIn(text),
            "kiosk.jsonl:3:1: warning: left out: this version knows no kind of entry 'forecast'\n"
            "kiosk.jsonl:4:1: warning: left out: this version knows no state 'quantum_link'\n");
  EXPECT_EQ(RecordFrom(text).entries.size(), 3U);
}

TEST(LineRecord, TheOrderIsThatOfTheSequence) {
  const std::string found = FindingsIn(Line(2, 5, kOnline) + Line(1, 0, kDialing));
  EXPECT_EQ(found,
            "kiosk.jsonl:2:1: error: entry 1 comes after entry 2: put the file in the order of the "
            "sequence\n");
  const std::string twice = Beginning() + Line(2, 0, kDialing);
  EXPECT_EQ(FindingsIn(twice), "kiosk.jsonl:3:1: warning: entry 2 is there twice: left out\n");
  EXPECT_EQ(RecordFrom(twice).entries.size(), 2U);
  const std::string anew = FindingsIn(Line(900, 0, kDialing) + Line(1, 9, kDialing));
  EXPECT_NE(anew.find("2:1: warning: the sequence begins anew with 1"), std::string::npos) << anew;
}

TEST(LineRecord, ManyWarningsAreEnough) {
  std::string text = Beginning();
  for (int i = 0; i < 1000; ++i) text += Line(2, 0, kDialing);
  Findings findings;
  EXPECT_TRUE(ReadLineRecord(text, "kiosk.jsonl", "kiosk", findings));
  EXPECT_EQ(findings.warnings(), 21U);
  EXPECT_NE(findings.ToString().find("from here on, warnings are left out"), std::string::npos);
}

TEST(LineRecord, EntriesThatAreMissingAreNoticed) {
  EXPECT_EQ(FindingsIn(Beginning() + Line(9, 5, kHoldoff)),
            "kiosk.jsonl:3:1: warning: entries are missing before this one: the line leaves "
            "'online', but was 'dialing'\n");
}

TEST(LineRecord, ATimeThatCannotBeIsToldOrRefused) {
  const std::string back = FindingsIn(Line(1, 30, kDialing) + Line(2, 10, kOnline));
  EXPECT_NE(back.find("2:1: warning: the clock goes back by 20m without a word of it"),
            std::string::npos)
      << back;
  const std::string silent =
      FindingsIn(Beginning() + Line(3, 5, R"("kind":"event","what":"clock_changed")"));
  EXPECT_NE(silent.find("does not say how far the clock was set"), std::string::npos) << silent;
  std::string late = Line(3, 5, kOnline);
  late.replace(late.find("2026"), 4, "2126");
  EXPECT_NE(FindingsIn(Beginning() + late).find("error: more than ten years pass"),
            std::string::npos);
  EXPECT_NE(FindingsIn(Beginning() + Line(3, 5,
                                          R"("kind":"event","what":"clock_changed","jump_ms":)"
                                          "-9223372036854775808"))
                .find("does not say how far"),
            std::string::npos);
}

TEST(LineRecord, FileNamesAndWordsAreShownHarmless) {
  const std::string found = FindingsIn(Line(1, 0, R"("kind":"\u001b[31m","what":"x")"));
  EXPECT_EQ(found.find('\x1b'), std::string::npos) << found;
}

}  // namespace
}  // namespace lineman
