// string.format. The options %a and %p are not there: one writes floats as C does, differently on
// every system, the other addresses.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_quote.h"

namespace lineman {
namespace {

// One option: "%-5.2f".
struct Option {
  std::string flags;
  std::string width;
  std::string precision;  // with its dot
  char letter = 0;

  bool IsBare() const { return flags.empty() && width.empty() && precision.empty(); }
  // For printf, with what tells it the size of the value.
  std::string ForC(const char* size) const {
    return "%" + flags + width + precision + size + letter;
  }
};

// What an option may have besides a width.
struct Allowed {
  const char* letters;
  const char* flags;
  bool has_precision;
};

constexpr Allowed kAllowed[] = {{"c", "-", false},    {"di", "-+0 ", true},      {"u", "-0", true},
                                {"xXo", "-#0", true}, {"eEfFgG", "-+#0 ", true}, {"s", "-", true}};

class Formatter {
 public:
  explicit Formatter(lua_State* lua) : lua_(lua), format_(TextArgument(lua, 1)), text_(lua) {}

  int Run() {
    while (at_ < format_.size()) {
      const std::size_t percent = std::min(format_.find('%', at_), format_.size());
      if (percent > at_) text_.Add(format_.substr(at_, percent - at_));
      at_ = percent + 1;
      if (percent == format_.size()) break;
      if (at_ < format_.size() && format_[at_] == '%') {
        text_.Add('%');
        ++at_;
      } else {
        AddValue();
      }
    }
    return text_.Push();
  }

 private:
  void AddValue() {
    constexpr std::int64_t kValue = 16;  // steps: it takes some hundred nanoseconds
    LuaState::Charge(lua_, kValue);
    const Option option = TakeOption();
    luaL_checkany(lua_, ++argument_);
    switch (option.letter) {
      case 'q':
        return text_.Add(QuotedValue(lua_, argument_));
      case 's':
        return AddString(option);
      case 'c':
        return AddCharacter(option);
      default:
        break;
    }
    if (std::strchr("eEfFgG", option.letter) != nullptr)
      AddPrinted(option, "", luaL_checknumber(lua_, argument_));
    else
      AddPrinted(option, "ll", static_cast<long long>(luaL_checkinteger(lua_, argument_)));
  }

  Option TakeOption() {
    const std::size_t start = at_;
    Option option;
    while (std::strchr("-+#0 ", Peek()) != nullptr && Peek() != '\0')
      option.flags += format_[at_++];
    option.width = TakeDigits();
    if (Peek() == '.') {
      ++at_;
      option.precision = "." + TakeDigits();
    }
    option.letter = Peek();
    ++at_;
    if (!IsAllowed(option))
      luaL_error(
          lua_, "invalid conversion '%%%s' to 'format'",
          std::string(format_.substr(start, std::min<std::size_t>(at_ - start, 20))).c_str());
    return option;
  }

  bool IsAllowed(const Option& option) const {
    if (option.letter == 'q') return CheckQuoted(option);
    if (option.letter == '\0' || option.width.size() > 2 || option.precision.size() > 3)
      return false;
    for (const Allowed& allowed : kAllowed)
      if (std::strchr(allowed.letters, option.letter) != nullptr)
        return option.flags.size() <= 5 && (allowed.has_precision || option.precision.empty()) &&
               option.flags.find_first_not_of(allowed.flags) == std::string::npos;
    return false;
  }

  bool CheckQuoted(const Option& option) const {
    if (!option.IsBare()) luaL_error(lua_, "specifier '%%q' cannot have modifiers");
    return true;
  }

  char Peek() const { return at_ < format_.size() ? format_[at_] : '\0'; }

  std::string TakeDigits() {
    const std::size_t start = at_;
    while (Peek() >= '0' && Peek() <= '9') ++at_;
    return std::string(format_.substr(start, at_ - start));
  }

  template <typename Value>
  void AddPrinted(const Option& option, const char* size, Value value) {
    std::array<char, 512> printed{};  // the longest: 309 digits, a point and 99 more
    const std::string format = option.ForC(size);
    const int length = std::snprintf(printed.data(), printed.size(), format.c_str(), value);
    LuaState::Charge(lua_, length);
    text_.Add(std::string_view(printed.data(), static_cast<std::size_t>(length)));
  }

  // Written without printf, which takes a zero byte for an end.
  void AddPadded(const Option& option, std::string_view text) {
    const std::size_t width = option.width.empty() ? 0 : std::stoul(option.width);
    const std::string padding(width > text.size() ? width - text.size() : 0, ' ');
    if (option.flags.empty()) text_.Add(padding);
    text_.Add(text);
    if (!option.flags.empty()) text_.Add(padding);
  }

  void AddCharacter(const Option& option) {
    const auto c =
        static_cast<char>(static_cast<unsigned char>(luaL_checkinteger(lua_, argument_)));
    AddPadded(option, std::string_view(&c, 1));
  }

  void AddString(const Option& option) {
    const std::string text = LuaToText(lua_, argument_);
    if (!option.IsBare())
      luaL_argcheck(lua_, text.find('\0') == std::string::npos, argument_, "string contains zeros");
    std::size_t most = text.size();
    if (!option.precision.empty()) most = std::stoul("0" + option.precision.substr(1));
    AddPadded(option, std::string_view(text).substr(0, most));
  }

  lua_State* lua_;
  std::string_view format_;
  LuaText text_;
  std::size_t at_ = 0;
  int argument_ = 1;
};

int Format(lua_State* lua) { return Formatter(lua).Run(); }

}  // namespace

void AddStringFormat(lua_State* lua) { SetFunctions(lua, {Named<Format>("format")}); }

}  // namespace lineman
