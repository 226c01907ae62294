// A simulator that is a process of its own, and an agent that dials through it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/app/agent_folder.h"

namespace lineman {

inline const std::vector<std::string> kSimulatorArguments = {"simulator", "--world", "world.yaml",
                                                             "--socket", "simulator.sock"};
inline const std::vector<std::string> kRemoteAgentArguments = {"--config", "lineman.yaml", "agent",
                                                               "--simulator", "simulator.sock"};

// A simulator that listens.
class RunningSimulator : public Program {
 public:
  explicit RunningSimulator(const AgentFolder& folder)
      : Program(folder.path(), kSimulatorArguments) {
    EXPECT_TRUE(AwaitOutput("the simulator plays quick and listens at simulator.sock\n")) << err();
  }
};

// An agent that dials through it.
class RemoteAgent : public Program {
 public:
  explicit RemoteAgent(const AgentFolder& folder) : Program(folder.path(), kRemoteAgentArguments) {}

  testing::AssertionResult Says(const std::string& text, std::size_t from = 0) {
    if (AwaitError(text, from)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "never said '" << text << "':\n" << err();
  }
};

}  // namespace lineman
