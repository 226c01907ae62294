#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <utility>

#include "app/completion.h"

namespace lineman {
namespace {

// {0}: options that take a value; {1}: every command.
constexpr const char* kHead = R"(# fish completion of lineman; made by `lineman completion fish`

# Whether what was typed so far is this command, and none below it.
function __lineman_at
  set -l command
  set -l is_value 0
  for word in (commandline -opc)[2..]
    if test $is_value = 1
      set is_value 0
    else if contains -- $word {0}
      set is_value 1
    else if contains -- (string join ' ' $command $word) {1}
      set -a command $word
    end
  end
  test "$command" = "$argv"
end

function __lineman_profiles
  set -l words (commandline -opc)
  set -l config
  if set -l at (contains -i -- --config $words)
    set config --config $words[(math $at + 1)]
  end
  command lineman $config completion profiles 2>/dev/null
end

complete -c lineman -f
)";

std::string Quoted(const std::string& text) { return "'" + Escaped(text, "\\'") + "'"; }

std::string Completing(const ArgumentWords& argument) {
  switch (ValuesOf(argument)) {
    case Values::kChoices:
      return fmt::format(" -a '{}'", fmt::join(argument.choices, " "));
    case Values::kFiles:
      return " -F";
    case Values::kFolders:
      return " -a '(__fish_complete_directories)'";
    case Values::kProfiles:
      return " -a '(__lineman_profiles)'";
    case Values::kNothing:
      break;
  }
  return "";
}

std::string Rules(const CommandAt& at) {
  const std::string here = fmt::format("-n '__lineman_at {}'", at.path);
  std::string text;
  for (const CommandWords& below : at.command->commands) {
    text +=
        fmt::format("complete -c lineman {} -a {} -d {}\n", here, below.name, Quoted(below.about));
  }
  for (const ArgumentWords& positional : at.command->positionals) {
    const std::string values = Completing(positional);
    if (!values.empty()) text += fmt::format("complete -c lineman {}{}\n", here, values);
  }
  for (const ArgumentWords& option : at.command->options) {
    // The program's own may stand anywhere.
    text += fmt::format("complete -c lineman {}", at.path.empty() ? "" : here + " ");
    for (const std::string& name : option.names) {
      text += name.starts_with("--") ? "-l " + name.substr(2) + " " : "-s " + name.substr(1) + " ";
    }
    const bool files = ValuesOf(option) == Values::kFiles;
    if (!option.takes.empty()) text += (files ? "-r" : "-x") + Completing(option) + " ";
    text += fmt::format("-d {}\n", Quoted(option.about));
  }
  return text;
}

}  // namespace

std::string CompletionForFish(const CommandWords& program) {
  const std::vector<CommandAt> commands = AllCommands(program);
  std::set<std::string> valued;
  std::set<std::string> paths;
  std::string rules;
  for (const CommandAt& at : commands) {
    for (const ArgumentWords& option : at.command->options) {
      if (!option.takes.empty()) valued.insert(option.names.begin(), option.names.end());
    }
    if (!at.path.empty()) paths.insert(Quoted(at.path));
    rules += Rules(at);
  }
  std::string head = kHead;
  for (const auto& [mark, words] : {std::pair{"{0}", fmt::format("{}", fmt::join(valued, " "))},
                                    std::pair{"{1}", fmt::format("{}", fmt::join(paths, " "))}}) {
    head.replace(head.find(mark), 3, words);
  }
  return head + rules;
}

}  // namespace lineman
