// What a script has used of its budget: memory, and steps.
//
// Between Begin and End a script runs and the limits hold. Outside, the host makes its own values;
// nothing is charged or refused then, so that no allocation of the host can fail unprotected.
//
// Some single instructions take time by the length of what they look at: comparing two strings,
// reading a string as the limit of a loop, handing on thousands of arguments. Nothing tells when
// they are executed. So while a long string or a large stack is held, every instruction is charged
// as many steps as the worst of them could take; the count hook fires as much more often.
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
  // The next block that grows is a coroutine's stack.
  void ExpectStack() { expects_stack_ = true; }

  void Begin(lua_State* running, std::int64_t steps);
  // The script goes on on another stack, within what is left of its budget.
  void MoveTo(lua_State* running);
  void End();
  bool IsRunning() const { return running_ != nullptr; }

  // Takes steps from the budget. Charge raises an error when none is left; Spend does not.
  void Charge(lua_State* lua, std::int64_t steps);
  void Spend(std::int64_t steps);
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
    bool is_stack;
    std::int64_t weight;
  };

  static void OnCount(lua_State* lua, lua_Debug* where);
  void* Resize(void* block, std::size_t old_size, std::size_t size);
  bool Admits(std::size_t held, std::size_t size);
  bool Refuse(bool is_block);
  void Watch(const void* block, std::size_t size, bool is_stack);
  bool Unwatch(const void* block);
  void Weigh();
  void Arm();
  void End(Spent why);
  std::int64_t Interval() const;

  LuaLimits limits_;
  std::size_t memory_ = 0;
  std::size_t peak_memory_ = 0;
  lua_State* running_ = nullptr;
  std::int64_t given_ = 0;  // at Begin
  std::int64_t left_ = 0;   // may fall below 0 by one charge
  Spent spent_ = Spent::kNot;
  bool refused_block_ = false;  // the last refusal was for the size of one block
  std::string fault_;
  bool expects_stack_ = false;
  std::unordered_map<const void*, Watched> watched_;  // long strings, and stacks
  std::map<std::int64_t, int> weights_;               // of them: how many have it
  std::int64_t weight_ = 1;                           // steps an instruction is charged now
};

}  // namespace lineman
