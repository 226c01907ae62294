// A plugin as loaded: its Lua state, its hooks, its options. One serves all lines of an agent.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "hooks/hook_name.h"
#include "hooks/lua_state.h"
#include "hooks/option_spec.h"
#include "text/findings.h"

namespace lineman {

struct HookRun;

// Where a plugin lies. `read` gives the text of a file of the folder ("init.lua").
struct PluginFolder {
  std::string path;
  std::function<Result<std::string>(const std::string& file)> read;
};

// Finds a plugin by its name; the error says where it was looked for.
using FindPlugin = std::function<Result<PluginFolder>(const std::string& name)>;

class Plugin {
 public:
  // Runs init.lua and reads the table it returns. Null after an error. `lines` is how many lines
  // will share it: each adds a little to what it may hold.
  static std::shared_ptr<Plugin> Load(const std::string& name, const PluginFolder& folder,
                                      std::size_t lines, Findings& findings);
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  const std::string& name() const { return name_; }
  const std::string& about() const { return about_; }
  const PluginOptions& options() const { return options_; }
  // Whether there is a function for the hook itself.
  bool Has(HookIndex hook) const { return hooks_.at(static_cast<std::size_t>(hook)) != 0; }
  // The function for an occasion, a reference into the state's registry; 0 when there is none.
  int FunctionFor(HooksFor hooks) const;
  // Where the function of a hook stands in its file.
  Place PlaceOf(HookIndex hook) const;
  LuaState& state() { return state_; }

  // The hook that is being resumed: what functions called by Lua work on. Null while loading.
  HookRun* running = nullptr;

 private:
  Plugin(std::string name, const LuaLimits& limits);
  bool ReadDefinition(Findings& findings);
  static int ReadDefinitionFrom(lua_State* lua);
  void ReadHooks(lua_State* lua, int index);
  void FindingAt(const std::string& message, Findings& findings) const;

  std::string name_;
  std::shared_ptr<const std::string> file_;  // init.lua, as messages name it
  LuaState state_;
  std::string about_;
  PluginOptions options_;
  std::array<int, kHookCount> hooks_{};
  std::array<int, kHookCount> hook_lines_{};
};

}  // namespace lineman
