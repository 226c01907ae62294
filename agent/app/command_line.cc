#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/agent_commands.h"
#include "app/commands.h"
#include "app/completion.h"
#include "app/process.h"
#include "app/ras_engine.h"
#include "app/service.h"
#include "app/service_command.h"
#include "app/system_paths.h"
#include "app/terminal.h"
#include "app/version.h"
#include "base/suggest.h"

namespace lineman {
namespace {

// What is wrong with a seed; empty when nothing is. JSON has no larger one.
std::string IsSeed(const std::string& text) {
  std::int64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && seed >= 0 && std::to_string(seed) == text) return "";
  return "a seed is a whole number from 0 to 9223372036854775807";
}

// What is wrong with a price; empty when nothing is.
std::string IsPrice(const std::string& text) {
  double price = 0;
  const bool reads = CLI::detail::lexical_cast(text, price);
  return reads && price >= 0 && price <= 1e6 ? "" : "a price is a number from 0 to 1000000";
}

void AddCommon(CLI::App& app, CommonOptions& common) {
  app.add_option("--config", common.config,
                 fmt::format("The configuration (default: $LINEMAN_CONFIG, then {})",
                             TheSystemPaths().config))
      ->type_name("FILE");
  app.add_option("--plugins", common.plugins,
                 "A folder of plugins, searched before the configured ones; repeatable")
      ->type_name("DIR");
  app.add_option("--state", common.state,
                 "The folder for what survives a restart, in place of the configured one")
      ->type_name("DIR");
  app.add_option("--socket", common.socket, "The control socket, in place of the configured one")
      ->type_name("PATH");
  app.add_option("--log", common.log_level, "What to log: trace, debug, info, warning or error")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error"}));
}

// "LEVEL:{info,debug}" of CLI11 taken apart.
void ReadValue(const std::string& type, ArgumentWords& argument) {
  const std::size_t brace = type.find(":{");
  if (argument.takes.empty()) argument.takes = type.substr(0, brace);
  if (brace == std::string::npos) return;
  const std::string choices = type.substr(brace + 2, type.size() - brace - 3);
  argument.choices = CLI::detail::split(choices, ',');
}

ArgumentWords WordsOf(const CLI::Option& option) {
  ArgumentWords argument;
  for (const std::string& name : option.get_snames()) argument.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) argument.names.push_back("--" + name);
  if (option.get_positional()) argument.takes = option.get_name(true);
  if (option.get_positional() || option.get_items_expected_max() > 0) {
    ReadValue(option.get_type_name(), argument);
  }
  argument.about = option.get_description();
  return argument;
}

