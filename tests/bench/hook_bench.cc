// What a hook costs: from the occasion to the verdict.
//
// Beside it what it could cost at the least, and what it would cost without Lua: a program that
// fills a plain Lua's table with all that `call` offers and calls the same function, and a shell
// that does nothing.

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <lua.hpp>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/load_plugins.h"
#include "rehearsal/virtual_env.h"
#include "tests/bench/measure.h"

namespace lineman::bench {
namespace {

using std::chrono::seconds;

constexpr int kOccasions = 20'000;
constexpr int kRepetitions = 9;
constexpr int kSpawns = 300;
constexpr double kMostToBare = 2.5;
// The aim is 300. Measured: 70 to 110 on a slow machine, where the plain Lua alone comes to 60
// to 95.
constexpr double kLeastOfSpawn = 40;

// The hook, but for its verdict.
constexpr const char* kFunction = R"(function(call)
  if not call.error or call.error.name ~= "line_busy" then return end
  if call.attempt > call.options.tries or call.failures.line < 1 then return end
  if call.number == call.options.never then return end
)";

std::string PluginText() {
  return fmt::format(R"(return {{
  api = 1,
  about = "Redials a busy number.",
  options = {{
    tries = {{ type = "integer", default = "5", help = "How often." }},
    never = {{ type = "phone", default = "0199", help = "Not this one." }},
    pauses = {{ type = "duration_list", help = "Between them." }},
  }},
  hooks = {{ disconnected = {}  return call:redial {{ after = "30s" }}
  end }},
}})",
                     kFunction);
}

std::string BareText() {
  return fmt::format("return {}  return {{ after = \"30s\" }}\nend", kFunction);
}

