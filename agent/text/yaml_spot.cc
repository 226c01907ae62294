#include "text/yaml_spot.h"

#include <fmt/format.h>

#include <array>

#include "text/yaml_open.h"
#include "text/yaml_traps.h"

namespace lineman {
namespace {

int LineNumber(const Spot& spot, std::size_t offset) {
  return static_cast<int>(spot.source.LineOf(offset)) + 1;
}

// "the '[' of line 3"
std::string Named(const Spot& spot, std::size_t opener) {
  return fmt::format("the {} of line {}", Shown(spot.source.text().substr(opener, 1)),
                     LineNumber(spot, opener));
}

}  // namespace

bool IsAboutStructure(const Spot& spot) {
  static const std::array<std::string_view, 8> kStructure = {
      yaml_says::MAP_VALUE,       yaml_says::MAP_KEY,        yaml_says::BLOCK_ENTRY,
      yaml_says::END_OF_MAP,      yaml_says::END_OF_SEQ,     yaml_says::TAB_IN_INDENTATION,
      yaml_says::END_OF_MAP_FLOW, yaml_says::END_OF_SEQ_FLOW};
  return std::find(kStructure.begin(), kStructure.end(), spot.complaint) != kStructure.end();
}

Explanation ExplainUnclosed(const Spot& spot) {
  const bool in_quotes = spot.Is(yaml_says::EOF_IN_SCALAR) || spot.Is(yaml_says::DOC_IN_SCALAR);
  const bool in_flow = spot.Is(yaml_says::END_OF_SEQ_FLOW) || spot.Is(yaml_says::END_OF_MAP_FLOW);
  if (!in_quotes && !in_flow && !spot.Is(yaml_says::BLOCK_ENTRY)) return std::nullopt;
  std::optional<std::size_t> opener =
      FindOpen(spot.source.text(), spot.builder.last_offset(), spot.offset, in_quotes);
  if (!opener && !in_quotes && !spot.builder.open().empty() && spot.builder.open().back().flow)
    opener = spot.builder.open().back().offset;
  if (in_quotes)
    return YamlFault{opener.value_or(spot.offset), "the quotes that open here are never closed"};
  if (!opener) return std::nullopt;
  if (spot.before().ends_with(':')) return YamlFault{spot.offset - 1, kBlankAfterColon};
  const bool sequence = spot.source.text()[*opener] == '[';
  if (spot.Is(yaml_says::BLOCK_ENTRY))
    return YamlFault{spot.offset,
                     fmt::format("a '- ' item cannot stand inside of brackets: {} is still open",
                                 Named(spot, *opener))};
  if (spot.rest().empty() && spot.line + 1 == spot.source.lines())
    return YamlFault{*opener,
                     fmt::format("the '{}' that opens here is never closed", sequence ? '[' : '{')};
  return YamlFault{spot.offset, fmt::format("expected ',' or '{}' here: {} is still open",
                                            sequence ? ']' : '}', Named(spot, *opener))};
}

// A quoted text of several lines that ends right before the spot: its own closing quote is
// probably missing, and it took the opening quote of the next value instead.
Explanation ExplainMissingQuote(const Spot& spot) {
  const std::string_view text = spot.source.text();
  const std::size_t scalar = spot.builder.last_scalar();
  if (!IsAboutStructure(spot) || scalar >= text.size()) return std::nullopt;
  if (text[scalar] != '"' && text[scalar] != '\'') return std::nullopt;
  const std::size_t end = AfterQuoted(text, scalar);
  if (end > spot.offset || spot.source.LineOf(scalar) == spot.source.LineOf(end) ||
      spot.source.LineOf(end) != spot.line) {
    return std::nullopt;
  }
  return YamlFault{scalar, fmt::format("the quotes that open here are closed in line {} only: is "
                                       "the closing quote of this line missing?",
                                       spot.line + 1)};
}

Explanation ExplainAfterEnd(const Spot& spot) {
  if (!IsAboutStructure(spot) || spot.IsFirstOnLine()) return std::nullopt;
  const char before = spot.CharacterBefore();
  if (before == '\'')
    return YamlFault{spot.offset,
                     "unexpected text after the closing quote: inside of single quotes write two "
                     "for one"};
  if (before == '"') return YamlFault{spot.offset, "unexpected text after the closing quote"};
  if (before == ']' || before == '}')
    return YamlFault{spot.offset, fmt::format("unexpected text after the closing '{}'", before)};
  return std::nullopt;
}

// A key that cannot be one because the line above it is no 'key: value' either.
Explanation ExplainLineAbove(const Spot& spot) {
  if (!spot.Is(yaml_says::MAP_VALUE) || spot.line == 0) return std::nullopt;
  const std::string_view above = spot.source.Line(spot.line - 1);
  const std::size_t first = above.find_first_not_of(" -");
  if (first == std::string_view::npos || above.find(": ") != std::string_view::npos ||
      above.ends_with(':') || first < spot.source.Line(spot.line).find_first_not_of(" -")) {
    return std::nullopt;
  }
  const std::size_t start = spot.source.StartOf(spot.line - 1) + first;
  if (LacksBlankAfterColon(above.substr(first)))
    return YamlFault{start + above.substr(first).find(':'), kBlankAfterColon};
  return YamlFault{start, "expected 'key: value' here"};
}

Explanation ExplainColon(const Spot& spot) {
  if (!spot.Is(yaml_says::MAP_VALUE)) return std::nullopt;
  if (spot.offset - spot.source.StartOf(spot.line) > 1024)
    return YamlFault{spot.source.StartOf(spot.line), "a key has more than 1024 characters"};
  const std::string_view before = spot.before();
  if (before.find(": ") != std::string_view::npos)
    return YamlFault{spot.offset,
                     "a second ': ' on one line: quote the value if this ':' belongs to it"};
  if (before.find(':') != std::string_view::npos || spot.builder.open().empty() ||
      spot.IsFirstOnLine())
    return YamlFault{spot.offset, "a ':' that belongs to no key: quote it if it is text"};
  return YamlFault{spot.offset,
                   "a key cannot stand here: the line above has a value already, so check the "
                   "indentation of both"};
}

Explanation ExplainMisfit(const Spot& spot) {
  const bool in_map = spot.Is(yaml_says::END_OF_MAP);
  if (!in_map && !spot.Is(yaml_says::END_OF_SEQ)) return std::nullopt;
  const std::string_view rest = spot.rest();
  if (in_map && LacksBlankAfterColon(rest))
    return YamlFault{spot.offset + rest.find(':'), kBlankAfterColon};
  if (in_map && rest.starts_with("-"))
    return YamlFault{spot.offset,
                     "a list item stands where a key is expected: check the "
                     "indentation of this line"};
  const bool has_key = rest.find(": ") != std::string_view::npos || rest.ends_with(':');
  if (has_key)
    return YamlFault{spot.offset, "the indentation of this line fits none of the lines above"};
  return YamlFault{spot.offset,
                   in_map ? "expected 'key: value' here" : "expected a list item, '- value', here"};
}

}  // namespace lineman
