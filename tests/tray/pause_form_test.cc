#include "tray/pause_form.h"

#include <gtest/gtest.h>

#include "control/message.h"
#include "tests/tray/lines.h"

namespace lineman {
namespace {

std::vector<std::string> NamesOf(const PauseForm& form) {
  std::vector<std::string> names;
  for (const PauseField& field : form.fields) names.push_back(field.name);
  return names;
}

std::string FaultIn(const PauseForm& form, const PauseInput& input) {
  const std::optional<Phrase> fault = FaultOf(form, input);
  return fault ? fault->text : "";
}

using Names = std::vector<std::string>;

TEST(PauseForm, ThereIsNoneWhereNothingWaits) { EXPECT_FALSE(FormOf(LineIn("online"))); }

TEST(PauseForm, AsksForTheNumberToBeCalledBackAt) {
  const PauseForm form = *FormOf(PausedIn("callback_set_by_caller", {"callback_number"}));
  EXPECT_EQ(NamesOf(form), Names{"callback_number"});
  EXPECT_EQ(FaultIn(form, {""}), "");
  EXPECT_EQ(AnswerOf(form, {"+49 30 5"}).Dump(),
            R"({"profile":"kiosk","callback_number":"+49 30 5"})");
}

TEST(PauseForm, AsksForCredentialsAndKeepsTheUserUnlessItChanges) {
  const PauseForm form =
      *FormOf(PausedIn("retry_authentication", {"password", "username", "domain"}));
  EXPECT_EQ(NamesOf(form), (Names{"username", "password", "domain"}));
  EXPECT_EQ(form.fields[0].value, "kiosk-17");
  EXPECT_TRUE(form.fields[1].secret);
  EXPECT_EQ(FaultIn(form, {"kiosk-17", "", ""}), "The password is empty.");
  EXPECT_EQ(FaultIn(form, {"", "secret", ""}), "The user name is empty.");
  EXPECT_EQ(AnswerOf(form, {"kiosk-17", "secret", ""}).Dump(),
            R"({"profile":"kiosk","password":"secret"})");
  EXPECT_EQ(AnswerOf(form, {"other", "secret", "OFFICE"}).Dump(),
            R"({"profile":"kiosk","username":"other","password":"secret","domain":"OFFICE"})");
}

TEST(PauseForm, ANewPasswordIsTypedTwiceAndKeepsItsRules) {
  const PauseForm form = *FormOf(PausedIn("password_expired", {"new_password"}));
  EXPECT_EQ(NamesOf(form), (Names{"new_password", "again"}));
  EXPECT_TRUE(form.fields[0].secret && form.fields[1].secret);
  EXPECT_EQ(FaultIn(form, {"", ""}), "The password is empty.");
  EXPECT_EQ(FaultIn(form, {"one", "two"}), "The two passwords differ.");
  EXPECT_EQ(FaultIn(form, {std::string(256, 'x'), std::string(256, 'x')}), "");
  EXPECT_EQ(FaultIn(form, {std::string(257, 'x'), std::string(257, 'x')}),
            "The password is longer than 256 bytes.");
  EXPECT_EQ(AnswerOf(form, {"new", "new"}).Dump(), R"({"profile":"kiosk","new_password":"new"})");
}

TEST(PauseForm, PppdSendsNothingButAsciiInANewPassword) {
  LineStatus line = PausedIn("password_expired", {"new_password"});
  EXPECT_EQ(FaultIn(*FormOf(line), {"m\xC3\xBCller", "m\xC3\xBCller"}), "");
  line.engine = "pppd";
  EXPECT_EQ(FaultIn(*FormOf(line), {"m\xC3\xBCller", "m\xC3\xBCller"}),
            "The password has a character that this line cannot send.");
}

TEST(PauseForm, ADialogueIsAnsweredOrEnded) {
  LineStatus line = PausedIn("interactive", {"text", "done"});
  line.pause->prompt = "login:";
  const PauseForm form = *FormOf(line);
  EXPECT_EQ(form.prompt, "login:");
  EXPECT_TRUE(form.may_end);
  EXPECT_FALSE(form.fields.at(0).secret);
  EXPECT_EQ(AnswerOf(form, {"someone"}).Dump(), R"({"profile":"kiosk","text":"someone"})");
  EXPECT_EQ(EndOf(form).Dump(), R"({"profile":"kiosk","done":true})");
}

TEST(PauseForm, HidesWhatLooksLikeASecret) {
  LineStatus line = PausedIn("interactive", {"text", "done"});
  line.pause->prompt = "Enter PASSCODE:";
  EXPECT_TRUE(FormOf(line)->fields.at(0).secret);
  EXPECT_TRUE(FormOf(PausedIn("invoke_eap_ui", {"text"}))->fields.at(0).secret);
  EXPECT_FALSE(FormOf(PausedIn("invoke_eap_ui", {"text"}))->may_end);
}

TEST(PauseForm, APauseIsTheSameThoughItsMomentsAreReckonedAnew) {
  const LineStatus line = PausedIn("interactive", {"text"});
  LineStatus again = line;
  again.since += Duration(1);
  again.pause->deadline -= Duration(2);
  EXPECT_TRUE(FormOf(line)->IsSamePause(*FormOf(again)));
  again.since += std::chrono::seconds(1);
  EXPECT_FALSE(FormOf(line)->IsSamePause(*FormOf(again)));
}

}  // namespace
}  // namespace lineman
