#include "text/yaml_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "text/utf8.h"
#include "text/yaml_spot.h"

namespace lineman {
namespace {

Explanation ExplainTab(const Spot& spot) {
  if (!IsAboutStructure(spot)) return std::nullopt;
  const std::string_view line = spot.source.Line(spot.line);
  const std::string_view blanks =
      line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
  const std::size_t tab = blanks.find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  return YamlFault{spot.source.StartOf(spot.line) + tab,
                   "a tab is used as indentation, which YAML does not allow: use blanks"};
}

// The backslash of the escape that yaml-cpp has just read.
std::size_t BackslashBefore(const Spot& spot) {
  const std::string& text = spot.source.text();
  struct Escape {
    std::string_view start;
    std::size_t length;
  };
  static constexpr std::array<Escape, 3> kNumeric = {{{"\\U", 10}, {"\\u", 6}, {"\\x", 4}}};
  for (const Escape& escape : kNumeric) {
    const std::size_t start = spot.reached - std::min(escape.length, spot.reached);
    if (start < text.size() && text.compare(start, 2, escape.start) == 0) return start;
  }
  return spot.reached - std::min<std::size_t>(2, spot.reached);
}

Explanation ExplainEscape(const Spot& spot) {
  if (!spot.complaint.starts_with(yaml_says::INVALID_ESCAPE) &&
      !spot.complaint.starts_with(yaml_says::INVALID_UNICODE) && !spot.Is(yaml_says::INVALID_HEX)) {
    return std::nullopt;
  }
  const std::string_view text = spot.source.text();
  const std::size_t slash = BackslashBefore(spot);
  const Utf8Char next = slash + 1 < text.size() ? DecodeUtf8(text, slash + 1) : Utf8Char{};
  return YamlFault{
      slash, fmt::format("{} is no escape that double quotes know: use single quotes for text with "
                         "backslashes",
                         Shown(text.substr(slash, 1 + next.bytes)))};
}

bool LooksLikeNumber(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '*' || c == '#' || c == '+';
  });
}

Explanation ExplainAlias(const Spot& spot) {
  if (!spot.Is(yaml_says::UNKNOWN_ANCHOR) && !spot.Is(yaml_says::ALIAS_NOT_FOUND) &&
      !spot.Is(yaml_says::CHAR_IN_ALIAS)) {
    return std::nullopt;
  }
  const std::size_t star = spot.source.text().rfind('*', spot.offset);
  const std::size_t offset =
      spot.Is(yaml_says::UNKNOWN_ANCHOR) || star == std::string::npos ? spot.offset : star;
  const std::string_view from = std::string_view(spot.source.text()).substr(offset);
  const std::string_view word = from.substr(0, from.find_first_of(" \t\n,[]{}"));
  if (word.size() > 1 && LooksLikeNumber(word.substr(1)))
    return YamlFault{offset,
                     fmt::format("a '*' begins an alias in YAML: quote telephone numbers, as in "
                                 "\"{}\"",
                                 word)};
  return YamlFault{offset, fmt::format("{} is an alias in YAML, and no anchor of that name stands "
                                       "above: quote it if it is text",
                                       Shown(word))};
}

Explanation ExplainToken(const Spot& spot) {
  if (spot.Is(yaml_says::UNKNOWN_TOKEN)) {
    const std::size_t bytes = DecodeUtf8(spot.source.text(), spot.offset).bytes;
    return YamlFault{spot.offset,
                     fmt::format("a text cannot begin with {}: quote it",
                                 Shown(spot.source.text().substr(spot.offset, bytes)))};
  }
  if (spot.Is(yaml_says::BLOCK_ENTRY) && !spot.IsFirstOnLine())
    return YamlFault{spot.offset,
                     "a list cannot begin on the line of its key: give each '- ' a "
                     "line of its own, or write [a, b]"};
  return std::nullopt;
}

struct Sentence {
  std::string_view complaint;
  std::string_view message;
};

constexpr std::string_view kAnchor = "a '&' begins an anchor in YAML: quote the text";
constexpr std::string_view kTag = "a '!' begins a tag in YAML: quote the text";
constexpr std::string_view kTwice = "a value can have only one tag and one anchor";
constexpr std::string_view kDirective =
    "a line that begins with '%' is a directive: quote the text";

const std::array kSentences = std::to_array<Sentence>({
    {yaml_says::ANCHOR_NOT_FOUND, kAnchor},
    {yaml_says::CHAR_IN_ANCHOR, kAnchor},
    {yaml_says::CHAR_IN_TAG_HANDLE, kTag},
    {yaml_says::TAG_WITH_NO_SUFFIX, kTag},
    {yaml_says::END_OF_VERBATIM_TAG, kTag},
    {yaml_says::MULTIPLE_TAGS, kTwice},
    {yaml_says::MULTIPLE_ANCHORS, kTwice},
    {yaml_says::YAML_DIRECTIVE_ARGS, kDirective},
    {yaml_says::REPEATED_YAML_DIRECTIVE, kDirective},
    {yaml_says::YAML_MAJOR_VERSION, "only YAML 1 is read"},
    {yaml_says::TAG_DIRECTIVE_ARGS, kDirective},
    {yaml_says::REPEATED_TAG_DIRECTIVE, kDirective},
    {yaml_says::FLOW_END, "a closing bracket that closes nothing: quote it if it is text"},
    {yaml_says::BLOCK_ENTRY, "a list item cannot stand here: check the indentation of this line"},
    {yaml_says::MAP_KEY, "a '? ' cannot stand here: quote it if it is text"},
    {yaml_says::TAB_IN_INDENTATION, "a tab is used as indentation: use blanks"},
    {yaml_says::ZERO_INDENT_IN_BLOCK, "the indentation after '|' or '>' counts from 1"},
    {yaml_says::CHAR_IN_BLOCK,
     "after '|' or '>' the text begins on the next line: quote the text "
     "if it has one line only"},
    {yaml_says::BAD_FILE, "nested too deeply"},
});

}  // namespace

YamlFault ExplainFault(const YamlSource& source, const YamlBuilder& builder,
                       std::string_view complaint, std::size_t offset) {
  const Spot spot{source, builder, complaint, offset};
  for (const auto explain :
       {ExplainTab, ExplainEscape, ExplainAlias, ExplainMissingQuote, ExplainUnclosed,
        ExplainAfterEnd, ExplainLineAbove, ExplainColon, ExplainMisfit, ExplainToken}) {
    if (const Explanation fault = explain(spot)) return *fault;
  }
  for (const Sentence& sentence : kSentences) {
    if (complaint.starts_with(sentence.complaint))
      return {spot.offset, std::string(sentence.message)};
  }
  return {spot.offset, "this cannot be read as YAML"};
}

}  // namespace lineman
