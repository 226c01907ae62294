#include "hooks/lua_state.h"

#include <fmt/format.h>

#include <lua.hpp>
#include <new>
#include <unordered_map>
#include <vector>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_source.h"
#include "hooks/lua_text.h"

namespace lineman {
namespace {

constexpr std::size_t kMostIdle = 16;  // coroutines

void OpenLibraries(lua_State* lua) {
  OpenBase(lua);
  OpenMetatables(lua);
  OpenCalls(lua);
  OpenPairs(lua);
  OpenRequire(lua);
  OpenString(lua);
  OpenTable(lua);
  OpenMath(lua);
  OpenUtf8(lua);
}

LuaOutcome Failure(std::string error, std::string trace = {}) {
  LuaOutcome outcome;
  outcome.kind = LuaOutcome::Kind::kFailed;
  outcome.error = std::move(error);
  outcome.trace = std::move(trace);
  return outcome;
}

// Of the function that runs, or of the one in Lua that called it.
std::string Place(lua_State* coroutine) {
  std::string place = LuaPlace(coroutine, 0);
  return place.empty() ? LuaPlace(coroutine, 1) : place;
}

LuaOutcome FailureOf(lua_State* coroutine, int status) {
  LuaMeter& meter = LuaInside::Of(coroutine).meter;
  const std::string trace = LuaTrace(coroutine);
  if (status == LUA_ERRMEM) meter.SetPlace(Place(coroutine));
  std::string text;
  if (!meter.IsSpent()) text = ErrorText(coroutine);
  return Failure(meter.IsSpent() ? meter.Fault() : text, trace);
}

// Lua would make an error message of it, unprotected.
bool CanResume(lua_State* coroutine, int arguments) {
  const int status = lua_status(coroutine);
  return status == LUA_YIELD || (status == LUA_OK && lua_gettop(coroutine) > arguments);
}

// The first of the results at the top of the coroutine's stack goes to the main thread's.
void MoveResult(lua_State* coroutine, int results) {
  if (results == 0)
    lua_pushnil(coroutine);
  else
    lua_pop(coroutine, results - 1);
  lua_State* main = LuaInside::Of(coroutine).main;
  lua_checkstack(main, 1);
  lua_xmove(coroutine, main, 1);
}

std::string FolderOf(const std::string& chunk) {
  const std::size_t slash = chunk.rfind('/');
  return slash == std::string::npos ? std::string() : chunk.substr(0, slash + 1);
}

}  // namespace

struct LuaState::Impl : LuaInside {
  using LuaInside::LuaInside;

  LuaOutcome Go(lua_State* coroutine, int arguments);
  void End();

