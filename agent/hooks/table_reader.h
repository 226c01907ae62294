// Reading tables that plugins give to lineman: every field is known, or it is an error.
//
// Everything here may raise Lua errors (C++ exceptions, so destructors run): call it inside a
// protected call, which every function called by Lua is.
#pragma once

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
// A duration as a script writes it; raises an error when it has no unit.
Duration DurationAt(lua_State* lua, int index, const std::string& what);

// The fields of one table. Ask for each field there may be, then Finish.
class TableReader {
 public:
  // `what` names the table in messages: "redial", "option numbers".
  TableReader(lua_State* lua, int index, std::string what);

  // Pushes a field that is there; false, and pushes nothing, when it is absent.
  bool Push(std::string_view key);
  std::optional<std::string> Text(std::string_view key);
  std::string RequiredText(std::string_view key);
  // A text, a number or a flag as text; "" when absent.
  std::string ScalarText(std::string_view key);
  bool Flag(std::string_view key);  // false when absent
  std::optional<std::int64_t> Integer(std::string_view key);
  std::optional<Duration> Span(std::string_view key);
  std::vector<std::string> Texts(std::string_view key);
  // The sequence part must be asked for, or it is unknown like any other field.
  std::vector<std::string> Sequence();

  // Raises an error for a field that nobody asked for.
  void Finish();

  // Raises an error about a field.
  [[noreturn]] void Fail(std::string_view key, const std::string& expected);

 private:
  lua_State* lua_;
  int index_;
  std::string what_;
  std::vector<std::string> asked_;
  bool sequence_ = false;
};

}  // namespace lineman
