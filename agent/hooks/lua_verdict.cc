// Verdicts: call:redial{…} and the like build one, the hook returns it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <lua.hpp>

#include "hooks/lua_api.h"
#include "hooks/lua_type.h"

namespace lineman {
namespace {

// A verdict in a script is a token of the run that built it; the verdict itself stays here.
struct Token {
  std::uint64_t serial;
};

std::string_view VerdictsThatFit(Occurrence occurrence) {
  switch (occurrence) {
    case Occurrence::kBeforeDial:
      return "call:dial_with{…} and call:hold_off(duration, why)";
    case Occurrence::kRunning:
      return "call:hang_up(why)";
    case Occurrence::kPaused:
      return "call:answer{…}, call:ask_operator() and call:hang_up(why)";
    case Occurrence::kConnected:
      return "call:hang_up(why)";
    case Occurrence::kDisconnected:
      break;
  }
  return "call:redial{…}, call:stop(why) and call:hold_off(duration, why)";
}

// The run of the `call` in the first argument, when a verdict of that name fits there.
HookRun& RunFor(lua_State* lua, std::string_view name, std::initializer_list<Occurrence> fits) {
  HookRun& run = RunOfCall(lua, 1);
  const Occurrence occurrence = run.matter->occasion->occurrence;
  if (std::find(fits.begin(), fits.end(), occurrence) == fits.end()) {
    Raise(lua, fmt::format("call:{} does not fit {}; there you can return {}", name, run.HookName(),
                           VerdictsThatFit(occurrence)));
  }
  return run;
}

std::string WhyAt(lua_State* lua, int index, std::string_view name, bool required) {
  if (lua_isnoneornil(lua, index)) {
    if (required) Raise(lua, fmt::format("call:{} needs a reason: call:{}(\"…\")", name, name));
    return "";
  }
  auto why = TextAt(lua, index);
  if (!why) {
    Raise(lua,
          fmt::format("call:{}: the reason is a text, not a {}", name, luaL_typename(lua, index)));
  }
  // It goes on the record, and with a stop into the store: one line, of a length people read.
  constexpr std::size_t kLongest = 500;
  return why->substr(0, std::min(why->find_first_of("\r\n"), kLongest));
}

std::optional<NumberChoice> NumberIn(lua_State* lua, TableReader& reader, std::string_view what) {
  const auto text = reader.Text("number");
  if (!text) return std::nullopt;
  if (*text == "next") return NumberChoice{NumberChoice::Kind::kNext, ""};
  if (*text == "same") return NumberChoice{NumberChoice::Kind::kSame, ""};
  if (*text == "first") return NumberChoice{NumberChoice::Kind::kFirst, ""};
  const Option phone{.path = "number", .type = OptionType::kPhone};
  if (!CheckScalar(phone, *text)) {
    Raise(lua, fmt::format("{}: number is \"next\", \"same\", \"first\" or a telephone number, not "
                           "{}",
                           what, Shown(*text)));
  }
  return NumberChoice{NumberChoice::Kind::kGiven, *text};
}

std::optional<Secret> SecretIn(lua_State* lua, TableReader& reader, const char* key,
                               std::string_view what) {
  if (!reader.Push(key)) return std::nullopt;
  Secret secret = SecretAt(lua, -1, fmt::format("{}: {}", what, key));
  lua_pop(lua, 1);
  return secret;
}

// The fields of a table argument that may be left out altogether.
void NeedTable(lua_State* lua) {
  if (lua_isnoneornil(lua, 2)) {
    lua_settop(lua, 1);
    lua_createtable(lua, 0, 0);
  }
}

int CallDialWith(lua_State* lua) {
  HookRun& run = RunFor(lua, "dial_with", {Occurrence::kBeforeDial});
  NeedTable(lua);
  TableReader reader(lua, 2, "dial_with");
  DialWith dial;
  if (const auto number = NumberIn(lua, reader, "dial_with")) dial.number = *number;
  dial.username = reader.Text("username");
  dial.domain = reader.Text("domain");
  dial.password = SecretIn(lua, reader, "password", "dial_with");
  reader.Finish();
  return BuildVerdict(lua, run, std::move(dial));
}

int CallRedial(lua_State* lua) {
  HookRun& run = RunFor(lua, "redial", {Occurrence::kDisconnected});
  NeedTable(lua);
  TableReader reader(lua, 2, "redial");
  Redial redial;
  redial.after = reader.Span("after");
  redial.number = NumberIn(lua, reader, "redial");
  redial.username = reader.Text("username");
  redial.domain = reader.Text("domain");
  redial.password = SecretIn(lua, reader, "password", "redial");
  reader.Finish();
  return BuildVerdict(lua, run, std::move(redial));
}

int CallStop(lua_State* lua) {
  HookRun& run = RunFor(lua, "stop", {Occurrence::kDisconnected});
  return BuildVerdict(lua, run, Stop{WhyAt(lua, 2, "stop", true)});
}

int CallHoldOff(lua_State* lua) {
  HookRun& run = RunFor(lua, "hold_off", {Occurrence::kDisconnected, Occurrence::kBeforeDial});
  const Duration span = DurationAt(lua, 2, "hold_off");
  return BuildVerdict(lua, run, HoldOff{span, WhyAt(lua, 3, "hold_off", false)});
}

int CallHangUp(lua_State* lua) {
  HookRun& run =
      RunFor(lua, "hang_up", {Occurrence::kRunning, Occurrence::kPaused, Occurrence::kConnected});
  return BuildVerdict(lua, run, HangUp{WhyAt(lua, 2, "hang_up", true)});
}

int CallAskOperator(lua_State* lua) {
  HookRun& run = RunFor(lua, "ask_operator", {Occurrence::kPaused});
  return BuildVerdict(lua, run, AskOperator{});
}

int CallAnswer(lua_State* lua) {
  HookRun& run = RunFor(lua, "answer", {Occurrence::kPaused});
  TableReader reader(lua, 2, "answer");
  Answer answer;
  answer.callback_number = reader.Text("callback_number");
  answer.username = reader.Text("username");
  answer.domain = reader.Text("domain");
  answer.password = SecretIn(lua, reader, "password", "answer");
  answer.new_password = SecretIn(lua, reader, "new_password", "answer");
  if (const auto text = SecretIn(lua, reader, "text", "answer")) answer.text = text->Reveal();
  answer.done = reader.Flag("done");
  reader.Finish();
  const Result<Done> fits = CheckAnswer(run.matter->occasion->state, answer);
  if (!fits) Raise(lua, "call:answer: " + fits.error().message);
  return BuildVerdict(lua, run, AnswerWith{std::move(answer)});
}

// Conditions are copied out of Lua and checked as a rule is, with care for the message: many times
// the work of an instruction for each of them.
constexpr int kMostConditions = 64;  // values, nested ones included
constexpr std::size_t kLongestCondition = 256;
constexpr std::int64_t kMatches = 500;     // steps
constexpr std::int64_t kCondition = 2000;  // steps

// A Lua value as YAML would have it, for conditions. `left` is how many more there may be.
YamlPtr ToYaml(lua_State* lua, int index, int depth, int& left);

YamlPtr ListToYaml(lua_State* lua, int index, int depth, int& left) {
  auto node = std::make_shared<YamlNode>();
  node->kind = YamlNode::Kind::kSequence;
  const auto length = static_cast<lua_Integer>(lua_rawlen(lua, index));
  for (lua_Integer i = 1; i <= length; ++i) {
    lua_rawgeti(lua, index, i);
    node->items.push_back(ToYaml(lua, lua_gettop(lua), depth + 1, left));
    lua_pop(lua, 1);
  }
  return node;
}

YamlPtr MappingToYaml(lua_State* lua, int index, int depth, int& left) {
  auto node = std::make_shared<YamlNode>();
  node->kind = YamlNode::Kind::kMapping;
  for (const std::string& key : KeysOf(lua, index, "matches")) {
    PushField(lua, index, key);
    node->entries.push_back({key, {}, ToYaml(lua, lua_gettop(lua), depth + 1, left)});
    lua_pop(lua, 1);
  }
  return node;
}

YamlPtr ToYaml(lua_State* lua, int index, int depth, int& left) {
  constexpr int kDeepest = 4;
  if (depth > kDeepest) Raise(lua, "matches: the conditions nest too deep");
  if (--left < 0) {
    Raise(lua, fmt::format("matches takes {} values at most in its conditions", kMostConditions));
  }
  LuaState::Charge(lua, kCondition);
  luaL_checkstack(lua, 8, "too deep");
  if (lua_istable(lua, index)) {
    return lua_rawlen(lua, index) > 0 ? ListToYaml(lua, index, depth, left)
                                      : MappingToYaml(lua, index, depth, left);
  }
  if (lua_type(lua, index) == LUA_TSTRING && lua_rawlen(lua, index) > kLongestCondition) {
    Raise(lua, fmt::format("matches: a condition has more than {} bytes", kLongestCondition));
  }
  auto node = std::make_shared<YamlNode>();
  node->kind = YamlNode::Kind::kScalar;
  node->scalar = LuaToText(lua, index);
  node->quoted = lua_type(lua, index) == LUA_TSTRING;
  return node;
}

int CallMatches(lua_State* lua) {
  const HookRun& run = RunOfCall(lua, 1);
  if (!lua_istable(lua, 2)) Raise(lua, "matches takes conditions: call:matches{error = \"…\"}");
  LuaState::Charge(lua, kMatches);
  int left = kMostConditions;
  const YamlPtr when = MappingToYaml(lua, 2, 0, left);
  const Result<bool> matches = run.matter->matches(*when, *run.matter->occasion, run.binding.zone);
  if (!matches) Raise(lua, "matches: " + matches.error().message);
  lua_pushboolean(lua, *matches ? 1 : 0);
  return 1;
}

constexpr std::array<ApiFunction, 8> kFunctions = {{
    {"answer", "(answer: lineman.Answer): lineman.Verdict", "paused: gives what the server asks.",
     &Guarded<&CallAnswer>},
    {"ask_operator", "(): lineman.Verdict", "paused: a person may answer until the deadline.",
     &Guarded<&CallAskOperator>},
    {"dial_with", "(dial?: lineman.Dial): lineman.Verdict", "before_dial: dials now, with these.",
     &Guarded<&CallDialWith>},
    {"hang_up", "(why: string): lineman.Verdict", "running, paused, connected: ends the attempt.",
     &Guarded<&CallHangUp>},
    {"hold_off", "(duration: string, why?: string): lineman.Verdict",
     "disconnected, before_dial: no dial for so long.", &Guarded<&CallHoldOff>},
    {"matches", "(when: lineman.When): boolean", "Whether a rule with this `when` would match.",
     &Guarded<&CallMatches>},
    {"redial", "(redial?: lineman.Redial): lineman.Verdict", "disconnected: dials again.",
     &Guarded<&CallRedial>},
    {"stop", "(why: string): lineman.Verdict", "disconnected: opens the circuit.",
     &Guarded<&CallStop>},
}};

}  // namespace

std::span<const ApiFunction> CallFunctions() { return kFunctions; }

void MakeVerdictType(lua_State* lua) {
  PushNewType(lua, LuaType::kVerdict, "verdict");
  lua_pop(lua, 1);
}

int BuildVerdict(lua_State* lua, HookRun& run, Verdict verdict) {
  if (run.built) {
    Raise(lua, fmt::format("a hook gives one verdict: it has built {} already, now {}",
                           NameOf(*run.built), NameOf(verdict)));
  }
  auto* token = static_cast<Token*>(lua_newuserdatauv(lua, sizeof(Token), 0));
  token->serial = run.serial;
  SetType(lua, LuaType::kVerdict);
  run.built = std::move(verdict);
  return 1;
}

void TakeVerdict(lua_State* lua, HookRun& run, int first, int count) {
  const bool nothing = count == 0 || (count == 1 && lua_isnil(lua, first));
  if (nothing) {
    if (!run.built) return;
    Raise(lua, fmt::format("the hook built a verdict and did not return it: write return call:{}…",
                           NameOf(*run.built)));
  }
  if (!IsOf(lua, first, LuaType::kVerdict)) {
    Raise(lua,
          fmt::format("the hook returned a {}; return nothing, or one of {}", LuaToText(lua, first),
                      VerdictsThatFit(run.matter->occasion->occurrence)));
  }
  if (count > 1) Raise(lua, fmt::format("the hook returned {} values; return one verdict", count));
  const auto* token = static_cast<Token*>(lua_touserdata(lua, first));
  if (token->serial != run.serial) Raise(lua, "the hook returned a verdict of an earlier call");
  run.verdict = std::move(run.built);
}

}  // namespace lineman
