#include "tests/windows/ras_sim/phone_book.h"

#include <algorithm>

#include "ras/spelling.h"

namespace lineman::ras_sim {
namespace {

// Whether the key is one the double knows; the many others of real phone books are skipped.
void Take(Entry& entry, std::string_view key, const std::string& value) {
  if (key == "PhoneNumber") entry.number = value;
  if (key == "Alternate") entry.alternates.push_back(value);
  if (key == "RedialOnLinkFailure") entry.own_redial = value == "1";
  if (key == "User") entry.user = value;
  if (key == "Password") entry.password = value;
  if (key == "Domain") entry.domain = value;
  if (key == "Eap" && value == "known") entry.eap = EapIdentity::kKnown;
  if (key == "Eap" && value == "person") entry.eap = EapIdentity::kNeedsPerson;
}

}  // namespace

std::string EapBlobOf(const Entry& entry) { return "eap of " + entry.name; }

std::optional<PhoneBook> PhoneBook::Read(std::string_view text) {
  PhoneBook book(false);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const std::size_t equals = line.find('=');
    if (line.size() > 2 && line.front() == '[' && line.back() == ']') {
      book.entries_.emplace_back().name = line.substr(1, line.size() - 2);
    } else if (equals == std::string_view::npos || book.entries_.empty()) {
      return std::nullopt;
    } else {
      Take(book.entries_.back(), line.substr(0, equals), std::string(line.substr(equals + 1)));
    }
  }
  return book;
}

Entry* PhoneBook::Find(std::string_view name) {
  const auto found = std::ranges::find_if(
      entries_, [&](const Entry& entry) { return spelling::EqualsIgnoringCase(entry.name, name); });
  if (found != entries_.end()) return &*found;
  if (!open_ || name.empty()) return nullptr;
  entries_.emplace_back().name = name;
  return &entries_.back();
}

}  // namespace lineman::ras_sim
