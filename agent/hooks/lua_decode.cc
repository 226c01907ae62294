#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "hooks/lua_binding.h"
#include "hooks/lua_codec.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_literal.h"

namespace lineman {
namespace {

constexpr std::int64_t kValue = 16;  // steps

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordCharacter(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool IsNumberCharacter(char c) {
  return IsDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e';
}

// Reads what EncodeTable writes and pushes the values. Each function gives false after it has set
// the fault; what is on the stack then is the caller's to remove.
class Decoder {
 public:
  Decoder(lua_State* lua, std::string_view text) : lua_(lua), text_(text) {}

  const std::string& fault() const { return fault_; }

  bool Read() { return ReadTable(1) && (at_ == text_.size() || Fault("nothing more")); }

 private:
  bool Fault(std::string_view expected) {
    if (fault_.empty()) fault_ = fmt::format("at byte {}: expected {}", at_ + 1, expected);
    return false;
  }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Accept(std::string_view token) {
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  bool Expect(std::string_view token) { return Accept(token) || Fault(fmt::format("'{}'", token)); }

  bool ReadTable(int level) {
    if (!Expect("{")) return false;
    if (level > kDeepestStore) return Fault(fmt::format("at most {} levels", kDeepestStore));
    luaL_checkstack(lua_, 8, "no room for the store");
    lua_newtable(lua_);
    lua_Integer next = 1;
    if (Accept("}")) return true;
    do {
      if (!ReadEntry(level, next)) return false;
    } while (Accept(", "));
    return Expect("}");
  }

  bool ReadEntry(int level, lua_Integer& next) {
    LuaState::Charge(lua_, kValue);
    if (!ReadKey(next) || !ReadValue(level)) return false;
    lua_rawset(lua_, -3);
    return true;
  }

  // Pushes a key: in brackets, a name, or the next number.
  bool ReadKey(lua_Integer& next) {
    if (Accept("[")) {
      if (Peek() == '"' ? !ReadString() : !ReadInteger()) return false;
      return Expect("] = ");
    }
    const std::string_view word = Run(IsWordCharacter);
    if (IsName(word)) {
      at_ += word.size();
      PushText(lua_, word);
      return Expect(" = ");
    }
    lua_pushinteger(lua_, next++);
    return true;
  }

  bool ReadValue(int level) {
    if (Peek() == '{') return ReadTable(level + 1);
    if (Peek() == '"') return ReadString();
    if (Accept("true")) return PushBoolean(true);
    if (Accept("false")) return PushBoolean(false);
    return Run(IsNumberCharacter).find_first_of(".e") == std::string_view::npos ? ReadInteger()
                                                                                : ReadFloat();
  }

  bool PushBoolean(bool value) {
    lua_pushboolean(lua_, value ? 1 : 0);
    return true;
  }

  // What stands here of characters of one kind.
  std::string_view Run(bool (*is_kind)(char)) const {
    std::size_t end = at_;
    while (end < text_.size() && is_kind(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }

  template <typename Number>
  std::optional<Number> TakeNumber() {
    const std::string_view digits = Run(IsNumberCharacter);
    const char* end = digits.data() + digits.size();
    Number number{};
    const auto [read, error] = std::from_chars(digits.data(), end, number);
    if (digits.empty() || error != std::errc() || read != end) return std::nullopt;
    at_ += digits.size();
    return number;
  }

  bool ReadInteger() {
    const auto number = TakeNumber<lua_Integer>();
    if (!number) return Fault("a value");
    lua_pushinteger(lua_, *number);
    return true;
  }

  bool ReadFloat() {
    const auto number = TakeNumber<double>();
    if (!number || !std::isfinite(*number)) return Fault("a number");
    lua_pushnumber(lua_, *number);
    return true;
  }

  bool ReadString() {
    std::string text;
    for (++at_; Peek() != '"'; ++at_) {
      if (at_ >= text_.size()) return Fault("the end of a string");
      const std::optional<char> c = Peek() == '\\' ? TakeEscape() : Peek();
      if (!c) return Fault("an escape");
      text += *c;
    }
    ++at_;
    LuaState::Charge(lua_, static_cast<std::int64_t>(text.size()));
    PushText(lua_, text);
    return true;
  }

  // Ends at the last character of the escape.
  std::optional<char> TakeEscape() {
    ++at_;
    switch (Peek()) {
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case '"':
        return '"';
      case '\\':
        return '\\';
      default:
        return TakeDigits();
    }
  }

  std::optional<char> TakeDigits() {
    const std::string_view digits = text_.substr(at_, 3);
    unsigned value = 0;
    const auto [read, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || read != digits.data() + 3 || value > 255) return std::nullopt;
    at_ += 2;
    return static_cast<char>(static_cast<unsigned char>(value));
  }

  lua_State* lua_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::string fault_;
};

struct Request {
  std::string_view text;
  std::string fault;
};

// Pushes the table, or sets the fault.
int DecodeRequest(lua_State* lua) {
  Request& request = *static_cast<Request*>(lua_touserdata(lua, 1));
  Decoder decoder(lua, request.text);
  if (!decoder.Read()) {
    request.fault = decoder.fault();
    return 0;
  }
  // What reads well may still be of another hand: a key twice, another order, more digits.
  const Result<std::string> again = EncodeTable(lua, -1);
  if (!again || *again != request.text) request.fault = "not as it was written";
  return 1;
}

std::string Perform(lua_State* lua, Request& request) {
  if (lua_checkstack(lua, 4) == 0) return "no memory is left";
  lua_pushcfunction(lua, &Guarded<DecodeRequest>);
  lua_pushlightuserdata(lua, &request);
  const int status = lua_pcall(lua, 1, 1, 0);
  LuaInside::Of(lua).meter.SeeStatus(status);
  if (status != LUA_OK) request.fault = "neither steps nor memory enough are left";
  if (!request.fault.empty()) lua_pop(lua, 1);
  return request.fault;
}

}  // namespace

Result<Done> DecodeTable(lua_State* lua, std::string_view text) {
  if (text.size() > kLargestStore)
    return Fail(fmt::format("the text of the store is longer than {} KiB", kLargestStore >> 10U));
  const LuaInside& inside = LuaInside::Of(lua);
  // A coroutine that has yielded cannot make calls.
  lua_State* caller = inside.meter.IsRunning() ? lua : inside.main;
  Request request{text, {}};
  const std::string fault = Perform(caller, request);
  if (!fault.empty()) return Fail("the text of the store is damaged: " + fault);
  if (caller == lua) return Done{};
  lua_checkstack(lua, 1);  // outside of a resume it does not fail
  lua_xmove(caller, lua, 1);
  return Done{};
}

}  // namespace lineman
