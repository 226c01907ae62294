#include "hooks/option_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <lua.hpp>

#include "base/suggest.h"
#include "hooks/table_reader.h"

namespace lineman {
namespace {

struct TypeName {
  std::string_view name;
  OptionType type;
};

constexpr std::array<TypeName, 16> kTypes = {{{"text", OptionType::kText},
                                              {"flag", OptionType::kFlag},
                                              {"integer", OptionType::kInteger},
                                              {"number", OptionType::kNumber},
                                              {"percent", OptionType::kPercent},
                                              {"duration", OptionType::kDuration},
                                              {"phone", OptionType::kPhone},
                                              {"choice", OptionType::kChoice},
                                              {"error", OptionType::kRasError},
                                              {"cause", OptionType::kCause},
                                              {"state", OptionType::kState},
                                              {"weekday", OptionType::kChoice},
                                              {"time_of_day", OptionType::kTimeOfDay},
                                              {"secret", OptionType::kText},
                                              {"program", OptionType::kText},
                                              {"anything", OptionType::kAnything}}};
constexpr std::string_view kWeekdays = "Mon|Tue|Wed|Thu|Fri|Sat|Sun";
// Specs nest by recursion; nobody writes options deeper than this.
constexpr int kDeepest = 6;

const TypeName* FindType(std::string_view name) {
  const auto at = std::find_if(kTypes.begin(), kTypes.end(),
                               [&](const TypeName& type) { return type.name == name; });
  return at == kTypes.end() ? nullptr : &*at;
}

[[noreturn]] void RaiseUnknownType(lua_State* lua, const std::string& path,
                                   const std::string& type) {
  std::vector<std::string_view> names = {"table", "list", "map", "command"};
  for (const TypeName& known : kTypes) names.push_back(known.name);
  Raise(lua, fmt::format("option {}: there is no type {}{}; there are {} and each with "
                         "_list",
                         path, type, DidYouMean(type, names), fmt::join(names, ", ")));
}

OptionSpec ReadSpec(lua_State* lua, int index, const std::string& path, int depth);

std::vector<NamedSpec> ReadSpecs(lua_State* lua, int index, const std::string& path, int depth) {
  std::vector<NamedSpec> specs;
  const std::string prefix = path.empty() ? "" : path + ".";
  for (const std::string& key : KeysOf(lua, index, "options " + path)) {
    const std::string below = fmt::format("{}{}", prefix, key);
    PushField(lua, index, key);
    specs.push_back({key, ReadSpec(lua, lua_gettop(lua), below, depth + 1)});
    lua_pop(lua, 1);
  }
  return specs;
}

OptionSpec ReadSpec(lua_State* lua, int index, const std::string& path, int depth) {
  if (depth > kDeepest) Raise(lua, fmt::format("option {} nests too deep", path));
  TableReader reader(lua, index, "option " + path);
  OptionSpec spec;
  spec.type = reader.RequiredText("type");
  spec.default_value = reader.ScalarText("default");
  spec.help = reader.Text("help").value_or("");
  spec.least = reader.ScalarText("least");
  spec.most = reader.ScalarText("most");
  spec.required = reader.Flag("required");
  spec.keys = reader.Text("keys").value_or("");
  spec.choices = reader.Texts("choices");
  if (reader.Push("options")) {
    spec.options = ReadSpecs(lua, lua_gettop(lua), path, depth);
    lua_pop(lua, 1);
  }
  if (reader.Push("of")) {
    spec.of.push_back(ReadSpec(lua, lua_gettop(lua), path, depth + 1));
    lua_pop(lua, 1);
  }
  reader.Finish();
  if (spec.type.ends_with("_list")) {
    spec.is_list = true;
    spec.type.resize(spec.type.size() - 5);
  }
  const bool holds_one = spec.type == "list" || spec.type == "map";
  if (holds_one && spec.of.empty()) {
    Raise(lua, fmt::format("option {}: a {} says what it is a {} of: of = {{type = …}}", path,
                           spec.type, spec.type));
  }
  if (!holds_one && spec.type != "table" && spec.type != "command" && !FindType(spec.type)) {
    RaiseUnknownType(lua, path, spec.type);
  }
  if (spec.type == "choice" && spec.choices.empty()) {
    Raise(lua, fmt::format("option {}: a choice needs choices = {{…}}", path));
  }
  return spec;
}

// Makes the rows of a spec, under its path.
class RowMaker {
 public:
  explicit RowMaker(std::deque<std::string>& texts) : texts_(texts) {}

