// A configuration for `lineman agent` on a quick simulator, in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/app/program.h"

namespace lineman {

// lineman.yaml, profiles/kiosk.yaml and world.yaml; nothing waits for a spread start.
class AgentFolder : public TemporaryFolder {
 public:
  AgentFolder() {
    Write("lineman.yaml",
          "profiles: profiles\nstate: state\nsocket: control\n"
          "defaults: {retry: {start_spread: 0s}}\n");
    WriteProfile("");
    WriteWorld("");
  }

  // The profile kiosk with more keys, in block style.
  void WriteProfile(const std::string& more) const {
    Write("profiles/kiosk.yaml", "profile: kiosk\nengine: simulator\nnumbers: [\"100\"]\n" + more);
  }
  // A hundred times faster than life.
  void WriteWorld(const std::string& more) const {
    Write("world.yaml", "world: quick\npace: 100\n" + more);
  }

  // Runs a command of this configuration to its end. `input`: a file for its standard input.
  Ended Run(const std::vector<std::string>& command, const std::string& input = "/dev/null") const {
    std::vector<std::string> arguments = {"--config", "lineman.yaml"};
    arguments.insert(arguments.end(), command.begin(), command.end());
    return Program(path(), arguments, {}, input).Await();
  }

  static std::vector<std::string> AgentArguments() {
    return {"--config", "lineman.yaml", "agent", "--world", "world.yaml"};
  }
};

// An agent that is running in it.
class RunningAgent : public Program {
 public:
  explicit RunningAgent(const AgentFolder& folder, const std::vector<std::string>& environment = {})
      : Program(folder.path(), AgentFolder::AgentArguments(), environment) {}

  testing::AssertionResult Says(const std::string& text, std::size_t from = 0) {
    if (AwaitError(text, from)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "never said '" << text << "':\n" << err();
  }
};

}  // namespace lineman
