// From a profile's `with` to the values a plugin sees.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/suggest.h"
#include "hooks/option_spec.h"
#include "model/option_scalar.h"

namespace lineman {
namespace {

constexpr std::int64_t kMillion = 1'000'000;

// Checks what a table of rows cannot say, and makes values.
class ValueMaker {
 public:
  ValueMaker(const OptionTable& table, const std::vector<std::string>& may_run,
             const std::vector<std::string>& secrets, Findings& findings)
      : table_(table), may_run_(may_run), secrets_(secrets), findings_(findings) {}

  OptionValue Make(const OptionSpec& spec, const YamlNode* node, const std::string& path) {
    if (node == nullptr) return Default(spec, path);
    if (spec.type == "command") return MakeCommand(*node);
    if (spec.is_list || spec.type == "list") return MakeList(spec, *node, path);
    if (spec.type == "table") return MakeTable(spec.options, node, path + ".");
    if (spec.type == "map") return MakeMap(spec, *node, path);
    return MakeScalar(spec, *node, path);
  }

  OptionValue MakeTable(const std::vector<NamedSpec>& specs, const YamlNode* node,
                        const std::string& path) {
    OptionValue::Table table;
    for (const auto& [key, spec] : specs) {
      OptionValue value = Make(spec, node == nullptr ? nullptr : node->Find(key), path + key);
      if (!std::holds_alternative<std::monostate>(value.what)) {
        table.push_back({key, std::move(value)});
      }
    }
    return {std::move(table)};
  }

 private:
  OptionValue Default(const OptionSpec& spec, const std::string& path) {
    // A table with defaults inside is there even when nothing of it is written.
    const bool inside = spec.type == "table" && !spec.is_list && !spec.required;
    if (inside) return MakeTable(spec.options, nullptr, path + ".");
    if (spec.default_value.empty() || spec.is_list) return {};
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.scalar = spec.default_value;
    return MakeScalar(spec, node, path);
  }

  OptionValue MakeList(const OptionSpec& spec, const YamlNode& node, const std::string& path) {
    OptionSpec item = spec.type == "list" ? spec.of.front() : spec;
    if (spec.type != "list") item.is_list = false;
    OptionValue::List list;
    for (const YamlPtr& one : node.items) list.push_back(Make(item, one.get(), path + "[]"));
    return {std::move(list)};
  }

  OptionValue MakeMap(const OptionSpec& spec, const YamlNode& node, const std::string& path) {
    OptionValue::Table table;
    for (const YamlEntry& entry : node.entries) {
      const std::string below =
          fmt::format("{}.{}", path, spec.keys == "weekday" ? entry.key : "*");
      table.push_back({KeyOf(spec, entry), Make(spec.of.front(), entry.value.get(), below)});
    }
    return {std::move(table)};
  }

  // The one name of a key: an error may be written as "676", but hooks compare names.
  std::string KeyOf(const OptionSpec& spec, const YamlEntry& entry) {
    if (spec.keys == "error") {
      const Option row{.path = "key", .type = OptionType::kRasError};
      if (const auto known = CheckScalar(row, entry.key); !known) {
        findings_.Error(entry.key_place, known.error().message);
      } else if (const auto error = ParseRasError(entry.key)) {
        return NameOf(*error);
      }
    }
    if (spec.keys == "cause" && !FindCause(entry.key)) {
      std::vector<std::string_view> names;
      for (const Cause cause : AllCauses()) names.push_back(NameOf(cause));
      findings_.Error(entry.key_place, fmt::format("{} is no cause{}", Shown(entry.key),
                                                   DidYouMean(entry.key, names)));
    }
    return entry.key;
  }

  OptionValue MakeCommand(const YamlNode& node) {
    OptionValue::List words;
    for (const YamlPtr& word : node.items) words.push_back({word->scalar});
    if (!node.items.empty()) CheckProgram(*node.items.front());
    if (node.items.empty()) findings_.Error(node.place, "the command is empty");
    return {std::move(words)};
  }

  void CheckProgram(const YamlNode& program) {
    if (std::find(may_run_.begin(), may_run_.end(), program.scalar) != may_run_.end()) return;
    findings_.Error(program.place,
                    fmt::format("{} is not allowed: list it in this plugin's allow: {{run: […]}}",
                                Shown(program.scalar)));
  }

  OptionValue MakeScalar(const OptionSpec& spec, const YamlNode& node, const std::string& path) {
    if (spec.type == "program") CheckProgram(node);
    if (spec.type == "secret") CheckSecret(node);
    if (spec.type == "flag") return {node.scalar == "true"};
    if (spec.type == "error") {
      if (const auto error = ParseRasError(node.scalar)) return {NameOf(*error)};
    }
    const OptionReader reader(table_, &node, path);
    if (spec.type == "integer") return {reader.Integer()};
    if (spec.type == "number") return {reader.Number()};
    if (spec.type == "percent") {
      return {static_cast<double>(reader.PerMillion()) / static_cast<double>(kMillion)};
    }
    return {node.scalar};
  }

  void CheckSecret(const YamlNode& node) {
    if (std::find(secrets_.begin(), secrets_.end(), node.scalar) != secrets_.end()) return;
    const std::vector<std::string_view> names(secrets_.begin(), secrets_.end());
    findings_.Error(node.place, fmt::format("the profile has no secret {}{}: name it in `secrets`",
                                            Shown(node.scalar), DidYouMean(node.scalar, names)));
  }

  const OptionTable& table_;
  const std::vector<std::string>& may_run_;
  const std::vector<std::string>& secrets_;
  Findings& findings_;
};

}  // namespace

OptionValue PluginOptions::Check(const YamlPtr& given, const Place& place,
                                 const std::vector<std::string>& may_run,
                                 const std::vector<std::string>& secrets,
                                 Findings& findings) const {
  YamlNode nothing;
  nothing.kind = YamlNode::Kind::kMapping;
  nothing.place = place;
  const bool absent = given == nullptr || given->IsNull();
  const YamlNode& node = absent ? nothing : *given;
  Findings own;
  OptionValue values{OptionValue::Table{}};
  // A table without rows would refuse even the mapping with nothing in it.
  const bool has_options = table_ != nullptr && !table_->rows().empty();
  if (!has_options) {
    const bool none = node.IsMapping() && node.entries.empty();
    if (!none) own.Error(node.place, "the plugin has no options: leave `with` out");
  } else {
    table_->Check(node, own);
  }
  if (!own.HasErrors() && has_options) {
    values = ValueMaker(*table_, may_run, secrets, own).MakeTable(specs_, &node, "");
  }
  findings.Append(own);
  return values;
}

}  // namespace lineman
