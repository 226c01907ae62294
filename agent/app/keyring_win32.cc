#include "app/keyring.h"

#include <fmt/format.h>

#include <utility>

#include "app/credential_manager.h"
#include "base/first_line.h"
#include "control/windows_basics.h"
#include "control/windows_rights.h"
#include "model/secret.h"

namespace lineman {
namespace {

constexpr std::size_t kUnit = sizeof(wchar_t);

// UTF-16 as cmdkey writes it: in pairs of bytes, the lower one first.
std::string FromPairs(const std::string& bytes) {
  std::wstring wide;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += kUnit) {
    const auto low = static_cast<unsigned char>(bytes[i]);
    const auto high = static_cast<unsigned char>(bytes[i + 1]);
    wide += static_cast<wchar_t>(low | (high << 8U));
  }
  std::string text = FromWide(wide);
  Wipe(reinterpret_cast<char*>(wide.data()), wide.size() * kUnit);
  return text;
}

Result<std::string> Look(const std::string& name) {
  const std::string target = "lineman:" + name;
  Result<std::optional<std::string>> found = ReadCredential(target);
  if (!found) return tl::unexpected(found.error());
  if (!*found) {
    return Fail(
        fmt::format("Credential Manager has no {} for {}; put it there as that user: cmdkey "
                    "/generic:{} /user:lineman /pass",
                    target, NameOfSid(OwnSid()), target));
  }
  std::string& bytes = **found;
  const bool is_text = bytes.size() % kUnit == 0;
  std::string password = is_text ? FirstLine(FromPairs(bytes)) : "";
  Wipe(bytes);
  if (!password.empty()) return password;
  return Fail(fmt::format("the credential {} holds no password as cmdkey writes it", target));
}

}  // namespace

std::string WhyNoKeyring() { return {}; }

void LookUpInKeyring(CommandRunner& /*runner*/, const std::string& name,
                     std::function<void(Result<std::string>)> done) {
  done(Look(name));
}

}  // namespace lineman
