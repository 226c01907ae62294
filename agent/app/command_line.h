// From argv to a subcommand.
#pragma once

namespace lineman {

int RunCommandLine(int argc, char** argv);

}  // namespace lineman
