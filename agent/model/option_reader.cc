#include <algorithm>

#include "model/option_scalar.h"
#include "model/option_tree.h"

namespace lineman {
namespace {

std::string Join(std::string_view path, std::string_view key) {
  std::string joined(path);
  if (!joined.empty() && !key.empty()) joined += '.';
  return joined.append(key);
}

// The value of the first text that has one; `parse` gives an optional or a Result.
template <typename T, typename Parser>
std::optional<T> FirstOf(const std::vector<std::string>& texts, Parser parse) {
  for (const std::string& text : texts) {
    if (const auto value = parse(text)) return *value;
  }
  return std::nullopt;
}

std::optional<bool> ParseFlag(std::string_view text) {
  if (text != "true" && text != "false") return std::nullopt;
  return text == "true";
}

}  // namespace

OptionReader::OptionReader(const OptionTable& table, const YamlNode* node, std::string path)
    : table_(&table), node_(node), path_(std::move(path)) {}

const YamlNode* OptionReader::Find(std::string_view key) const {
  const YamlNode* node = node_;
  while (node != nullptr && !key.empty()) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    node = node->Find(key.substr(0, dot));
    key.remove_prefix(std::min(dot + 1, key.size()));
  }
  return node;
}

OptionReader OptionReader::Below(std::string_view key) const {
  return {*table_, Find(key), Join(path_, key)};
}

std::vector<OptionReader> OptionReader::Items(std::string_view key) const {
  std::vector<OptionReader> items;
  const YamlNode* const list = Find(key);
  if (list == nullptr || !list->IsSequence()) return items;
  items.reserve(list->items.size());
  for (const YamlPtr& item : list->items)
    items.emplace_back(*table_, item.get(), Join(path_, key) + "[]");
  return items;
}

std::vector<std::pair<std::string, OptionReader>> OptionReader::Members(
    std::string_view key) const {
  std::vector<std::pair<std::string, OptionReader>> members;
  const YamlNode* const mapping = Find(key);
  if (mapping == nullptr || !mapping->IsMapping()) return members;
  const std::string path = Join(path_, key);
  const OptionNode* const node = FindNode(table_->tree().root, path);
  for (const YamlEntry& entry : mapping->entries) {
    const bool free = node == nullptr || node->FindKey(entry.key) == node->others.get();
    if (free)
      members.emplace_back(entry.key, OptionReader(*table_, entry.value.get(), Join(path, "*")));
  }
  return members;
}

const Option* OptionReader::FindRow(std::string_view key) const {
  return table_->FindRow(Join(path_, key));
}

std::vector<std::string> OptionReader::Candidates(std::string_view key) const {
  std::vector<std::string> texts;
  const YamlNode* const node = Find(key);
  if (node != nullptr && node->IsScalar()) texts.push_back(node->scalar);
  if (const OptionNode* const place = FindNode(table_->tree().root, Join(path_, key))) {
    for (const Option* row : place->rows)
      if (!row->default_value.empty()) texts.emplace_back(row->default_value);
  }
  return texts;
}

std::string OptionReader::Text(std::string_view key) const {
  const std::vector<std::string> texts = Candidates(key);
  return texts.empty() ? "" : texts.front();
}

bool OptionReader::Flag(std::string_view key) const {
  return FirstOf<bool>(Candidates(key), ParseFlag).value_or(false);
}

std::int64_t OptionReader::Integer(std::string_view key) const {
  return FirstOf<std::int64_t>(Candidates(key), ParseInteger).value_or(0);
}

double OptionReader::Number(std::string_view key) const {
  return FirstOf<double>(Candidates(key), ParseNumber).value_or(0);
}

std::int64_t OptionReader::PerMillion(std::string_view key) const {
  return FirstOf<std::int64_t>(Candidates(key), ParsePercent).value_or(0);
}

Duration OptionReader::Span(std::string_view key) const {
  return MaybeSpan(key).value_or(Duration::zero());
}

std::optional<Duration> OptionReader::MaybeSpan(std::string_view key) const {
  const Option* const row = FindRow(key);
  const bool has_sign = row != nullptr && row->type == OptionType::kSignedDuration;
  return FirstOf<Duration>(Candidates(key), has_sign ? ParseSignedDuration : ParseDuration);
}

std::optional<RasError> OptionReader::Error(std::string_view key) const {
  return FirstOf<RasError>(Candidates(key), ParseRasError);
}

std::optional<Cause> OptionReader::CauseAt(std::string_view key) const {
  return FirstOf<Cause>(Candidates(key), FindCause);
}

std::optional<ConnectionState> OptionReader::State(std::string_view key) const {
  return FirstOf<ConnectionState>(Candidates(key), FindState);
}

std::vector<std::string> OptionReader::Texts(std::string_view key) const {
  std::vector<std::string> texts;
  const YamlNode* const node = Find(key);
  if (node != nullptr && node->IsSequence()) {
    for (const YamlPtr& item : node->items)
      if (item->IsScalar()) texts.push_back(item->scalar);
    return texts;
  }
  if (std::string text = Text(key); !text.empty()) texts.push_back(std::move(text));
  return texts;
}

Place OptionReader::place() const { return node_ == nullptr ? Place{} : node_->place; }

}  // namespace lineman
