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
  // From now on every password is another one.
  void Change() { ++generation_; }

 private:
  CredentialVersion generation_ = 1;
};

// Takes the connection's own word; where it has none, data gets through.
class TrustingProber final : public Prober {
 public:
  void Probe(const HealthProbe& probe, const ConnectionStatus& connection,
             std::function<void(bool passed)> done) override;
};

}  // namespace lineman
