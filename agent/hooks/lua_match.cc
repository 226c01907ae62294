#include "hooks/lua_match.h"

#include "hooks/lua_binding.h"

namespace lineman {
namespace {

using Kind = PatternItem::Kind;
using Repeat = PatternItem::Repeat;

constexpr int kDeepest = 200;  // repeated items in one match

unsigned char ByteAt(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

}  // namespace

std::optional<std::size_t> LuaMatcher::MatchAt(std::size_t start) {
  depth_ = 0;
  const std::size_t end = Run(start, 0);
  ChargeSteps();
  if (end == kNone) return std::nullopt;
  start_ = start;
  end_ = end;
  return end;
}

void LuaMatcher::Step() {
  constexpr int kStepsTogether = 256;
  if (++steps_ == kStepsTogether) ChargeSteps();
}

void LuaMatcher::ChargeSteps() {
  const int steps = steps_;
  steps_ = 0;
  LuaState::Charge(lua_, steps);
}

// Matches the rest of the pattern from an item on, and gives where the match ends. What a failed
// try has left in the captures does no harm: every capture is set on the way to where it is read.
std::size_t LuaMatcher::Run(std::size_t at, std::size_t item) {
  if (++depth_ > kDeepest) luaL_error(lua_, "pattern too complex");
  for (; at != kNone && item < pattern_.items().size(); ++item) {
    const PatternItem& next = pattern_.items()[item];
    Step();
    if (next.kind > Kind::kSet) {
      at = RunOther(at, next);
    } else if (next.repeat == Repeat::kOnce) {
      at = Fits(at, next) ? at + 1 : kNone;
    } else {
      at = RunSingle(at, item);
      break;
    }
  }
  --depth_;
  return at;
}

// Of an item that is repeated, and all that follows it.
std::size_t LuaMatcher::RunSingle(std::size_t at, std::size_t item) {
  const Repeat repeat = pattern_.items()[item].repeat;
  if (repeat == Repeat::kShortest) return RunShortest(at, item);
  return RunLongest(at, item);
}

std::size_t LuaMatcher::RunLongest(std::size_t at, std::size_t item) {
  const PatternItem& repeated = pattern_.items()[item];
  const std::size_t least = repeated.repeat == Repeat::kLongestNotEmpty ? 1 : 0;
  const std::size_t most = repeated.repeat == Repeat::kOptional ? 1 : subject_.size();
  std::size_t count = 0;
  for (; count < most && Fits(at + count, repeated); ++count) Step();
  for (++count; count > least; --count) {
    const std::size_t end = Run(at + count - 1, item + 1);
    if (end != kNone) return end;
  }
  return kNone;
}

std::size_t LuaMatcher::RunShortest(std::size_t at, std::size_t item) {
  for (;; ++at) {
    const std::size_t end = Run(at, item + 1);
    if (end != kNone) return end;
    if (!Fits(at, pattern_.items()[item])) return kNone;
  }
}

bool LuaMatcher::Fits(std::size_t at, const PatternItem& item) {
  if (at >= subject_.size()) return false;
  const unsigned char byte = ByteAt(subject_, at);
  if (item.kind == Kind::kSet) return pattern_.set(item.set).test(byte);
  return item.kind == Kind::kAny || byte == item.first;
}

std::size_t LuaMatcher::RunOther(std::size_t at, const PatternItem& item) {
  switch (item.kind) {
    case Kind::kOpen:
      captures_[item.first] = {at, 0};
      return at;
    case Kind::kClose:
      captures_[item.first].size = at - captures_[item.first].start;
      return at;
    case Kind::kPosition:
      captures_[item.first] = {at, kPosition};
      return at;
    case Kind::kReference:
      return RunReference(at, item);
    case Kind::kBalance:
      return RunBalance(at, item);
    case Kind::kFrontier:
      return IsFrontier(at, pattern_.set(item.set)) ? at : kNone;
    default:
      return at == subject_.size() ? at : kNone;
  }
}

// A reference to a position matches nothing.
std::size_t LuaMatcher::RunReference(std::size_t at, const PatternItem& item) {
  const Capture& capture = captures_[item.first];
  if (capture.size > subject_.size() - at) return kNone;
  ChargeBytes(lua_, capture.size);
  const std::string_view captured = subject_.substr(capture.start, capture.size);
  return subject_.substr(at, capture.size) == captured ? at + capture.size : kNone;
}

std::size_t LuaMatcher::RunBalance(std::size_t at, const PatternItem& item) {
  if (at >= subject_.size() || ByteAt(subject_, at) != item.first) return kNone;
  std::size_t open = 1;
  for (++at; at < subject_.size(); ++at) {
    Step();
    const unsigned char byte = ByteAt(subject_, at);
    if (byte == item.last) {
      if (--open == 0) return at + 1;
    } else if (byte == item.first) {
      ++open;
    }
  }
  return kNone;
}

// Before the beginning and after the end there is a zero byte.
bool LuaMatcher::IsFrontier(std::size_t at, const ByteSet& set) const {
  const unsigned char before = at == 0 ? 0 : ByteAt(subject_, at - 1);
  return !set.test(before) && set.test(ByteAt(subject_, at));
}

void LuaMatcher::PushCapture(std::size_t index) const {
  if (index >= pattern_.captures()) {
    if (index != 0) luaL_error(lua_, "invalid capture index %%%d", static_cast<int>(index) + 1);
    PushText(lua_, whole());
  } else if (captures_[index].size == kPosition) {
    lua_pushinteger(lua_, static_cast<lua_Integer>(captures_[index].start) + 1);
  } else {
    PushText(lua_, subject_.substr(captures_[index].start, captures_[index].size));
  }
}

int LuaMatcher::PushCaptures(bool or_whole) const {
  const std::size_t count = pattern_.captures() == 0 && or_whole ? 1 : pattern_.captures();
  luaL_checkstack(lua_, static_cast<int>(count) + 4, "too many captures");
  for (std::size_t index = 0; index < count; ++index) PushCapture(index);
  return static_cast<int>(count);
}

}  // namespace lineman
