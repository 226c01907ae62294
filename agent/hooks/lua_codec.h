// A Lua table as text and back: what call.store is kept as.
//
// The text is a Lua table constructor in one line, keys in order (integers ascending, then strings
// bytewise), so equal tables give equal texts and an administrator can read them:
//   {1, 2, [7] = true, name = "kiosk", ["odd key"] = {}}
// Only booleans, integers, finite floats, strings and tables of these are kept.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

struct lua_State;

namespace lineman {

// The largest store of one plugin for one line, in bytes of its text; and how deep it may nest.
inline constexpr std::size_t kLargestStore = std::size_t{16} << 10U;
inline constexpr int kDeepestStore = 8;  // tables, the store itself among them

// The text of the table at `index`, read raw (no metamethods), charged to the budget. The error
// names the path of what cannot be kept: "store.list[3] is a function: …". Called by the host it
// raises nothing; called by a function of Lua it raises the error that ends a spent budget.
Result<std::string> EncodeTable(lua_State* lua, int index);

// Pushes a fresh table. The text may be anything at all (a damaged store): one that is not what
// EncodeTable would write of the table gives an error and pushes nothing. Raises nothing.
Result<Done> DecodeTable(lua_State* lua, std::string_view text);

}  // namespace lineman
