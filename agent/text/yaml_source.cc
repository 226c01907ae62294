#include "text/yaml_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "text/utf8.h"

namespace lineman {
namespace {

constexpr std::size_t kStride = 256;  // bytes between two remembered character counts
constexpr char32_t kByteOrderMark = 0xFEFF;
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

bool StartsWith(std::string_view text, std::initializer_list<int> bytes) {
  if (text.size() < bytes.size()) return false;
  return std::equal(bytes.begin(), bytes.end(), text.begin(), [](int byte, char c) {
    return static_cast<unsigned char>(c) == static_cast<unsigned>(byte);
  });
}

// The name of the encoding when it is a wide one: by its mark, or by the NULs beside a first
// ASCII character (YAML 1.2.2, section 5.2). Empty when it is none of them.
std::string_view WideEncoding(std::string_view text) {
  if (StartsWith(text, {0xFF, 0xFE, 0, 0}) || StartsWith(text, {0, 0, 0xFE, 0xFF})) return "UTF-32";
  if (StartsWith(text, {0xFF, 0xFE}) || StartsWith(text, {0xFE, 0xFF})) return "UTF-16";
  if (text.size() < 2 || (text[0] == 0 && text[1] == 0 && text.size() < 4)) return {};
  if (text.size() >= 4 && text[2] == 0 && (text[0] == 0) != (text[3] == 0) && text[1] == 0)
    return "UTF-32";
  return (text[0] == 0) != (text[1] == 0) ? "UTF-16" : std::string_view();
}

std::string WithoutCarriageReturns(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends_line = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!ends_line) kept += text[i];
  }
  return kept;
}

// What is wrong with the character at `at`; empty when nothing is.
std::string FaultOfCharacter(std::string_view text, std::size_t at, const Utf8Char& character) {
  if (character.bytes == 0)
    return fmt::format(
        "the byte 0x{:02X} is not UTF-8, the file is perhaps latin-1: save it as UTF-8",
        static_cast<unsigned char>(text[at]));
  if (character.code == 0) return "a NUL byte: this is no text file, or it is damaged";
  if (character.code == '\r')
    return "a carriage return without a line feed: save the file with LF or CRLF line ends";
  if (character.code == kByteOrderMark)
    return "a byte order mark inside the text: were two files joined? Remove it";
  if (!IsPrintable(character.code))
    return fmt::format(
        "the control character U+{:04X} may not be in the file: remove it, or write "
        "it as an escape in double quotes",
        static_cast<unsigned>(character.code));
  return {};
}

// Reports the first character that may not be there. False when there is one.
bool CheckCharacters(const YamlSource& source, Findings& findings) {
  const std::string& text = source.text();
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Char character = DecodeUtf8(text, at);
    std::string fault = FaultOfCharacter(text, at, character);
    if (!fault.empty()) {
      findings.Error(source.PlaceAt(at), std::move(fault));
      return false;
    }
    at += character.bytes;
  }
  return true;
}

bool HasContent(const YamlSource& source) {
  for (std::size_t line = 0; line < source.lines(); ++line) {
    const std::string_view text = source.Line(line);
    const std::size_t first = text.find_first_not_of(" \t");
    if (first != std::string_view::npos && text[first] != '#') return true;
  }
  return false;
}

}  // namespace

YamlSource::YamlSource(std::string text, std::shared_ptr<const std::string> file)
    : file_(std::move(file)), text_(std::move(text)) {
  starts_.push_back(0);
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text_.size(); ++at) {
    if (at % kStride == 0) characters_.push_back(characters);
    characters += CountUtf8({&text_[at], 1});
    if (text_[at] == '\n') starts_.push_back(at + 1);
  }
}

std::optional<YamlSource> YamlSource::Open(std::string_view text, const std::string& file,
                                           const YamlLimits& limits, Findings& findings) {
  const auto name = std::make_shared<const std::string>(file);
  const Place start{name};
  if (text.size() > limits.bytes) {
    findings.Error(start, fmt::format("the file has {} bytes, more than the {} that are read",
                                      text.size(), limits.bytes));
    return std::nullopt;
  }
  if (const std::string_view encoding = WideEncoding(text); !encoding.empty()) {
    findings.Error(start, fmt::format("the file is {}, save it as UTF-8", encoding));
    return std::nullopt;
  }
  if (text.starts_with(kUtf8Mark)) text.remove_prefix(kUtf8Mark.size());
  YamlSource source(WithoutCarriageReturns(text), name);
  if (!CheckCharacters(source, findings)) return std::nullopt;
  if (!HasContent(source)) {
    findings.Error(start, "the file is empty: expected lines such as 'key: value'");
    return std::nullopt;
  }
  return source;
}

std::size_t YamlSource::LineOf(std::size_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

std::string_view YamlSource::Line(std::size_t line) const {
  const std::size_t start = starts_.at(line);
  const std::size_t end = line + 1 < starts_.size() ? starts_[line + 1] - 1 : text_.size();
  return std::string_view(text_).substr(start, end - start);
}

Place YamlSource::PlaceAt(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const std::size_t line = LineOf(offset);
  const auto characters_before = [this](std::size_t at) {
    if (characters_.empty()) return std::size_t{0};
    const std::size_t known = std::min(at / kStride, characters_.size() - 1);
    const std::size_t from = known * kStride;
    return characters_[known] + CountUtf8(std::string_view(text_).substr(from, at - from));
  };
  const std::size_t column = characters_before(offset) - characters_before(starts_[line]);
  return {file_, static_cast<int>(line) + 1, static_cast<int>(column) + 1};
}

}  // namespace lineman
