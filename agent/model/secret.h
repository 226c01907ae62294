// Passwords and the versions they are known by.
//
// A Secret can be handed on and, at the moment it is needed, shown to the engine; it cannot be
// printed, compared or serialised, and its last holder wipes it. Everything else in lineman knows
// a password only by its CredentialVersion, a keyed hash of login and password.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace lineman {

// Overwrites a text that held a password, with the room it has, and empties it.
void Wipe(std::string& text);
// The same for bytes that stay where they are.
void Wipe(char* bytes, std::size_t length);

// A password that does not show itself. Copies share one buffer.
class Secret {
 public:
  Secret() = default;  // no password
  explicit Secret(std::string text);

  bool IsSet() const { return text_ != nullptr; }
  // The text itself, for the engine that is about to send it. Do not keep a copy.
  const std::string& Reveal() const;

 private:
  std::shared_ptr<const std::string> text_;
};

// Tells one pair of login and configured password from the next; 0 when there is none.
using CredentialVersion = std::uint64_t;

// Who logs on. The login (user name and domain) is what a server counts failed tries against.
struct Credentials {
  std::string user;
  std::string domain;
  Secret password;
  CredentialVersion version = 0;

  std::string Login() const { return domain.empty() ? user : domain + "\\" + user; }
};

}  // namespace lineman
