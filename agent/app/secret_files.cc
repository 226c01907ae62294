#include "app/secret_files.h"

#include <fmt/format.h>

#include <cstdlib>
#include <random>

#include "app/files.h"

namespace lineman {
namespace {

constexpr Duration kCommandTimeout = std::chrono::seconds(20);

// The first line: editors and `echo` leave a line break behind.
std::string FirstLine(const std::string& text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

Result<std::string> ReadPassword(const std::string& path) {
  Result<std::string> text = ReadTextFile(path);
  if (!text) return text;
  std::string password = FirstLine(*text);
  if (password.empty()) return Fail(fmt::format("{} holds no password", path));
  return password;
}

Result<std::string> ReadNow(const PasswordSource& source) {
  switch (source.kind) {
    case PasswordSource::Kind::kFile:
      return ReadPassword(source.name);
    case PasswordSource::Kind::kCredential: {
      const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
      if (folder == nullptr) {
        return Fail("systemd gave no credentials: the unit needs LoadCredential=" + source.name);
      }
      return ReadPassword(fmt::format("{}/{}", folder, source.name));
    }
    case PasswordSource::Kind::kEnv: {
      const char* value = std::getenv(source.name.c_str());
      if (value == nullptr) return Fail(fmt::format("the variable {} is not set", source.name));
      return std::string(value);
    }
    case PasswordSource::Kind::kKeyring:
      return Fail("the keyring is not part of this build: use file, credential or command");
    default:
      return Fail("the profile has no password");
  }
}

void Give(Credentials credentials, std::uint64_t key, Secret password,
          const std::function<void(Credentials, std::string)>& done) {
  // 0 means "no password"; one chance in 2^64 is no reason to read it as that.
  credentials.version = Chance(key).Bits(credentials.Login(), password.Reveal(), 0) | 1U;
  credentials.password = std::move(password);
  done(std::move(credentials), "");
}

}  // namespace

MachineSecrets::MachineSecrets(CommandRunner& runner) : runner_(runner) {
  std::random_device device;
  key_ = (static_cast<std::uint64_t>(device()) << 32U) | device();
}

void MachineSecrets::Fetch(const Profile& profile,
                           std::function<void(Credentials, std::string trouble)> done) {
  Credentials credentials{profile.user, profile.domain, {}, 0};
  const PasswordSource& source = profile.password;
  if (profile.user.empty() || source.kind == PasswordSource::Kind::kNone) {
    return done(std::move(credentials), "");
  }
  if (source.kind == PasswordSource::Kind::kLiteral) {
    return Give(std::move(credentials), key_, source.literal, done);
  }
  if (source.kind == PasswordSource::Kind::kCommand) {
    runner_.Run(source.command, kCommandTimeout,
                [credentials, done, key = key_,
                 program = source.command.front()](const Result<std::string>& output) {
                  const std::string password = output ? FirstLine(*output) : "";
                  if (!password.empty()) return Give(credentials, key, Secret(password), done);
                  done(credentials, output ? fmt::format("{} printed no password", program)
                                           : output.error().message);
                });
    return;
  }
  const Result<std::string> password = ReadNow(source);
  if (!password) return done(std::move(credentials), password.error().message);
  Give(std::move(credentials), key_, Secret(*password), done);
}

}  // namespace lineman
