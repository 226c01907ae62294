#include "app/password_files.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "app/durable_file.h"
#include "app/files.h"
#include "app/kept_password.h"

namespace lineman {
namespace {

constexpr const char* kStaged = "staged";
constexpr const char* kCurrent = "current";

Result<KeptPassword> ReadKept(const std::string& path) {
  const Result<std::string> text = ReadTextFile(path);
  if (!text) return tl::unexpected(text.error());
  std::optional<KeptPassword> kept = FromText(*text);
  if (!kept) return Fail(path + " is not what lineman writes");
  return *std::move(kept);
}

}  // namespace

std::string PasswordFiles::FileOf(const std::string& profile, const char* stage) const {
  return fmt::format("{}/{}.{}", folder_, profile, stage);
}

Result<Done> PasswordFiles::Stage(const std::string& profile, CredentialVersion source,
                                  const Secret& password) {
  if (Result<Done> made = MakePrivateFolder(folder_); !made) return made;
  return WriteDurably(FileOf(profile, kStaged), ToText({source, password}));
}

Result<Secret> PasswordFiles::Staged(const std::string& profile) {
  return ReadKept(FileOf(profile, kStaged)).map([](const KeptPassword& kept) {
    return kept.password;
  });
}

Result<Done> PasswordFiles::Settle(const std::string& profile, bool is_new) {
  const std::string staged = FileOf(profile, kStaged);
  if (!IsFile(staged)) return Done{};
  return is_new ? RenameDurably(staged, FileOf(profile, kCurrent)) : RemoveDurably(staged);
}

std::optional<Secret> PasswordFiles::Current(const std::string& profile, CredentialVersion source) {
  const std::string current = FileOf(profile, kCurrent);
  if (!IsFile(current)) return std::nullopt;
  const Result<KeptPassword> kept = ReadKept(current);
  if (kept && kept->source == source) return kept->password;
  if (kept) static_cast<void>(RemoveDurably(current));
  return std::nullopt;
}

}  // namespace lineman
