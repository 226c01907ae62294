// Lua's patterns, as the manual defines them, compiled before they are used: a wrong pattern is
// always an error, not only when matching comes to the wrong place. Classes are those of ASCII.
// Only for agent/hooks/lua_*.cc.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

struct lua_State;

namespace lineman {

using ByteSet = std::bitset<256>;

struct PatternItem {
  enum class Kind : std::uint8_t {
    kByte,       // this one; these first three may be repeated
    kAny,        // any byte
    kSet,        // a byte of a set
    kOpen,       // of a capture
    kClose,      // of a capture
    kPosition,   // an empty capture
    kReference,  // what a capture has matched
    kBalance,    // from an opening byte to the closing one that belongs to it
    kFrontier,   // where a byte of a set follows one that is not
    kEnd,        // of the subject
  };
  enum class Repeat : std::uint8_t { kOnce, kOptional, kLongest, kLongestNotEmpty, kShortest };

  Kind kind = Kind::kByte;
  Repeat repeat = Repeat::kOnce;
  unsigned char first = 0;  // the byte; the opening byte; the capture's index
  unsigned char last = 0;   // the closing byte
  std::size_t set = 0;      // index of the set
};

class LuaPattern {
 public:
  static constexpr std::size_t kMostCaptures = 32;

  // A '^' at the beginning is an anchor or, for gmatch, a byte like any other. Raises an error of
  // Lua for a malformed pattern.
  LuaPattern(lua_State* lua, std::string_view text, bool may_be_anchored);

  bool is_anchored() const { return is_anchored_; }
  std::size_t captures() const { return captures_; }
  const std::vector<PatternItem>& items() const { return items_; }
  const ByteSet& set(std::size_t index) const { return sets_[index]; }

 private:
  using Kind = PatternItem::Kind;

  bool Accept(char c);
  unsigned char Take(const char* missing);
  void TakeItem();
  void TakeSpecial();
  void TakeSingle(PatternItem item);
  void TakeOpen();
  void TakeClose();
  void TakeReference();
  std::size_t TakeSet();
  std::size_t EndOfSet() const;
  std::size_t AddSet(const ByteSet& set);

  lua_State* lua_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool is_anchored_ = false;
  std::size_t captures_ = 0;
  std::vector<unsigned char> open_;  // captures that have no end yet
  std::vector<PatternItem> items_;
  std::vector<ByteSet> sets_;
};

}  // namespace lineman
