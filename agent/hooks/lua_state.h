// One sandboxed Lua interpreter: what a plugin runs in.
//
// A plugin is foreign code on a machine nobody sits at. It can loop, swallow errors, ask for all
// the memory and try to reach the system; none of that may stop a line. So a state has
//   - only the libraries below, without io, os, debug, package, coroutine, load and bytecode;
//   - a budget of steps for every resume, which instructions, allocations and whatever loops
//     inside a C function are charged to. Once it is spent, it stays spent until the resume has
//     ended: no pcall of the script gets it back;
//   - a cap on memory, and on the size of one block.
// All of that holds while Load or Resume runs. Outside of them the host may make values and push
// arguments as it likes: nothing is charged, and no allocation is refused, for there nobody could
// catch the error. What the host pushes counts, though, when the next script asks for more.
//
// Nothing in it depends on addresses, time or the order of hashes: the same script with the same
// input does the same, to the byte, everywhere.
//
// Lua's errors are C++ exceptions here (the C++ build of Lua), so destructors run; code called by
// Lua may catch std::exception, never `...`. One thread, the loop's, uses a state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct lua_State;

namespace lineman {

struct LuaLimits {
  // Bytes a state may hold; the libraries alone take 13 KiB. A plugin needs a few dozen.
  std::size_t memory = std::size_t{16} << 20U;
  // Bytes of one string or one part of a table: comparing and copying them takes microseconds.
  std::size_t block = std::size_t{256} << 10U;
  // Steps of loading a plugin, and of one resume of a hook. A step is a VM instruction or work that
  // takes about as long, some 10 ns. While a script holds strings of more than 100 bytes, more than
  // 30 metatables or a deep stack, an instruction is more than one step (see hooks/lua_meter.h).
  std::int64_t load_steps = 2'000'000;
  std::int64_t resume_steps = 1'000'000;
};

// How a resume went.
struct LuaOutcome {
  enum class Kind { kEnded, kYielded, kFailed };
  Kind kind = Kind::kEnded;
  int results = 0;    // on the coroutine's stack: returned, or given to yield
  std::string error;  // of kFailed: what went wrong, and where; never empty, at most 1 KiB
  std::string trace;  // of kFailed: the calls that led there, the last one first, one a line
};

// Gives the text of a module of the plugin, by its name ("rota" or "lists.rota").
using ModuleReader = std::function<Result<std::string>(const std::string& module)>;

class LuaState {
 public:
  explicit LuaState(const LuaLimits& limits = {});
  ~LuaState();
  LuaState(const LuaState&) = delete;
  LuaState& operator=(const LuaState&) = delete;

  // The main thread, for making values and registering functions. Never run a script's code on it
  // but through Load and Resume, for nothing else has a budget or catches errors. What a script has
  // made, the table of globals too, may have metamethods: read and write it raw (lua_rawget).
  lua_State* lua() const;

  // Runs a chunk of text; its only result is left on the main thread's stack. `chunk` names it in
  // messages ("callback-rota/init.lua"). `require` works while this runs and finds what `modules`
  // gives, each once; "lists.rota" is called "callback-rota/lists/rota.lua" in messages then. The
  // error of a chunk that does not compile begins with "NAME:LINE: ", as do most others; of names
  // longer than 58 bytes Lua shows the end.
  Result<Done> Load(const std::string& source, const std::string& chunk,
                    const ModuleReader& modules = {});

  // A coroutine for one hook. Give it back when it has ended, failed or is no longer wanted, also
  // while it waits: nothing more of it runs. One that has ended is used again.
  lua_State* Borrow();
  void GiveBack(lua_State* coroutine);

  // Starts the function that lies under `arguments` on the coroutine's stack, or goes on with one
  // that has yielded. A fresh budget each time. One at a time: a function that a script calls
  // cannot resume another.
  LuaOutcome Resume(lua_State* coroutine, int arguments);

  // For functions called by Lua: charges work to the budget of the resume that is under way.
  // Raises an error when it is spent. Does nothing when no script runs.
  static void Charge(lua_State* lua, std::int64_t steps);
  // The state a function called by Lua belongs to.
  static LuaState& Of(lua_State* lua);

  // Where math.random gets its bits from; 64 of them at each call. Without one it raises an error.
  void SetRandom(std::function<std::uint64_t()> bits);
  // Where print goes; one line without its break, at most 1 KiB and a "…".
  void SetPrint(std::function<void(const std::string&)> print);

  std::size_t memory() const;        // bytes held now
  std::size_t peak_memory() const;   // the most there ever was
  std::int64_t steps_spent() const;  // by the last Load or Resume

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Any value as text, as tostring gives it: no addresses. Calls __tostring and honours __name.
// Leaves nothing on the stack; never raises an error for a value without a text. Called by a
// function of Lua it raises the errors of a __tostring; called by the host it raises none, gives a
// __tostring the budget of a resume, and where that fails the name of the type.
std::string LuaToText(lua_State* lua, int index);

}  // namespace lineman
