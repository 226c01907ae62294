// What paused states wait for.
#include "model/answer.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

Answer With(std::string_view field) {
  Answer answer;
  if (field == "callback_number") answer.callback_number = "100";
  if (field == "username") answer.username = "kiosk";
  if (field == "domain") answer.domain = "office";
  if (field == "password") answer.password = Secret("x");
  if (field == "new_password") answer.new_password = Secret("x");
  if (field == "text") answer.text = "x";
  if (field == "done") answer.done = true;
  return answer;
}

TEST(FieldsOf, NamesWhatCheckAnswerTakesAndNothingElse) {
  for (const StateInfo& info : AllStates()) {
    const auto fields = FieldsOf(info.state);
    EXPECT_EQ(fields.empty(), GroupOf(info.state) != StateGroup::kPaused) << info.name;
    if (!fields.empty()) {
      EXPECT_TRUE(CheckAnswer(info.state, With(fields.front()))) << info.name;
    }
    for (const std::string_view field :
         {"callback_number", "username", "domain", "password", "new_password", "text", "done"}) {
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
        EXPECT_FALSE(CheckAnswer(info.state, With(field))) << info.name << " " << field;
      }
    }
  }
}

}  // namespace
}  // namespace lineman
