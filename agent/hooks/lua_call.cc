// `call`: what a hook is told. Every field is made when it is asked for, from the frozen occasion;
// a table only the first time.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <lua.hpp>

#include "base/suggest.h"
#include "hooks/lua_api.h"
#include "hooks/lua_codec.h"
#include "hooks/lua_state.h"
#include "hooks/lua_type.h"

namespace lineman {

// The userdata behind `call`. Its slots hold the tables that were asked for, so that a hook sees
// one table however often it asks.
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

enum Slot : int { kNone, kStore, kOptions, kError, kProposed, kFailures, kLast, kNow };
constexpr int kSlots = kNow;
// The keys of these tables, and behind them the causes, are a list in Lua, the second upvalue of
// CallIndex: that saves looking each of them up among all strings.
constexpr std::array<std::string_view, 18> kWords = {
    "code",  "name",       "cause", "text", "verdict", "by",  "after", "number", "why",
    "error", "online_for", "epoch", "year", "month",   "day", "hour",  "min",    "weekday"};

struct Word {
  // One of kWords.
  consteval Word(const char* text) {  // NOLINT(google-explicit-constructor): reads as a text
    while (kWords.at(static_cast<std::size_t>(place - 1)) != text) ++place;
  }
  explicit Word(Cause cause)
      : place(static_cast<int>(kWords.size()) + static_cast<int>(cause) + 1) {}

  int place = 1;
};

void PushWord(lua_State* lua, Word word) { lua_rawgeti(lua, lua_upvalueindex(2), word.place); }

void PushTextOrNil(lua_State* lua, const std::string& text) {
  if (text.empty()) return lua_pushnil(lua);
  PushText(lua, text);
}

void SetText(lua_State* lua, Word key, std::string_view text) {
  PushWord(lua, key);
  PushText(lua, text);
  lua_rawset(lua, -3);
}

void SetInteger(lua_State* lua, Word key, std::int64_t number) {
  PushWord(lua, key);
  lua_pushinteger(lua, number);
  lua_rawset(lua, -3);
}

void SetSeconds(lua_State* lua, Word key, Duration span) {
  PushWord(lua, key);
  PushSeconds(lua, span);
  lua_rawset(lua, -3);
}

void PushError(lua_State* lua, RasError error, Cause cause) {
  if (error == RasError::kNone) return lua_pushnil(lua);
  lua_createtable(lua, 0, 4);
  SetInteger(lua, "code", static_cast<std::int64_t>(error));
  const RasErrorInfo* info = FindInfo(error);
  SetText(lua, "name", info != nullptr ? info->name : NameOf(error));
  PushWord(lua, "cause");
  PushWord(lua, Word(cause));
  lua_rawset(lua, -3);
  SetText(lua, "text", info != nullptr ? info->text : TextOf(error));
}

const Occasion& OccasionOf(const HookRun& run) { return *run.matter->occasion; }

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
  const Decision& decision = *run.matter->proposed;
  lua_createtable(lua, 0, 4);
  SetText(lua, "verdict", NameOf(decision.verdict));
  SetText(lua, "by", decision.by.ToString());
  if (const auto* redial = std::get_if<Redial>(&decision.verdict); redial && redial->after) {
    SetSeconds(lua, "after", *redial->after);
  }
  if (const auto* redial = std::get_if<Redial>(&decision.verdict); redial && redial->number) {
    SetText(lua, "number", WordOf(*redial->number));
  }
  if (const auto* hold_off = std::get_if<HoldOff>(&decision.verdict)) {
    SetSeconds(lua, "after", hold_off->duration);
  }
  std::string why;
  if (const auto* stop = std::get_if<Stop>(&decision.verdict)) why = stop->why;
  for (const Reason& reason : decision.reasons) why += (why.empty() ? "" : "; ") + reason.text;
  SetText(lua, "why", why);
}

void PushFailures(lua_State* lua, const HookRun& run) {
  lua_createtable(lua, 0, kCauseCount);
  for (const Cause cause : AllCauses()) {
    SetInteger(lua, Word(cause), CountOf(OccasionOf(run).failures, cause));
  }
}

