// Every key of a profile and of lineman.yaml, in one table each: name, type, unit, default, bounds,
// help. `check`, `show`, config/schema.json and the manual are made from them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/option_table.h"

namespace lineman {

// An engine as far as a profile is concerned: its name is a key whose block it understands.
struct EngineOptions {
  std::string_view name;
  const OptionTable* options = nullptr;  // null: not part of this build, its block is not checked
};

// The keys of a profile. Call once and keep the table.
OptionTable MakeProfileTable(std::span<const EngineOptions> engines);

// The keys of a rule's `when`, standing alone.
const OptionTable& WhenTable();

// Where an agent has its things when lineman.yaml does not say; the texts live as long as the
// table.
struct AgentDefaults {
  std::string_view state = {};
  std::string_view socket = {};
};
// The keys of lineman.yaml; `defaults:` takes what a profile takes, but its name.
OptionTable MakeAgentTable(std::span<const EngineOptions> engines,
                           const AgentDefaults& defaults = {});

}  // namespace lineman
