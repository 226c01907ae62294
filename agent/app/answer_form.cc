#include "app/answer_form.h"

#include <fmt/format.h>

#include <iostream>

#include "app/hidden_input.h"
#include "app/terminal.h"
#include "model/secret.h"
#include "text/findings.h"

namespace lineman {
namespace {

// One answer on its way.
class AnswerForm {
 public:
  AnswerForm(const LineStatus& line, const AnswerOptions& options)
      : line_(line), pause_(*line.pause), options_(options) {
    params_.Set("profile", line.profile);
  }

  Result<Json> Fill() {
    TakeOptions();
    // The order in which they are given on standard input.
    if (Result<Done> taken = TakeSecrets(); !taken) return tl::unexpected(taken.error());
    const bool given = params_.AsObject()->size() > 1;
    for (const std::string& field : pause_.wants) {
      if (params_.Find(field) != nullptr) continue;
      if (Result<Done> asked = Ask(field, given); !asked) return tl::unexpected(asked.error());
    }
    return std::move(params_);
  }

 private:
  void TakeOptions() {
    if (options_.number) params_.Set("callback_number", *options_.number);
    if (options_.user) params_.Set("username", *options_.user);
    if (options_.domain) params_.Set("domain", *options_.domain);
    if (options_.text) params_.Set("text", *options_.text);
    if (options_.done) params_.Set("done", true);
  }

  Result<Done> TakeSecrets() {
    if (options_.password_stdin) {
      if (Result<Done> read = ReadLine("password"); !read) return read;
    }
    if (options_.new_password_stdin) {
      if (Result<Done> read = ReadLine("new_password"); !read) return read;
    }
    return options_.text_stdin ? ReadLine("text") : Result<Done>(Done{});
  }

  Result<Done> ReadLine(const std::string& field) {
    std::string line;
    if (!std::getline(std::cin, line)) {
      return Fail(fmt::format("standard input ended before the line with the {}", field));
    }
    if (line.ends_with('\r')) line.pop_back();
    Keep(field, line);
    return Done{};
  }

  void Keep(const std::string& field, std::string& text) {
    params_.Set(field, text);
    Wipe(text);
  }

  // `given`: options give a part of the answer, so what may be left out is.
  Result<Done> Ask(const std::string& field, bool given) {
    if (field == "domain" || field == "done") return Done{};
    if (field == "username" && given) return Done{};
    if (field == "text" && options_.done) return Done{};
    if (!IsTerminal(stdin)) return Missing(field);
    if (field == "callback_number") return AskFor(field, "number to be called back at", false);
    if (field == "username") return AskUser();
    if (field == "password") return AskFor(field, "password", true);
    if (field == "new_password") return AskNewPassword();
    return AskFor(field, pause_.prompt.empty() ? "text" : Shown(pause_.prompt),
                  AsksForSecret(pause_));
  }

  Result<Done> Missing(const std::string& field) const {
    if (field == "username") return Done{};
    std::string option = "--" + field;
    if (field == "callback_number") option = "--number";
    if (field == "password") option = "--password-stdin";
    if (field == "new_password") option = "--new-password-stdin";
    if (field == "text") option = "--text or --text-stdin";
    return Fail(fmt::format("{} waits for {}: give it with {}", pause_.state, field, option));
  }

  std::string Question(const std::string& what) const {
    return fmt::format("{}: {}: ", line_.profile, what);
  }

  Result<Done> AskFor(const std::string& field, const std::string& what, bool hidden) {
    Result<std::string> text = hidden ? AskHidden(Question(what)) : AskAtTerminal(Question(what));
    if (!text) return tl::unexpected(text.error());
    Keep(field, *text);
    return Done{};
  }

  // An empty line leaves the user as it is.
  Result<Done> AskUser() {
    Result<std::string> text = AskAtTerminal(Question(fmt::format("user [{}]", line_.user)));
    if (!text) return tl::unexpected(text.error());
    if (!text->empty()) Keep("username", *text);
    return Done{};
  }

  Result<Done> AskNewPassword() {
    Result<std::string> first = AskHidden(Question("new password"));
    if (!first) return tl::unexpected(first.error());
    Result<std::string> second = AskHidden(Question("the same again"));
    const bool same = second && *first == *second;
    if (second) Wipe(*second);
    if (same) {
      Keep("new_password", *first);
      return Done{};
    }
    Wipe(*first);
    if (!second) return tl::unexpected(second.error());
    return Fail("the two differ: nothing was answered, try again");
  }

  const LineStatus& line_;
  const PauseStatus& pause_;
  const AnswerOptions& options_;
  Json params_;
};

}  // namespace

Result<Json> FillAnswer(const LineStatus& line, const AnswerOptions& options) {
  return AnswerForm(line, options).Fill();
}

}  // namespace lineman
