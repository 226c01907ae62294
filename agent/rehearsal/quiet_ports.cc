#include "rehearsal/quiet_ports.h"

#include <fmt/format.h>

namespace lineman {

void MadeUpSecrets::Fetch(const Profile& profile,
                          std::function<void(Credentials, std::string trouble)> done) {
  Credentials credentials{profile.user, profile.domain, {}, 0};
  if (profile.password.kind != PasswordSource::Kind::kNone && !profile.user.empty()) {
    credentials.password = Secret(fmt::format("made-up-{}", generation_));
    credentials.version = generation_;
  }
  done(std::move(credentials), "");
}

void MadeUpSecrets::FetchNamed(const Profile& /*profile*/, const std::string& name,
                               std::function<void(Result<Secret>)> done) {
  done(MadeUpSecret(name));
}

Result<Secret> MadeUpSecrets::Make(const MakePassword& wanted) {
  return MadeUpPassword(++made_, wanted.length);
}

void PretendedPrograms::Run(const std::string& /*profile*/, const RunProgram& /*program*/,
                            std::function<void(ProgramEnd)> done) {
  done({0, "", ""});
}

Secret MadeUpSecret(const std::string& name) { return Secret("secret " + name); }

Secret MadeUpPassword(int serial, int length) {
  std::string text = fmt::format("new password {}", serial);
  text.resize(static_cast<std::size_t>(length), 'x');
  return Secret(std::move(text));
}

void TrustingProber::Probe(const HealthProbe& /*probe*/, const ConnectionStatus& connection,
                           std::function<void(bool passed)> done) {
  done(connection.carries_data.value_or(true));
}

}  // namespace lineman
