// What cannot be dialled, and a RAS that does not do as it should.
#include <chrono>
#include <filesystem>
#include <fstream>

#include "tests/windows/ras/on_double.h"
#include "tests/windows/ras_sim/text.h"

namespace lineman::ras_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using BadRas = OnDouble;

TEST_F(BadRas, AnEntryThatIsNotThereEndsWithItsError) {
  ras_.UsePhoneBook("[office]\nPhoneNumber=1\n");
  EXPECT_EQ(EndOf("offfice"), static_cast<RasError>(623));
}

TEST_F(BadRas, APhoneBookThatIsNotThereEndsWithItsError) {
  EXPECT_EQ(EndOf("1", ", phonebook: 'C:\\nowhere\\book.pbk'"), static_cast<RasError>(621));
}

TEST_F(BadRas, APhoneBookThatIsNoneEndsWithItsError) {
  const std::string path = Beside("bad_input.pbk");
  std::ofstream(std::filesystem::path(ras_sim::ToWide(path))) << "no phone book at all\n";
  EXPECT_EQ(EndOf("1", ", phonebook: '" + path + "'"), static_cast<RasError>(622));
  std::filesystem::remove(std::filesystem::path(ras_sim::ToWide(path)));
}

TEST_F(BadRas, AServiceThatDoesNotRunEndsTheDialAndTellsWhatToDo) {
  ras_.Set("service_missing", "1");
  Dialled dial(dialler_, RequestFor("1"));
  const Notification end = dial.AwaitEnd();
  EXPECT_NE(end.error, RasError::kNone);
  EXPECT_NE(end.detail.find("RasMan"), std::string::npos) << end.detail;
}

TEST_F(BadRas, AnHresultIsAnErrorLikeAnyOther) {
  Dialled dial(dialler_, RequestFor("2"));
  EXPECT_EQ(dial.AwaitEnd().error, static_cast<RasError>(0x80090326));
  EXPECT_NE(dial.told().find("connect_device:0x80090326"), std::string::npos) << dial.told();
}

TEST_F(BadRas, ARasDialThatFailsAndLeavesAHandleIsHungUp) {
  ras_.Set("dial_fails_with_handle", "619");
  EXPECT_EQ(EndOf("1"), RasError::kPortDisconnected);
}

TEST_F(BadRas, ARasDialThatFailsWithoutAHandleIsTheEnd) {
  ras_.Set("dial_fails", "633");
  EXPECT_EQ(EndOf("1"), RasError::kPortNotAvailable);
}

TEST_F(BadRas, ARasHangUpThatBlocksDoesNotBlockTheLoop) {
  ras_.Set("hang_up_takes", "1500");
  Dialled dial(dialler_, RequestFor("1"));
  EXPECT_TRUE(dial.AwaitUp());
  const Instant begun = dialler_.loop().Now();
  dial.connection().HangUp();
  EXPECT_LT(dialler_.loop().Now() - begun, milliseconds(1000));
  dial.AwaitEnd();
}

TEST_F(BadRas, AHandleThatIsNeverGoneEndsAtTheDeadline) {
  ras_.Set("handle_lingers", "1000000");
  Dialled dial(dialler_, RequestFor("1"));
  EXPECT_TRUE(dial.AwaitUp());
  dial.connection().HangUp();
  EXPECT_TRUE(dialler_.RunUntil([&] { return dial.IsOver(); }, seconds(20)));
}

TEST(BareRas, ALibraryThatCanHardlyMoreThanDialServes) {
  const Double ras(kOnDoubleWorld, Beside("ras_sim_bare.dll"));
  Dialler dialler(ras.library());
  Dialled dial(dialler, RequestFor("3", ", poll: 5s"));
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_EQ(dial.AwaitEnd().error, RasError::kLinkFailure);
  EXPECT_EQ(ras.Breaches(), "");
}

TEST(BareRas, ALibraryWithoutRasCannotBeUsedAndSaysSo) {
  Dialler dialler("C:\\windows\\system32\\kernel32.dll");
  Dialled dial(dialler, RequestFor("1"));
  const Notification end = dial.AwaitEnd();
  EXPECT_NE(end.error, RasError::kNone);
  EXPECT_NE(end.detail.find("has no RasDialW"), std::string::npos) << end.detail;
}

TEST(BareRas, ALibraryThatIsNotThereCannotBeUsedAndSaysSo) {
  Dialler dialler("C:\\nowhere\\ras.dll");
  Dialled dial(dialler, RequestFor("1"));
  const Notification end = dial.AwaitEnd();
  EXPECT_NE(end.error, RasError::kNone);
  EXPECT_NE(end.detail.find("RAS cannot be used here"), std::string::npos) << end.detail;
}

}  // namespace
}  // namespace lineman::ras_test
