// The files lineman reads, small texts in folders, and those it writes because somebody asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lineman {

// What reads configuration refuses far smaller files with a place, and nothing else should fill the
// memory of a kiosk.
inline constexpr std::uintmax_t kLongestConfiguration = 8U << 20U;

// The whole of a text file. Files of more than `most` bytes are not read at all.
Result<std::string> ReadTextFile(const std::string& path,
                                 std::uintmax_t most = kLongestConfiguration);

// Whether WriteTextFile could: makes an empty file where there is none, and touches no other.
Result<Done> CheckWritable(const std::string& path);
// Puts the text in the place of what is there.
Result<Done> WriteTextFile(const std::string& path, std::string_view text);

bool IsFolder(const std::string& path);
bool IsFile(const std::string& path);

// The *.yaml and *.yml files of a folder and the folders in it, sorted; hidden ones left out. The
// path itself when it is a file.
Result<std::vector<std::string>> FindYamlFiles(const std::string& path);

// The folder a file is in, "." for a bare name.
std::string FolderOf(const std::string& path);

// `config/` as it was shipped: beside the installed program, or in the source tree it was built in.
Result<std::string> ShippedConfig();

}  // namespace lineman
