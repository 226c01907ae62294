// OptionTable::Check: a document against the tree of its table, all findings at once.
#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "model/option_scalar.h"
#include "model/option_tree.h"

namespace lineman {
namespace {

// A document with more mistakes than these is no profile with a typing error: the rest is told
// without guesses, and keys unknown to one mapping are summed up.
constexpr int kMostGuesses = 50;
constexpr std::size_t kMostUnknownKeys = 50;
constexpr std::size_t kMostKeysListed = 8;

// What the name of a list's item ends with: "rules[]".
constexpr std::string_view kItem = "[]";

std::string_view FormOf(const YamlNode& value) {
  if (value.IsMapping()) return "a mapping";
  return value.IsSequence() ? "a list" : "a single value";
}

// One walk over one document.
class Checker {
 public:
  Checker(Findings& findings, bool fragment) : findings_(findings), fragment_(fragment) {}

  // `name` is what messages call the value, "retry.backoff"; empty for the document itself.
  void CheckValue(const OptionNode& node, const YamlNode& value, const std::string& name);

 private:
  void CheckMapping(const OptionNode& node, const YamlNode& mapping, const std::string& name);
  void CheckMissing(const OptionNode& node, const YamlNode& mapping, const std::string& name);
  void CheckList(const OptionNode& node, const YamlNode& list, const std::string& name);
  void CheckText(const OptionNode& node, const YamlNode& value, const std::string& name);
  void CheckQuotes(const Option& row, const YamlNode& value, const std::string& name);
  void TellUnknown(const OptionNode& node, const YamlEntry& entry, const std::string& name);
  std::string Refusal(const OptionNode& node, std::string_view text);
  bool MayGuess() { return guesses_ < kMostGuesses && ++guesses_ > 0; }
  void Tell(const YamlNode& value, const std::string& name, const std::string& sentence);

