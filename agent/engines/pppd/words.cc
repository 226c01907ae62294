#include "engines/pppd/words.h"

#include <fmt/format.h>

#include <utility>

namespace lineman::pppd {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";

bool IsPlain(char c) { return c > 0x20 && c < 0x7F && c != '%'; }

void AppendWord(std::string& line, std::string_view word) {
  if (word.empty()) line += '%';
  for (const char c : word) {
    if (IsPlain(c)) {
      line += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      line += {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
    }
  }
}

// The byte that the two digits after a '%' stand for.
Result<char> ReadEscape(std::string_view digits) {
  const std::size_t high = digits.size() < 2 ? std::string_view::npos : kDigits.find(digits[0]);
  const std::size_t low = digits.size() < 2 ? std::string_view::npos : kDigits.find(digits[1]);
  if (high == std::string_view::npos || low == std::string_view::npos)
    return Fail("a '%' without two hexadecimal digits in capitals after it");
  return static_cast<char>(high * 16 + low);
}

Result<std::string> ReadWord(std::string_view spelled) {
  if (spelled.empty()) return Fail("an empty word: words have one space between them");
  std::string word;
  if (spelled == "%") return word;
  for (std::size_t at = 0; at < spelled.size(); ++at) {
    if (IsPlain(spelled[at])) {
      word += spelled[at];
      continue;
    }
    if (spelled[at] != '%') {
      return Fail(fmt::format("a byte 0x{:02X} that is not escaped",
                              static_cast<unsigned char>(spelled[at])));
    }
    const Result<char> byte = ReadEscape(spelled.substr(at + 1, 2));
    if (!byte) return tl::unexpected(byte.error());
    word += *byte;
    at += 2;
  }
  return word;
}

}  // namespace

std::string JoinWords(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    AppendWord(line, word);
  }
  return line;
}

Result<std::vector<std::string>> SplitWords(std::string_view line) {
  if (line.size() > kLongestLine)
    return Fail(fmt::format("a line of more than {} bytes", kLongestLine));
  std::vector<std::string> words;
  for (;;) {
    const std::size_t end = line.find(' ');
    Result<std::string> word = ReadWord(line.substr(0, end));
    if (!word) return tl::unexpected(word.error());
    words.push_back(*std::move(word));
    if (end == std::string_view::npos) return words;
    line.remove_prefix(end + 1);
  }
}

}  // namespace lineman::pppd
