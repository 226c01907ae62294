// YAML as a tree in which every key and value knows its place.
//
// yaml-cpp reads the text (its event parser); this room turns the events into values that can be
// merged, checked and quoted back to the administrator with file:line:column. Scalars stay text:
// whoever reads one knows what it should be, so `no`, `0555` or `1e3` never change their meaning
// on the way. Trees are immutable and shared; nothing here touches a file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/findings.h"

namespace lineman {

struct YamlNode;
using YamlPtr = std::shared_ptr<const YamlNode>;

struct YamlEntry;

// One value of a document.
struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMapping };

  Kind kind = Kind::kNull;
  Place place;
  std::string scalar;              // of a kScalar, as written, quotes and escapes resolved
  bool quoted = false;             // of a kScalar: it was in quotes or a block, so it is a string
  std::vector<YamlPtr> items;      // of a kSequence
  std::vector<YamlEntry> entries;  // of a kMapping, in the order written; keys are unique

  bool IsNull() const { return kind == Kind::kNull; }
  bool IsScalar() const { return kind == Kind::kScalar; }
  bool IsSequence() const { return kind == Kind::kSequence; }
  bool IsMapping() const { return kind == Kind::kMapping; }
  // The value of a key of a mapping; null when there is none, or when this is no mapping.
  const YamlNode* Find(std::string_view key) const;
  const YamlEntry* FindEntry(std::string_view key) const;
};

// One `key: value` of a mapping.
struct YamlEntry {
  std::string key;
  Place key_place;
  YamlPtr value;
};

// What a text may be at most. A configuration is written by people; what is larger is a mistake
// or an attack, and is refused with a place instead of being read for minutes. One value, or one
// [ ] or { }, has 256 KiB at most, whatever these say, and the depth is never over 500.
struct YamlLimits {
  std::size_t bytes = 1U << 20U;  // of the text; aliases may make twice as many of it
  int depth = 64;                 // of nested collections
  std::size_t nodes = 100'000;    // in all documents, every use of an alias counted anew
};

// The documents of a text. Errors go to `findings` (then the result holds what was read so far,
// often nothing): text that is no YAML, is empty, has NUL bytes, is UTF-16 or latin-1 instead of
// UTF-8, has a doubled key, a key that is no plain text, a tag of its own, or is over the limits.
// Warnings tell of what is YAML but hardly meant. `file` names the text in places.
std::vector<YamlPtr> ParseYaml(std::string_view text, const std::string& file, Findings& findings,
                               const YamlLimits& limits = {});

// The only document of a text, a mapping; null after an error.
YamlPtr ParseYamlMapping(std::string_view text, const std::string& file, Findings& findings,
                         const YamlLimits& limits = {});

// `over` on top of `base`: mappings merge key by key, everything else is replaced. Each value
// keeps the place it was written in. Either may be null.
YamlPtr MergeYaml(const YamlPtr& base, const YamlPtr& over);

// A scalar as it must be written to read back as the same string ("quoted" where needed).
std::string QuoteYaml(std::string_view scalar);

}  // namespace lineman
