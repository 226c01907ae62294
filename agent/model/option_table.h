// One table says everything about the keys of a YAML format: name, type, default, bounds, help.
//
// The reader, `check`, `show`, the JSON Schema and the manual are all made from it, so they cannot
// disagree. Profiles, the agent's own file, worlds, stories, engines and plugins each have a table.
//
// A row's path is the way from the top of the document: `retry.backoff.first`. `[]` stands for the
// items of a list, `*` for the free keys of a mapping. A path may have several rows when its value
// may take several forms: `online` (a word), `online[]` (a list) and `online.after` (a mapping).
// Even the same path may be there twice: `number` is one of a few words, or a telephone number.
// A required `numbers[]` is a list that is there and not empty; a required key of a mapping is
// only missed where the mapping is present.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar_window.h"
#include "base/duration.h"
#include "ras/connection_state.h"
#include "ras/ras_error.h"
#include "text/findings.h"
#include "text/json.h"
#include "text/yaml.h"

namespace lineman {

// What a scalar must be.
enum class OptionType {
  kText,
  kFlag,  // true | false
  kInteger,
  kNumber,          // with a fraction, e.g. 1.5
  kPercent,         // "20%" or "99.5%"
  kDuration,        // "30s"
  kSignedDuration,  // "+1h", "-30m"
  kPhone,           // a telephone number; quoted when it starts with + or *
  kChoice,          // one of `choices`
  kDayWindow,       // "03:00-04:00"
  kWeekWindow,      // "Mon-Fri 07:00-19:00"
  kLocalTime,       // "2026-03-02T08:00"
  kTimeOfDay,       // "03:30"
  kZone,            // "Europe/Berlin"
  kEndpoint,        // "10.0.0.1:443"
  kRasError,        // line_busy | 676 | ERROR_LINE_BUSY
  kCause,
  kState,     // a connection state by its hook name
  kAnything,  // any value at all; whoever owns it checks it
  kNested,    // no value of its own: help for the mapping or list, or that it is required
};

// One row: one form of one key.
struct Option {
  std::string_view path = {};
  OptionType type = OptionType::kText;
  std::string_view default_value = {};  // as it would be written; empty: none
  std::string_view help = {};           // one sentence, for the manual and for editors
  std::string_view choices = {};        // of kChoice, "always|manual"
  std::string_view least = {};          // bounds as they would be written; empty: none
  std::string_view most = {};
  bool required = false;
};

struct OptionTree;  // the rows as a tree; made once per table

// The rows of one format. A table lives as long as the program; tables are made of constant rows.
class OptionTable {
 public:
  OptionTable(std::string_view name, std::vector<Option> rows);
  ~OptionTable();
  OptionTable(OptionTable&&) noexcept;
  OptionTable& operator=(OptionTable&&) noexcept;
  OptionTable(const OptionTable&) = delete;
  OptionTable& operator=(const OptionTable&) = delete;

  // Checks a whole document: unknown keys, wrong forms, bad values, missing keys, all at once.
  // With `fragment`, required keys may be missing (files that others extend).
  void Check(const YamlNode& root, Findings& findings, bool fragment = false) const;
  // The JSON Schema of the format (draft 2020-12), without the "$schema" line.
  Json ToSchema(bool fragment = false) const;
  // The rows in order, for manuals.
  std::span<const Option> rows() const { return rows_; }
  std::string_view name() const { return name_; }
  // The first row of a path, null when there is none. A free key may go by its name or by `*`.
  const Option* FindRow(std::string_view path) const;
  const OptionTree& tree() const { return *tree_; }

 private:
  std::string_view name_;
  std::vector<Option> rows_;
  std::unique_ptr<OptionTree> tree_;
};

// Checks one scalar against a row; the error says what was expected. Whether a telephone number
// had to be quoted only Check can tell.
Result<Done> CheckScalar(const Option& option, std::string_view text);

// Typed reading of a document that has been checked. A key that is absent gives the default of its
// row; a value that is wrong in spite of the check gives the default too, never a crash.
class OptionReader {
 public:
  // `node` stands at `path` of the table ("" for the document itself, "rules[]" for one rule).
  OptionReader(const OptionTable& table, const YamlNode* node, std::string path = "");

  bool Has(std::string_view key) const { return Find(key) != nullptr; }
  // The value of a key below this node ("backoff.first"), null when absent.
  const YamlNode* Find(std::string_view key) const;
  OptionReader Below(std::string_view key) const;               // a mapping inside
  std::vector<OptionReader> Items(std::string_view key) const;  // the items of a list
  // Free keys (`*`) of the mapping under `key`, with a reader for each value; "" for this node.
  std::vector<std::pair<std::string, OptionReader>> Members(std::string_view key) const;

  std::string Text(std::string_view key = "") const;
  bool Flag(std::string_view key = "") const;
  std::int64_t Integer(std::string_view key = "") const;
  double Number(std::string_view key = "") const;
  // In millionths: 20% is 200'000, so that chance and shares stay integers on every machine.
  std::int64_t PerMillion(std::string_view key = "") const;
  Duration Span(std::string_view key = "") const;
  std::optional<Duration> MaybeSpan(std::string_view key = "") const;
  std::optional<RasError> Error(std::string_view key = "") const;
  std::optional<Cause> CauseAt(std::string_view key = "") const;
  std::optional<ConnectionState> State(std::string_view key = "") const;
  // A scalar or a list of scalars, as texts.
  std::vector<std::string> Texts(std::string_view key = "") const;

  const YamlNode* node() const { return node_; }
  Place place() const;  // of the node, or of nothing when it is absent

 private:
  const Option* FindRow(std::string_view key) const;
  // The texts to read a value from, best first: what is written, then the default of the row.
  std::vector<std::string> Candidates(std::string_view key) const;

  const OptionTable* table_;
  const YamlNode* node_;
  std::string path_;
};

}  // namespace lineman
