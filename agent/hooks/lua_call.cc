// `call`: what a hook is told. Every field is made when it is asked for, from the frozen occasion.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <lua.hpp>

#include "base/suggest.h"
#include "hooks/lua_api.h"
#include "hooks/lua_codec.h"
#include "hooks/lua_state.h"

namespace lineman {

// The userdata behind `call`. Its slots hold the store and the options once they were asked for,
// so that a hook sees one table however often it asks.
struct CallBox {
  HookRun* run;
};

void PushText(lua_State* lua, std::string_view text) {
  lua_pushlstring(lua, text.data(), text.size());
}

void PushSeconds(lua_State* lua, Duration span) {
  if (span.count() % 1000 == 0) return lua_pushinteger(lua, span.count() / 1000);
  lua_pushnumber(lua, static_cast<double>(span.count()) / 1000.0);
}

namespace {

constexpr int kStoreSlot = 1;
constexpr int kOptionsSlot = 2;
constexpr int kSlots = 2;
constexpr const char* kCallType = "lineman.call";

void PushTextOrNil(lua_State* lua, const std::string& text) {
  if (text.empty()) return lua_pushnil(lua);
  PushText(lua, text);
}

void SetText(lua_State* lua, const char* key, std::string_view text) {
  PushText(lua, text);
  lua_setfield(lua, -2, key);
}

void SetInteger(lua_State* lua, const char* key, std::int64_t number) {
  lua_pushinteger(lua, number);
  lua_setfield(lua, -2, key);
}

void PushError(lua_State* lua, RasError error, Cause cause) {
  if (error == RasError::kNone) return lua_pushnil(lua);
  lua_createtable(lua, 0, 4);
  SetInteger(lua, "code", static_cast<std::int64_t>(error));
  SetText(lua, "name", NameOf(error));
  SetText(lua, "cause", NameOf(cause));
  SetText(lua, "text", TextOf(error));
}

const Occasion& OccasionOf(const HookRun& run) { return run.matter->occasion; }

// As call:redial takes it.
std::string WordOf(const NumberChoice& number) {
  switch (number.kind) {
    case NumberChoice::Kind::kNext:
      return "next";
    case NumberChoice::Kind::kSame:
      return "same";
    case NumberChoice::Kind::kFirst:
      return "first";
    case NumberChoice::Kind::kGiven:
      break;
  }
  return number.given;
}

void PushProposed(lua_State* lua, const HookRun& run) {
  const Decision& decision = run.matter->proposed;
  lua_createtable(lua, 0, 4);
  SetText(lua, "verdict", NameOf(decision.verdict));
  SetText(lua, "by", decision.by.ToString());
  if (const auto* redial = std::get_if<Redial>(&decision.verdict); redial && redial->after) {
    PushSeconds(lua, *redial->after);
    lua_setfield(lua, -2, "after");
  }
  if (const auto* redial = std::get_if<Redial>(&decision.verdict); redial && redial->number) {
    SetText(lua, "number", WordOf(*redial->number));
  }
  if (const auto* hold_off = std::get_if<HoldOff>(&decision.verdict)) {
    PushSeconds(lua, hold_off->duration);
    lua_setfield(lua, -2, "after");
  }
  std::string why;
  if (const auto* stop = std::get_if<Stop>(&decision.verdict)) why = stop->why;
  for (const Reason& reason : decision.reasons) why += (why.empty() ? "" : "; ") + reason.text;
  SetText(lua, "why", why);
}

void PushFailures(lua_State* lua, const HookRun& run) {
  lua_createtable(lua, 0, kCauseCount);
  for (const Cause cause : AllCauses()) {
    lua_pushinteger(lua, CountOf(OccasionOf(run).failures, cause));
    lua_setfield(lua, -2, std::string(NameOf(cause)).c_str());
  }
}

void PushLast(lua_State* lua, const HookRun& run) {
  const auto& last = OccasionOf(run).last;
  if (!last) return lua_pushnil(lua);
  lua_createtable(lua, 0, 3);
  PushError(lua, last->error, CauseOf(last->error));
  lua_setfield(lua, -2, "error");
  SetText(lua, "number", last->number);
  PushSeconds(lua, last->online_for);
  lua_setfield(lua, -2, "online_for");
}

void PushNow(lua_State* lua, const HookRun& run) {
  const WallTime wall = OccasionOf(run).wall;
  const LocalTime local = run.binding.zone.ToLocal(wall);
  const std::int64_t minutes = local.since_midnight.count() / 60'000;
  lua_createtable(lua, 0, 7);
  SetInteger(lua, "epoch",
             std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch()).count());
  SetInteger(lua, "year", local.year());
  SetInteger(lua, "month", local.month());
  SetInteger(lua, "day", local.day());
  SetInteger(lua, "hour", minutes / 60);
  SetInteger(lua, "min", minutes % 60);
  SetText(lua, "weekday", NameOf(local.weekday()));
}

void PushStore(lua_State* lua, const HookRun& run) {
  if (run.store_before.empty()) return lua_createtable(lua, 0, 0);
  if (const Result<Done> read = DecodeTable(lua, run.store_before); !read) {
    Raise(lua, "call.store cannot be read: " + read.error().message);
  }
}

void PushPrompt(lua_State* lua, const HookRun& run) {
  const Occasion& occasion = OccasionOf(run);
  const bool asks = occasion.state == ConnectionState::kInteractive ||
                    occasion.state == ConnectionState::kInvokeEapUi;
  if (occasion.occurrence != Occurrence::kPaused || !asks) return lua_pushnil(lua);
  PushText(lua, occasion.detail);
}

std::string_view GroupNameOf(const Occasion& occasion) {
  switch (occasion.occurrence) {
    case Occurrence::kBeforeDial:
      return "before_dial";
    case Occurrence::kRunning:
      return "running";
    case Occurrence::kPaused:
      return "paused";
    case Occurrence::kConnected:
    case Occurrence::kDisconnected:
      break;
  }
  return "terminal";
}

constexpr std::array<CallField, 19> kFields = {{
    {"profile", "string", "The profile's name.",
     [](lua_State* lua, const HookRun& run) { PushText(lua, OccasionOf(run).profile); }},
    {"user", "string?", "The user name that is logged on with.",
     [](lua_State* lua, const HookRun& run) { PushTextOrNil(lua, OccasionOf(run).user); }},
    {"number", "string?", "The number dialled; in before_dial the one due.",
     [](lua_State* lua, const HookRun& run) { PushTextOrNil(lua, OccasionOf(run).number); }},
    {"attempt", "integer", "Which attempt of the sequence this is, from 1.",
     [](lua_State* lua, const HookRun& run) { lua_pushinteger(lua, OccasionOf(run).attempt); }},
    {"state", "string", "The connection state, or before_dial.",
     [](lua_State* lua, const HookRun& run) { PushText(lua, run.HookName()); }},
    {"group", "\"running\"|\"paused\"|\"terminal\"|\"before_dial\"", "The state's group.",
     [](lua_State* lua, const HookRun& run) { PushText(lua, GroupNameOf(OccasionOf(run))); }},
    {"error", "lineman.Error?", "What went wrong in this state; nil when nothing did.",
     [](lua_State* lua, const HookRun& run) {
       PushError(lua, OccasionOf(run).error, CauseOf(OccasionOf(run)));
     }},
    {"failed_in", "string?", "disconnected: the state that had the error.",
     [](lua_State* lua, const HookRun& run) {
       const auto& failed_in = OccasionOf(run).failed_in;
       PushTextOrNil(lua, failed_in ? NameOf(*failed_in) : "");
     }},
    {"lost", "boolean", "disconnected: it was online and fell.",
     [](lua_State* lua, const HookRun& run) {
       lua_pushboolean(lua, Lost(OccasionOf(run)) ? 1 : 0);
     }},
    {"online_for", "number", "Seconds online in this attempt.",
     [](lua_State* lua, const HookRun& run) { PushSeconds(lua, OccasionOf(run).online_for); }},
    {"prompt", "string?", "interactive, invoke_eap_ui: what the server wrote.", &PushPrompt},
    {"pauses", "integer", "paused: how often this attempt has paused in this state.",
     [](lua_State* lua, const HookRun& run) { lua_pushinteger(lua, OccasionOf(run).pauses); }},
    {"proposed", "lineman.Proposed", "What policy would do.", &PushProposed},
    {"failures", "table<string, integer>", "Failures of this sequence by cause.", &PushFailures},
    {"last", "lineman.Last?", "How the attempt before ended.", &PushLast},
    {"now", "lineman.Now", "The time in the profile's zone.", &PushNow},
    {"options", "table", "What the profile gives under `with`.", nullptr},
    {"store", "table", "Durable, for this kiosk, profile and use of the plugin.", nullptr},
    {"probe", "boolean", "This dial is a slow probe of an open circuit.",
     [](lua_State* lua, const HookRun& run) {
       lua_pushboolean(lua, OccasionOf(run).probe ? 1 : 0);
     }},
}};

// Pushes what a slot holds, making it the first time.
template <typename Make>
void PushSlot(lua_State* lua, int slot, const Make& make) {
  lua_getiuservalue(lua, 1, slot);
  if (!lua_isnil(lua, -1)) return;
  lua_pop(lua, 1);
  make();
  lua_pushvalue(lua, -1);
  lua_setiuservalue(lua, 1, slot);
}

int CallIndex(lua_State* lua) {
  HookRun& run = RunOfCall(lua, 1);
  lua_pushvalue(lua, 2);
  lua_rawget(lua, lua_upvalueindex(1));
  if (lua_isfunction(lua, -1)) return 1;
  if (lua_isinteger(lua, -1) == 0) {
    const std::string name = LuaToText(lua, 2);
    std::vector<std::string_view> names;
    names.reserve(kFields.size() + CallFunctions().size());
    for (const CallField& field : kFields) names.push_back(field.name);
    for (const ApiFunction& function : CallFunctions()) names.push_back(function.name);
    Raise(lua, fmt::format("call has no field {}{}", Shown(name), DidYouMean(name, names)));
  }
  const CallField& field = kFields.at(static_cast<std::size_t>(lua_tointeger(lua, -1)));
  if (field.name == "store") {
    PushSlot(lua, kStoreSlot, [&] { PushStore(lua, run); });
  } else if (field.name == "options") {
    PushSlot(lua, kOptionsSlot, [&] { PushOption(lua, run.binding.options); });
  } else {
    field.push(lua, run);
  }
  return 1;
}

int CallNewIndex(lua_State* lua) {
  Raise(lua, fmt::format("call is read-only: {} cannot be set (call.store is for keeping things)",
                         Shown(LuaToText(lua, 2))));
}

int CallGone(lua_State* lua) {
  auto* box = static_cast<CallBox*>(lua_touserdata(lua, 1));
  if (box->run != nullptr) box->run->call = nullptr;
  return 0;
}

}  // namespace