  Findings& findings_;
  bool fragment_;
  int guesses_ = 0;
};

std::string Below(const std::string& name, std::string_view key) {
  return name.empty() ? ForMessage(key) : name + "." + ForMessage(key);
}

std::string In(const std::string& name) { return name.empty() ? "" : " in " + name; }

// "retry must be a list", "an item of rules must be a mapping", "timezone: 'CEST' is not a zone".
void Checker::Tell(const YamlNode& value, const std::string& name, const std::string& sentence) {
  const bool continues = sentence.starts_with("must ") || sentence.starts_with("has ");
  const bool item = name.ends_with(kItem);
  const std::string owner = item ? name.substr(0, name.size() - kItem.size()) : name;
  std::string subject = item && continues ? "an item of " + owner : owner;
  if (owner.empty()) subject = item && continues ? "an item" : "";
  if (!subject.empty()) subject += continues ? " " : ": ";
  findings_.Error(value.place, subject + sentence);
}

void Checker::CheckValue(const OptionNode& node, const YamlNode& value, const std::string& name) {
  if (node.TakesAnything()) return;
  if (value.IsNull())
    return Tell(value, name, fmt::format("has no value: it must be {}", DescribeForms(node)));
  if (value.IsMapping() && node.TakesMapping()) return CheckMapping(node, value, name);
  if (value.IsSequence() && node.TakesList()) return CheckList(node, value, name);
  if (value.IsScalar() && node.TakesScalar()) return CheckText(node, value, name);
  Tell(value, name, fmt::format("must be {}, not {}", DescribeForms(node), FormOf(value)));
}

void Checker::CheckMapping(const OptionNode& node, const YamlNode& mapping,
                           const std::string& name) {
  std::size_t unknown = 0;
  const YamlEntry* untold = nullptr;
  for (const YamlEntry& entry : mapping.entries) {
    if (const OptionNode* const below = node.FindKey(entry.key)) {
      CheckValue(*below, *entry.value, Below(name, entry.key));
    } else if (++unknown <= kMostUnknownKeys) {
      TellUnknown(node, entry, name);
    } else if (untold == nullptr) {
      untold = &entry;
    }
  }
  if (untold != nullptr) {
    findings_.Error(untold->key_place, fmt::format("... and {} more unknown keys{}",
                                                   unknown - kMostUnknownKeys, In(name)));
  }
  if (!fragment_) CheckMissing(node, mapping, name);
}

void Checker::CheckMissing(const OptionNode& node, const YamlNode& mapping,
                           const std::string& name) {
  for (const auto& [key, below] : node.keys) {
    if (!below->IsRequired() || mapping.Find(key) != nullptr) continue;
    findings_.Error(mapping.place, fmt::format("missing key '{}'{}: it must be {}", key, In(name),
                                               DescribeForms(*below)));
  }
  if (node.others && mapping.entries.empty() && node.MayNotBeEmpty())
    Tell(mapping, name, "must have at least one key");
}

void Checker::CheckList(const OptionNode& node, const YamlNode& list, const std::string& name) {
  if (!fragment_ && list.items.empty() && node.items->IsRequired())
    Tell(list, name, "must have at least one item");
  const std::string item_name = name + std::string(kItem);
  for (const YamlPtr& item : list.items) CheckValue(*node.items, *item, item_name);
}

void Checker::CheckText(const OptionNode& node, const YamlNode& value, const std::string& name) {
  for (const Option* row : node.rows) {
    if (CheckScalar(*row, value.scalar, false)) return CheckQuotes(*row, value, name);
  }
  Tell(value, name, Refusal(node, value.scalar));
}

void Checker::CheckQuotes(const Option& row, const YamlNode& value, const std::string& name) {
  if (row.type != OptionType::kPhone || value.quoted || !NeedsQuotes(value.scalar)) return;
  Tell(value, name, fmt::format("quote telephone numbers: \"{}\"", ForMessage(value.scalar)));
}

// The row whose own error says best what is wrong, null when all forms of the key had better be
// told: a word that is none of the choices may have been meant as one of the other forms, but
// where there are digits, no choice of words was meant.
const Option* RowMeant(const OptionNode& node, std::string_view text) {
  std::vector<const Option*> values;
  std::vector<const Option*> choices;
  for (const Option* row : node.rows) {
    if (row->type == OptionType::kNested) continue;
    (row->type == OptionType::kChoice ? choices : values).push_back(row);
  }
  const bool has_digits = text.find_first_of("0123456789") != std::string_view::npos;
  if (values.size() == 1 && (choices.empty() || has_digits)) return values.front();
  const bool one_form = !node.TakesList() && !node.TakesMapping();
  return values.empty() && choices.size() == 1 && one_form ? choices.front() : nullptr;
}

// Why no row takes a scalar.
std::string Checker::Refusal(const OptionNode& node, std::string_view text) {
  if (const Option* const row = RowMeant(node, text))
    return CheckScalar(*row, text, MayGuess()).error().message;
  std::vector<std::string_view> words;
  for (const Option* row : node.rows) {
    for (const std::string_view word : SplitChoices(row->choices)) words.push_back(word);
  }
  return fmt::format("must be {}, not '{}'{}", DescribeForms(node), ForMessage(text),
                     MayGuess() ? DidYouMean(text, words) : "");
}

// "unknown key 'hodloff' in retry (did you mean 'holdoff'?)", or the keys there are.
void Checker::TellUnknown(const OptionNode& node, const YamlEntry& entry, const std::string& name) {
  std::vector<std::string_view> known;
  for (const auto& [key, below] : node.keys) known.push_back(key);
  std::string help = MayGuess() ? DidYouMean(entry.key, known) : "";
  if (help.empty() && !known.empty() && known.size() <= kMostKeysListed)
    help = fmt::format(": {} {}", known.size() > 1 ? "the keys are" : "the only key is",
                       fmt::join(known, ", "));
  findings_.Error(entry.key_place,
                  fmt::format("unknown key '{}'{}{}", ForMessage(entry.key), In(name), help));
}

}  // namespace

void OptionTable::Check(const YamlNode& root, Findings& findings, bool fragment) const {
  Checker(findings, fragment).CheckValue(tree_->root, root, "");
}

}  // namespace lineman
