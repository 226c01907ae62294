#include "app/password_files.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "app/durable_file.h"
#include "app/files.h"

namespace lineman {
namespace {

constexpr const char* kStaged = "staged";
constexpr const char* kCurrent = "current";

struct Kept {
  CredentialVersion source = 0;
  Secret password;
};

// The version of the credentials it stands in for, in hexadecimal, a line break, the password.
Result<Kept> ReadKept(const std::string& path) {
  const Result<std::string> text = ReadTextFile(path);
  if (!text) return tl::unexpected(text.error());
  const std::size_t end = text->find('\n');
  Kept kept;
  const char* const first = text->data();
  if (end == std::string::npos ||
      std::from_chars(first, first + end, kept.source, 16).ptr != first + end) {
    return Fail(path + " is not what lineman writes");
  }
  kept.password = Secret(text->substr(end + 1));
  return kept;
}

}  // namespace

std::string PasswordFiles::FileOf(const std::string& profile, const char* stage) const {
  return fmt::format("{}/{}.{}", folder_, profile, stage);
}

Result<Done> PasswordFiles::Stage(const std::string& profile, CredentialVersion source,
                                  const Secret& password) {
  if (Result<Done> made = MakePrivateFolder(folder_); !made) return made;
  return WriteDurably(FileOf(profile, kStaged),
                      fmt::format("{:016x}\n{}", source, password.Reveal()));
}

Result<Secret> PasswordFiles::Staged(const std::string& profile) {
  return ReadKept(FileOf(profile, kStaged)).map([](const Kept& kept) { return kept.password; });
}

Result<Done> PasswordFiles::Settle(const std::string& profile, bool is_new) {
  const std::string staged = FileOf(profile, kStaged);
  if (!IsFile(staged)) return Done{};
  return is_new ? RenameDurably(staged, FileOf(profile, kCurrent)) : RemoveDurably(staged);
}

std::optional<Secret> PasswordFiles::Current(const std::string& profile, CredentialVersion source) {
  const std::string current = FileOf(profile, kCurrent);
  if (!IsFile(current)) return std::nullopt;
  const Result<Kept> kept = ReadKept(current);
  if (kept && kept->source == source) return kept->password;
  if (kept) static_cast<void>(RemoveDurably(current));
  return std::nullopt;
}

}  // namespace lineman
