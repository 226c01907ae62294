// The tray in German: sentences, plurals, clocks.
#include "tray/qt/say.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QTranslator>

namespace lineman {
namespace {

class GermanTest : public testing::Test {
 protected:
  GermanTest() {
    EXPECT_TRUE(german_.load(LINEMAN_TEXTS "/tray_de.qm"));
    QCoreApplication::installTranslator(&german_);
  }
  ~GermanTest() override { QCoreApplication::removeTranslator(&german_); }

  static std::string Said(const Phrase& phrase) { return Say(phrase).toStdString(); }
  static WallTime At(const QDate& day, int hour, int minute) {
    return WallOf(QDateTime(day, QTime(hour, minute)));
  }

  QTranslator german_;
};

TEST_F(GermanTest, SaysSentencesAndLeavesWhatTheAgentSaid) {
  EXPECT_EQ(Said("needs the office"), "braucht die Zentrale");
  EXPECT_EQ(Said({"%1", {"dials 100 %1 again"}}), "dials 100 %1 again");
  EXPECT_EQ(Said({"dialling %1", {"100"}}), "wählt 100");
}

TEST_F(GermanTest, CountsAsGermanDoes) {
  EXPECT_EQ(Said(NumberPhrase("%n line(s) online", 1)), "1 Leitung online");
  EXPECT_EQ(Said(NumberPhrase("%n line(s) online", 0)), "0 Leitungen online");
  EXPECT_EQ(Said(NumberPhrase("%n second(s) left", 25)), "Noch 25 Sekunden");
}

TEST_F(GermanTest, TellsTheTimeWithTheDayWhereItIsAnother) {
  const QDate today = QDate::currentDate();
  EXPECT_EQ(Said({"waiting until %1", {At(today, 14, 32)}}), "wartet bis 14:32");
  const QDate near = today.addDays(2);
  EXPECT_EQ(Clock(At(near, 8, 5)), QLocale().toString(near, "ddd") + " 08:05");
  const QDate far = today.addDays(-40);
  EXPECT_EQ(Clock(At(far, 8, 5)), far.toString("dd.MM.yy") + " 08:05");
}

TEST(English, HasPlurals) {
  QTranslator english;
  ASSERT_TRUE(english.load(LINEMAN_TEXTS "/tray_en.qm"));
  QCoreApplication::installTranslator(&english);
  EXPECT_EQ(Say(NumberPhrase("%n line(s) online", 1)), "1 line online");
  EXPECT_EQ(Say(NumberPhrase("%n line(s) online", 2)), "2 lines online");
  EXPECT_EQ(Say("needs the office"), "needs the office");
}

}  // namespace
}  // namespace lineman
