// plugins/lineman.d.lua: what plugins may call, for editors.
#include <fmt/format.h>

#include "hooks/lua_api.h"

namespace lineman {
namespace {

constexpr std::string_view kHead = R"(---@meta
-- For editors (lua-language-server): completion and checks for lineman's plugins.
-- Made by `lineman schema --lua`; do not edit.

---A verdict: what a hook returns.
---@class lineman.Verdict

---A password that can be handed on, never read.
---@class lineman.Secret

---@class lineman.Error
---@field code integer
---@field name string "line_busy"
---@field cause string "line", "server", "credentials", …
---@field text string

---@class lineman.Proposed
---@field verdict string "redial", "stop", "continue", …
---@field by string "policy", "rule busy"
---@field after number? seconds
---@field number string? "next", "same", "first" or a number
---@field why string

---@class lineman.Last
---@field error lineman.Error?
---@field number string
---@field online_for number seconds

---@class lineman.Now
---@field epoch integer
---@field year integer
---@field month integer
---@field day integer
---@field hour integer
---@field min integer
---@field weekday "Mon"|"Tue"|"Wed"|"Thu"|"Fri"|"Sat"|"Sun"

---@class lineman.Answer
---@field callback_number string? "" for none
---@field username string?
---@field domain string?
---@field password (lineman.Secret|string)?
---@field new_password (lineman.Secret|string)?
---@field text (lineman.Secret|string)?
---@field done boolean?

---@class lineman.Dial
---@field number string? "next", "same", "first" or a number
---@field username string?
---@field domain string?
---@field password (lineman.Secret|string)?

---@class lineman.Redial: lineman.Dial
---@field after string? "30s"

---@class lineman.Range
---@field at_least (integer|string)?
---@field less_than (integer|string)?

---@class lineman.When
---@field error (string|string[])?
---@field cause (string|string[])?
---@field state (string|string[])?
---@field lost boolean?
---@field number (string|string[])?
---@field attempt (integer|integer[]|lineman.Range)?
---@field online_for lineman.Range?
---@field between (string|string[])?

---@class lineman.Program
---@field [integer] string the program and its arguments
---@field stdin (lineman.Secret|string)?
---@field timeout string? "20s"
---@field secret boolean? what it prints is a secret

---@class lineman.Ended
---@field ok boolean
---@field status integer?
---@field output string?
---@field secret lineman.Secret?
---@field trouble string?

---@class lineman.NewPassword
---@field length integer?
---@field alphabet string?

---@class lineman.Option
---@field type string
---@field required boolean?
---@field default (string|number|boolean)?
---@field help string?
---@field least (string|number)?
---@field most (string|number)?
---@field choices string[]?
---@field keys "weekday"|"error"|"cause"|nil
---@field options table<string, lineman.Option>?
---@field of lineman.Option?

---@alias lineman.Hook fun(call: lineman.Call): lineman.Verdict?

---@class lineman.Plugin
---@field api 1
---@field about string
---@field options table<string, lineman.Option>?
---@field hooks lineman.Hooks

)";

std::string HooksClass() {
  std::string text = "---@class lineman.Hooks\n";
  for (HookIndex hook = 0; hook < kHookCount; ++hook) {
    text += fmt::format("---@field {} lineman.Hook?\n", NameOfHook(hook));
  }
  return text;
}

// "(why: string): lineman.Verdict" as annotations above an empty function.
std::string FunctionText(const std::string& owner, char separator, const ApiFunction& function) {
  const std::string signature(function.signature);
  const std::size_t close = signature.rfind(')');
  std::string text = fmt::format("\n---{}\n", function.about);
  std::string names;
  std::size_t start = 1;
  while (start < close) {
    std::size_t end = signature.find(", ", start);
    if (end == std::string::npos || end > close) end = close;
    const std::string parameter = signature.substr(start, end - start);
    const std::size_t colon = parameter.find(": ");
    text +=
        fmt::format("---@param {} {}\n", parameter.substr(0, colon), parameter.substr(colon + 2));
    std::string name = parameter.substr(0, colon);
    if (name.ends_with('?')) name.pop_back();
    names += (names.empty() ? "" : ", ") + name;
    start = end + 2;
  }
  if (close + 3 < signature.size()) {
    text += fmt::format("---@return {}\n", signature.substr(close + 3));
  }
  return text + fmt::format("function {}{}{}({}) end\n", owner, separator, function.name, names);
}

}  // namespace

std::string DefinitionsForEditors() {
  std::string text(kHead);
  text += HooksClass();
  text += "\n---What a hook is told. Read-only; tables in it are copies.\n---@class lineman.Call\n";
  for (const CallField& field : CallFields()) {
    text += fmt::format("---@field {} {} {}\n", field.name, field.type, field.about);
  }
  text += "local Call = {}\n";
  for (const ApiFunction& function : CallFunctions()) text += FunctionText("Call", ':', function);
  text += "\n---@class lineman\n---@field api 1\nlineman = {}\n";
  for (const ApiFunction& function : LinemanFunctions()) {
    text += FunctionText("lineman", '.', function);
  }
  return text;
}

}  // namespace lineman
