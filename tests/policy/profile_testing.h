// Profiles read from their text, with files that exist only here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "policy/profile.h"

namespace lineman {

using Files = std::map<std::string, std::string>;

const OptionTable& TestProfileTable();
ProfileReading ReadingFrom(const Files& files);

// The findings about the profile at "p.yaml" of `files`, one per line, each "LINE:COLUMN: …" for
// places in p.yaml and "FILE:LINE:COLUMN: …" elsewhere. "" when there are none.
std::string FindingsOf(const Files& files);
// The same for one text.
std::string FindingsOf(std::string_view text);

// Reads a profile that has no findings worse than warnings.
Profile Read(std::string_view text);
Profile Read(const Files& files);
ProfilePtr ReadShared(std::string_view text);

// "2026-03-02T08:00" in the zone.
WallTime At(std::string_view local, const Zone& zone = Zone());
Zone Berlin();

}  // namespace lineman
