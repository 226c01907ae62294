#include "engines/rasapi/call_note.h"

#include <algorithm>

#include "text/json.h"

namespace lineman::rasapi {
namespace {

// Of notes; another one's are passed over.
constexpr std::int64_t kVersion = 1;

// Beyond ASCII the spelling has to be the phone book's own: which other letters Windows takes for
// the same is not documented.
std::string Folded(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), [](char c) {
    if (c == '/') return '\\';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return folded;
}

}  // namespace

std::string WriteNote(const CallNote& note) {
  Json json;
  json.Set("version", kVersion);
  json.Set("profile", note.profile);
  json.Set("number", note.number);
  json.Set("attempt", static_cast<std::int64_t>(note.attempt));
  json.Set("phonebook", note.entry.phonebook);
  json.Set("entry", note.entry.name);
  return json.Dump();
}

std::optional<CallNote> ReadNote(std::string_view line) {
  const Result<Json> json = ParseJson(line);
  if (!json) return std::nullopt;
  const std::int64_t* version = json->FindInteger("version");
  const std::string* profile = json->FindString("profile");
  const std::string* number = json->FindString("number");
  const std::int64_t* attempt = json->FindInteger("attempt");
  const std::string* phonebook = json->FindString("phonebook");
  const std::string* entry = json->FindString("entry");
  if (version == nullptr || *version != kVersion || profile == nullptr || number == nullptr ||
      attempt == nullptr || phonebook == nullptr || entry == nullptr)
    return std::nullopt;
  return CallNote{*profile, *number, static_cast<AttemptId>(*attempt), {*phonebook, *entry}};
}

Entry ListedAs(const Entry& entry, const std::string& number) {
  return entry.name.empty() ? Entry{"", "." + number} : entry;
}

// No name of an entry has a vertical bar.
std::string KeyOf(const Entry& entry) { return Folded(entry.phonebook + "|" + entry.name); }

bool IsSame(const Entry& named, const Entry& found) {
  if (Folded(named.name) != Folded(found.name)) return false;
  return named.phonebook.empty() || found.phonebook.empty() ||
         Folded(named.phonebook) == Folded(found.phonebook);
}

}  // namespace lineman::rasapi