// One table has its fields, by number, and its functions.
void MakeCallType(lua_State* lua) {
  luaL_newmetatable(lua, kCallType);
  lua_createtable(lua, 0, static_cast<int>(kFields.size()));
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    PushText(lua, kFields.at(i).name);
    lua_pushinteger(lua, static_cast<lua_Integer>(i));
    lua_rawset(lua, -3);
  }
  for (const ApiFunction& function : CallFunctions()) {
    PushText(lua, function.name);
    lua_pushcfunction(lua, function.function);
    lua_rawset(lua, -3);
  }
  lua_pushcclosure(lua, &Guarded<&CallIndex>, 1);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, &Guarded<&CallNewIndex>);
  lua_setfield(lua, -2, "__newindex");
  lua_pushcfunction(lua, &CallGone);
  lua_setfield(lua, -2, "__gc");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_pop(lua, 1);
}

namespace {

// After the hook: its verdict and, where it was touched, its store.
int FinishHook(lua_State* lua) {
  HookRun& run = *static_cast<HookRun*>(lua_touserdata(lua, 1));
  TakeVerdict(lua, run, 3, lua_gettop(lua) - 2);
  lua_settop(lua, 2);
  lua_getiuservalue(lua, 2, kStoreSlot);
  if (!lua_istable(lua, -1)) return 0;
  const Result<std::string> text = EncodeTable(lua, -1);
  if (!text) Raise(lua, text.error().message);
  if (*text != (run.store_before.empty() ? "{}" : run.store_before)) run.store = *text;
  return 0;
}

int FinishLater(lua_State* lua, int /*status*/, lua_KContext /*context*/) {
  return Guarded<&FinishHook>(lua);
}

}  // namespace

