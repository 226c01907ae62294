// The subcommands, one file each. Each returns the exit code of the process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/answer_form.h"
#include "app/options.h"
#include "base/time.h"

namespace lineman {

struct CheckOptions {
  std::vector<std::string> paths;  // none: the configuration in force
  bool json = false;
};
int RunCheck(const CommonOptions& common, const CheckOptions& options);

struct ShowOptions {
  std::string profile;  // a name, or a file
  bool json = false;
};
int RunShow(const CommonOptions& common, const ShowOptions& options);

struct PlanOptions {
  std::string profile;
  std::string error = "no_answer";
  std::string takes = "30s";
  std::string span = "1d";
  bool json = false;
};
int RunPlan(const CommonOptions& common, const PlanOptions& options);

struct RehearseOptions {
  std::vector<std::string> profiles;  // names, or files
  std::string world;                  // empty: a quiet one
  std::string span;                   // empty: 30d, or as long as the record
  std::uint64_t seed = 1;
  int seeds = 1;                    // rehearsals: with that seed, the next one, and so on
  std::vector<std::string> expect;  // "online: {at_least: 99.5%}", in place of the world's
  std::string against;              // another profile, side by side; empty: none
  std::string replay;               // a kiosk's record to play instead of a world; empty: none
  double per_dial = 0;              // what an answered dial costs, for `against` and `replay`
  double per_minute = 0;            // … and a minute online
  int fleet = 0;                    // kiosks; 0: one
  int ports = 0;                    // of every server, for `fleet`; 0: as the world says
  int dial_in_rate = 0;             // calls a second that every server takes, likewise
  std::string report;               // where the page for a browser goes; empty: nowhere
  bool json = false;
};
int RunRehearse(const CommonOptions& common, const RehearseOptions& options);

struct TestOptions {
  std::vector<std::string> paths;
  bool verbose = false;
  bool record = false;  // print the record as JSON lines
};
int RunTest(const CommonOptions& common, const TestOptions& options);

struct AgentOptions {
  std::string world;        // of the simulator; empty: a quiet one
  std::string simulator;    // the socket of one that is a process of its own; empty: none is
  std::string ras_library;  // that has Windows RAS's functions; empty: Windows' own
  bool service = false;     // the service manager of Windows has started it
};
int RunAgent(const CommonOptions& common, const AgentOptions& options);

struct SimulatorOptionsGiven {
  std::string world;   // empty: a quiet one
  std::string socket;  // where agents come to dial
};
int RunSimulator(const CommonOptions& common, const SimulatorOptionsGiven& options);

struct DemoOptions {
  std::string folder;  // empty: the shipped one
};
int RunDemo(const CommonOptions& common, const DemoOptions& options);

struct SchemaOptions {
  bool keys = false;  // print the tables of the manual instead
  bool man = false;   // print them as the manual page has them
  bool lua = false;   // print the definitions of the plugins' API for editors instead
};
int RunSchema(const SchemaOptions& options);

struct CommandWords;
struct CompletionOptions {
  std::string what;  // bash, fish, zsh; or profiles: the names of those there are
};
int RunCompletion(const CommonOptions& common, const CompletionOptions& options,
                  const CommandWords& program);

struct PluginOptionsGiven {
  std::string name;          // of a new plugin; empty: list those there are
  std::string folder = ".";  // where to put it
  bool json = false;         // of the list
};
int RunPlugin(const CommonOptions& common, const PluginOptionsGiven& options);

// The commands that talk to a running agent.

struct StatusOptions {
  std::string profile;  // empty: all
  bool json = false;
  bool watch = false;
};
int RunStatus(const CommonOptions& common, const StatusOptions& options);

struct EventsOptions {
  std::string profile;  // empty: all
  std::string kind;     // empty: all
  std::string since;    // a duration or a time; empty: the latest
  bool follow = false;
  bool json = false;
};
int RunEvents(const CommonOptions& common, const EventsOptions& options);

struct WhyOptions {
  std::string profile;
  bool all = false;  // every decision that was kept
  bool json = false;
};
int RunWhy(const CommonOptions& common, const WhyOptions& options);

struct OperatorOptions {
  std::string word;          // up, down or redial
  std::string profile = {};  // or …
  bool all = false;
  std::string how_long = {};  // of down
};
int RunOperator(const CommonOptions& common, const OperatorOptions& options);

int RunAnswer(const CommonOptions& common, const AnswerOptions& options);
int RunReload(const CommonOptions& common);
int RunMetrics(const CommonOptions& common);

}  // namespace lineman
