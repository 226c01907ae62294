#include "model/decision.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/duration.h"

namespace lineman {

std::string_view NameOf(const Verdict& verdict) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "continue", "dial_with", "answer", "ask_operator", "hang_up", "redial", "stop", "hold_off"};
  return kNames.at(verdict.index());
}

namespace {

std::string Describe(const NumberChoice& number) {
  switch (number.kind) {
    case NumberChoice::Kind::kNext:
      return "the next number";
    case NumberChoice::Kind::kSame:
      return "the same number";
    case NumberChoice::Kind::kFirst:
      return "the first number";
    case NumberChoice::Kind::kGiven:
      break;
  }
  return number.given;
}

std::string Named(std::string_view name, const std::vector<std::string>& parts) {
  return fmt::format("{}{}{}", name, parts.empty() ? "" : " ", fmt::join(parts, ", "));
}

// The parts of a verdict in words.
struct PartsOf {
  std::vector<std::string> parts;

  void Login(const std::optional<std::string>& username, const std::optional<Secret>& password) {
    if (username) parts.push_back("as " + *username);
    if (password) parts.emplace_back("with a password of its own");
  }
  void Text(const std::string& text) {
    if (!text.empty()) parts.push_back(text);
  }

  void operator()(const Continue& /*none*/) {}
  void operator()(const AskOperator& /*none*/) {}
  void operator()(const HangUp& hang_up) { Text(hang_up.why); }
  void operator()(const Stop& stop) { Text(stop.why); }
  void operator()(const AnswerWith& answer) { Text(Describe(answer.answer)); }
  void operator()(const DialWith& dial) {
    if (dial.number.kind != NumberChoice::Kind::kSame) parts.push_back(Describe(dial.number));
    Login(dial.username, dial.password);
  }
  void operator()(const Redial& redial) {
    if (redial.after) parts.push_back("in " + FormatDuration(*redial.after));
    if (redial.number) parts.push_back(Describe(*redial.number));
    Login(redial.username, redial.password);
  }
  void operator()(const HoldOff& hold_off) {
    parts.push_back("for " + FormatDuration(hold_off.duration));
    Text(hold_off.why);
  }
};

}  // namespace

std::string Describe(const Verdict& verdict) {
  PartsOf parts;
  std::visit(parts, verdict);
  return Named(NameOf(verdict), parts.parts);
}

std::string Source::ToString() const {
  switch (kind) {
    case Kind::kPolicy:
      return "policy";
    case Kind::kRule:
      return "rule " + name;
    case Kind::kPlugin:
      return "plugin " + name;
    case Kind::kLimit:
      return "limit " + name;
    case Kind::kOperator:
      return "operator";
  }
  return "policy";
}

void Decision::Because(Source source, std::string text) {
  reasons.push_back({std::move(source), std::move(text)});
}

}  // namespace lineman
