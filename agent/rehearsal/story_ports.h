// What a story has in place of passwords and of the network.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/driver.h"

namespace lineman {

// Satisfies any source of a password. The version is a hash of the login and of how often the story
// has changed the credentials, so lines with one login share it.
class StorySecrets final : public SecretReader {
 public:
  explicit StorySecrets(Env& env) : env_(env) {}

  void Fetch(const Profile& profile,
             std::function<void(Credentials, std::string trouble)> done) override;
  void FetchNamed(const Profile& profile, const std::string& name,
                  std::function<void(Result<Secret>)> done) override;
  Result<Secret> Make(const MakePassword& wanted) override;
  // The profile's credentials are others from now on.
  void Change(const std::string& profile) { ++changes_[profile]; }

 private:
  Env& env_;
  std::map<std::string, std::uint64_t> changes_;  // by profile
  int made_ = 0;
};

// What a story says programs do: the first entry whose text is part of the command line. Any other
// program ends well at once and prints nothing. None is run.
struct StoryProgram {
  std::string match;
  int status = 0;
  std::string output;
  Duration takes{0};
};

class StoryPrograms final : public ProgramRunner {
 public:
  StoryPrograms(Env& env, std::vector<StoryProgram> programs)
      : env_(env), programs_(std::move(programs)) {}

  void Run(const std::string& profile, const RunProgram& program,
           std::function<void(ProgramEnd)> done) override;

 private:
  Env& env_;
  std::vector<StoryProgram> programs_;
};

// Finds what the story says, at once.
class StoryProber final : public Prober {
 public:
  explicit StoryProber(Env& env) : env_(env) {}

  void Probe(const HealthProbe& probe, const ConnectionStatus& connection,
             std::function<void(bool passed)> done) override;
  // `failures`: so many, then they pass again; without it all of them.
  void Set(const std::string& profile, bool pass, std::optional<int> failures);

 private:
  struct Findings {
    bool pass = true;
    std::optional<int> failures;
  };

  Env& env_;
  std::map<std::string, Findings> found_;  // by profile
};

}  // namespace lineman
