// The command line of the commands that talk to a running agent.
#pragma once

#include <functional>

#include "app/commands.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace lineman {

// What is told to them.
struct TalkOptions {
  StatusOptions status;
  EventsOptions events;
  WhyOptions why;
  OperatorOptions up{.word = "up"};
  OperatorOptions down{.word = "down"};
  OperatorOptions redial{.word = "redial"};
  AnswerOptions answer;
};

// Adds them to `app`; the one that was asked for is given to `choose`, to be run once everything
// has been read. `common` and `options` must outlive `app`.
void AddAgentCommands(CLI::App& app, const CommonOptions& common, TalkOptions& options,
                      const std::function<void(std::function<int()>)>& choose);

}  // namespace lineman
