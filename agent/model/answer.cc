#include "model/answer.h"

#include <fmt/format.h>

namespace lineman {
namespace {

// Which of the answer's fields are set, by the names administrators write.
struct FieldsGiven {
  bool callback;
  bool credentials;
  bool new_password;
  bool text;
};

FieldsGiven Given(const Answer& answer) {
  return {answer.callback_number.has_value(), answer.SendsCredentials(),
          answer.new_password.has_value(), answer.text.has_value() || answer.done};
}

Result<Done> Expect(bool wanted, bool others, ConnectionState state, std::string_view what) {
  if (wanted && !others) return Done{};
  return Fail(fmt::format("{} waits for {}", NameOf(state), what));
}

}  // namespace

Result<Done> CheckAnswer(ConnectionState state, const Answer& answer) {
  const FieldsGiven given = Given(answer);
  switch (state) {
    case ConnectionState::kCallbackSetByCaller:
      return Expect(given.callback, given.credentials || given.new_password || given.text, state,
                    "callback_number");
    case ConnectionState::kRetryAuthentication:
      // RAS takes blanks for the credentials of whoever is logged on, so blanks are never sent.
      return Expect(given.credentials && answer.password.has_value() &&
                        (!answer.username || !answer.username->empty()),
                    given.callback || given.new_password || given.text, state,
                    "password, and username or domain where they change");
    case ConnectionState::kPasswordExpired:
      return Expect(given.new_password && !answer.new_password->Reveal().empty(),
                    given.callback || given.credentials || given.text, state, "new_password");
    case ConnectionState::kInteractive:
      return Expect(given.text, given.callback || given.credentials || given.new_password, state,
                    "text, done, or both");
    case ConnectionState::kInvokeEapUi:
      return Expect(answer.text.has_value(),
                    given.callback || given.credentials || given.new_password || answer.done, state,
                    "text");
    default:
      return Fail(fmt::format("{} is no paused state: nothing waits for an answer", NameOf(state)));
  }
}

std::vector<std::string_view> FieldsOf(ConnectionState state) {
  switch (state) {
    case ConnectionState::kCallbackSetByCaller:
      return {"callback_number"};
    case ConnectionState::kRetryAuthentication:
      return {"password", "username", "domain"};
    case ConnectionState::kPasswordExpired:
      return {"new_password"};
    case ConnectionState::kInteractive:
      return {"text", "done"};
    case ConnectionState::kInvokeEapUi:
      return {"text"};
    default:
      return {};
  }
}

std::string Describe(const Answer& answer) {
  std::string text;
  const auto add = [&text](std::string_view name, std::string_view value) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{}: {}", name, value);
  };
  if (answer.callback_number) {
    add("callback_number", answer.callback_number->empty() ? "none" : *answer.callback_number);
  }
  if (answer.username) add("username", *answer.username);
  if (answer.domain) add("domain", *answer.domain);
  if (answer.password) add("password", "(secret)");
  if (answer.new_password) add("new_password", "(secret)");
  if (answer.text) add("text", "(given)");
  if (answer.done) add("done", "true");
  return text;
}

}  // namespace lineman
