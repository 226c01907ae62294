// What is noted of entries and connections for an agent that comes after this one, and how an
// entry is recognised among the machine's connections.
//
// Pure functions: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engines/rasapi/host.h"
#include "model/notification.h"

namespace lineman::rasapi {

// A connection of lineman's.
struct CallNote {
  std::string profile;
  std::string number;
  AttemptId attempt = 0;
  Entry entry;
};

std::string WriteNote(const CallNote& note);
// Nothing when it is no note of this lineman's.
std::optional<CallNote> ReadNote(std::string_view line);

// The entry as RAS lists its connection: a number without an entry is listed behind a point.
Entry ListedAs(const Entry& entry, const std::string& number);

// The same for two spellings of one entry in one phone book. Entries' names and paths know no
// capitals.
std::string KeyOf(const Entry& entry);

// Whether the connection that RAS lists as `found` is the one that we call `named`. A phone book
// that is not named may be any.
bool IsSame(const Entry& named, const Entry& found);

}  // namespace lineman::rasapi
