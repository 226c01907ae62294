// The options of a plugin: what its `options` table says they are, and their values for Lua.
//
// A plugin writes its options as specs; they become rows of an option table, so `check` treats
// them like any other key of the profile. Values go to Lua as plain data: flags, numbers, texts
// (durations, too: "30s"), lists and tables.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "model/option_table.h"

struct lua_State;

namespace lineman {

struct OptionItem;

// A value as Lua will see it.
struct OptionValue {
  using List = std::vector<OptionValue>;
  using Table = std::vector<OptionItem>;
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Table> what;
};

// A field of a table. Here and below no std::pair: clang 14 cannot make one of a type that holds a
// vector of such pairs.
struct OptionItem {
  std::string key;
  OptionValue value;
};

struct NamedSpec;

// One spec, as read from Lua.
struct OptionSpec {
  std::string type;      // "duration", "table", "list", "map"
  bool is_list = false;  // "duration_list"
  std::string default_value;
  std::string help;
  std::string least;
  std::string most;
  std::vector<std::string> choices;
  bool required = false;
  std::string keys;                // of a map: "weekday", "error", "cause"
  std::vector<NamedSpec> options;  // of a table
  std::vector<OptionSpec> of;      // of a list or a map: one
};

struct NamedSpec {
  std::string name;
  OptionSpec spec;
};

// All options of one plugin.
class PluginOptions {
 public:
  // Reads the `options` table on top of the stack. Raises a Lua error at what is no spec: call it
  // protected.
  void Read(lua_State* lua, int index);

  // Checks what a profile gives (`with`, may be null; then `place` is where it uses the plugin),
  // and makes the values. Programs must be in `may_run`, secrets in `secrets`.
  OptionValue Check(const YamlPtr& given, const Place& place,
                    const std::vector<std::string>& may_run,
                    const std::vector<std::string>& secrets, Findings& findings) const;

  const std::vector<NamedSpec>& specs() const { return specs_; }

 private:
  std::vector<NamedSpec> specs_;   // in the order of their names
  std::deque<std::string> texts_;  // that the rows point into
  std::unique_ptr<OptionTable> table_;
};

// Pushes a fresh copy.
void PushOption(lua_State* lua, const OptionValue& value);

}  // namespace lineman