Occasion BusyNumber() {
  Occasion occasion;
  occasion.occurrence = Occurrence::kDisconnected;
  occasion.profile = "kiosk";
  occasion.wall = WallTime(seconds(1'772'438'400));
  occasion.state = ConnectionState::kDisconnected;
  occasion.error = RasError::kLineBusy;
  occasion.serial = 812;
  occasion.attempt = 3;
  occasion.number = "+49 30 555 0100";
  occasion.user = "kiosk-17";
  occasion.failed_in = ConnectionState::kConnectDevice;
  occasion.last = LastAttempt{RasError::kNoAnswer, "+49 30 555 0101", Duration{0}};
  CountOf(occasion.failures, Cause::kLine) = 3;
  return occasion;
}

Decision Proposed() {
  Decision proposed;
  proposed.verdict = Redial{seconds(20), NumberChoice{NumberChoice::Kind::kNext, ""}, {}, {}, {}};
  proposed.Because({}, "budget line: 3 of 10 spent");
  proposed.Because({}, "back-off: 20 s after 3 failures");
  return proposed;
}

[[noreturn]] void Die(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

// A line with one plugin.
class Hooked {
 public:
  Hooked() {
    Findings findings;
    const YamlPtr with = ParseYamlMapping("pauses: [30s, 2m]", "kiosk.yaml", findings);
    const PluginUser kiosk{
        "kiosk", *Zone::Find("Europe/Berlin"), {}, {{"busy", with, {}, Place{}}}};
    const auto find = [](const std::string& /*name*/) -> Result<PluginFolder> {
      return PluginFolder{"busy", [](const std::string& /*file*/) { return PluginText(); }};
    };
    hooks_ = MakeHooks(env_, PluginSet::Load({kiosk}, find, findings));
    if (findings.HasErrors()) Die(findings.ToString());
    hooks_->Restore({{{"kiosk", "busy"}, "{turn = 1}"}});
  }

  // Whether the verdict is the hook's.
  bool Ask() {
    HookOutput output;
    const auto outcome = hooks_->Start(0, occasion_, proposed_, output);
    if (!outcome || !outcome->verdict) return false;
    const auto* redial = std::get_if<Redial>(&*outcome->verdict);
    return redial != nullptr && redial->after == seconds(30);
  }

 private:
  VirtualEnv env_{WallTime(seconds(1'772'438'400)), 1};
  const Occasion occasion_ = BusyNumber();
  const Decision proposed_ = Proposed();
  std::unique_ptr<LuaHooks> hooks_;
};

// The same without lineman: what a program must do that hands a hook everything in a table.
class Bare {
 public:
  Bare() : owner_(luaL_newstate(), &lua_close), lua_(owner_.get()) {
    luaL_openlibs(lua_);
    if (luaL_dostring(lua_, BareText().c_str()) != LUA_OK) Die(lua_tostring(lua_, -1));
    function_ = luaL_ref(lua_, LUA_REGISTRYINDEX);
  }

  bool Ask() {
    lua_rawgeti(lua_, LUA_REGISTRYINDEX, function_);
    PushCall();
    if (lua_pcall(lua_, 1, 1, 0) != LUA_OK || !lua_istable(lua_, -1)) return false;
    lua_getfield(lua_, -1, "after");
    const std::string after = lua_tostring(lua_, -1);
    lua_pop(lua_, 2);
    return after == "30s";
  }

 private:
  void Text(const char* key, const char* text) {
    lua_pushstring(lua_, text);
    lua_setfield(lua_, -2, key);
  }
  void Integer(const char* key, lua_Integer number) {
    lua_pushinteger(lua_, number);
    lua_setfield(lua_, -2, key);
  }
  void Flag(const char* key, bool flag) {
    lua_pushboolean(lua_, flag ? 1 : 0);
    lua_setfield(lua_, -2, key);
  }

  void Error(int code, const char* name, const char* text) {
    lua_createtable(lua_, 0, 4);
    Integer("code", code);
    Text("name", name);
    Text("cause", "line");
    Text("text", text);
    lua_setfield(lua_, -2, "error");
  }

  void Proposed() {
    lua_createtable(lua_, 0, 5);
    Text("verdict", "redial");
    Text("by", "policy");
    Integer("after", 20);
    Text("number", "next");
    Text("why", "budget line: 3 of 10 spent; back-off: 20 s after 3 failures");
    lua_setfield(lua_, -2, "proposed");
  }

  void Failures() {
    static constexpr std::array kCauses = {"line",   "server",   "credentials", "account",
                                           "config", "security", "device",      "local",
                                           "human",  "user",     "suspend",     "internal"};
    lua_createtable(lua_, 0, kCauses.size());
    for (const char* cause : kCauses) Integer(cause, cause == kCauses.front() ? 3 : 0);
    lua_setfield(lua_, -2, "failures");
  }

  void Last() {
    lua_createtable(lua_, 0, 3);
    Error(678, "no_answer", "nobody answered");
    Text("number", "+49 30 555 0101");
    Integer("online_for", 0);
    lua_setfield(lua_, -2, "last");
  }

  void Now() {
    lua_createtable(lua_, 0, 7);
    Integer("epoch", 1'772'438'400);
    Integer("year", 2026);
    Integer("month", 3);
    Integer("day", 2);
    Integer("hour", 9);
    Integer("min", 0);
    Text("weekday", "Mon");
    lua_setfield(lua_, -2, "now");
  }

  void Options() {
    lua_createtable(lua_, 0, 3);
    Integer("tries", 5);
    Text("never", "0199");
    lua_createtable(lua_, 2, 0);
    lua_pushstring(lua_, "30s");
    lua_rawseti(lua_, -2, 1);
    lua_pushstring(lua_, "2m");
    lua_rawseti(lua_, -2, 2);
    lua_setfield(lua_, -2, "pauses");
    lua_setfield(lua_, -2, "options");
  }

  // All that `call` has, but for the prompt, which is nil here.
  void PushCall() {
    lua_createtable(lua_, 0, 18);
    Text("profile", "kiosk");
    Text("user", "kiosk-17");
    Text("number", "+49 30 555 0100");
    Integer("attempt", 3);
    Text("state", "disconnected");
    Text("group", "terminal");
    Error(676, "line_busy", "the number is busy");
    Text("failed_in", "connect_device");
    Flag("lost", false);
    Integer("online_for", 0);
    Integer("pauses", 0);
    Proposed();
    Failures();
    Last();
    Now();
    Options();
    lua_createtable(lua_, 0, 1);
    Integer("turn", 1);
    lua_setfield(lua_, -2, "store");
    Flag("probe", false);
  }

  std::unique_ptr<lua_State, decltype(&lua_close)> owner_;
  lua_State* lua_;
  int function_ = LUA_NOREF;
};

// Nanoseconds of CPU for one occasion: the best of some repetitions.
template <typename Asked>
class Best {
 public:
  void Repeat() {
    int answered = 0;
    const double spent = CpuSecondsOf([&] {
      for (int i = 0; i < kOccasions; ++i) answered += asked_.Ask() ? 1 : 0;
    });
    if (answered != kOccasions) Die("a hook gave no verdict: nothing was measured");
    best_ = std::min(best_, spent * 1e9 / kOccasions);
  }
  double nanoseconds() const { return best_; }

 private:
  Asked asked_;
  double best_ = std::numeric_limits<double>::infinity();
};

// Nanoseconds until a shell that does nothing has ended; the clock on the wall, for most of it is
// spent in other processes.
double Spawn() {
  std::array<std::string, 3> words = {"sh", "-c", ":"};
  const std::array<char*, 4> arguments = {words[0].data(), words[1].data(), words[2].data(),
                                          nullptr};
  std::vector<double> all;
  for (int i = 0; i < kSpawns; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    pid_t child = 0;
    int status = 0;
    const bool ran =
        posix_spawn(&child, "/bin/sh", nullptr, nullptr, arguments.data(), environ) == 0;
    if (!ran || waitpid(child, &status, 0) != child || status != 0) Die("/bin/sh does not run");
    all.push_back(
        std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begun).count());
  }
  return Quantile(all, 0.5);
}

int Run() {
  Best<Hooked> hooked;
  Best<Bare> bare;
  for (int i = 0; i < kRepetitions; ++i) {
    hooked.Repeat();
    bare.Repeat();
  }
  const double spawn = Spawn();
  const double to_bare = hooked.nanoseconds() / bare.nanoseconds();
  const double of_spawn = spawn / hooked.nanoseconds();
  fmt::print("{:<34} {:>10} {:>9} {:>16}\n", "from occasion to verdict", "ns", "ratio", "limit");
  fmt::print("{:<34} {:>10.0f} {:>9} {:>16}\n", "a plain Lua, its table filled", bare.nanoseconds(),
             "", "");
  fmt::print("{:<34} {:>10.0f} {:>9.2f} {:>16}\n", "a hook, to the plain Lua", hooked.nanoseconds(),
             to_bare, fmt::format("at most {:.1f}", kMostToBare));
  fmt::print("{:<34} {:>10.0f} {:>9.0f} {:>16}\n", "/bin/sh -c :, to the hook", spawn, of_spawn,
             fmt::format("at least {:.0f}", kLeastOfSpawn));
  fmt::print("(Lua: CPU time, the best of {} times {} occasions; sh: median of {})\n", kRepetitions,
             kOccasions, kSpawns);
  return to_bare <= kMostToBare && of_spawn >= kLeastOfSpawn ? 0 : 1;
}

}  // namespace
}  // namespace lineman::bench

int main() { return lineman::bench::Run(); }
