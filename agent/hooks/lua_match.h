// Matching of a text against a pattern. Only for agent/hooks/lua_*.cc.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "hooks/lua_pattern.h"

struct lua_State;

namespace lineman {

// Charges a step for every look at a byte or an item. Positions count from 0.
class LuaMatcher {
 public:
  LuaMatcher(lua_State* lua, const LuaPattern& pattern, std::string_view subject)
      : lua_(lua), pattern_(pattern), subject_(subject) {}

  // The end of the match that begins here, if there is one.
  std::optional<std::size_t> MatchAt(std::size_t start);

  // Of the match found last: pushes a capture, the first of which is the whole match where the
  // pattern has none. Raises an error when there is no such capture.
  void PushCapture(std::size_t index) const;
  // Pushes all captures and tells how many there are; the whole match only if it is wanted.
  int PushCaptures(bool or_whole) const;
  std::string_view whole() const { return subject_.substr(start_, end_ - start_); }

 private:
  static constexpr std::size_t kNone = std::string_view::npos;
  static constexpr std::size_t kPosition = kNone;
  struct Capture {
    std::size_t start;
    std::size_t size;  // or kPosition
  };

  std::size_t Run(std::size_t at, std::size_t item);
  std::size_t RunSingle(std::size_t at, std::size_t item);
  std::size_t RunLongest(std::size_t at, std::size_t item);
  std::size_t RunShortest(std::size_t at, std::size_t item);
  std::size_t RunOther(std::size_t at, const PatternItem& item);
  std::size_t RunBalance(std::size_t at, const PatternItem& item);
  std::size_t RunReference(std::size_t at, const PatternItem& item);
  bool IsFrontier(std::size_t at, const ByteSet& set) const;
  bool Fits(std::size_t at, const PatternItem& item);
  void Step();
  void ChargeSteps();

  lua_State* lua_;
  const LuaPattern& pattern_;
  std::string_view subject_;
  std::size_t start_ = 0;
  std::size_t end_ = 0;
  std::array<Capture, LuaPattern::kMostCaptures> captures_{};
  int depth_ = 0;  // of alternatives that are being tried
  int steps_ = 0;  // not yet charged
};

}  // namespace lineman