std::span<const CallField> CallFields() { return kFields; }

void PushCall(lua_State* lua, HookRun& run) {
  auto* box = static_cast<CallBox*>(lua_newuserdatauv(lua, sizeof(CallBox), kSlots));
  box->run = &run;
  run.call = box;
  luaL_setmetatable(lua, kCallType);
}

void EndCall(HookRun& run) {
  if (run.call != nullptr) run.call->run = nullptr;
  run.call = nullptr;
}

HookRun& RunOfCall(lua_State* lua, int index) {
  auto* box = static_cast<CallBox*>(luaL_testudata(lua, index, kCallType));
  if (box == nullptr) Raise(lua, "write call:name(…) with a colon: the first argument is not call");
  if (box->run == nullptr) Raise(lua, "this call is over: its hook has ended");
  return *box->run;
}

int RunHook(lua_State* lua) {
  HookRun& run = *static_cast<HookRun*>(lua_touserdata(lua, 1));
  PushCall(lua, run);
  lua_rawgeti(lua, LUA_REGISTRYINDEX, run.binding.plugin->FunctionFor(run.hooks));
  lua_pushvalue(lua, 2);
  lua_callk(lua, 1, LUA_MULTRET, 0, &FinishLater);
  return Guarded<&FinishHook>(lua);
}

std::string HookRun::HookName() const {
  const Occasion& occasion = matter->occasion;
  switch (occasion.occurrence) {
    case Occurrence::kBeforeDial:
      return "before_dial";
    case Occurrence::kConnected:
      return "connected";
    case Occurrence::kDisconnected:
      return "disconnected";
    case Occurrence::kRunning:
    case Occurrence::kPaused:
      break;
  }
  return NameOf(occasion.state);
}

}  // namespace lineman
