// This test program as a program that others run: what it does when its first word is `child`.
#pragma once

#include <string>
#include <vector>

namespace lineman {

// By its absolute path.
std::string ThisProgram();

// {this program, "child", deed, words…}. The deeds:
//   words WORD…       prints the words, one in each line
//   input             prints what it is given
//   environment       prints its variables
//   ends STATUS       ends with that status
//   crashes           ends as a program that has read what is not there
//   prints COUNT      prints so many letters
//   asks              asks the console's user for a secret, and prints it
//   waits             says so and waits for ever
//   leaves NAME       starts another that waits, which sets the event NAME when it has begun, and
//   ends keeps NAME        the same, and waits for ever itself begun NAME        sets the event
//   NAME and waits for ever; while it is there, so is NAME.alive
std::vector<std::string> Child(const std::string& deed, const std::vector<std::string>& words = {});

int RunAsChild(const std::vector<std::string>& words);

}  // namespace lineman
