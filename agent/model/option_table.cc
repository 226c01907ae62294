#include "model/option_table.h"

#include <algorithm>

#include "model/option_tree.h"

namespace lineman {
namespace {

constexpr std::string_view kItems = "[]";

// One step of a path, taken off its front: "retry" of "retry.caps[]", then "caps", then "[]".
std::string_view TakeStep(std::string_view& path) {
  if (path.starts_with('.')) path.remove_prefix(1);
  std::size_t end = path.starts_with(kItems) ? kItems.size() : path.find_first_of(".[");
  end = std::min(std::max<std::size_t>(end, 1), path.size());
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(end);
  return step;
}

OptionNode& Made(std::unique_ptr<OptionNode>& node) {
  if (!node) node = std::make_unique<OptionNode>();
  return *node;
}

OptionNode& MakeStep(OptionNode& node, std::string_view step) {
  if (step == kItems) return Made(node.items);
  if (step == "*") return Made(node.others);
  for (auto& [name, below] : node.keys) {
    if (name == step) return *below;
  }
  return *node.keys.emplace_back(step, std::make_unique<OptionNode>()).second;
}

bool AnyRequired(const std::vector<const Option*>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const Option* row) { return row->required; });
}

}  // namespace

bool OptionNode::TakesAnything() const {
  return std::any_of(rows.begin(), rows.end(),
                     [](const Option* row) { return row->type == OptionType::kAnything; });
}

bool OptionNode::TakesScalar() const {
  return std::any_of(rows.begin(), rows.end(),
                     [](const Option* row) { return row->type != OptionType::kNested; });
}

bool OptionNode::IsRequired() const { return AnyRequired(rows) || MayNotBeEmpty(); }

bool OptionNode::MayNotBeEmpty() const {
  return (items && AnyRequired(items->rows)) || (others && AnyRequired(others->rows));
}

const OptionNode* OptionNode::FindKey(std::string_view key) const {
  for (const auto& [name, below] : keys) {
    if (name == key) return below.get();
  }
  return others.get();
}

const OptionNode* FindNode(const OptionNode& root, std::string_view path) {
  const OptionNode* node = &root;
  while (node != nullptr && !path.empty()) {
    const std::string_view step = TakeStep(path);
    node = step == kItems ? node->items.get() : node->FindKey(step);
  }
  return node;
}

OptionTable::OptionTable(std::string_view name, std::vector<Option> rows)
    : name_(name), rows_(std::move(rows)), tree_(std::make_unique<OptionTree>()) {
  for (const Option& row : rows_) {
    OptionNode* node = &tree_->root;
    for (std::string_view path = row.path; !path.empty();) node = &MakeStep(*node, TakeStep(path));
    node->rows.push_back(&row);
  }
}

OptionTable::~OptionTable() = default;
OptionTable::OptionTable(OptionTable&&) noexcept = default;
OptionTable& OptionTable::operator=(OptionTable&&) noexcept = default;

const Option* OptionTable::FindRow(std::string_view path) const {
  const OptionNode* const node = FindNode(tree_->root, path);
  return node == nullptr || node->rows.empty() ? nullptr : node->rows.front();
}

}  // namespace lineman