  std::unordered_map<lua_State*, int> coroutines;  // where each is in the registry
  std::vector<lua_State*> idle;
  std::int64_t steps_spent = 0;
};

LuaInside& LuaInside::Of(lua_State* lua) {
  return **static_cast<LuaInside**>(lua_getextraspace(lua));
}

LuaState::LuaState(const LuaLimits& limits) : impl_(std::make_unique<Impl>(this, limits)) {
  lua_State* main = lua_newstate(&LuaMeter::Allocate, &impl_->meter);
  if (main == nullptr) throw std::bad_alloc();
  impl_->main = main;
  *static_cast<LuaInside**>(lua_getextraspace(main)) = impl_.get();
  ForgetMode(main);
  OpenLibraries(main);
  impl_->meter.Own(main);
}

LuaState::~LuaState() { lua_close(impl_->main); }

lua_State* LuaState::lua() const { return impl_->main; }

// The budget is there already.
LuaOutcome LuaState::Impl::Go(lua_State* coroutine, int arguments) {
  int results = 0;
  const int status = lua_resume(coroutine, main, arguments, &results);
  meter.SeeStatus(status);
  if ((status != LUA_OK && status != LUA_YIELD) || meter.IsSpent())
    return FailureOf(coroutine, status);
  LuaOutcome outcome;
  outcome.results = results;
  if (status == LUA_YIELD) outcome.kind = LuaOutcome::Kind::kYielded;
  return outcome;
}

void LuaState::Impl::End() {
  steps_spent = meter.steps_spent();
  meter.End();
}

LuaOutcome LuaState::Resume(lua_State* coroutine, int arguments) {
  if (impl_->meter.IsRunning()) return Failure("a script of this plugin is running already");
  if (!CanResume(coroutine, arguments)) return Failure("there is no function to run");
  impl_->meter.Begin(coroutine, impl_->meter.limits().resume_steps);
  LuaOutcome outcome = impl_->Go(coroutine, arguments);
  impl_->End();
  return outcome;
}

Result<Done> LuaState::Load(const std::string& source, const std::string& chunk,
                            const ModuleReader& modules) {
  const ModuleReader none = [](const std::string& module) -> Result<std::string> {
    return Fail(fmt::format("there is no module '{}'", module));
  };
  if (impl_->meter.IsRunning()) return Fail("a script of this plugin is running already");
  lua_State* coroutine = Borrow();
  impl_->modules = {modules ? &modules : &none, FolderOf(chunk)};
  impl_->meter.Begin(coroutine, impl_->meter.limits().load_steps);
  Result<Done> loaded = Compile(coroutine, source, chunk);
  LuaOutcome outcome = loaded ? impl_->Go(coroutine, 0) : LuaOutcome();
  impl_->End();
  impl_->modules = {};
  if (outcome.kind == LuaOutcome::Kind::kFailed) loaded = Fail(outcome.error);
  if (outcome.kind == LuaOutcome::Kind::kYielded)
    loaded = Fail(fmt::format("{}: a plugin cannot wait while it is loaded", chunk));
  if (loaded) MoveResult(coroutine, outcome.results);
  GiveBack(coroutine);
  return loaded;
}

lua_State* LuaState::Borrow() {
  std::vector<lua_State*>& idle = impl_->idle;
  if (!idle.empty()) {
    lua_State* coroutine = idle.back();
    idle.pop_back();
    return coroutine;
  }
  constexpr int kOverTheFirst = 64;  // slots; more than a new stack has, so that it grows
  lua_State* coroutine = lua_newthread(impl_->main);
  impl_->meter.ExpectStack(coroutine);
  lua_checkstack(coroutine, kOverTheFirst);
  impl_->coroutines[coroutine] = luaL_ref(impl_->main, LUA_REGISTRYINDEX);
  return coroutine;
}

// Only one that has ended well is used again. One that waits or has failed may hold variables that
// Lua would close by running code of the script, here, without a budget; and the hook of one that
// failed inside its hook stays off.
void LuaState::GiveBack(lua_State* coroutine) {
  lua_Debug call;
  const bool has_ended = lua_status(coroutine) == LUA_OK && lua_getstack(coroutine, 0, &call) == 0;
  if (has_ended && impl_->idle.size() < kMostIdle) {
    lua_settop(coroutine, 0);
    impl_->idle.push_back(coroutine);
    return;
  }
  const auto found = impl_->coroutines.find(coroutine);
  if (found == impl_->coroutines.end()) return;
  impl_->meter.ForgetStack(coroutine);
  luaL_unref(impl_->main, LUA_REGISTRYINDEX, found->second);
  impl_->coroutines.erase(found);
}

std::size_t LuaState::memory() const { return impl_->meter.memory(); }

std::size_t LuaState::peak_memory() const { return impl_->meter.peak_memory(); }

std::int64_t LuaState::steps_spent() const { return impl_->steps_spent; }

LuaState& LuaState::Of(lua_State* lua) { return *LuaInside::Of(lua).owner; }

void LuaState::Charge(lua_State* lua, std::int64_t steps) {
  LuaInside::Of(lua).meter.Charge(lua, steps);
}

void LuaState::SetRandom(std::function<std::uint64_t()> bits) { impl_->random = std::move(bits); }

void LuaState::SetPrint(std::function<void(const std::string&)> print) {
  impl_->print = std::move(print);
}

}  // namespace lineman
