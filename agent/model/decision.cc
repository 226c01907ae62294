#include "model/decision.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace lineman {

std::string_view NameOf(const Verdict& verdict) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "continue", "dial_with", "answer", "ask_operator", "hang_up", "redial", "stop", "hold_off"};
  return kNames.at(verdict.index());
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