  void Add(const std::string& path, const OptionSpec& spec) {
    const bool holds_more = spec.type == "list" || spec.type == "map" || spec.type == "table";
    if (holds_more && spec.required) AddNested(path, spec);
    if (spec.type == "command") return AddScalar(path + "[]", spec, OptionType::kText);
    if (spec.type == "table") {
      const std::string below = spec.is_list ? path + "[]." : path + ".";
      for (const auto& [key, option] : spec.options) Add(below + key, option);
      return;
    }
    if (spec.type == "list") return Add(path + "[]", spec.of.front());
    if (spec.type == "map") return AddMap(path, spec);
    AddScalar(spec.is_list ? path + "[]" : path, spec, FindType(spec.type)->type);
  }

  std::vector<Option> Take() { return std::move(rows_); }

 private:
  void AddMap(const std::string& path, const OptionSpec& spec) {
    if (spec.keys != "weekday") return Add(path + ".*", spec.of.front());
    for (const std::string_view day : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}) {
      Add(fmt::format("{}.{}", path, day), spec.of.front());
    }
  }

  void AddNested(const std::string& path, const OptionSpec& spec) {
    Option row;
    row.path = Keep(path);
    row.type = OptionType::kNested;
    row.help = Keep(spec.help);
    row.required = true;
    rows_.push_back(row);
  }

  void AddScalar(const std::string& path, const OptionSpec& spec, OptionType type) {
    Option row;
    row.path = Keep(path);
    row.type = type;
    row.default_value = Keep(spec.default_value);
    row.help = Keep(spec.help);
    row.least = Keep(spec.least);
    row.most = Keep(spec.most);
    row.required = spec.required;
    row.choices =
        spec.type == "weekday" ? kWeekdays : Keep(fmt::format("{}", fmt::join(spec.choices, "|")));
    rows_.push_back(row);
  }

  std::string_view Keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::deque<std::string>& texts_;
  std::vector<Option> rows_;
};

}  // namespace

void PluginOptions::Read(lua_State* lua, int index) {
  specs_ = ReadSpecs(lua, lua_absindex(lua, index), "", 0);
  RowMaker maker(texts_);
  for (const auto& [key, spec] : specs_) maker.Add(key, spec);
  table_ = std::make_unique<OptionTable>("plugin", maker.Take());
}

void PushOption(lua_State* lua, const OptionValue& value) {
  luaL_checkstack(lua, 4, "options nest too deep");
  struct Pusher {
    lua_State* lua;
    void operator()(std::monostate) const { lua_pushnil(lua); }
    void operator()(bool flag) const { lua_pushboolean(lua, flag ? 1 : 0); }
    void operator()(std::int64_t number) const { lua_pushinteger(lua, number); }
    void operator()(double number) const { lua_pushnumber(lua, number); }
    void operator()(const std::string& text) const {
      lua_pushlstring(lua, text.data(), text.size());
    }
    void operator()(const OptionValue::List& list) const {
      lua_createtable(lua, static_cast<int>(list.size()), 0);
      for (std::size_t i = 0; i < list.size(); ++i) {
        PushOption(lua, list[i]);
        lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
      }
    }
    void operator()(const OptionValue::Table& table) const {
      lua_createtable(lua, 0, static_cast<int>(table.size()));
      for (const auto& [key, item] : table) {
        lua_pushlstring(lua, key.data(), key.size());
        PushOption(lua, item);
        lua_rawset(lua, -3);
      }
    }
  };
  std::visit(Pusher{lua}, value.what);
}

}  // namespace lineman
