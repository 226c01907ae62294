// An entry as a RASENTRY: the structure, and behind it the alternate numbers it points to.
#pragma once

#include <string>
#include <string_view>

#include "tests/windows/ras_sim/phone_book.h"
#include "tests/windows/ras_sim/windows_ras.h"

namespace lineman::ras_sim {

// All bytes, with a structure of `version` bytes.
std::string PropertiesOf(const Entry& entry, DWORD version);
// Takes over what a caller has set, all of it.
void SetProperties(Entry& entry, std::string_view all);

}  // namespace lineman::ras_sim
