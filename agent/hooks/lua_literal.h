// How strings, names and numbers are written in what EncodeTable makes. Only for
// agent/hooks/lua_*.cc.
#pragma once

#include <string>
#include <string_view>

namespace lineman {

// A string in quotes, in one line: what is no printable character as escapes of its bytes.
std::string StringLiteral(std::string_view text);

// A finite number, the shortest text that reads back as the same float.
std::string FloatLiteral(double number);

// Whether a key may stand without quotes: a name that is no word of the language.
bool IsName(std::string_view text);

}  // namespace lineman
