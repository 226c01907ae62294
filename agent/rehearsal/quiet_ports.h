// Ports for worlds without a machine: passwords that nobody reads, probes that always pass.
#pragma once

#include <functional>
#include <string>

#include "pipeline/driver.h"

namespace lineman {

// Any password source is satisfied by a made-up password; nothing outside is touched.
class MadeUpSecrets final : public SecretReader {
 public:
  void Fetch(const Profile& profile,
             std::function<void(Credentials, std::string trouble)> done) override;
  void FetchNamed(const Profile& profile, const std::string& name,
                  std::function<void(Result<Secret>)> done) override;
  // "new password 1" and so on, as long as wanted.
  Result<Secret> Make(const MakePassword& wanted) override;
  // From now on every password is another one.
  void Change() { ++generation_; }

 private:
  CredentialVersion generation_ = 1;
  int made_ = 0;
};

// Every program ends well at once, and prints nothing.
class PretendedPrograms final : public ProgramRunner {
 public:
  void Run(const std::string& profile, const RunProgram& program,
           std::function<void(ProgramEnd)> done) override;
};

// What stories and rehearsals answer for a named secret and for a new password.
Secret MadeUpSecret(const std::string& name);
Secret MadeUpPassword(int serial, int length);

// Takes the connection's own word; where it has none, data gets through.
class TrustingProber final : public Prober {
 public:
  void Probe(const HealthProbe& probe, const ConnectionStatus& connection,
             std::function<void(bool passed)> done) override;
};

}  // namespace lineman