void PushLast(lua_State* lua, const HookRun& run) {
  const auto& last = OccasionOf(run).last;
  if (!last) return lua_pushnil(lua);
  lua_createtable(lua, 0, 3);
  PushWord(lua, "error");
  PushError(lua, last->error, CauseOf(last->error));
  lua_rawset(lua, -3);
  SetText(lua, "number", last->number);
  SetSeconds(lua, "online_for", last->online_for);
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

void PushOptions(lua_State* lua, const HookRun& run) { PushOption(lua, run.binding.options); }

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
    {"profile", "string", "The profile's name.", kNone,
     [](lua_State* lua, const HookRun& run) { PushText(lua, OccasionOf(run).profile); }},
    {"user", "string?", "The user name that is logged on with.", kNone,
     [](lua_State* lua, const HookRun& run) { PushTextOrNil(lua, OccasionOf(run).user); }},
    {"number", "string?", "The number dialled; in before_dial the one due.", kNone,
     [](lua_State* lua, const HookRun& run) { PushTextOrNil(lua, OccasionOf(run).number); }},
    {"attempt", "integer", "Which attempt of the sequence this is, from 1.", kNone,
     [](lua_State* lua, const HookRun& run) { lua_pushinteger(lua, OccasionOf(run).attempt); }},
    {"state", "string", "The connection state, or before_dial.", kNone,
     [](lua_State* lua, const HookRun& run) { PushText(lua, run.HookName()); }},
    {"group", "\"running\"|\"paused\"|\"terminal\"|\"before_dial\"", "The state's group.", kNone,
     [](lua_State* lua, const HookRun& run) { PushText(lua, GroupNameOf(OccasionOf(run))); }},
    {"error", "lineman.Error?", "What went wrong in this state; nil when nothing did.", kError,
     [](lua_State* lua, const HookRun& run) {
       PushError(lua, OccasionOf(run).error, CauseOf(OccasionOf(run)));
     }},
    {"failed_in", "string?", "disconnected: the state that had the error.", kNone,
     [](lua_State* lua, const HookRun& run) {
       const auto& failed_in = OccasionOf(run).failed_in;
       PushTextOrNil(lua, failed_in ? NameOf(*failed_in) : "");
     }},
    {"lost", "boolean", "disconnected: it was online and fell.", kNone,
     [](lua_State* lua, const HookRun& run) {
       lua_pushboolean(lua, Lost(OccasionOf(run)) ? 1 : 0);
     }},
    {"online_for", "number", "Seconds online in this attempt.", kNone,
     [](lua_State* lua, const HookRun& run) { PushSeconds(lua, OccasionOf(run).online_for); }},
    {"prompt", "string?", "interactive, invoke_eap_ui: what the server wrote.", kNone, &PushPrompt},
    {"pauses", "integer", "paused: how often this attempt has paused in this state.", kNone,
     [](lua_State* lua, const HookRun& run) { lua_pushinteger(lua, OccasionOf(run).pauses); }},
    {"proposed", "lineman.Proposed", "What policy would do.", kProposed, &PushProposed},
    {"failures", "table<string, integer>", "Failures of this sequence by cause.", kFailures,
     &PushFailures},
    {"last", "lineman.Last?", "How the attempt before ended.", kLast, &PushLast},
    {"now", "lineman.Now", "The time in the profile's zone.", kNow, &PushNow},
    {"options", "table", "What the profile gives under `with`.", kOptions, &PushOptions},
    {"store", "table", "Durable, for this kiosk, profile and use of the plugin.", kStore,
     &PushStore},
    {"probe", "boolean", "This dial is a slow probe of an open circuit.", kNone,
     [](lua_State* lua, const HookRun& run) {
       lua_pushboolean(lua, OccasionOf(run).probe ? 1 : 0);
     }},
}};

// The run of a `call` that is surely one.
HookRun& LiveRun(lua_State* lua, int index) {
  HookRun* run = static_cast<CallBox*>(lua_touserdata(lua, index))->run;
  if (run == nullptr) Raise(lua, "this call is over: its hook has ended");
  return *run;
}

// Only Lua calls it, for no script can get at it, and only with a `call`.
int CallIndex(lua_State* lua) {
  const HookRun& run = LiveRun(lua, 1);
  lua_pushvalue(lua, 2);
  const int type = lua_rawget(lua, lua_upvalueindex(1));
  if (type == LUA_TFUNCTION) return 1;
  if (type == LUA_TNIL) {
    const std::string name = LuaToText(lua, 2);
    std::vector<std::string_view> names;
    names.reserve(kFields.size() + CallFunctions().size());
    for (const CallField& field : kFields) names.push_back(field.name);
    for (const ApiFunction& function : CallFunctions()) names.push_back(function.name);
    Raise(lua, fmt::format("call has no field {}{}", Shown(name), DidYouMean(name, names)));
  }
  const CallField& field = kFields.at(static_cast<std::size_t>(lua_tointeger(lua, -1)));
  if (field.slot == kNone) {
    field.push(lua, run);
    return 1;
  }
  if (lua_getiuservalue(lua, 1, field.slot) != LUA_TNIL) return 1;
  field.push(lua, run);
  lua_pushvalue(lua, -1);
  lua_setiuservalue(lua, 1, field.slot);
  return 1;
}

int CallNewIndex(lua_State* lua) {
  Raise(lua, fmt::format("call is read-only: {} cannot be set (call.store is for keeping things)",
                         Shown(LuaToText(lua, 2))));
}

}  // namespace

// One table has its fields, by number, and its functions; another one the words.
void MakeCallType(lua_State* lua) {
  PushNewType(lua, LuaType::kCall, "lineman.call");
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
  lua_createtable(lua, static_cast<int>(kWords.size()) + kCauseCount, 0);
  lua_Integer place = 0;
  for (const std::string_view word : kWords) {
    PushText(lua, word);
    lua_rawseti(lua, -2, ++place);
  }
  for (const Cause cause : AllCauses()) {
    PushText(lua, NameOf(cause));
    lua_rawseti(lua, -2, ++place);
  }
  lua_pushcclosure(lua, &Guarded<&CallIndex>, 2);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, &Guarded<&CallNewIndex>);
  lua_setfield(lua, -2, "__newindex");
  lua_pop(lua, 1);
}

namespace {

// After the hook: its verdict and, where it was touched, its store.
int FinishHook(lua_State* lua) {
  HookRun& run = *static_cast<HookRun*>(lua_touserdata(lua, 1));
  TakeVerdict(lua, run, 3, lua_gettop(lua) - 2);
  EndCall(run);  // nothing keeps it once this has returned
  lua_settop(lua, 2);
  lua_getiuservalue(lua, 2, kStore);
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
  // The coroutine's stack keeps it for as long as the run points to it.
  auto* box = static_cast<CallBox*>(lua_newuserdatauv(lua, sizeof(CallBox), kSlots));
  box->run = &run;
  run.call = box;
  SetType(lua, LuaType::kCall);
}

void EndCall(HookRun& run) {
  if (run.call != nullptr) run.call->run = nullptr;
  run.call = nullptr;
}

HookRun& RunOfCall(lua_State* lua, int index) {
  if (!IsOf(lua, index, LuaType::kCall)) {
    Raise(lua, "write call:name(…) with a colon: the first argument is not call");
  }
  return LiveRun(lua, index);
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
  const Occasion& occasion = *matter->occasion;
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
