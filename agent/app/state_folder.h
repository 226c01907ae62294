// The folder for what must survive a restart.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace lineman {

// Keeps every other agent out of a state folder for as long as it lives, also where the disk cannot
// be written. The system lets go of it when the process ends, however it ends.
class FolderLock {
 public:
  virtual ~FolderLock() = default;
};

// Makes the folder, for its owner alone, or checks the one there is. An error says why the agent
// must not start with it: another agent works in it, others may write into it, or it cannot be
// made. A disk that is full, broken or read-only is no error: there is no lock then if the folder
// does not exist, and the journal will say what it cannot write.
Result<std::unique_ptr<FolderLock>> HoldStateFolder(const std::string& path);

// The key of the folder, made and written at its first use: what passwords are told apart by.
// Without a folder, or where it cannot be kept, one of this process.
std::uint64_t KeyOfStateFolder(const std::string& path);

}  // namespace lineman
