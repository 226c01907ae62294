#include "app/completion.h"

#include <fmt/format.h>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/terminal.h"

namespace lineman {
namespace {

void AppendCommands(const CommandWords& command, const std::string& path,
                    std::vector<CommandAt>& all) {
  all.push_back({path, &command});
  for (const CommandWords& below : command.commands) {
    AppendCommands(below, path.empty() ? below.name : path + " " + below.name, all);
  }
}

}  // namespace

Values ValuesOf(const ArgumentWords& argument) {
  if (!argument.choices.empty()) return Values::kChoices;
  const std::string& takes = argument.takes;
  if (takes == "PROFILE") return Values::kProfiles;
  if (takes == "FILE" || takes == "PATH") return Values::kFiles;
  if (takes == "DIR" || takes == "FOLDER") return Values::kFolders;
  return Values::kNothing;
}

std::vector<CommandAt> AllCommands(const CommandWords& program) {
  std::vector<CommandAt> all;
  AppendCommands(program, "", all);
  return all;
}

std::string Escaped(const std::string& text, std::string_view special) {
  std::string escaped;
  for (const char letter : text) {
    if (special.find(letter) != std::string_view::npos) escaped += '\\';
    escaped += letter;
  }
  return escaped;
}

int RunCompletion(const CommonOptions& common, const CompletionOptions& options,
                  const CommandWords& program) {
  if (options.what == "profiles") {
    for (const std::string& name : ProfileNames(ConfigPath(common.config))) Print(name + "\n");
  } else if (options.what == "bash") {
    Print(CompletionForBash(program));
  } else if (options.what == "zsh") {
    Print(CompletionForZsh(program));
  } else {
    Print(CompletionForFish(program));
  }
  return kExitDone;
}

}  // namespace lineman
