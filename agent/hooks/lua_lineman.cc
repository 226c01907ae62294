// `lineman`: what hooks may ask the world for.
#include <fmt/format.h>

#include <array>
#include <lua.hpp>

#include "base/duration.h"
#include "base/first_line.h"
#include "hooks/lua_api.h"
#include "hooks/lua_state.h"
#include "hooks/plugin.h"

namespace lineman {
namespace {

constexpr std::size_t kLongestLog = 500;
constexpr std::size_t kMostLogs = 20;  // by one hook
constexpr std::size_t kMostStarts = 8;
constexpr std::int64_t kShortestPassword = 4;
constexpr std::int64_t kLongestPassword = 128;
constexpr Duration kLongestProgram = std::chrono::minutes(10);

// Ends the function with what the hook waits for; `go_on` runs when the reply is there.
int WaitFor(lua_State* lua, HookRun& run, HookRequest request, lua_KFunction go_on) {
  run.asks = std::move(request);
  return lua_yieldk(lua, 0, 0, go_on);
}

HookRun& RunThatMayWait(lua_State* lua, std::string_view function) {
  HookRun& run = RunOf(lua);
  if (!run.MayWait()) {
    Raise(lua, fmt::format("lineman.{} waits, and hooks of running states may not: use "
                           "lineman.start for a program",
                           function));
  }
  return run;
}

int Log(lua_State* lua) {
  HookRun& run = RunOf(lua);
  const std::string text = LuaToText(lua, 1);
  LuaState::Charge(lua, 1000);
  std::size_t logged = 0;
  for (const Entry& entry : run.matter->output->entries) logged += entry.what == "log" ? 1 : 0;
  if (logged >= kMostLogs) {
    Raise(lua, fmt::format("a hook may log {} lines", kMostLogs));
  }
  Entry entry;
  entry.kind = Entry::Kind::kEvent;
  entry.what = "log";
  entry.by = "plugin " + run.binding.plugin->name();
  entry.detail = FirstLine(text).substr(0, kLongestLog);
  run.matter->output->entries.push_back(std::move(entry));
  return 0;
}

int Seconds(lua_State* lua) {
  PushSeconds(lua, DurationAt(lua, 1, "lineman.seconds"));
  return 1;
}

int AfterSleep(lua_State* /*lua*/, int /*status*/, lua_KContext /*context*/) { return 0; }

int SleepFor(lua_State* lua) {
  const Duration span = DurationAt(lua, 1, "lineman.sleep");
  HookRun& run = RunThatMayWait(lua, "sleep");
  return WaitFor(lua, run, {0, Sleep{span}}, &AfterSleep);
}

bool IsAllowed(const HookRun& run, const std::string& program) {
  for (const std::string& allowed : run.binding.may_run) {
    if (allowed == program) return true;
  }
  return false;
}

struct ProgramWanted {
  RunProgram program;
  bool secret = false;
};

ProgramWanted ReadProgram(lua_State* lua, const HookRun& run, const char* function) {
  ProgramWanted wanted;
  TableReader reader(lua, 1, std::string("lineman.") + function);
  wanted.program.command = reader.Sequence();
  if (reader.Push("stdin")) {
    wanted.program.input = SecretAt(lua, -1, "stdin");
    lua_pop(lua, 1);
  }
  wanted.program.timeout = reader.Span("timeout").value_or(wanted.program.timeout);
  wanted.secret = reader.Flag("secret");
  reader.Finish();
  if (wanted.program.command.empty()) {
    Raise(lua, fmt::format("lineman.{} needs a program: lineman.{}{{\"/usr/bin/prog\", \"arg\"}}",
                           function, function));
  }
  const std::string& program = wanted.program.command.front();
  if (!IsAllowed(run, program)) {
    Raise(lua, fmt::format("{} is not allowed: the profile lists what {} may run in its allow: "
                           "{{run: […]}}",
                           Shown(program), run.binding.plugin->name()));
  }
  if (wanted.program.timeout <= Duration{0} || wanted.program.timeout > kLongestProgram) {
    Raise(lua,
          fmt::format("timeout is more than 0s and at most {}", FormatDuration(kLongestProgram)));
  }
  return wanted;
}

void RecordRun(HookRun& run, const RunProgram& program) {
  Entry entry;
  entry.kind = Entry::Kind::kEvent;
  entry.what = "ran";
  entry.by = "plugin " + run.binding.plugin->name();
  entry.detail = JoinCommand(program.command);
  run.matter->output->entries.push_back(std::move(entry));
}

// {ok, status, output} or, of a secret one, {ok, status, secret}; `trouble` when it did not end by
// itself.
int AfterRun(lua_State* lua, int /*status*/, lua_KContext /*context*/) {
  const HookRun& run = RunOf(lua);
  const auto& end = std::get<ProgramEnd>(run.reply->what);
  lua_createtable(lua, 0, 4);
  lua_pushboolean(lua, end.status == 0 ? 1 : 0);
  lua_setfield(lua, -2, "ok");
  if (end.status) {
    lua_pushinteger(lua, *end.status);
    lua_setfield(lua, -2, "status");
  }
  if (!end.trouble.empty()) {
    PushText(lua, end.trouble);
    lua_setfield(lua, -2, "trouble");
  }
  if (run.secret_output) {
    const std::string line = FirstLine(end.output);
    if (line.empty()) return 1;
    PushSecret(lua, Secret(line));
    lua_setfield(lua, -2, "secret");
  } else {
    PushText(lua, end.output);
    lua_setfield(lua, -2, "output");
  }
  return 1;
}

int Run(lua_State* lua) {
  HookRun& run = RunThatMayWait(lua, "run");
  ProgramWanted wanted = ReadProgram(lua, run, "run");
  RecordRun(run, wanted.program);
  run.secret_output = wanted.secret;
  return WaitFor(lua, run, {0, std::move(wanted.program)}, &AfterRun);
}

int Start(lua_State* lua) {
  HookRun& run = RunOf(lua);
  ProgramWanted wanted = ReadProgram(lua, run, "start");
  if (run.matter->output->requests.size() >= kMostStarts) {
    Raise(lua, fmt::format("a hook may start {} programs", kMostStarts));
  }
  RecordRun(run, wanted.program);
  run.matter->output->requests.push_back({0, std::move(wanted.program)});
  return 0;
}

int AfterSecret(lua_State* lua, int /*status*/, lua_KContext /*context*/) {
  const auto& secret = std::get<Result<Secret>>(RunOf(lua).reply->what);
  if (!secret) Raise(lua, secret.error().message);
  PushSecret(lua, *secret);
  return 1;
}

int NamedSecret(lua_State* lua) {
  HookRun& run = RunThatMayWait(lua, "secret");
  const auto name = TextAt(lua, 1);
  if (!name) Raise(lua, "lineman.secret takes the name of a secret: lineman.secret(\"backup\")");
  bool known = false;
  for (const std::string& secret : run.binding.secrets) known = known || secret == *name;
  if (!known) {
    Raise(lua, fmt::format("the profile has no secret {}: name it in `secrets`", Shown(*name)));
  }
  return WaitFor(lua, run, {0, ReadSecret{*name}}, &AfterSecret);
}

int NewPassword(lua_State* lua) {
  HookRun& run = RunThatMayWait(lua, "new_password");
  if (lua_isnoneornil(lua, 1)) {
    lua_settop(lua, 0);
    lua_createtable(lua, 0, 0);
  }
  TableReader reader(lua, 1, "lineman.new_password");
  const std::int64_t length = reader.Integer("length").value_or(16);
  MakePassword wanted{static_cast<int>(length), reader.Text("alphabet").value_or("")};
  reader.Finish();
  if (length < kShortestPassword || length > kLongestPassword) {
    Raise(lua, fmt::format("length is {} to {}", kShortestPassword, kLongestPassword));
  }
  if (wanted.alphabet.size() == 1) Raise(lua, "an alphabet of one character makes no secret");
  return WaitFor(lua, run, {0, std::move(wanted)}, &AfterSecret);
}

constexpr std::array<ApiFunction, 7> kFunctions = {{
    {"log", "(text: string)", "One line in the log and on the record.", &Guarded<&Log>},
    {"new_password", "(wanted?: lineman.NewPassword): lineman.Secret",
     "A password nobody can guess. Waits.", &Guarded<&NewPassword>},
    {"run", "(program: lineman.Program): lineman.Ended",
     "Runs a program that the profile allows. Waits.", &Guarded<&Run>},
    {"seconds", "(duration: string): number", "\"5m\" is 300.", &Guarded<&Seconds>},
    {"secret", "(name: string): lineman.Secret", "A secret of the profile. Waits.",
     &Guarded<&NamedSecret>},
    {"sleep", "(duration: string)", "Waits.", &Guarded<&SleepFor>},
    {"start", "(program: lineman.Program)", "Queues a program; nothing comes back.",
     &Guarded<&Start>},
}};

int RegisterIn(lua_State* lua) {
  MakeCallType(lua);
  MakeVerdictType(lua);
  MakeSecretType(lua);
  lua_createtable(lua, 0, static_cast<int>(kFunctions.size()) + 1);
  for (const ApiFunction& function : kFunctions) {
    PushText(lua, function.name);
    lua_pushcfunction(lua, function.function);
    lua_rawset(lua, -3);
  }
  lua_pushinteger(lua, 1);
  lua_setfield(lua, -2, "api");
  lua_setglobal(lua, "lineman");
  lua_rawsetp(lua, LUA_REGISTRYINDEX, reinterpret_cast<const void*>(&RegisterIn));
  return 0;
}

}  // namespace

std::span<const ApiFunction> LinemanFunctions() { return kFunctions; }

Result<Done> RegisterApi(Plugin& plugin) {
  lua_State* lua = plugin.state().lua();
  lua_pushcfunction(lua, &RegisterIn);
  lua_pushlightuserdata(lua, &plugin);
  if (lua_pcall(lua, 1, 0, 0) != LUA_OK) {
    const std::string why = LuaToText(lua, -1);
    lua_pop(lua, 1);
    return Fail(why);
  }
  return Done{};
}

Plugin& PluginOf(lua_State* lua) {
  lua_rawgetp(lua, LUA_REGISTRYINDEX, reinterpret_cast<const void*>(&RegisterIn));
  auto* plugin = static_cast<Plugin*>(lua_touserdata(lua, -1));
  lua_pop(lua, 1);
  return *plugin;
}

HookRun& RunOf(lua_State* lua) {
  HookRun* run = PluginOf(lua).running;
  if (run == nullptr) Raise(lua, "lineman's functions work only while a hook runs");
  return *run;
}

}  // namespace lineman
