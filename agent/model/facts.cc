#include "model/facts.h"

namespace lineman {

std::string NumberKey(std::string_view number) {
  std::string key;
  for (const char c : number) {
    if ((c >= '0' && c <= '9') || c == '+' || c == '*' || c == '#') key += c;
  }
  return key.empty() ? std::string(number) : key;
}

void ShiftFacts(LineFacts& facts, Duration by) {
  const auto shift = [by](std::optional<WallTime>& time) {
    if (time) *time += by;
  };
  if (facts.will.word == OperatorWill::Word::kDown) shift(facts.will.until);
  shift(facts.last_end);
  if (facts.attempt) shift(facts.attempt->connected);
  if (!facts.circuit) return;
  facts.circuit->opened += by;
  shift(facts.circuit->next_probe);
}

}  // namespace lineman
