#include "hooks/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <lua.hpp>

#include "base/suggest.h"
#include "hooks/lua_api.h"
#include "hooks/table_reader.h"

namespace lineman {
namespace {

constexpr std::int64_t kApi = 1;
// What a line may add to a plugin's memory: a parked coroutine and its values.
constexpr std::size_t kMemoryPerLine = std::size_t{4} << 10U;

// Lines of "NAME/file.lua:12: what" as a place of the plugin's folder and the rest.
struct Located {
  std::string file;
  int line = 1;
  std::string text;
};

Located Locate(const std::string& message, const std::string& name) {
  const std::string prefix = name + "/";
  const std::size_t file_end = message.find(".lua:");
  if (!message.starts_with(prefix) || file_end == std::string::npos)
    return {"init.lua", 1, message};
  Located located;
  located.file = message.substr(prefix.size(), file_end + 4 - prefix.size());
  const char* digits = message.data() + file_end + 5;
  const char* end = message.data() + message.size();
  const auto [rest, error] = std::from_chars(digits, end, located.line);
  if (error != std::errc() || rest == end) return {"init.lua", 1, message};
  located.text = std::string(rest + 1, end);
  located.text.erase(0, located.text.find_first_not_of(' '));
  return located;
}

}  // namespace

Plugin::Plugin(std::string name, const LuaLimits& limits)
    : name_(std::move(name)), state_(limits) {}

void Plugin::FindingAt(const std::string& message, Findings& findings) const {
  const Located located = Locate(message, name_);
  const std::string folder = file_->substr(0, file_->size() - std::string_view("init.lua").size());
  findings.Error({std::make_shared<const std::string>(folder + located.file), located.line, 1},
                 located.text);
}

std::shared_ptr<Plugin> Plugin::Load(const std::string& name, const PluginFolder& folder,
                                     std::size_t lines, Findings& findings) {
  LuaLimits limits;
  limits.memory += lines * kMemoryPerLine;
  std::shared_ptr<Plugin> plugin(new Plugin(name, limits));
  plugin->file_ = std::make_shared<const std::string>(folder.path + "/init.lua");
  const Result<std::string> source = folder.read("init.lua");
  if (!source) {
    findings.Error({plugin->file_, 1, 1}, source.error().message);
    return nullptr;
  }
  const Result<Done> registered = RegisterApi(*plugin);
  if (!registered) {
    findings.Error({plugin->file_, 1, 1}, registered.error().message);
    return nullptr;
  }
  const ModuleReader modules = [&](const std::string& module) {
    std::string file = module;
    std::replace(file.begin(), file.end(), '.', '/');
    return folder.read(file + ".lua");
  };
  const Result<Done> loaded = plugin->state_.Load(*source, name + "/init.lua", modules);
  if (!loaded) {
    plugin->FindingAt(loaded.error().message, findings);
    return nullptr;
  }
  return plugin->ReadDefinition(findings) ? plugin : nullptr;
}

bool Plugin::ReadDefinition(Findings& findings) {
  lua_State* lua = state_.lua();
  lua_pushcfunction(lua, &Plugin::ReadDefinitionFrom);
  lua_insert(lua, -2);
  lua_pushlightuserdata(lua, this);
  const int status = lua_pcall(lua, 2, 0, 0);
  if (status == LUA_OK) return true;
  const char* message = lua_tostring(lua, -1);
  FindingAt(message == nullptr ? "the plugin cannot be read" : message, findings);
  lua_pop(lua, 1);
  return false;
}

int Plugin::ReadDefinitionFrom(lua_State* lua) {
  auto& plugin = *static_cast<Plugin*>(lua_touserdata(lua, 2));
  if (!lua_istable(lua, 1)) {
    Raise(lua, fmt::format("init.lua returns a {}; it must return the plugin's table: return {{api "
                           "= 1, about = \"…\", hooks = {{…}}}}",
                           luaL_typename(lua, 1)));
  }
  TableReader reader(lua, 1, "the plugin");
  const auto api = reader.Integer("api");
  if (api != kApi) {
    Raise(lua,
          api ? fmt::format("the plugin wants api {}; this lineman has api {}", *api, kApi)
              : fmt::format("the plugin must say which API it is written for: api = {}", kApi));
  }
  plugin.about_ = reader.RequiredText("about");
  if (reader.Push("options")) {
    plugin.options_.Read(lua, -1);
    lua_pop(lua, 1);
  }
  if (!reader.Push("hooks")) Raise(lua, "the plugin has no hooks: give it hooks = {…}");
  plugin.ReadHooks(lua, lua_gettop(lua));
  lua_pop(lua, 1);
  reader.Finish();
  return 0;
}

void Plugin::ReadHooks(lua_State* lua, int index) {
  for (const std::string& key : KeysOf(lua, index, "hooks")) {
    PushField(lua, index, key);
    const auto hook = FindHook(key);
    lua_Debug where{};
    if (lua_isfunction(lua, -1)) {
      lua_pushvalue(lua, -1);
      lua_getinfo(lua, ">S", &where);
    }
    if (!hook) {
      std::vector<std::string_view> names;
      names.reserve(kHookCount);
      for (HookIndex i = 0; i < kHookCount; ++i) names.push_back(NameOfHook(i));
      const int line = std::max(1, where.linedefined);
      Raise(lua, fmt::format("{}/init.lua:{}: there is no hook {}{}; hooks are the connection "
                             "states, running, paused, terminal and before_dial",
                             name_, line, Shown(key), DidYouMean(key, names)));
    }
    if (!lua_isfunction(lua, -1)) {
      Raise(lua, fmt::format("hook {} is a {}, not a function", key, luaL_typename(lua, -1)));
    }
    hook_lines_.at(static_cast<std::size_t>(*hook)) = std::max(1, where.linedefined);
    hooks_.at(static_cast<std::size_t>(*hook)) = luaL_ref(lua, LUA_REGISTRYINDEX);
  }
  if (std::all_of(hooks_.begin(), hooks_.end(), [](int hook) { return hook == 0; })) {
    Raise(lua, "the plugin has no hooks: give it at least one");
  }
}

int Plugin::FunctionFor(HooksFor hooks) const {
  const int own = hooks_.at(static_cast<std::size_t>(hooks.own));
  return own != 0 ? own : hooks_.at(static_cast<std::size_t>(hooks.group));
}

Place Plugin::PlaceOf(HookIndex hook) const {
  return {file_, std::max(1, hook_lines_.at(static_cast<std::size_t>(hook))), 1};
}

}  // namespace lineman
