// From files to one merged tree: `extends`, `defaults`, and how a tree is compared.
#pragma once

#include <string>

#include "policy/profile.h"

namespace lineman {

// Reads and parses one file; null after an error.
YamlPtr ReadProfileFile(const std::string& path, const ProfileReading& reading, Findings& findings);

// `root`, which stands in the file at `path`, on top of what it extends, on top of the defaults.
// Null after an error (a file that is missing, a circle).
YamlPtr ResolveExtends(const YamlPtr& root, const std::string& path, const ProfileReading& reading,
                       Findings& findings);

// One text for all trees that mean the same.
std::string Fingerprint(const YamlNode& node);

// A path as the file at `from` means it.
std::string RelativeTo(const std::string& from, const std::string& path);

}  // namespace lineman
