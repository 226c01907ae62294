// Completion of lineman's command line in shells, made from the command line itself: a new command
// or option completes by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lineman {

// An option, or a positional argument, which has no names.
struct ArgumentWords {
  std::vector<std::string> names;    // "-h", "--help"
  std::string takes;                 // "FILE", "DIR", "PROFILE", …; empty: nothing
  std::vector<std::string> choices;  // when it takes one of these
  std::string about;
};

// A command, with those below it.
struct CommandWords {
  std::string name;
  std::string about;
  std::vector<ArgumentWords> options;
  std::vector<ArgumentWords> positionals;
  std::vector<CommandWords> commands;
};

// What to complete a value with.
enum class Values { kNothing, kChoices, kFiles, kFolders, kProfiles };
Values ValuesOf(const ArgumentWords& argument);

// Every command below `program`, by its path ("plugin new"), and the program itself by "".
struct CommandAt {
  std::string path;
  const CommandWords* command;
};
std::vector<CommandAt> AllCommands(const CommandWords& program);

std::string CompletionForBash(const CommandWords& program);
std::string CompletionForZsh(const CommandWords& program);
std::string CompletionForFish(const CommandWords& program);

// The text with every one of `special` behind a backslash.
std::string Escaped(const std::string& text, std::string_view special);

}  // namespace lineman
