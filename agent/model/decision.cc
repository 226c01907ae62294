#include "model/decision.h"

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

// Puts the parts of a verdict in words behind its name.
struct PartsOf {
  std::string& text;
  bool is_first = true;

  void Add(std::string_view part) {
    text.append(is_first ? " " : ", ").append(part);
    is_first = false;
  }
  void Login(const std::optional<std::string>& username, const std::optional<Secret>& password) {
    if (username) Add("as " + *username);
    if (password) Add("with a password of its own");
  }
  void AddAny(std::string_view part) {
    if (!part.empty()) Add(part);
  }

  void operator()(const Continue& /*none*/) {}
  void operator()(const AskOperator& /*none*/) {}
  void operator()(const HangUp& hang_up) { AddAny(hang_up.why); }
  void operator()(const Stop& stop) { AddAny(stop.why); }
  void operator()(const AnswerWith& answer) { AddAny(Describe(answer.answer)); }
  void operator()(const DialWith& dial) {
    if (dial.number.kind != NumberChoice::Kind::kSame) Add(Describe(dial.number));
    Login(dial.username, dial.password);
  }
  void operator()(const Redial& redial) {
    if (redial.after) Add("in " + FormatDuration(*redial.after));
    if (redial.number) Add(Describe(*redial.number));
    Login(redial.username, redial.password);
  }
  void operator()(const HoldOff& hold_off) {
    Add("for " + FormatDuration(hold_off.duration));
    AddAny(hold_off.why);
  }
};

}  // namespace

std::string Describe(const Verdict& verdict) {
  std::string text(NameOf(verdict));
  std::visit(PartsOf{text}, verdict);
  return text;
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
