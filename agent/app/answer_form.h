// What an answer to a paused state is made of: options for scripts, questions for people.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "control/status.h"
#include "text/json.h"

namespace lineman {

// As given on the command line. Secrets never are: they come over standard input.
struct AnswerOptions {
  std::string profile;
  std::optional<std::string> number;
  std::optional<std::string> user;
  std::optional<std::string> domain;
  std::optional<std::string> text;
  bool password_stdin = false;
  bool new_password_stdin = false;
  bool text_stdin = false;
  bool done = false;
};

// The parameters of the method `answer`. What the state must have and no option gives is asked for
// when standard input is a terminal; else the error names the option.
Result<Json> FillAnswer(const LineStatus& line, const AnswerOptions& options);

}  // namespace lineman
