#include "app/secret_files.h"

#include <fmt/format.h>

#include <optional>
#include <random>

#include "app/keyring.h"
#include "app/process.h"
#include "app/trust.h"
#include "base/first_line.h"
#include "model/random_password.h"

namespace lineman {
namespace {

constexpr Duration kCommandTimeout = std::chrono::seconds(20);

Result<std::string> ReadPassword(const std::string& path) {
  Result<std::string> text = ReadSecretFile(path);
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
      const std::optional<std::string> folder = Variable("CREDENTIALS_DIRECTORY");
      if (!folder) {
        return Fail("systemd gave no credentials: the unit needs LoadCredential=" + source.name);
      }
      return ReadPassword(fmt::format("{}/{}", *folder, source.name));
    }
    case PasswordSource::Kind::kEnv: {
      std::optional<std::string> value = Variable(source.name);
      if (!value) return Fail(fmt::format("the variable {} is not set", source.name));
      return *std::move(value);
    }
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

void MachineSecrets::Read(const PasswordSource& source, std::function<void(Result<Secret>)> done) {
  if (source.kind == PasswordSource::Kind::kLiteral) return done(source.literal);
  const auto give = [done](Result<std::string> text) {
    done(std::move(text).map([](std::string password) { return Secret(std::move(password)); }));
  };
  if (source.kind == PasswordSource::Kind::kKeyring) {
    return LookUpInKeyring(runner_, source.name, give);
  }
  if (source.kind != PasswordSource::Kind::kCommand) return give(ReadNow(source));
  runner_.Run(source.command, kCommandTimeout,
              [done = std::move(done),
               program = source.command.front()](const Result<std::string>& output) {
                if (!output) return done(tl::unexpected(output.error()));
                std::string password = FirstLine(*output);
                if (password.empty()) return done(Fail(program + " printed no password"));
                done(Secret(std::move(password)));
              });
}

void MachineSecrets::Fetch(const Profile& profile,
                           std::function<void(Credentials, std::string trouble)> done) {
  Credentials credentials{profile.user, profile.domain, {}, 0};
  if (profile.user.empty() || profile.password.kind == PasswordSource::Kind::kNone) {
    return done(std::move(credentials), "");
  }
  Read(profile.password, [credentials = std::move(credentials), key = key_,
                          done = std::move(done)](const Result<Secret>& password) {
    if (!password) return done(credentials, password.error().message);
    Give(credentials, key, *password, done);
  });
}

void MachineSecrets::FetchNamed(const Profile& profile, const std::string& name,
                                std::function<void(Result<Secret>)> done) {
  const auto source = profile.secrets.find(name);
  if (source == profile.secrets.end()) {
    return done(Fail(fmt::format("the profile has no secret {}", name)));
  }
  Read(source->second, std::move(done));
}

Result<Secret> MachineSecrets::Make(const MakePassword& wanted) {
  std::random_device device;
  return Secret(RandomPassword(wanted, [&device](std::uint32_t choices) {
    return std::uniform_int_distribution<std::uint32_t>(0, choices - 1)(device);
  }));
}

}  // namespace lineman
