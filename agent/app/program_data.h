// The folder %ProgramData%\lineman: lineman.yaml, profiles, secrets, state and logs. For *_win32.cc
// only.
//
// Below %ProgramData% everybody may make files and folders. So it is the installer, or `lineman
// service install`, who makes this one: then only administrators may write into it.
#pragma once

#include <string>

#include "base/result.h"

namespace lineman {

std::string ProgramData();
// Where the log of the service is.
std::string LogFolder();

// Makes the folder with `profiles`, `secrets` and `logs`, or protects the one there is. Everybody
// may read what is not in `secrets` or `logs`. An error when it is somebody's who could have put
// anything there.
Result<Done> MakeProgramData();

}  // namespace lineman
