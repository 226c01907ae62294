// Where the date library finds the rules of time zones.
#pragma once

namespace lineman {

// To be called before the library is first asked. Where the system has zone files there is nothing
// to do; Windows has none of that kind, so they lie in the folder `tzdata` beside the program. Any
// thread, any number of times.
void FindZoneData();

}  // namespace lineman