CommandWords WordsOf(const CLI::App& app) {
  CommandWords command{app.get_name(), app.get_description(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    ArgumentWords argument = WordsOf(*option);
    auto& kind = argument.names.empty() ? command.positionals : command.options;
    kind.push_back(std::move(argument));
  }
  for (const CLI::App* below : app.get_subcommands({})) command.commands.push_back(WordsOf(*below));
  return command;
}

// The command that was asked for; CLI11 runs it through a callback so that options are complete.
class CommandLine {
 public:
  CommandLine() {
    app_.name("lineman");
    app_.description(
        "lineman keeps dial-up, PPPoE and VPN connections up on machines nobody "
        "sits at.");
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_version_flag("--version", fmt::format("lineman {}", Version()));
    app_.footer(
        "Exit codes: 0 done; 1 it ran and the answer is no; 2 usage; 3 no agent is running.");
    AddCommon(app_, common_);
    AddAgent();
    AddSimulator();
    AddDemo();
    AddCheck();
    AddShow();
    AddTest();
    AddPlan();
    AddRehearse();
    AddSchema();
    AddPlugin();
    AddService();
    AddCompletion();
    AddAgentCommands(app_, common_, talk_,
                     [this](std::function<int()> run) { command_ = std::move(run); });
  }

  int Run(int argc, char** argv) {
    if (argc < 2) {
      PrintError(app_.help());
      return kExitUsage;
    }
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& success) {
      return app_.exit(success);
    } catch (const CLI::ParseError& error) {
      const std::string unknown = UnknownCommand();
      PrintError(fmt::format("lineman: {}\nlineman --help lists the commands.\n",
                             unknown.empty() ? error.what() : unknown));
      return kExitUsage;
    }
    return command_();
  }

 private:
  // What to say about a word in the place of the command that is none; empty when there is none.
  std::string UnknownCommand() const {
    const std::vector<std::string> left = app_.remaining();
    if (!app_.get_subcommands().empty() || left.empty() || left.front().starts_with('-')) return {};
    std::vector<std::string> names;
    for (const CLI::App* command : app_.get_subcommands({})) names.push_back(command->get_name());
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    return fmt::format("there is no command {}{}", left.front(),
                       DidYouMean(left.front(), candidates));
  }

  CLI::App* Add(const std::string& name, const std::string& about, std::function<int()> run) {
    CLI::App* command = app_.add_subcommand(name, about);
    command->callback([this, run = std::move(run)] { command_ = run; });
    return command;
  }

  void AddAgent() {
    CLI::App* command = Add("agent", "Keep the lines of the configuration up, in the foreground",
                            [this] { return RunTheAgent(); });
    CLI::Option* world =
        command->add_option("--world", agent_.world, "The world the simulator plays")
            ->type_name("FILE");
    command
        ->add_option("--simulator", agent_.simulator,
                     "The socket of a `lineman simulator` to dial through instead: connections "
                     "outlive the agent")
        ->type_name("PATH")
        ->excludes(world);
    if (HasRasOnThisSystem()) {
      command
          ->add_option(
              "--ras-library", agent_.ras_library,
              "A DLL with RAS's functions in place of Windows' own, by its full path: for tests")
          ->type_name("FILE");
    }
    if (HasServiceCommand()) {
      command->add_flag("--service", agent_.service)->group("");  // for the service manager
      command->footer("Ctrl-C and Ctrl-Break hang up and end, and so does a console that closes.");
      return;
    }
    command->footer(
        "SIGTERM and SIGINT hang up and end; SIGHUP reads the configuration again; SIGUSR1 ends at "
        "once and leaves the connections to the next agent.");
  }

  int RunTheAgent() {
    const auto run = [this] { return RunAgent(common_, agent_); };
    return agent_.service ? RunAsService(run) : run();
  }

  void AddService() {
    if (!HasServiceCommand()) return;
    CLI::App* command = Add("service", "Make the agent a service of Windows",
                            [this] { return RunService(common_, deed_); });
    command->require_subcommand(1);
    const auto add = [&](const char* name, const char* about, ServiceDeed deed) {
      command->add_subcommand(name, about)->callback([this, deed] { deed_ = deed; });
    };
    add("install",
        "Start with Windows from now on, with these --config, --state, … (as administrator)",
        ServiceDeed::kInstall);
    add("remove", "Hang up, and start with Windows no more", ServiceDeed::kRemove);
    add("start", "Start it now", ServiceDeed::kStart);
    add("stop", "Hang up and end", ServiceDeed::kStop);
  }

  void AddSimulator() {
    CLI::App* command =
        Add("simulator", "Play a world for an agent, so that connections outlive the agent",
            [this] { return RunSimulator(common_, simulator_); });
    command
        ->add_option("--world", simulator_.world, "The world (default: nothing goes wrong in it)")
        ->type_name("FILE");
    command
        ->add_option("--socket", simulator_.socket,
                     "Where it listens: what the agent's --simulator names")
        ->type_name("PATH")
        ->required();
    command->footer(HasServiceCommand() ? "Ctrl-C and Ctrl-Break end it, and all its connections."
                                        : "SIGTERM and SIGINT end it, and all its connections.");
  }

  void AddDemo() {
    CLI::App* command = Add("demo", "Play a kiosk's bad morning on the simulator, in real time",
                            [this] { return RunDemo(common_, demo_); });
    command->add_option("FOLDER", demo_.folder, "Another demo: lineman.yaml, profiles, world.yaml");
  }

  void AddCheck() {
    CLI::App* command = Add("check", "Find everything wrong with YAML files, all at once",
                            [this] { return RunCheck(common_, check_); });
    command->add_option("PATH", check_.paths,
                        "Files or folders (default: the configuration in force)");
    command->add_flag("--json", check_.json, "Findings as JSON");
  }

  void AddShow() {
    CLI::App* command =
        Add("show", "Print a profile as it is in force, with the source of each value",
            [this] { return RunShow(common_, show_); });
    command->add_option("PROFILE", show_.profile, "A profile by name or file")->required();
    command->add_flag("--json", show_.json, "As JSON");
  }

  void AddTest() {
    CLI::App* command =
        Add("test", "Run stories: tests of rules", [this] { return RunTest(common_, test_); });
    command->add_option("PATH", test_.paths,
                        "Files or folders (default: the folder of the configuration)");
    command->add_flag("--verbose", test_.verbose, "Show what happened in stories that pass, too");
    command->add_flag("--record", test_.record, "Print what happened as JSON lines instead");
  }

  void AddPlan() {
    CLI::App* command = Add("plan", "Print when a profile would dial if every dial failed",
                            [this] { return RunPlan(common_, plan_); });
    command->add_option("PROFILE", plan_.profile, "A profile by name or file")->required();
    command->add_option("--error", plan_.error, "How every dial fails (no_answer)")
        ->type_name("ERROR");
    command->add_option("--takes", plan_.takes, "How long every dial takes (30s)")
        ->type_name("DURATION");
    command->add_option("--for", plan_.span, "How far to look (1d)")->type_name("DURATION");
    command->add_flag("--json", plan_.json, "As JSON");
  }

  void AddFleet(CLI::App* command, CLI::Option* against) {
    CLI::Option* fleet =
        command
            ->add_option("--fleet", rehearse_.fleet,
                         "So many kiosks with the one PROFILE, and what becomes of them after a "
                         "power cut, with and without start spread and jitter")
            ->type_name("N")
            ->check(CLI::Range(1, 1'000'000))
            ->excludes(against)
            ->excludes("--seeds");
    command
        ->add_option("--ports", rehearse_.ports,
                     "Calls that a server takes at the same time, with --fleet (the world's)")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000))
        ->needs(fleet);
    command
        ->add_option("--dial-in-rate", rehearse_.dial_in_rate,
                     "Calls that a server takes within a second, with --fleet (the world's)")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000))
        ->needs(fleet);
  }

  void AddRehearse() {
    CLI::App* command =
        Add("rehearse", "Play a world for profiles in virtual time, and print what came of it",
            [this] { return RunRehearse(common_, rehearse_); });
    command->add_option("PROFILE", rehearse_.profiles, "Profiles by name, or by file")->required();
    command->add_option("--world", rehearse_.world, "The world (default: nothing goes wrong in it)")
        ->type_name("FILE");
    command->add_option("--for", rehearse_.span, "How long (30d, or the record)")
        ->type_name("DURATION");
    command->add_option("--seed", rehearse_.seed, "What the world's chances go by (1)")
        ->type_name("N")
        ->check(IsSeed);
    command
        ->add_option("--seeds", rehearse_.seeds,
                     "Rehearse so often, with that seed, the next one and so on (1)")
        ->type_name("N")
        ->check(CLI::Range(1, 10'000));
    command
        ->add_option(
            "--expect", rehearse_.expect,
            "What must hold, as in a world: \"longest_outage: {at_most: 10m}\"; repeatable. In "
            "place of the world's own")
        ->type_name("KEY");
    CLI::Option* against =
        command
            ->add_option("--against", rehearse_.against,
                         "Another profile, which meets the same accidents: both are "
                         "laid side by side")
            ->type_name("PROFILE");
    command
        ->add_option("--replay", rehearse_.replay,
                     "A kiosk's record (events --json) in place of a world: what happened beside "
                     "what would have")
        ->type_name("FILE");
    command
        ->add_option("--per-dial", rehearse_.per_dial,
                     "What an answered dial costs, with --against or --replay")
        ->type_name("PRICE")
        ->check(IsPrice);
    command
        ->add_option("--per-minute", rehearse_.per_minute,
                     "What a minute online costs, with --against or --replay")
        ->type_name("PRICE")
        ->check(IsPrice);
    AddFleet(command, against);
    command->add_flag("--json", rehearse_.json, "As JSON");
    command
        ->add_option("--report", rehearse_.report,
                     "Also write a page for a browser there: timelines, decisions and figures")
        ->type_name("FILE")
        ->excludes("--fleet")
        ->excludes("--seeds");
    command->footer("Exit code 1 when an expectation was broken (by the first profile).");
  }

  void AddSchema() {
    CLI::App* command = Add("schema", "Print the JSON Schema of all YAML files lineman reads",
                            [this] { return RunSchema(schema_); });
    command->add_flag("--keys", schema_.keys, "The keys as tables, as the manual has them");
    command->add_flag("--man", schema_.man, "The keys as lineman.yaml(5) has them");
    command->add_flag("--lua", schema_.lua, "What plugins may call, for editors (lineman.d.lua)");
  }

  void AddPlugin() {
    CLI::App* command = Add("plugin", "Write a new plugin, or list those there are",
                            [this] { return RunPlugin(common_, plugin_); });
    command->require_subcommand(1);
    CLI::App* fresh = command->add_subcommand("new", "Write a working folder with its story");
    fresh->add_option("NAME", plugin_.name, "What it is called")->required();
    fresh->add_option("--in", plugin_.folder, "Where to put it (the current folder)")
        ->type_name("DIR");
    CLI::App* list = command->add_subcommand("list", "Every plugin that can be used, by folder");
    list->add_flag("--json", plugin_.json, "As JSON");
  }

  void AddCompletion() {
    CLI::App* command = Add("completion", "Print what a shell needs to complete this command line",
                            [this] { return RunCompletion(common_, completion_, WordsOf(app_)); });
    command->add_option("SHELL", completion_.what, "Or profiles: the names of those there are")
        ->required()
        ->check(CLI::IsMember({"bash", "fish", "zsh", "profiles"}));
  }

  CLI::App app_;
  CommonOptions common_;
  AgentOptions agent_;
  SimulatorOptionsGiven simulator_;
  DemoOptions demo_;
  CheckOptions check_;
  ShowOptions show_;
  TestOptions test_;
  PlanOptions plan_;
  RehearseOptions rehearse_;
  SchemaOptions schema_;
  PluginOptionsGiven plugin_;
  ServiceDeed deed_ = ServiceDeed::kInstall;
  TalkOptions talk_;
  CompletionOptions completion_;
  std::function<int()> command_;
};

}  // namespace

int RunCommandLine(int argc, char** argv) {
  PrepareTerminal();
  std::vector<std::string> words = CommandWordsOf(argc, argv);
  std::vector<char*> pointers;
  pointers.reserve(words.size());
  for (std::string& word : words) pointers.push_back(word.data());
  CommandLine line;
  return line.Run(static_cast<int>(pointers.size()), pointers.data());
}

}  // namespace lineman
