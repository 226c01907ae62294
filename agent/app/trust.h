// Whom a file can be trusted to come from.
#pragma once

#include <string>

#include "base/result.h"

namespace lineman {

// The text of a file that decides what lineman does: refused when everybody may write into it.
Result<std::string> ReadTrustedFile(const std::string& path);

// The text of a file with a password: it belongs to the user lineman runs as, or to root, and
// nobody else may write into it.
Result<std::string> ReadSecretFile(const std::string& path);

// Whether everybody may read the file.
bool IsReadableByAll(const std::string& path);

}  // namespace lineman
