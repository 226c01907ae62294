// Any bytes as YAML and as JSON: no crash, no hang, and what is promised of the results holds.
#include "text/yaml.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "text/json.h"

namespace {

using lineman::Findings;
using lineman::Json;
using lineman::YamlEntry;
using lineman::YamlNode;
using lineman::YamlPtr;

void Require(bool holds) {
  if (!holds) std::abort();
}

// Whether at the place of every plain text and key stands its first character. Only for texts in
// which a byte is a column.
void CheckPlaces(const std::vector<std::string_view>& lines, const YamlNode& node) {
  const auto stands_at = [&lines](char first, const lineman::Place& place) {
    const std::string_view line = lines.at(static_cast<std::size_t>(place.line) - 1);
    return line.substr(static_cast<std::size_t>(place.column) - 1).starts_with(first);
  };
  if (node.IsScalar() && !node.quoted && !node.scalar.empty())
    Require(stands_at(node.scalar[0], node.place) || stands_at('"', node.place) ||
            stands_at('\'', node.place));
  for (const YamlPtr& item : node.items) CheckPlaces(lines, *item);
  for (const YamlEntry& entry : node.entries) {
    const lineman::Place& place = entry.key_place;
    const auto stands = [&](char c) { return stands_at(c, place); };
    Require(entry.key.empty() || stands(entry.key[0]) || stands('"') || stands('\'') ||
            stands('*') || stands('|') || stands('>'));
    CheckPlaces(lines, *entry.value);
  }
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t feed = 0; feed != std::string_view::npos;) {
    feed = text.find('\n');
    lines.push_back(text.substr(0, feed));
    text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
  }
  return lines;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Walks the whole tree: it is not too deep, keys are unique, values and places are there.
void CheckTree(const YamlNode& node, int levels) {
  Require(levels <= 64 && node.place.line > 0 && node.place.column > 0);
  for (const YamlPtr& item : node.items) CheckTree(*item, levels + (item->IsScalar() ? 0 : 1));
  for (const YamlEntry& entry : node.entries) {
    Require(node.Find(entry.key) == entry.value.get() && entry.key_place.line > 0);
    CheckTree(*entry.value, levels + (entry.value->IsScalar() ? 0 : 1));
  }
}

std::string ReadBack(std::string_view value) {
  Findings findings;
  const YamlPtr root =
      lineman::ParseYamlMapping("k: " + lineman::QuoteYaml(value), "quoted", findings);
  Require(root != nullptr && root->Find("k")->IsScalar());
  return root->Find("k")->scalar;
}

// What is read back may differ once, where bytes that are not UTF-8 are replaced.
void CheckQuoting(std::string_view bytes) {
  if (bytes.find('\0') != std::string_view::npos) return;  // no value may contain one
  const std::string value = ReadBack(bytes);
  Require(ReadBack(value) == value);
}

void CheckYaml(std::string_view text) {
  lineman::YamlLimits limits;
  limits.nodes = 2000;
  Findings findings;
  YamlPtr merged;
  for (const YamlPtr& document : lineman::ParseYaml(text, "fuzzed", findings, limits)) {
    CheckTree(*document, document->IsScalar() ? 0 : 1);
    if (IsAscii(text) && !findings.HasErrors()) CheckPlaces(LinesOf(text), *document);
    merged = lineman::MergeYaml(merged, document);
  }
  if (merged) CheckTree(*merged, merged->IsScalar() ? 0 : 1);
  if (!findings.HasErrors()) Require(merged != nullptr);
  findings.ToString();
}

void CheckJson(std::string_view text) {
  const lineman::Result<Json> json = lineman::ParseJson(text);
  if (!json) return;
  const lineman::Result<Json> again = lineman::ParseJson(json->Dump());
  Require(again && again->Dump() == json->Dump());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  CheckYaml(text);
  CheckJson(text);
  if (size < 200) CheckQuoting(text);
  return 0;
}
