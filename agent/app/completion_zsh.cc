#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/completion.h"

namespace lineman {
namespace {

constexpr const char* kHead = R"zsh(#compdef lineman
# zsh completion of lineman; made by `lineman completion zsh`

_lineman_profiles() {
  local -a config names
  local at=${typed[(I)--config]}
  ((at)) && config=(--config ${typed[at + 1]})
  names=(${(f)"$(_call_program profiles lineman $config completion profiles 2>/dev/null)"})
  _describe profile names
  [[ $PREFIX == (*/*|.*) ]] && _files
}

)zsh";

// Further down `words` is only what is left of them.
constexpr const char* kChoosing = R"(  local line state curcontext=$curcontext
  (($+typed)) || local -a typed=("${words[@]}")
)";

std::string Quoted(std::string text) {
  for (std::size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 4)) {
    text.replace(at, 1, "'\\''");
  }
  return "'" + text + "'";
}

std::string Action(const ArgumentWords& argument) {
  switch (ValuesOf(argument)) {
    case Values::kChoices:
      return fmt::format("({})", fmt::join(argument.choices, " "));
    case Values::kFiles:
      return "_files";
    case Values::kFolders:
      return "_files -/";
    case Values::kProfiles:
      return "_lineman_profiles";
    case Values::kNothing:
      break;
  }
  return " ";
}

std::string Option(const ArgumentWords& option) {
  const std::string about = Escaped(option.about, "[]:\\");
  std::string spec;
  for (const std::string& name : option.names) {
    std::string one = fmt::format("{}[{}]", name, about);
    if (!option.takes.empty()) one += fmt::format(":{}:{}", option.takes, Action(option));
    spec += fmt::format("    {} \\\n", Quoted(one));
  }
  return spec;
}

std::string FunctionOf(const std::string& path) {
  std::string name = "_lineman" + (path.empty() ? "" : "_" + path);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

std::string Arguments(const CommandAt& at, const CommandWords& program) {
  std::string text;
  for (const ArgumentWords& option : at.command->options) text += Option(option);
  if (at.command != &program) {
    for (const ArgumentWords& option : program.options) {
      if (!option.takes.empty()) text += Option(option);
    }
  }
  for (const ArgumentWords& positional : at.command->positionals) {
    text += fmt::format("    {} \\\n",
                        Quoted(fmt::format("*:{}:{}", positional.takes, Action(positional))));
  }
  return text;
}

// Those of a command that has further ones: the first word chooses, the rest is theirs.
std::string Choosing(const CommandAt& at) {
  std::string names;
  std::string cases;
  for (const CommandWords& below : at.command->commands) {
    names += fmt::format("        {}\n", Quoted(below.name + ":" + Escaped(below.about, ":\\")));
    const std::string path = at.path.empty() ? below.name : at.path + " " + below.name;
    cases += fmt::format("        {}) {} ;;\n", below.name, FunctionOf(path));
  }
  return fmt::format(
      "    '1: :->command' '*:: :->rest' && return\n"
      "  case $state in\n"
      "    command)\n      local -a commands=(\n{}      )\n      _describe command commands ;;\n"
      "    rest)\n      case $line[1] in\n{}      esac ;;\n"
      "  esac\n",
      names, cases);
}

}  // namespace

std::string CompletionForZsh(const CommandWords& program) {
  std::string text = kHead;
  for (const CommandAt& at : AllCommands(program)) {
    const bool chooses = !at.command->commands.empty();
    text += fmt::format("{}() {{\n{}  _arguments {}\\\n{}", FunctionOf(at.path),
                        chooses ? kChoosing : "", chooses ? "-C " : "", Arguments(at, program));
    text += chooses ? Choosing(at) : "    && return\n";
    text += "}\n\n";
  }
  return text + "_lineman \"$@\"\n";
}

}  // namespace lineman
