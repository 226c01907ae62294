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
constexpr std::size_t kRefusedPerStep = 16;    // bytes held when memory has run out
constexpr std::size_t kCollectedPerStep = 64;  // bytes held when garbage is collected
constexpr std::size_t kLeastGarbage = std::size_t{64} << 10U;
constexpr std::size_t kLongString = 128;  // bytes an instruction looks at in one step
constexpr std::size_t kLargeStack = std::size_t{8} << 10U;
constexpr int kFewMetatables = 32;
constexpr std::size_t kLargestReserve = std::size_t{16} << 10U;

// Of so many metatables. A chain of n takes n looks to find a field, but n² to find what is called
// in the end, for it is an argument more each time.
std::int64_t ChainWeight(int metatables) {
  const auto count = static_cast<std::int64_t>(std::bit_ceil(static_cast<unsigned>(metatables)));
  return std::max<std::int64_t>(1, count * count / (kFewMetatables * kFewMetatables));
}

std::int64_t SizeWeight(std::size_t size, bool is_stack) {
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
  const std::size_t held = block == nullptr ? 0 : old_size;
  const std::size_t purpose = block == nullptr ? old_size : 0;
  if (size > held && IsRunning()) {
    if (!Admits(held, size)) return nullptr;
    SpendForBlock(size, purpose == LUA_TFUNCTION);
  }
  void* resized = size == 0 ? nullptr : std::realloc(block, size);
  // Lua relies on it that a block can always be made smaller.
  if (resized == nullptr && size > 0 && size <= held) resized = block;
  if (resized == nullptr && size > 0) return nullptr;
  memory_ += size - held;
  peak_memory_ = std::max(peak_memory_, memory_);
  if (memory_ > collect_at_ && IsRunning()) RequestCollection();
  if (block == nullptr && size > 0) See({resized, size}, purpose);
  if (block != nullptr && size == 0) Free(block);
  return resized;
}

void LuaMeter::See(Block made, std::size_t purpose) {
  if (purpose == LUA_TSTRING && made.size > kLongString) Watch(made, nullptr);
  if (purpose != 0) return;
  last_plain_ = made;
  if (expected_ == nullptr) return;
  Watch(made, expected_);
  expected_ = nullptr;
}

// A stack that grows is made anew and then freed.
void LuaMeter::Free(void* block) {
  if (block == last_plain_.start) last_plain_ = {};
  if (lua_State* owner = Unwatch(block); owner != nullptr) Watch(last_plain_, owner);
  std::free(block);
}

bool LuaMeter::Admits(std::size_t held, std::size_t size) {
  if (size > limits_.block) return Refuse(true);
  // What is kept back lets a script that has spent its memory make the error that ends it.
  const std::size_t reserve = IsSpent() ? 0 : std::min(kLargestReserve, limits_.memory / 16);
  if (memory_ + (size - held) > limits_.memory - reserve) return Refuse(false);
  return true;
}

// A closure looks for each of its variables among those of all the others.
void LuaMeter::SpendForBlock(std::size_t size, bool is_function) {
  const std::size_t variables = is_function ? size / sizeof(void*) : 0;
  const std::size_t steps = (size + kBytesPerStep - 1) / kBytesPerStep + variables * variables / 64;
  Spend(static_cast<std::int64_t>(steps));
}

// Lua collects all garbage and asks again.
bool LuaMeter::Refuse(bool is_block) {
  refused_block_ = is_block;
  Spend(static_cast<std::int64_t>(memory_ / kRefusedPerStep));
  return false;
}

void LuaMeter::Watch(Block block, lua_State* owner) {
  if (block.start == nullptr) return;
  const Watched watched{owner, SizeWeight(block.size, owner != nullptr)};
  if (!watched_.emplace(block.start, watched).second) return;
  ++weights_[watched.weight];
  if (IsRunning() && !IsSpent() && watched.weight > weight_) Weigh();
}

// The coroutine whose stack it was, if it was one.
lua_State* LuaMeter::Unwatch(const void* block) {
  const auto found = watched_.find(block);
  if (found == watched_.end()) return nullptr;
  const Watched watched = found->second;
  if (--weights_[watched.weight] == 0) weights_.erase(watched.weight);
  watched_.erase(found);
  return watched.owner;
}

void LuaMeter::ForgetStack(lua_State* coroutine) {
  const auto found = std::find_if(watched_.begin(), watched_.end(), [coroutine](const auto& each) {
    return each.second.owner == coroutine;
  });
  if (found != watched_.end()) Unwatch(found->first);
}

void LuaMeter::AddMetatables(int more) {
  metatables_ += more;
  if (!IsRunning() || IsSpent() || more < 0) return;
  if (metatables_ > most_metatables_) RequestCollection();
  Weigh();
}

void LuaMeter::RequestCollection() {
  if (is_collection_due_) return;
  is_collection_due_ = true;
  Arm();
}

std::int64_t LuaMeter::Heaviest() const {
  const std::int64_t by_size = weights_.empty() ? 1 : weights_.rbegin()->first;
  return std::max(by_size, ChainWeight(metatables_));
}

void LuaMeter::Own(lua_State* main) {
  main_ = main;
  lua_gc(main, LUA_GCSTOP);
  Collect(main);
}

// The next time is when there is twice as much, or half way to the limit.
void LuaMeter::Collect(lua_State* lua) {
  lua_gc(lua, LUA_GCCOLLECT);
  is_collection_due_ = false;
  most_metatables_ = 2 * metatables_ + kFewMetatables;
  const std::size_t limit = std::max(limits_.memory, memory_);
  collect_at_ =
      std::min(memory_ + std::max(memory_, kLeastGarbage), memory_ + (limit - memory_) / 2);
}

void LuaMeter::Weigh() {
  const std::int64_t weight = Heaviest();
  if (weight == weight_) return;
  weight_ = weight;
  Arm();
}

std::int64_t LuaMeter::Interval() const {
  return IsSpent() || is_collection_due_ ? 1 : std::max<std::int64_t>(1, kStepsPerTick / weight_);
}

// lua_sethook may be called at any time, from a signal handler even: an allocation is no worse.
void LuaMeter::Arm() {
  lua_sethook(running_, &LuaMeter::OnCount, LUA_MASKCOUNT, static_cast<int>(Interval()));
}

void LuaMeter::Begin(lua_State* running, std::int64_t steps) {
  if (memory_ > collect_at_ || Heaviest() > 1) Collect(main_);
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
  if (meter.is_collection_due_) {
    meter.Spend(static_cast<std::int64_t>(meter.memory_ / kCollectedPerStep));
    meter.Collect(lua);
    meter.Arm();
  }
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
  if (left_ <= 0) Exhaust(Spent::kSteps);
}

void LuaMeter::SeeStatus(int status) {
  if (status == LUA_ERRMEM) Exhaust(refused_block_ ? Spent::kBlock : Spent::kMemory);
}

void LuaMeter::Exhaust(Spent why) {
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
