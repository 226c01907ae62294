#include "hooks/lua_meter.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <lua.hpp>
#include <utility>

#include "hooks/lua_inside.h"

namespace lineman {
namespace {

constexpr std::int64_t kStepsPerTick = 1000;   // of the count hook
constexpr std::size_t kBytesPerStep = 64;      // of a block that is made or grows
constexpr std::size_t kCollectedPerStep = 16;  // bytes looked at when memory has run out
constexpr std::size_t kLongString = 128;       // bytes an instruction looks at in one step
constexpr std::size_t kLargeStack = std::size_t{16} << 10U;
constexpr std::size_t kLargestReserve = std::size_t{16} << 10U;

std::int64_t Weight(std::size_t size, bool is_stack) {
  const std::size_t unit = is_stack ? kLargeStack : kLongString;
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::bit_ceil(size) / unit));
}

}  // namespace

void* LuaMeter::Allocate(void* meter, void* block, std::size_t old_size,
                         std::size_t size) noexcept {
  return static_cast<LuaMeter*>(meter)->Resize(block, old_size, size);
}

// For a new block Lua tells what it is for in place of the old size.
void* LuaMeter::Resize(void* block, std::size_t old_size, std::size_t size) {
  const bool is_string = block == nullptr && old_size == LUA_TSTRING;
  const std::size_t held = block == nullptr ? 0 : old_size;
  if (running_ != nullptr && size > held && !Admits(held, size)) return nullptr;
  const bool is_stack = Unwatch(block) || (expects_stack_ && block != nullptr && size > held);
  if (is_stack) expects_stack_ = false;
  memory_ += size - held;
  peak_memory_ = std::max(peak_memory_, memory_);
  if (size == 0) {
    std::free(block);
    return nullptr;
  }
  void* resized = std::realloc(block, size);
  // Lua relies on it that a block can always be made smaller.
  if (resized == nullptr && size <= held) resized = block;
  if (resized == nullptr) memory_ -= size - held;
  if (is_stack || (is_string && size > kLongString)) Watch(resized, size, is_stack);
  return resized;
}

bool LuaMeter::Admits(std::size_t held, std::size_t size) {
  if (size > limits_.block) return Refuse(true);
  // What is kept back lets a script that has spent its memory make the error that ends it.
  const std::size_t reserve = IsSpent() ? 0 : std::min(kLargestReserve, limits_.memory / 16);
  if (memory_ + (size - held) > limits_.memory - reserve) return Refuse(false);
  Spend(static_cast<std::int64_t>((size + kBytesPerStep - 1) / kBytesPerStep));
  return true;
}

// Lua collects all garbage and asks again.
bool LuaMeter::Refuse(bool is_block) {
  refused_block_ = is_block;
  Spend(static_cast<std::int64_t>(memory_ / kCollectedPerStep));
  return false;
}

void LuaMeter::Watch(const void* block, std::size_t size, bool is_stack) {
  if (block == nullptr) return;
  const Watched watched{is_stack, Weight(size, is_stack)};
  watched_.emplace(block, watched);
  ++weights_[watched.weight];
  if (IsRunning() && !IsSpent() && watched.weight > weight_) Weigh();
}

// Whether it was a stack.
bool LuaMeter::Unwatch(const void* block) {
  const auto found = watched_.find(block);
  if (found == watched_.end()) return false;
  const Watched watched = found->second;
  if (--weights_[watched.weight] == 0) weights_.erase(watched.weight);
  watched_.erase(found);
  return watched.is_stack;
}

void LuaMeter::Weigh() {
  const std::int64_t weight = weights_.empty() ? 1 : weights_.rbegin()->first;
  if (weight == weight_) return;
  weight_ = weight;
  Arm();
}

std::int64_t LuaMeter::Interval() const {
  return IsSpent() ? 1 : std::max<std::int64_t>(1, kStepsPerTick / weight_);
}

// lua_sethook may be called at any time, from a signal handler even: an allocation is no worse.
void LuaMeter::Arm() {
  lua_sethook(running_, &LuaMeter::OnCount, LUA_MASKCOUNT, static_cast<int>(Interval()));
}

void LuaMeter::Begin(lua_State* running, std::int64_t steps) {
  running_ = running;
  given_ = left_ = steps;
  spent_ = Spent::kNot;
  refused_block_ = false;
  fault_.clear();
  weight_ = 0;  // so that the hook is set, and counts from its beginning
  Weigh();
}

void LuaMeter::MoveTo(lua_State* running) {
  running_ = running;
  Arm();
}

void LuaMeter::End() {
  lua_sethook(running_, nullptr, 0, 0);
  running_ = nullptr;
}

void LuaMeter::OnCount(lua_State* lua, lua_Debug* /*where*/) {
  LuaMeter& meter = LuaInside::Of(lua).meter;
  if (!meter.IsRunning()) return;
  meter.Spend(meter.Interval() * meter.weight_);
  if (meter.IsSpent()) meter.Raise(lua, 0);
  meter.Weigh();
}

void LuaMeter::Charge(lua_State* lua, std::int64_t steps) {
  if (!IsRunning()) return;
  Spend(steps);
  if (IsSpent()) Raise(lua, 1);
}

void LuaMeter::Spend(std::int64_t steps) {
  left_ -= std::min(steps, given_ + 1);  // so that nothing can overflow
  if (left_ <= 0) End(Spent::kSteps);
}

void LuaMeter::SeeStatus(int status) {
  if (status == LUA_ERRMEM) End(refused_block_ ? Spent::kBlock : Spent::kMemory);
}

void LuaMeter::End(Spent why) {
  if (IsSpent() || !IsRunning()) return;
  spent_ = why;
  Arm();
}

void LuaMeter::Raise(lua_State* lua, int level) {
  SetPlace(LuaPlace(lua, level));
  lua_pushlstring(lua, fault_.data(), fault_.size());
  lua_error(lua);
  std::abort();  // lua_error never returns, but does not say so
}

void LuaMeter::SetPlace(const std::string& place) {
  if (fault_.empty()) fault_ = place + Fault();
}

std::string LuaMeter::Fault() const {
  if (!fault_.empty()) return fault_;
  if (spent_ == Spent::kSteps) return fmt::format("spent its {} steps (an endless loop?)", given_);
  if (spent_ == Spent::kMemory)
    return fmt::format("used more than its {} KiB of memory", limits_.memory >> 10U);
  return fmt::format(
      "used more than {} KiB of memory for one thing (a string, a table, or calls nested too deep)",
      limits_.block >> 10U);
}

}  // namespace lineman
