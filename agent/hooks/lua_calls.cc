// error, pcall and xpcall. A protected call of the script gives back every error but one: that the
// budget is spent. Functions that yield may be called through them.
#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"

namespace lineman {
namespace {

// Steps of an error that is caught: finding the names for its message can mean reading the whole
// function it happened in.
constexpr std::int64_t kCaughtError = 1000;

int RaiseError(lua_State* lua) {
  const auto level = static_cast<int>(luaL_optinteger(lua, 2, 1));
  lua_settop(lua, 1);
  if (lua_type(lua, 1) == LUA_TSTRING && level > 0) {
    luaL_where(lua, level);
    lua_pushvalue(lua, 1);
    lua_concat(lua, 2);
  }
  return lua_error(lua);
}

// What is on the stack: `below` values of the caller's, `true`, results; or an error at the top.
int FinishCall(lua_State* lua, int status, lua_KContext below) {
  LuaMeter& meter = LuaInside::Of(lua).meter;
  meter.SeeStatus(status);
  const bool is_error = status != LUA_OK && status != LUA_YIELD;
  // The same error again: to make another could need memory that there is none of.
  if (is_error && meter.IsSpent()) return lua_error(lua);
  meter.Charge(lua, is_error ? kCaughtError : 1);
  if (!is_error) return lua_gettop(lua) - static_cast<int>(below);
  lua_pushboolean(lua, 0);
  lua_insert(lua, -2);
  return 2;
}

int ProtectedCall(lua_State* lua) {
  luaL_checkany(lua, 1);
  LuaState::Charge(lua, lua_gettop(lua));
  lua_pushboolean(lua, 1);
  lua_insert(lua, 1);
  const int status =
      lua_pcallk(lua, lua_gettop(lua) - 2, LUA_MULTRET, 0, 0, &GuardedAfter<FinishCall>);
  return FinishCall(lua, status, 0);
}

// Tells that a message handler runs, for as long as it does.
class Handling {
 public:
  explicit Handling(bool& flag) : flag_(flag) { flag_ = true; }
  ~Handling() { flag_ = false; }
  Handling(const Handling&) = delete;
  Handling& operator=(const Handling&) = delete;

 private:
  bool& flag_;
};

// The script's handler is the upvalue. It is not called for its own errors, as Lua would do until
// the C stack is full; nor for the end of the budget.
int HandleError(lua_State* lua) {
  LuaInside& inside = LuaInside::Of(lua);
  if (inside.in_handler || inside.meter.IsSpent()) return 1;
  const Handling handling(inside.in_handler);
  lua_settop(lua, 1);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, 1, 1);
  return 1;
}

// The stack becomes: function, own handler, true, function, arguments.
int HandledCall(lua_State* lua) {
  luaL_checktype(lua, 2, LUA_TFUNCTION);
  LuaState::Charge(lua, lua_gettop(lua));
  lua_pushvalue(lua, 2);
  lua_pushcclosure(lua, &Guarded<HandleError>, 1);
  lua_replace(lua, 2);
  lua_pushboolean(lua, 1);
  lua_pushvalue(lua, 1);
  lua_rotate(lua, 3, 2);
  const int status =
      lua_pcallk(lua, lua_gettop(lua) - 4, LUA_MULTRET, 2, 2, &GuardedAfter<FinishCall>);
  return FinishCall(lua, status, 2);
}

}  // namespace

void OpenCalls(lua_State* lua) {
  lua_pushglobaltable(lua);
  SetFunctions(lua, {Named<RaiseError>("error"), Named<ProtectedCall>("pcall"),
                     Named<HandledCall>("xpcall")});
  lua_pop(lua, 1);
}

}  // namespace lineman
