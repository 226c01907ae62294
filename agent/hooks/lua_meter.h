// What a script has used of its budget: memory, and steps.
//
// Between Begin and End a script runs and the limits hold. Outside, the host makes its own values;
// nothing is charged or refused then, so that no allocation of the host can fail unprotected.
//
// Some single instructions take time by the size of what they look at: comparing two strings,
// reading a string as the limit of a loop, handing on thousands of arguments, looking up a field
// through a chain of metatables. Nothing tells when they are executed. So while a long string, a
// large stack or many metatables are held, every instruction is charged as many steps as the worst
// of them could take; the count hook fires as much more often.
//
// When Lua collects garbage on its own, the order of its hashes decides how soon, and so how much
// memory is held and what is charged for it. So it does not; the count hook collects all garbage,
// once there may be as much of it as there is of anything else. One trace of hashes is left: when a
// table that strings were removed from takes more of them, it may grow a little sooner or later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "hooks/lua_state.h"

struct lua_Debug;

namespace lineman {

class LuaMeter {
 public:
  explicit LuaMeter(const LuaLimits& limits) : limits_(limits) {}

  // The state's lua_Alloc; `meter` is the LuaMeter.
  static void* Allocate(void* meter, void* block, std::size_t old_size, std::size_t size) noexcept;
  // Takes over the collecting of garbage.
  void Own(lua_State* main);
  // How many tables there are now that serve as metatables.
  void AddMetatables(int more);
  // The next block that is made for no object is the coroutine's new stack.
  void ExpectStack(lua_State* coroutine) { expected_ = coroutine; }
  void ForgetStack(lua_State* coroutine);

  void Begin(lua_State* running, std::int64_t steps);  // no script pays for another's garbage
  // The script goes on on another stack, within what is left of its budget.
  void MoveTo(lua_State* running);
  void End();
  bool IsRunning() const { return running_ != nullptr; }

  // Takes steps from the budget. Charge raises an error when none is left; Spend does not.
  void Charge(lua_State* lua, std::int64_t steps);
  void Spend(std::int64_t steps);
  // For a function that does what an instruction of the script could do: looks up a field, calls.
  void ChargeInstruction(lua_State* lua) { Charge(lua, weight_); }
  // What a protected call has come to: an error for want of memory spends the budget.
  void SeeStatus(int status);
  // Whether the script must end. Stays true until the next Begin.
  bool IsSpent() const { return spent_ != Spent::kNot; }
  // Raises the error that ends the script.
  [[noreturn]] void Raise(lua_State* lua, int level);
  // That error as a text: with its place when it was raised anywhere.
  std::string Fault() const;
  // Where it happened, unless that is known.
  void SetPlace(const std::string& place);

  const LuaLimits& limits() const { return limits_; }
  std::size_t memory() const { return memory_; }
  std::size_t peak_memory() const { return peak_memory_; }
  std::int64_t steps_spent() const { return given_ - left_; }

 private:
  enum class Spent { kNot, kSteps, kMemory, kBlock };
  struct Watched {
    lua_State* owner;  // of a stack; nullptr for a string
    std::int64_t weight;
  };
  struct Block {
    const void* start;
    std::size_t size;
  };

  static void OnCount(lua_State* lua, lua_Debug* where);
  void* Resize(void* block, std::size_t old_size, std::size_t size);
  bool Admits(std::size_t held, std::size_t size);
  bool Refuse(bool is_block);
  void SpendForBlock(std::size_t size, bool is_function);
  void See(Block made, std::size_t purpose);
  void Free(void* block);
  void Watch(Block block, lua_State* owner);
  lua_State* Unwatch(const void* block);
  void RequestCollection();
  void Collect(lua_State* lua);
  std::int64_t Heaviest() const;
  void Weigh();
  void Arm();
  void Exhaust(Spent why);
  std::int64_t Interval() const;

  LuaLimits limits_;
  std::size_t memory_ = 0;
  std::size_t peak_memory_ = 0;
  std::size_t collect_at_ = SIZE_MAX;  // bytes of memory
  bool is_collection_due_ = false;
  lua_State* main_ = nullptr;
  lua_State* running_ = nullptr;
  std::int64_t given_ = 0;  // at Begin
  std::int64_t left_ = 0;   // may fall below 0 by one charge
  Spent spent_ = Spent::kNot;
  bool refused_block_ = false;  // the last refusal was for the size of one block
  std::string fault_;
  lua_State* expected_ = nullptr;                     // whose stack comes next
  Block last_plain_{};                                // the block made last that is no object
  std::unordered_map<const void*, Watched> watched_;  // long strings, and stacks
  std::map<std::int64_t, int> weights_;               // of them: how many have it
  int metatables_ = 0;
  int most_metatables_ = 0;  // before garbage is collected
  std::int64_t weight_ = 1;  // steps an instruction is charged now
};

}  // namespace lineman
