#include "rehearsal/story_ports.h"

#include <algorithm>
#include <utility>

#include "rehearsal/quiet_ports.h"

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

void StorySecrets::FetchNamed(const Profile& /*profile*/, const std::string& name,
                              std::function<void(Result<Secret>)> done) {
  done(MadeUpSecret(name));
}

Result<Secret> StorySecrets::Make(const MakePassword& wanted) {
  return MadeUpPassword(++made_, wanted.length);
}

void StoryPrograms::Run(const std::string& /*profile*/, const RunProgram& program,
                        std::function<void(ProgramEnd)> done) {
  const std::string line = JoinCommand(program.command);
  const auto said = std::find_if(programs_.begin(), programs_.end(), [&](const StoryProgram& one) {
    return line.find(one.match) != std::string::npos;
  });
  ProgramEnd end{0, "", ""};
  Duration takes{0};
  if (said != programs_.end()) {
    end = {said->status, said->output, ""};
    takes = said->takes;
  }
  if (takes > program.timeout) {
    end = {{}, "", program.command.front() + " took too long and was ended"};
    takes = program.timeout;
  }
  env_.CallAt(env_.Now() + takes, [done = std::move(done), end = std::move(end)] { done(end); });
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
