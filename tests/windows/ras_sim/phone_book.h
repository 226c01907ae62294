// A phone book of RAS: its entries, what each dials, and what is saved with it.
//
// The text has the form of Windows' own .pbk files: sections are entries. Plain data and its
// reading; README.md has the keys.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lineman::ras_sim {

// Where Windows has the phone book of all its users; the double's default one goes by it.
inline constexpr std::string_view kDefaultBook =
    "C:\\ProgramData\\Microsoft\\Network\\Connections\\Pbk\\rasphone.pbk";

// What RasGetEapUserIdentity comes to.
enum class EapIdentity { kNotNeeded, kKnown, kNeedsPerson };

// One entry (RASENTRY) with its saved credentials (RASCREDENTIALS).
struct Entry {
  std::string name;
  std::string number;
  std::vector<std::string> alternates;
  bool own_redial = false;  // RASEO2_ReconnectIfDropped
  std::optional<std::string> user;
  std::optional<std::string> password;
  std::optional<std::string> domain;
  EapIdentity eap = EapIdentity::kNotNeeded;
  std::string properties;  // RASENTRYW as it was set last, alternates at its end; empty: never
};

// What an identity of EAP is made of in the double; RasDial must be given exactly this.
std::string EapBlobOf(const Entry& entry);

class PhoneBook {
 public:
  // With `open` every entry exists: it is made when it is first asked for.
  explicit PhoneBook(bool open) : open_(open) {}
  // nullopt when the text is no phone book.
  static std::optional<PhoneBook> Read(std::string_view text);

  // Names are compared without regard to case in ASCII, as Windows does. Stays where it is.
  Entry* Find(std::string_view name);
  const std::deque<Entry>& entries() const { return entries_; }

 private:
  bool open_;
  std::deque<Entry> entries_;
};

}  // namespace lineman::ras_sim
