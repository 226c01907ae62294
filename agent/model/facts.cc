#include "model/facts.h"

namespace lineman {

std::string NumberKey(std::string_view number) {
  std::string key;
  for (const char c : number) {
    if ((c >= '0' && c <= '9') || c == '+' || c == '*' || c == '#') key += c;
  }
  return key.empty() ? std::string(number) : key;
}

}  // namespace lineman
