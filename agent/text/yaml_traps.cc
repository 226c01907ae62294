#include "text/yaml_traps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "text/yaml_builder.h"
#include "text/yaml_open.h"

namespace lineman {
namespace {

bool IsLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A drive and a backslash: C:\…
bool IsWindowsPath(std::string_view raw) {
  return raw.size() > 3 && IsLetter(raw[0]) && raw[1] == ':' && raw[2] == '\\' && raw[3] != '\\';
}

// Control characters that are never meant; tab and line ends are.
bool HasStrayControl(std::string_view value) {
  return std::any_of(value.begin(), value.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
}

std::string_view Trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

// The line from behind its first word, the key, on; blanks before what follows are left out.
std::string_view AfterKey(std::string_view line, std::string_view key) {
  std::size_t end = key.size();
  if (line.starts_with('"') || line.starts_with('\'')) end = AfterQuoted(line, 0);
  if (line.starts_with('*')) end = line.find_first_of(" \t,]}");
  return Trimmed(line.substr(std::min(end, line.size())));
}

bool IsNumberAfterHash(std::string_view text) {
  return text.size() > 1 && text[0] == '#' && (IsDigit(text[1]) || text[1] == '*');
}

// Whether a line begins with `---` or `...`, and not with a text that begins so.
bool IsMarker(std::string_view line, std::string_view marker) {
  return line.starts_with(marker) &&
         (line.size() == marker.size() || std::string_view(" \t\n").find(line[marker.size()]) < 3);
}

// What stands above a line, blank lines and comments aside.
struct Above {
  std::optional<std::size_t> directive;  // the nearest line that begins with '%'
  bool is_start = false;                 // then comes nothing more
  bool is_end_mark = false;              // then comes `...`
};

Above WhatStandsAbove(const YamlSource& source, std::size_t line) {
  Above above;
  while (line-- > 0) {
    const std::string_view text = source.Line(line);
    if (text.starts_with('%')) {
      if (!above.directive) above.directive = source.StartOf(line);
      continue;
    }
    if (Trimmed(text).empty() || Trimmed(text)[0] == '#') continue;
    above.is_end_mark = IsMarker(text, "...");
    return above;
  }
  above.is_start = true;
  return above;
}

}  // namespace

void CheckQuoted(const YamlSource& source, std::size_t offset, const YamlNode& scalar,
                 Findings& findings) {
  const std::string_view raw = std::string_view(source.text()).substr(offset);
  if (!raw.starts_with('"') && !raw.starts_with('\'')) return;
  if (AfterQuoted(source.text(), offset) == std::string_view::npos)
    findings.Error(scalar.place, "the quotes that open here are never closed");
  if (raw[0] == '\'') return;
  if (scalar.scalar.find('\0') != std::string::npos) {
    findings.Error(scalar.place,
                   "an escape makes a NUL character, which no value may contain: use single quotes "
                   "for text with backslashes");
  } else if (IsWindowsPath(raw.substr(1)) || HasStrayControl(scalar.scalar)) {
    findings.Warning(scalar.place,
                     "in double quotes a backslash makes control characters ('\\b' is a "
                     "backspace): use single quotes for text with backslashes");
  }
}

bool LacksBlankAfterColon(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < line.size() &&
         line[colon + 1] != ' ' && line[colon + 1] != '\t' &&
         line.substr(0, colon).find_first_of(" \t\"'") == std::string_view::npos;
}

void CheckMissingValue(const YamlSource& source, const OpenCollection& mapping,
                       Findings& findings) {
  const std::size_t line = source.LineOf(mapping.key_offset);
  const std::size_t column = mapping.key_offset - source.StartOf(line);
  const std::string_view rest = source.Line(line).substr(column);
  const std::string_view after = AfterKey(rest, mapping.entry.key);
  const std::string_view value = after.empty() ? after : Trimmed(after.substr(1));
  if (mapping.flow) {
    if (after.empty() || after[0] == ':' || !rest.starts_with(mapping.entry.key)) return;
    if (LacksBlankAfterColon(mapping.entry.key))
      findings.Warning(mapping.entry.key_place, kBlankAfterColon);
  } else if (!after.starts_with(':') &&
             source.Line(line).substr(0, column).find('?') == std::string_view::npos) {
    const bool lacks_blank = LacksBlankAfterColon(rest);
    findings.Error(source.PlaceAt(mapping.key_offset + (lacks_blank ? rest.find(':') : 0)),
                   lacks_blank ? kBlankAfterColon : "expected 'key: value' here");
  } else if (IsNumberAfterHash(value)) {
    findings.Warning(source.PlaceAt(mapping.key_offset + rest.size() - value.size()),
                     "a '#' after a blank begins a comment, so there is no value: quote telephone "
                     "numbers");
  }
}

bool CheckBeginning(const YamlSource& source, std::size_t offset, bool first, Findings& findings) {
  const bool at_end = offset >= source.text().size();
  const bool marked = IsMarker(std::string_view(source.text()).substr(offset), "---");
  const Above above = WhatStandsAbove(source, source.LineOf(offset) + (at_end ? 1 : 0));
  if (above.directive && (!marked || !(above.is_start || above.is_end_mark))) {
    findings.Error(source.PlaceAt(*above.directive),
                   "a line that begins with '%' is no value: quote it if it is text");
    return false;
  }
  if (first || marked || at_end || above.is_end_mark) return true;
  findings.Error(source.PlaceAt(offset),
                 "this belongs to nothing above: check its indentation, or quote it");
  return false;
}

std::optional<std::size_t> DashBefore(const YamlSource& source, std::size_t offset) {
  const std::string_view text = source.text();
  if (offset < text.size() && (text[offset] == '~' || text[offset] == 'n' || text[offset] == 'N'))
    return std::nullopt;  // a null that was written
  for (std::size_t line = source.LineOf(offset) + 1; line-- > 0;) {
    std::string_view rest = source.Line(line);
    rest = rest.substr(0, std::min(rest.size(), offset - source.StartOf(line)));
    std::size_t dash = rest.find('-');
    if (Trimmed(rest).empty() || Trimmed(rest)[0] == '#') continue;
    while (dash != std::string_view::npos && Trimmed(rest.substr(dash + 1)).starts_with('-'))
      dash = rest.find('-', dash + 1);
    if (dash == std::string_view::npos) return std::nullopt;
    return source.StartOf(line) + dash;
  }
  return std::nullopt;
}

}  // namespace lineman
