#include "hooks/lua_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <lua.hpp>
#include <optional>

#include "hooks/lua_inside.h"

namespace lineman {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

// Splits a text into words and single characters; strings count as one character, their opening
// one; comments and spaces as none.
class SourceReader {
 public:
  explicit SourceReader(std::string_view source) : source_(source) { Advance(); }

  std::string_view token() const { return token_; }  // empty at the end
  int line() const { return line_; }                 // where the token begins

  void Advance() {
    SkipBlanks();
    line_ = lines_;
    const std::size_t start = at_;
    if (IsLetter(Peek()))
      while (IsLetter(Peek()) || IsDigit(Peek())) ++at_;
    else if (at_ < source_.size())
      TakeSymbol();
    token_ = source_.substr(start, IsLetter(CharAt(start)) ? at_ - start : at_ > start ? 1 : 0);
  }
  bool Accept(std::string_view token) {
    if (token_ != token) return false;
    Advance();
    return true;
  }

 private:
  char CharAt(std::size_t at) const { return at < source_.size() ? source_[at] : '\0'; }
  char Peek(std::size_t ahead = 0) const { return CharAt(at_ + ahead); }
  bool IsAtEnd() const { return at_ >= source_.size(); }

  // Past one character; two different line ends that follow each other are one.
  void Step() {
    if (IsLineEnd(Peek())) {
      ++lines_;
      if (IsLineEnd(Peek(1)) && Peek(1) != Peek()) ++at_;
    }
    ++at_;
  }
  void SkipBlanks() {
    for (;;) {
      while (!IsAtEnd() &&
             (IsLineEnd(Peek()) || Peek() == ' ' || (Peek() >= '\t' && Peek() <= '\r')))
        Step();
      if (Peek() != '-' || Peek(1) != '-') return;
      at_ += 2;
      if (!TakeLongBracket())
        while (!IsAtEnd() && !IsLineEnd(Peek())) ++at_;
    }
  }
  void TakeSymbol() {
    const char first = Peek();
    if (first == '"' || first == '\'')
      TakeQuoted(first);
    else if (IsDigit(first) || (first == '.' && IsDigit(Peek(1))))
      TakeNumber();
    else if (first != '[' || !TakeLongBracket())
      ++at_;
  }
  // So that the letters of 0x1p4 are no name.
  void TakeNumber() {
    while (IsLetter(Peek()) || IsDigit(Peek()) || Peek() == '.') ++at_;
  }
  // The string ends at its quote or, being wrong, at the end of the line.
  void TakeQuoted(char quote) {
    ++at_;
    while (!IsAtEnd() && Peek() != quote && !IsLineEnd(Peek())) {
      if (Peek() == '\\')
        TakeEscape();
      else
        ++at_;
    }
    if (Peek() == quote) ++at_;
  }
  void TakeEscape() {
    ++at_;
    const bool skips_blanks = Peek() == 'z';
    if (!IsAtEnd()) Step();
    while (skips_blanks && (Peek() == ' ' || (Peek() >= '\t' && Peek() <= '\r'))) Step();
  }
  // [[…]] or [=[…]=]; false when none begins here.
  bool TakeLongBracket() {
    std::size_t level = 0;
    while (Peek(level + 1) == '=') ++level;
    if (Peek() != '[' || Peek(level + 1) != '[') return false;
    const std::string closing = "]" + std::string(level, '=') + "]";
    const std::size_t end = std::min(source_.find(closing, at_ + level + 2), source_.size());
    while (at_ < end) Step();
    at_ = std::min(at_ + closing.size(), source_.size());
    return true;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  int lines_ = 1;
  int line_ = 1;
  std::string_view token_;
};

// The line of a `local … <close>`.
std::optional<int> FindClose(std::string_view source) {
  SourceReader reader(source);
  while (!reader.token().empty()) {
    if (!reader.Accept("local") || reader.token() == "function") {
      if (!reader.token().empty() && reader.token() != "local") reader.Advance();
      continue;
    }
    do {
      reader.Advance();  // the variable's name
      if (!reader.Accept("<")) continue;
      if (reader.token() == "close") return reader.line();
      reader.Advance();
      reader.Accept(">");
    } while (reader.Accept(","));
  }
  return std::nullopt;
}

std::string KnownSize(std::size_t bytes) { return fmt::format("{} KiB", bytes >> 10U); }

}  // namespace

Result<Done> CheckSource(std::string_view source, const std::string& name) {
  if (source.size() > kLargestSource)
    return Fail(fmt::format("{}:1: more than {} of text", name, KnownSize(kLargestSource)));
  if (source.starts_with(LUA_SIGNATURE[0]))
    return Fail(fmt::format("{}:1: compiled Lua is not accepted, only its text", name));
  if (const std::optional<int> line = FindClose(source))
    return Fail(fmt::format("{}:{}: <close> is not part of lineman's Lua", name, *line));
  return Done{};
}

Result<Done> Compile(lua_State* lua, std::string_view source, const std::string& name) {
  LuaMeter& meter = LuaInside::Of(lua).meter;
  if (auto checked = CheckSource(source, name); !checked) return checked;
  meter.Spend(static_cast<std::int64_t>(source.size()));
  const std::string chunk = "@" + name;
  const int status = luaL_loadbufferx(lua, source.data(), source.size(), chunk.c_str(), "t");
  meter.SeeStatus(status);
  if (status == LUA_OK && !meter.IsSpent()) return Done{};
  std::string message =
      meter.IsSpent() ? fmt::format("{}:1: {}", name, meter.Fault()) : lua_tostring(lua, -1);
  lua_pop(lua, 1);
  return Fail(std::move(message));
}

}  // namespace lineman
