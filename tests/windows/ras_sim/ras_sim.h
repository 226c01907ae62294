// What ras_sim.dll exports beside the functions of RAS: how tests play a world and ask what it saw.
//
// To be found with GetProcAddress, like the functions of RAS themselves. Texts are UTF-8. Any
// thread may call any of them, but not from inside a callback.
#pragma once

#include <cstddef>

namespace lineman::ras_sim {

// Begins anew with the world in `yaml`: nothing is connected, every setting is the default, nothing
// is held against the caller. 1 when it plays; 0 and what is wrong in `trouble` when it does not.
using PlayFunction = int(const char* yaml, char* trouble, std::size_t size);

// The default phone book, in the form of README.md; before, every entry exists. 1 when it reads.
using PhonebookFunction = int(const char* text);

// Sets one of the settings of README.md: how RAS misbehaves, what others do. 1 when it is one.
using SetFunction = int(const char* name, const char* value);

// Fills `buffer` with text that ends with a zero, cut to `size`; gives the size that all of it
// takes, zero included.
using TextFunction = std::size_t(char* buffer, std::size_t size);

// Looks for what only the end shows: handles never hung up, references and identities left.
using EndFunction = void();

// How many connections the caller has yet to hang up, and identities it has yet to free.
using LivingFunction = int();

inline constexpr const char* kPlay = "RasSimPlay";            // PlayFunction
inline constexpr const char* kPhonebook = "RasSimPhonebook";  // PhonebookFunction
inline constexpr const char* kSet = "RasSimSet";              // SetFunction
inline constexpr const char* kEnd = "RasSimEnd";              // EndFunction
inline constexpr const char* kLiving = "RasSimLiving";        // LivingFunction
// TextFunction: what the caller did wrong so far, a line each: "rule 2 (...): ...".
inline constexpr const char* kBreaches = "RasSimBreaches";
// TextFunction: each RasDial as it was understood, a line each: `dial "entry" number "..." ...`.
inline constexpr const char* kDials = "RasSimDials";

}  // namespace lineman::ras_sim
