// YAML in, findings or a tree in one line out: how the tests of this room begin and end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/yaml.h"

namespace lineman {

// What is found wrong with a text named "t", one finding a line.
inline std::string FindingsOf(std::string_view text, const YamlLimits& limits = {}) {
  Findings findings;
  ParseYaml(text, "t", findings, limits);
  return findings.ToString();
}

// The same for a text that has to be one mapping.
inline std::string FindingsOfMapping(std::string_view text) {
  Findings findings;
  const YamlPtr root = ParseYamlMapping(text, "t", findings);
  if ((root == nullptr) != findings.HasErrors()) return "an error must give null, and only it";
  return findings.ToString();
}

// A tree in one line; texts that were in quotes are in quotes.
inline std::string Line(const YamlNode& node) {
  std::string line;
  if (node.IsNull()) return "null";
  if (node.IsScalar()) return node.quoted ? "'" + node.scalar + "'" : node.scalar;
  for (const YamlPtr& item : node.items) line += (line.empty() ? "" : ", ") + Line(*item);
  for (const YamlEntry& entry : node.entries)
    line += (line.empty() ? "" : ", ") + entry.key + ": " + Line(*entry.value);
  return node.IsSequence() ? "[" + line + "]" : "{" + line + "}";
}

// The documents of a text, or what is wrong with it.
inline std::string TreeOf(std::string_view text) {
  Findings findings;
  std::string line;
  for (const YamlPtr& document : ParseYaml(text, "t", findings))
    line += (line.empty() ? "" : " --- ") + Line(*document);
  return findings.ToString() + line;
}

// The root of a text without faults.
inline YamlPtr RootOf(std::string_view text) {
  Findings findings;
  const std::vector<YamlPtr> documents = ParseYaml(text, "t", findings);
  return documents.empty() ? nullptr : documents.front();
}

}  // namespace lineman
