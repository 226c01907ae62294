#include "ras/ras_error.h"

#include <algorithm>
#include <array>

#include "ras/spelling.h"

namespace lineman {
namespace {

using enum Cause;

// Both in the order of the enumeration: a cause is the index of its name.
constexpr std::array<Cause, kCauseCount> kCauses = {kLine,   kServer,   kCredentials, kAccount,
                                                    kConfig, kSecurity, kDevice,      kLocal,
                                                    kHuman,  kUser,     kSuspend,     kInternal};

constexpr std::array<std::string_view, kCauseCount> kCauseNames = {
    "line",   "server", "credentials", "account", "config",  "security",
    "device", "local",  "human",       "user",    "suspend", "internal"};

// Up to here codes are Win32's and RAS's; larger ones are HRESULTs and the like.
constexpr std::uint32_t kLastDecimal = 0xffff;

std::uint32_t CodeOf(RasError error) { return static_cast<std::uint32_t>(error); }

}  // namespace

std::string_view NameOf(Cause cause) { return kCauseNames[static_cast<std::size_t>(cause)]; }

std::optional<Cause> FindCause(std::string_view name) {
  for (const Cause cause : kCauses) {
    if (NameOf(cause) == name) return cause;
  }
  return std::nullopt;
}

std::span<const Cause> AllCauses() { return kCauses; }

const RasErrorInfo* FindInfo(RasError error) {
  const std::span<const RasErrorInfo> all = AllRasErrors();
  const auto found = std::lower_bound(
      all.begin(), all.end(), CodeOf(error),
      [](const RasErrorInfo& info, std::uint32_t code) { return info.code < code; });
  return found != all.end() && found->code == CodeOf(error) ? &*found : nullptr;
}

std::optional<RasError> ParseRasError(std::string_view text) {
  // Names are read when rules are loaded, not while a line runs: 332 comparisons do no harm.
  for (const RasErrorInfo& info : AllRasErrors()) {
    if (spelling::EqualsIgnoringCase(text, info.name) ||
        spelling::EqualsIgnoringCase(text, info.symbol)) {
      return static_cast<RasError>(info.code);
    }
  }
  const std::optional<std::uint32_t> number = spelling::ParseNumber(text);
  if (!number || *number == CodeOf(RasError::kNone)) return std::nullopt;
  return static_cast<RasError>(*number);
}

std::string NameOf(RasError error) {
  if (error == RasError::kNone) return "none";
  if (const RasErrorInfo* const info = FindInfo(error)) return std::string(info->name);
  const std::uint32_t code = CodeOf(error);
  return code <= kLastDecimal ? std::to_string(code) : spelling::ToHex(code, 8);
}

std::string TextOf(RasError error) {
  if (error == RasError::kNone) return "no error";
  if (const RasErrorInfo* const info = FindInfo(error)) return std::string(info->text);
  return "unknown error " + NameOf(error);
}

bool IsLogonHours(RasError error) {
  const auto code = static_cast<std::uint32_t>(error);
  return error == RasError::kRestrictedLogonHours || code == 923 || code == 940 || code == 944;
}

Cause CauseOf(RasError error) {
  const RasErrorInfo* const info = FindInfo(error);
  return info != nullptr ? info->cause : Cause::kLocal;
}

std::string DescribeError(RasError error) {
  if (FindInfo(error) == nullptr) return TextOf(error);
  return NameOf(error) + " (" + std::to_string(CodeOf(error)) + "): " + TextOf(error);
}

}  // namespace lineman
