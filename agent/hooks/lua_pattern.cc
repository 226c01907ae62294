#include "hooks/lua_pattern.h"

#include <algorithm>
#include <array>

#include "hooks/lua_binding.h"

namespace lineman {
namespace {

constexpr std::size_t kLongestPattern = 8192;  // bytes

bool IsDigit(int c) { return c >= '0' && c <= '9'; }
bool IsLower(int c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(int c) { return c >= 'A' && c <= 'Z'; }
bool IsAlpha(int c) { return IsLower(c) || IsUpper(c); }
bool IsSpace(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsControl(int c) { return c < ' ' || c == 0x7F; }
bool IsGraphic(int c) { return c > ' ' && c < 0x7F; }
bool IsHex(int c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

struct Class {
  unsigned char letter;  // the upper-case letter names the complement
  bool (*holds)(int);
};

constexpr std::array<Class, 10> kClasses = {
    {{'a', IsAlpha},
     {'c', IsControl},
     {'d', IsDigit},
     {'g', IsGraphic},
     {'l', IsLower},
     {'p', [](int c) { return IsGraphic(c) && !IsAlpha(c) && !IsDigit(c); }},
     {'s', IsSpace},
     {'u', IsUpper},
     {'w', [](int c) { return IsAlpha(c) || IsDigit(c); }},
     {'x', IsHex}}};

// What % and each byte stand for: a class, its complement, or the byte itself.
std::array<ByteSet, 256> MakeEscapes() {
  std::array<ByteSet, 256> escapes;
  for (std::size_t byte = 0; byte < 256; ++byte) escapes[byte].set(byte);
  for (const Class& each : kClasses) {
    ByteSet set;
    for (std::size_t c = 0; c < 256; ++c) set.set(c, each.holds(static_cast<int>(c)));
    escapes[each.letter] = set;
    escapes[each.letter - std::size_t{'a' - 'A'}] = ~set;
  }
  return escapes;
}

const ByteSet& Escaped(unsigned char byte) {
  static const std::array<ByteSet, 256> kEscapes = MakeEscapes();
  return kEscapes[byte];
}

bool NamesClass(unsigned char byte) { return Escaped(byte).count() > 1; }

unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

}  // namespace

LuaPattern::LuaPattern(lua_State* lua, std::string_view text, bool may_be_anchored)
    : lua_(lua), text_(text) {
  if (text.size() > kLongestPattern) luaL_error(lua, "pattern too complex");
  LuaState::Charge(lua, static_cast<std::int64_t>(text.size()) / 2 + 1);
  is_anchored_ = may_be_anchored && Accept('^');
  while (at_ < text_.size()) TakeItem();
  if (!open_.empty()) luaL_error(lua, "unfinished capture");
}

bool LuaPattern::Accept(char c) {
  if (at_ >= text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

unsigned char LuaPattern::Take(const char* missing) {
  if (at_ >= text_.size()) luaL_error(lua_, "malformed pattern (%s)", missing);
  return Byte(text_[at_++]);
}

void LuaPattern::TakeItem() {
  const unsigned char c = Byte(text_[at_++]);
  if (c == '(') return TakeOpen();
  if (c == ')') return TakeClose();
  if (c == '%') return TakeSpecial();
  if (c == '$' && at_ == text_.size()) return items_.push_back({.kind = Kind::kEnd});
  if (c == '.') return TakeSingle({.kind = Kind::kAny});
  if (c == '[') return TakeSingle({.kind = Kind::kSet, .set = TakeSet()});
  TakeSingle({.kind = Kind::kByte, .first = c});
}

// What follows a '%'.
void LuaPattern::TakeSpecial() {
  const unsigned char c = Take("ends with '%'");
  if (c == 'b') {
    const unsigned char first = Take("missing arguments to '%b'");
    const unsigned char last = Take("missing arguments to '%b'");
    items_.push_back({.kind = Kind::kBalance, .first = first, .last = last});
  } else if (c == 'f') {
    if (!Accept('[')) luaL_error(lua_, "missing '[' after '%%f' in pattern");
    items_.push_back({.kind = Kind::kFrontier, .set = TakeSet()});
  } else if (IsDigit(c)) {
    --at_;
    TakeReference();
  } else if (NamesClass(c)) {
    TakeSingle({.kind = Kind::kSet, .set = AddSet(Escaped(c))});
  } else {
    TakeSingle({.kind = Kind::kByte, .first = c});
  }
}

void LuaPattern::TakeSingle(PatternItem item) {
  using Repeat = PatternItem::Repeat;
  if (Accept('?'))
    item.repeat = Repeat::kOptional;
  else if (Accept('*'))
    item.repeat = Repeat::kLongest;
  else if (Accept('+'))
    item.repeat = Repeat::kLongestNotEmpty;
  else if (Accept('-'))
    item.repeat = Repeat::kShortest;
  items_.push_back(item);
}

void LuaPattern::TakeOpen() {
  if (captures_ == kMostCaptures) luaL_error(lua_, "too many captures");
  const auto index = static_cast<unsigned char>(captures_++);
  if (Accept(')')) return items_.push_back({.kind = Kind::kPosition, .first = index});
  open_.push_back(index);
  items_.push_back({.kind = Kind::kOpen, .first = index});
}

void LuaPattern::TakeClose() {
  if (open_.empty()) luaL_error(lua_, "invalid pattern capture");
  items_.push_back({.kind = Kind::kClose, .first = open_.back()});
  open_.pop_back();
}

void LuaPattern::TakeReference() {
  const int number = text_[at_++] - '0';
  const auto index = static_cast<unsigned char>(number - 1);
  const bool is_open = std::find(open_.begin(), open_.end(), index) != open_.end();
  if (number == 0 || index >= captures_ || is_open)
    luaL_error(lua_, "invalid capture index %%%d in pattern", number);
  items_.push_back({.kind = Kind::kReference, .first = index});
}

// The first byte of a set is part of it, even a ']'.
std::size_t LuaPattern::EndOfSet() const {
  std::size_t end = at_;
  do {
    if (end >= text_.size()) luaL_error(lua_, "malformed pattern (missing ']')");
    end += text_[end] == '%' ? 2 : 1;
  } while (end >= text_.size() || text_[end] != ']');
  return end;
}

// What follows a '['.
std::size_t LuaPattern::TakeSet() {
  const bool is_complement = Accept('^');
  const std::size_t end = EndOfSet();
  ByteSet set;
  while (at_ < end) {
    const unsigned char first = Byte(text_[at_++]);
    if (first == '%') {
      set |= Escaped(Byte(text_[at_++]));
    } else if (at_ + 1 < end && Accept('-')) {
      const unsigned last = Byte(text_[at_++]);
      for (unsigned c = first; c <= last; ++c) set.set(c);
    } else {
      set.set(first);
    }
  }
  ++at_;
  return AddSet(is_complement ? ~set : set);
}

std::size_t LuaPattern::AddSet(const ByteSet& set) {
  constexpr std::int64_t kSet = 4;  // steps
  LuaState::Charge(lua_, kSet);
  sets_.push_back(set);
  return sets_.size() - 1;
}

}  // namespace lineman
