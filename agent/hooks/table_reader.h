// Reading tables that plugins give to lineman: every field is known, or it is an error.
//
// Everything here may raise Lua errors (C++ exceptions, so destructors run): call it inside a
// protected call, which every function called by Lua is.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

struct lua_State;

namespace lineman {

// Raises an error with the place in the script that is being run, where there is one.
[[noreturn]] void Raise(lua_State* lua, const std::string& message);

// The string keys of a table in order; raises an error for any other key. `what` names the table.
std::vector<std::string> KeysOf(lua_State* lua, int index, const std::string& what);
// Pushes a field, read raw.
void PushField(lua_State* lua, int index, const std::string& key);
// A string as text, without conversion; nothing for other types.
std::optional<std::string> TextAt(lua_State* lua, int index);
// A duration as a script writes it; raises an error when it has no unit. `what` names it in
// messages, and `field` where it is one of a table: "redial", "after".
Duration DurationAt(lua_State* lua, int index, std::string_view what, std::string_view field = {});

// The fields of one table. Ask for each field there may be, then Finish. The keys are literals:
// they are not copied, and Lua finds a string again by its address.
class TableReader {
 public:
  // `what` names the table in messages: "redial", "option numbers".
  TableReader(lua_State* lua, int index, std::string what);

  // Pushes a field that is there; false, and pushes nothing, when it is absent.
  bool Push(const char* key);
  std::optional<std::string> Text(const char* key);
  std::string RequiredText(const char* key);
  // A text, a number or a flag as text; "" when absent.
  std::string ScalarText(const char* key);
  bool Flag(const char* key);  // false when absent
  std::optional<std::int64_t> Integer(const char* key);
  std::optional<Duration> Span(const char* key);
  std::vector<std::string> Texts(const char* key);
  // The sequence part must be asked for, or it is unknown like any other field.
  std::vector<std::string> Sequence();

  // Raises an error for a field that nobody asked for.
  void Finish();

  // Raises an error about a field.
  [[noreturn]] void Fail(const char* key, const std::string& expected);

 private:
  lua_State* lua_;
  int index_;
  std::string what_;
  std::array<std::string_view, 16> asked_;
  std::size_t asked_count_ = 0;
  bool sequence_ = false;
};

}  // namespace lineman
