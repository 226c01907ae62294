// The rows of an option table as a tree, for the files of the table itself.
//
// A node stands for one place of a document. It may take several forms at once: scalars (`rows`),
// a list (`items`) and a mapping (`keys`, `others`). Read-only once made, so any thread may use it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/option_table.h"

namespace lineman {

// One place of a document and the forms its value may take.
struct OptionNode {
  std::vector<const Option*> rows;  // all rows with the path of this node
  std::vector<std::pair<std::string_view, std::unique_ptr<OptionNode>>> keys;  // in table order
  std::unique_ptr<OptionNode> items;                                           // of a list, `[]`
  std::unique_ptr<OptionNode> others;  // free keys of a mapping, `*`

  bool TakesAnything() const;
  bool TakesScalar() const;
  bool TakesList() const { return items != nullptr; }
  bool TakesMapping() const { return others != nullptr || !keys.empty(); }
  bool IsRequired() const;                                // in any of its forms
  bool MayNotBeEmpty() const;                             // as a list or a mapping of free keys
  const OptionNode* FindKey(std::string_view key) const;  // named or free; null when unknown
};

struct OptionTree {
  OptionNode root;
};

// The node a path leads to, null when there is none. Free keys may go by their own name or by `*`.
const OptionNode* FindNode(const OptionNode& root, std::string_view path);

// What a value must be, all forms together: "a word (always, manual), a list of windows or a
// mapping".
std::string DescribeForms(const OptionNode& node);

}  // namespace lineman
