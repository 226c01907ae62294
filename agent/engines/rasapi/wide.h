// Windows' own texts at this room's border.
//
// Any thread may call.
#pragma once

#include <string>
#include <string_view>

namespace lineman::rasapi {

std::wstring ToWide(std::string_view text);

// What Windows says of an error of its own, on one line; empty when it says nothing.
std::string WordsOf(unsigned long error);

}  // namespace lineman::rasapi
