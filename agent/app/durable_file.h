// Small files that must be whole after a power cut: what is in them is either the old or the new.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lineman {

// Writes the file for its owner alone; on the medium when this returns.
Result<Done> WriteDurably(const std::string& path, std::string_view text);
// The same for a move within one folder, and for removing a file, which may be missing.
Result<Done> RenameDurably(const std::string& from, const std::string& to);
Result<Done> RemoveDurably(const std::string& path);

// Makes a folder for its owner alone, where there is none.
Result<Done> MakePrivateFolder(const std::string& path);

}  // namespace lineman
