// What plugins may call: `call` and `lineman`, in tables that also make plugins/lineman.d.lua.
#pragma once

#include <exception>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "hooks/hook_run.h"
#include "hooks/table_reader.h"

struct lua_State;

namespace lineman {

class Plugin;

// A field of `call`: pushes its value.
struct CallField {
  std::string_view name;
  std::string_view type;  // as editors write types: "string?", "lineman.Error?"
  std::string_view about;
  int slot;  // where `call` keeps a table once it was asked for; 0: nowhere
  void (*push)(lua_State* lua, const HookRun& run);
};

// A function of `call` or of `lineman`.
struct ApiFunction {
  std::string_view name;
  std::string_view signature;  // "(why: string): lineman.Verdict"
  std::string_view about;
  int (*function)(lua_State* lua);
};

// A function as Lua may call it: exceptions of C++ become Lua errors. Lua's own are left alone.
template <int (*kFunction)(lua_State*)>
int Guarded(lua_State* lua) {
  std::string what;
  try {
    return kFunction(lua);
  } catch (const std::exception& error) {
    what = error.what();
  }
  Raise(lua, what);
}

std::span<const CallField> CallFields();
std::span<const ApiFunction> CallFunctions();
std::span<const ApiFunction> LinemanFunctions();

// Makes `lineman` and what `call` needs in the plugin's state.
Result<Done> RegisterApi(Plugin& plugin);

// For functions called by Lua: the plugin they were registered for, and its hook that runs. The
// latter raises an error while the plugin is being loaded.
Plugin& PluginOf(lua_State* lua);
HookRun& RunOf(lua_State* lua);

// Makes the types of `call`, verdicts and secrets, once per state.
void MakeCallType(lua_State* lua);
void MakeVerdictType(lua_State* lua);
void MakeSecretType(lua_State* lua);

// Pushes a text; a duration in seconds, whole where they are.
void PushText(lua_State* lua, std::string_view text);
void PushSeconds(lua_State* lua, Duration span);

// Pushes the `call` of a run.
void PushCall(lua_State* lua, HookRun& run);
// The run is over: whatever a script has kept of its `call` is dead from now on.
void EndCall(HookRun& run);
// The run of a `call`; raises an error when it is over.
HookRun& RunOfCall(lua_State* lua, int index);

// Secrets as scripts hold them.
void PushSecret(lua_State* lua, const Secret& secret);
// A handle, or a plain text; raises an error for anything else.
Secret SecretAt(lua_State* lua, int index, const std::string& what);
bool IsSecret(lua_State* lua, int index);

// Remembers the verdict a script has built and pushes what it must return.
int BuildVerdict(lua_State* lua, HookRun& run, Verdict verdict);
// Takes what the hook returned: the `count` values from `first` on.
void TakeVerdict(lua_State* lua, HookRun& run, int first, int count);

// plugins/lineman.d.lua: all of this for editors.
std::string DefinitionsForEditors();

}  // namespace lineman
