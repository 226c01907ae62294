// Where RAS itself is the trouble: which errors say so, and what to do about it.
//
// Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "engines/rasapi/host.h"

namespace lineman::rasapi {

// A function that this machine's RAS does not have (ERROR_CALL_NOT_IMPLEMENTED).
inline constexpr RasError kNotThere = static_cast<RasError>(120);
inline constexpr RasError kCannotInitialize = static_cast<RasError>(711);

// "RAS cannot be used here: WHY; start the service RasMan …".
std::string CannotBeUsed(std::string_view why);

// The service is not running, not installed or not to be reached, or the library is an empty shell.
bool IsServiceTrouble(RasError error);

// What an error says beyond its own text: the way out where the service is the trouble, `words` of
// Windows' where the error has no text of ours, and `why`.
std::string Explain(RasError error, std::string_view words, std::string_view why);

// What RASDIALPARAMS has no room for would be cut off; the error says what is too long.
Result<Done> CheckOrder(const DialOrder& order);

}  // namespace lineman::rasapi
