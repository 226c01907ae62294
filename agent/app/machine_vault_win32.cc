// A password is a credential named after the state folder and its profile, staged until the server
// has shown that it has it, current from then on. Its bytes are what a file of PasswordFiles holds.
#include "app/machine_vault.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "app/credential_manager.h"
#include "app/kept_password.h"
#include "control/windows_basics.h"

namespace lineman {
namespace {

class CredentialVault final : public PasswordVault {
 public:
  explicit CredentialVault(const std::string& state) : state_(FromWide(WidePath(state))) {}

  Result<Done> Stage(const std::string& profile, CredentialVersion source,
                     const Secret& password) override {
    std::string text = ToText({source, password});
    Result<Done> written = WriteCredential(Target(profile, "staged"), text);
    Wipe(text);
    return written;
  }

  Result<Secret> Staged(const std::string& profile) override {
    const Result<std::optional<KeptPassword>> kept = Read(Target(profile, "staged"));
    if (!kept) return tl::unexpected(kept.error());
    if (!*kept) return Fail("no new password is kept for " + profile);
    return (*kept)->password;
  }

  // The current one is there before the staged one goes. When the power is cut in between, both are
  // the same, and settling again changes nothing.
  Result<Done> Settle(const std::string& profile, bool is_new) override {
    const std::string staged = Target(profile, "staged");
    Result<std::optional<std::string>> text = ReadCredential(staged);
    if (!text) return tl::unexpected(text.error());
    if (!*text) return Done{};
    if (is_new) {
      Result<Done> written = WriteCredential(Target(profile, "current"), **text);
      Wipe(**text);
      if (!written) return written;
    }
    return RemoveCredential(staged);
  }

  std::optional<Secret> Current(const std::string& profile, CredentialVersion source) override {
    const std::string current = Target(profile, "current");
    const Result<std::optional<KeptPassword>> kept = Read(current);
    if (!kept || !*kept) return std::nullopt;
    if ((*kept)->source == source) return (*kept)->password;
    static_cast<void>(RemoveCredential(current));
    return std::nullopt;
  }

 private:
  std::string Target(const std::string& profile, const char* stage) const {
    return fmt::format("lineman {} {}.{}", state_, profile, stage);
  }

  static Result<std::optional<KeptPassword>> Read(const std::string& target) {
    Result<std::optional<std::string>> text = ReadCredential(target);
    if (!text) return tl::unexpected(text.error());
    if (!*text) return std::optional<KeptPassword>();
    std::optional<KeptPassword> kept = FromText(**text);
    Wipe(**text);
    if (!kept) return Fail(fmt::format("the credential {} is not what lineman writes", target));
    return kept;
  }

  const std::string state_;
};

}  // namespace

std::unique_ptr<PasswordVault> MakeMachineVault(const std::string& state) {
  return std::make_unique<CredentialVault>(state);
}

}  // namespace lineman
