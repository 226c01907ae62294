#include "rehearsal/story_ports.h"

#include <utility>

namespace lineman {

void StorySecrets::Fetch(const Profile& profile,
                         std::function<void(Credentials, std::string trouble)> done) {
  Credentials credentials{profile.user, profile.domain, {}, 0};
  if (profile.password.kind != PasswordSource::Kind::kNone) {
    const bool literal = profile.password.kind == PasswordSource::Kind::kLiteral;
    credentials.password = literal ? profile.password.literal : Secret("made up");
    // Not keyed: nothing here is secret. 0 would mean that there is no password.
    const Chance hash(0);
    credentials.version =
        hash.Bits(credentials.Login(), "credentials", changes_[profile.name]) | 1U;
  }
  env_.CallAt(env_.Now(), [done = std::move(done), credentials = std::move(credentials)] {
    done(credentials, "");
  });
}

void StoryProber::Probe(const HealthProbe& /*probe*/, const ConnectionStatus& connection,
                        std::function<void(bool passed)> done) {
  Findings& found = found_[connection.interface];
  const bool passed = found.pass || found.failures == 0;
  if (!passed && found.failures) --*found.failures;
  env_.CallAt(env_.Now(), [done = std::move(done), passed] { done(passed); });
}

void StoryProber::Set(const std::string& profile, bool pass, std::optional<int> failures) {
  found_[profile] = {pass, failures};
}

}  // namespace lineman
