#include "text/yaml_open.h"

#include <algorithm>
#include <vector>

namespace lineman {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

// What a tag may be made of, besides its '!' (YAML 1.2.2, rule ns-tag-char).
constexpr std::string_view kTagCharacters =
    "!#%&'()*+-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~$";

// Whether a value can begin after the character.
bool OpensValue(char before) {
  return before == '\n' || before == ':' || before == '-' || before == ',' || before == '[' ||
         before == '{' || before == '?';
}

// The offset of the next character that is neither blank nor comment.
std::size_t AfterBlanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (IsBlank(text[at]) || text[at] == '#'))
    at = text[at] == '#' ? std::min(text.find('\n', at), text.size()) : at + 1;
  return at;
}

}  // namespace

std::size_t AfterQuoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      const bool doubled = quote == '\'' && at + 1 < text.size() && text[at + 1] == quote;
      if (!doubled) return at + 1;
      ++at;
    }
  }
  return std::string_view::npos;
}

std::size_t AfterProperties(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    if (text[at] == '&')
      at = text.find_first_of(" \t\n[]{},", at);
    else if (text.substr(at).starts_with("!<"))
      at = std::min(text.find('>', at), text.size() - 1) + 1;
    else
      at = text.find_first_not_of(kTagCharacters, at);
    at = AfterBlanks(text, std::min(at, text.size()));
  }
  return at;
}

std::optional<std::size_t> FindOpen(std::string_view text, std::size_t from, std::size_t to,
                                    bool quotes) {
  text = text.substr(0, to);
  std::vector<std::size_t> brackets;
  char before = '\n';  // the last character that is no blank
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if ((c == '"' || c == '\'') && OpensValue(before)) {
      const std::size_t end = AfterQuoted(text, at);
      if (end == std::string_view::npos) return quotes ? std::optional(at) : std::nullopt;
      at = end - 1;
    } else if (c == '#' && (at == 0 || IsBlank(text[at - 1]))) {
      at = std::min(text.find('\n', at), text.size()) - 1;
      continue;
    } else if ((c == '[' || c == '{') && (OpensValue(before) || !brackets.empty())) {
      brackets.push_back(at);
    } else if ((c == ']' || c == '}') && !brackets.empty()) {
      brackets.pop_back();
    }
    if (c == '\n' || !IsBlank(c)) before = c;
  }
  if (quotes || brackets.empty()) return std::nullopt;
  return brackets.back();
}

}  // namespace lineman
