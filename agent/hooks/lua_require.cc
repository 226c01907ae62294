// require: the other files of a plugin, while it is loaded.
#include <fmt/format.h>

#include <algorithm>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_source.h"
#include "text/findings.h"

namespace lineman {
namespace {

constexpr char kModules[] = "lineman.modules";  // in the registry: results by name

bool IsNamePart(std::string_view part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool IsModuleName(std::string_view name) {
  constexpr std::size_t kLongestName = 200;  // bytes
  if (name.size() > kLongestName) return false;
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
    if (!IsNamePart(name.substr(0, dot))) return false;
    name.remove_prefix(dot + 1);
  }
  return IsNamePart(name);
}

// "callback-rota/lists/rota.lua" of "lists.rota".
std::string FileOf(const LuaModules& modules, std::string module) {
  std::replace(module.begin(), module.end(), '.', '/');
  return modules.folder + module + ".lua";
}

std::string Circle(const std::vector<std::string>& loading, const std::string& module) {
  std::string circle;
  for (auto at = std::find(loading.begin(), loading.end(), module); at != loading.end(); ++at)
    circle += *at + " → ";
  return circle + module;
}

// Tells that a module is under way, for as long as it is.
class Loading {
 public:
  Loading(LuaModules& modules, const std::string& module) : loading_(modules.loading) {
    loading_.push_back(module);
  }
  ~Loading() { loading_.pop_back(); }
  Loading(const Loading&) = delete;
  Loading& operator=(const Loading&) = delete;

 private:
  std::vector<std::string>& loading_;
};

[[noreturn]] void RaiseText(lua_State* lua, const std::string& text) {
  luaL_error(lua, "%s", text.c_str());
  std::abort();  // luaL_error never returns, but does not say so
}

// Pushes the function of the module.
void PushModule(lua_State* lua, const std::string& module) {
  LuaInside& inside = LuaInside::Of(lua);
  const Result<std::string> source = (*inside.modules.reader)(module);
  if (!source) RaiseText(lua, source.error().message);
  const Result<Done> compiled = Compile(lua, *source, FileOf(inside.modules, module));
  if (inside.meter.IsSpent()) inside.meter.Raise(lua, 1);
  if (!compiled) RaiseText(lua, compiled.error().message);
}

// The table of results is at 2. Leaves the module's result at the top.
int LoadModule(lua_State* lua, const std::string& module) {
  LuaModules& modules = LuaInside::Of(lua).modules;
  if (std::count(modules.loading.begin(), modules.loading.end(), module) > 0)
    RaiseText(lua,
              fmt::format("module '{}' needs itself: {}", module, Circle(modules.loading, module)));
  const Loading loading(modules, module);
  PushModule(lua, module);
  PushText(lua, module);
  lua_call(lua, 1, 1);
  if (lua_isnil(lua, -1)) {
    lua_pushboolean(lua, 1);
    lua_replace(lua, -2);
  }
  lua_pushvalue(lua, -1);
  lua_setfield(lua, 2, module.c_str());
  return 1;
}

int Require(lua_State* lua) {
  const std::string module(TextArgument(lua, 1));
  const LuaModules& modules = LuaInside::Of(lua).modules;
  if (modules.reader == nullptr) RaiseText(lua, "require works only while the plugin is loaded");
  if (!IsModuleName(module))
    RaiseText(lua, Shown(module) +
                       " cannot be the name of a module, which is letters, digits and _ "
                       "in parts joined by dots");
  lua_settop(lua, 1);
  luaL_getsubtable(lua, LUA_REGISTRYINDEX, kModules);
  if (lua_getfield(lua, 2, module.c_str()) != LUA_TNIL) return 1;
  return LoadModule(lua, module);
}

}  // namespace

void OpenRequire(lua_State* lua) {
  lua_pushglobaltable(lua);
  SetFunctions(lua, {Named<Require>("require")});
  lua_pop(lua, 1);
}

}  // namespace lineman
