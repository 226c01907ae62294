#include "engines/rasapi/rasapi_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "engines/rasapi/trouble.h"

namespace lineman::rasapi {
namespace {

using Type = OptionType;

// As RasValidateEntryName's page has it.
constexpr std::string_view kNotInNames = "|><?*\\/:";

bool IsWordCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsFullPath(std::string_view path) {
  return path.starts_with("\\\\") || path.starts_with("//") ||
         (path.size() > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/'));
}

void CheckName(const YamlNode& entry, Findings& findings) {
  const std::string& name = entry.scalar;
  if (name.starts_with('.') || std::ranges::none_of(name, IsWordCharacter) ||
      name.find_first_of(kNotInNames) != std::string::npos) {
    return findings.Error(
        entry.place, fmt::format("{} is no entry's name: it has a letter or digit, does not begin "
                                 "with a point, and has none of {}",
                                 Shown(name), kNotInNames));
  }
  DialOrder order;
  order.entry.name = name;
  if (const Result<Done> fits = CheckOrder(order); !fits)
    findings.Error(entry.place, fits.error().message);
}

}  // namespace

const OptionTable& RasapiOptionTable() {
  static const OptionTable kTable(
      "rasapi",
      {
          {.path = "entry",
           .help = "The phone-book entry to dial, as Windows shows it. Without it the numbers are "
                   "dialled with the first modem."},
          {.path = "phonebook",
           .help = "The phone book it is in, by its full path; Windows' own ones without it."},
          {.path = "script",
           .type = Type::kFlag,
           .default_value = "false",
           .help = "The entry's custom script answers what a terminal would ask."},
          {.path = "settle",
           .type = Type::kDuration,
           .default_value = "3s",
           .help = "How long the entry rests between a hang-up and the next dial.",
           .least = "1s",
           .most = "1m"},
          {.path = "poll",
           .type = Type::kDuration,
           .default_value = "10s",
           .help = "How often Windows is asked how the connection is.",
           .least = "5s",
           .most = "30s"},
      });
  return kTable;
}

RasapiOptions ReadRasapiOptions(const YamlNode* block) {
  const OptionReader reader(RasapiOptionTable(), block);
  RasapiOptions options;
  options.entry = {reader.Text("phonebook"), reader.Text("entry")};
  options.run_script = reader.Flag("script");
  options.settle = reader.Span("settle");
  options.poll = reader.Span("poll");
  return options;
}

void CheckRasapiOptions(const YamlNode* block, bool has_numbers, const Place& place,
                        Findings& findings) {
  const YamlNode* entry = block == nullptr ? nullptr : block->Find("entry");
  const YamlNode* phonebook = block == nullptr ? nullptr : block->Find("phonebook");
  if (entry == nullptr && !has_numbers) {
    findings.Error(block == nullptr ? place : block->place,
                   "the engine rasapi needs something to dial: `rasapi:` with an `entry`, or "
                   "`numbers`");
  }
  if (entry != nullptr && entry->IsScalar()) CheckName(*entry, findings);
  if (phonebook == nullptr || !phonebook->IsScalar()) return;
  if (entry == nullptr)
    findings.Error(phonebook->place, "a phone book is of no use without an `entry` of it");
  if (!IsFullPath(phonebook->scalar)) {
    findings.Error(phonebook->place,
                   fmt::format("{} is no full path: write 'C:\\folder\\book.pbk', in single quotes",
                               Shown(phonebook->scalar)));
  }
}

}  // namespace lineman::rasapi
