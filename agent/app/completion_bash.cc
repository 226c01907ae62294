#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "app/completion.h"

namespace lineman {
namespace {

constexpr const char* kHead = R"(# bash completion of lineman; made by `lineman completion bash`
_lineman() {
  local current=$2 previous=$3 command='' config=() words='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case $command:${COMP_WORDS[i]} in
      *:--config) config=(--config "${COMP_WORDS[i + 1]}") i=$((i + 1)) ;;
)";

constexpr const char* kTail = R"(  COMPREPLY=($(compgen -W "$words" -- "$current"))
} &&
  complete -F _lineman lineman
)";

// What completes a value, as a command of the shell.
std::string Completing(const ArgumentWords& argument) {
  switch (ValuesOf(argument)) {
    case Values::kChoices:
      return fmt::format("words='{}'", fmt::join(argument.choices, " "));
    case Values::kFiles:
      return "compopt -o default; return";
    case Values::kFolders:
      return "compopt -o dirnames; return";
    case Values::kProfiles:
      return "words=$(\"$1\" \"${config[@]}\" completion profiles 2>/dev/null)\n"
             "      [[ $current == */* || $current == .* ]] && compopt -o default";
    case Values::kNothing:
      break;
  }
  return "return";
}

// Walks over what stands before the word: which command it is, and whose values are none.
std::string Walk(const std::vector<CommandAt>& commands) {
  std::set<std::string> valued;
  std::string below;
  for (const CommandAt& at : commands) {
    for (const ArgumentWords& option : at.command->options) {
      if (!option.takes.empty()) valued.insert(option.names.begin(), option.names.end());
    }
    for (const CommandWords& next : at.command->commands) {
      below += fmt::format("      '{}:{}') command='{}' ;;\n", at.path, next.name,
                           at.path.empty() ? next.name : at.path + " " + next.name);
    }
  }
  return fmt::format("      *:{}) i=$((i + 1)) ;;\n{}", fmt::join(valued, " | *:"), below);
}

std::string ValuesOfOptions(const std::vector<CommandAt>& commands) {
  std::string cases;
  for (const CommandAt& at : commands) {
    for (const ArgumentWords& option : at.command->options) {
      if (option.takes.empty()) continue;
      for (const std::string& name : option.names) {
        // The program's own options may stand anywhere.
        const std::string pattern =
            at.path.empty() ? "*:" + name : fmt::format("'{}:{}'", at.path, name);
        cases += fmt::format("    {})\n      {}\n      ;;\n", pattern, Completing(option));
      }
    }
  }
  return cases;
}

std::string NamesOf(const ArgumentWords& option) {
  return fmt::format("{} ", fmt::join(option.names, " "));
}

std::string WordsOfCommands(const std::vector<CommandAt>& commands) {
  std::string cases;
  const CommandWords& program = *commands.front().command;
  for (const CommandAt& at : commands) {
    std::string options;
    std::string words;
    for (const CommandWords& below : at.command->commands) words += below.name + " ";
    for (const ArgumentWords& option : at.command->options) options += NamesOf(option);
    if (at.command != &program) {
      for (const ArgumentWords& option : program.options) {
        if (!option.takes.empty()) options += NamesOf(option);
      }
    }
    std::string plain = fmt::format("words='{}'", words);
    if (!at.command->positionals.empty()) plain = Completing(at.command->positionals.front());
    cases += fmt::format("    '{}:'-*) words='{}' ;;\n    '{}:'*)\n      {}\n      ;;\n", at.path,
                         options, at.path, plain);
  }
  return cases;
}

}  // namespace

std::string CompletionForBash(const CommandWords& program) {
  const std::vector<CommandAt> commands = AllCommands(program);
  return kHead + Walk(commands) + "    esac\n  done\n  case $command:$previous in\n" +
         ValuesOfOptions(commands) + "  esac\n  [[ -n $words ]] || case $command:$current in\n" +
         WordsOfCommands(commands) + "  esac\n" + kTail;
}

}  // namespace lineman
