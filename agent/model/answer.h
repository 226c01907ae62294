// What a paused connection state waits for, and what may be given to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/secret.h"
#include "ras/connection_state.h"

namespace lineman {

// The answer to a paused state. Which fields make sense depends on the state:
//   callback_set_by_caller  callback_number ("" means: no callback, go on)
//   retry_authentication    username, password, domain
//   password_expired        new_password
//   interactive             text (sent to the prompt), done (ends the dialogue)
//   invoke_eap_ui           text
struct Answer {
  std::optional<std::string> callback_number;
  std::optional<std::string> username;
  std::optional<Secret> password;
  std::optional<std::string> domain;
  std::optional<Secret> new_password;
  std::optional<std::string> text;
  bool done = false;
  // Of the login and password given, where the one who answers knows it; 0 otherwise.
  CredentialVersion version = 0;

  bool SendsCredentials() const { return username || password || domain; }
};

// Whether the answer makes sense in that state; the error says what the state waits for.
Result<Done> CheckAnswer(ConnectionState state, const Answer& answer);

// The fields an answer in that state may have, as administrators write them, those it must have
// first: {"password", "username", "domain"}. None outside the paused states.
std::vector<std::string_view> FieldsOf(ConnectionState state);

// For people and records: "callback_number: +49 30 555 0190"; passwords show as "password:
// (secret)".
std::string Describe(const Answer& answer);

}  // namespace lineman
