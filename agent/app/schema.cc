// `lineman schema`: one JSON Schema for every YAML file, made from the tables that check them.

#include <fmt/format.h>

#include "app/commands.h"
#include "app/engines.h"
#include "app/terminal.h"
#include "hooks/lua_api.h"
#include "rehearsal/story.h"

namespace lineman {
namespace {

Json HasKey(std::string_view key) {
  Json required;
  required.Append(key);
  Json json;
  json.Set("required", std::move(required));
  return json;
}

// `then` for documents that have the key, `otherwise` for the rest.
Json Choose(std::string_view key, Json then, Json otherwise) {
  Json json;
  json.Set("if", HasKey(key));
  json.Set("then", std::move(then));
  json.Set("else", std::move(otherwise));
  return json;
}

std::string_view NameOf(OptionType type) {
  switch (type) {
    case OptionType::kText:
      return "text";
    case OptionType::kFlag:
      return "true, false";
    case OptionType::kInteger:
      return "number";
    case OptionType::kNumber:
      return "number";
    case OptionType::kPercent:
      return "percent";
    case OptionType::kDuration:
    case OptionType::kSignedDuration:
      return "duration";
    case OptionType::kPhone:
      return "telephone number";
    case OptionType::kDayWindow:
      return "window of the day";
    case OptionType::kWeekWindow:
      return "window of the week";
    case OptionType::kZone:
      return "time zone";
    case OptionType::kEndpoint:
      return "address:port";
    case OptionType::kRasError:
      return "RAS error";
    case OptionType::kCause:
      return "cause";
    case OptionType::kState:
      return "connection state";
    default:
      return "anything";
  }
}

std::string ValuesOf(const Option& row) {
  if (row.type != OptionType::kChoice) return std::string(NameOf(row.type));
  std::string choices(row.choices);
  for (std::size_t bar = choices.find('|'); bar != std::string::npos; bar = choices.find('|')) {
    choices.replace(bar, 1, ", ");
  }
  return choices;
}

// The manual's table of one format.
std::string Manual(const OptionTable& table) {
  std::string text = "| key | value | default | bounds | |\n|---|---|---|---|---|\n";
  for (const Option& row : table.rows()) {
    if (row.type == OptionType::kNested || row.path.starts_with("defaults.")) continue;
    std::string bounds;
    if (!row.least.empty()) bounds = fmt::format("{} …", row.least);
    if (!row.most.empty()) bounds = fmt::format("{} … {}", row.least, row.most);
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", row.path, ValuesOf(row),
                        row.required ? "(required)" : row.default_value, bounds, row.help);
  }
  return text;
}

std::string EscapedForMan(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '*' || letter == '\\' || letter == '_') escaped += '\\';
    if (letter != '`') escaped += letter;
  }
  return escaped;
}

// The same as scdoc, the source of the manual page.
std::string ManualPage(const OptionTable& table) {
  std::string text;
  for (const Option& row : table.rows()) {
    if (row.type == OptionType::kNested || row.path.starts_with("defaults.")) continue;
    std::string says = ValuesOf(row);
    if (row.required) says += "; required";
    if (!row.least.empty()) says += fmt::format("; {} … {}", row.least, row.most);
    if (!row.default_value.empty()) says += fmt::format("; default *{}*", row.default_value);
    text +=
        fmt::format("*{}* ({})\n\t{}\n\n", EscapedForMan(row.path), says, EscapedForMan(row.help));
  }
  return text;
}

}  // namespace

int RunSchema(const SchemaOptions& options) {
  if (options.lua) {
    Print(DefinitionsForEditors());
    return kExitDone;
  }
  if (options.man) {
    Print("# KEYS OF A PROFILE\n\n" + ManualPage(ProfileTable()) + "# KEYS OF LINEMAN.YAML\n\n" +
          ManualPage(AgentTable()));
    return kExitDone;
  }
  if (options.keys) {
    Print(Manual(ProfileTable()) + "\n" + Manual(AgentTable()));
    return kExitDone;
  }
  // Without a telling key it is lineman.yaml, or a file that profiles extend.
  Json rest;
  Json either;
  either.Append(AgentTable().ToSchema(true));
  either.Append(ProfileTable().ToSchema(true));
  rest.Set("anyOf", std::move(either));
  Json body = Choose("story", StoryTable().ToSchema(),
                     Choose("world", simulator::WorldTable().ToSchema(),
                            Choose("profile", ProfileTable().ToSchema(), std::move(rest))));
  Json schema;
  schema.Set("$schema", "https://json-schema.org/draft/2020-12/schema");
  schema.Set("title", "lineman: profiles, lineman.yaml, worlds and stories");
  for (const Json::Member& member : *body.AsObject()) schema.Set(member.first, member.second);
  Print(schema.Dump(1) + "\n");
  return kExitDone;
}

}  // namespace lineman
