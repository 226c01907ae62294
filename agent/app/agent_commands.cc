#include "app/agent_commands.h"

#include <CLI/CLI.hpp>
#include <string>
#include <utility>

namespace lineman {
namespace {

// Adds commands one by one; lives while they are added.
class Adder {
 public:
  Adder(CLI::App& app, const CommonOptions& common,
        const std::function<void(std::function<int()>)>& choose)
      : app_(app), common_(common), choose_(choose) {}

  void Status(StatusOptions& options) {
    CLI::App* command = Add("status", "What the agent and its lines do now",
                            [common = &common_, &options] { return RunStatus(*common, options); });
    command->add_option("PROFILE", options.profile, "Only this line");
    command->add_flag("--watch", options.watch, "Show it again at each change");
    command->add_flag("--json", options.json, "As JSON; with --watch one document a line");
  }

  void Events(EventsOptions& options) {
    CLI::App* command = Add("events", "What happened to the lines, from the record",
                            [common = &common_, &options] { return RunEvents(*common, options); });
    command->add_option("PROFILE", options.profile, "Only of this line");
    command->add_flag("--follow", options.follow, "Go on with what happens from now on");
    command->add_option("--since", options.since, "From then on: 2h ago, or \"2026-03-02 08:00\"")
        ->type_name("DURATION|TIME");
    command->add_option("--kind", options.kind, "Only entries of this kind")
        ->type_name("KIND")
        ->check(CLI::IsMember({"notification", "decision", "line", "event", "trouble"}));
    command->add_flag("--json", options.json, "The record as it is, one JSON object a line");
  }

  void Why(WhyOptions& options) {
    CLI::App* command = Add("why", "What was decided for a line, by whom and for which reasons",
                            [common = &common_, &options] { return RunWhy(*common, options); });
    command->add_option("PROFILE", options.profile, "The line")->required();
    command->add_flag("--all", options.all, "Every decision that was kept, not only the last");
    command->add_flag("--json", options.json, "As JSON");
  }

  CLI::App* Operator(OperatorOptions& options, const std::string& about) {
    CLI::App* command = Add(options.word, about, [common = &common_, &options] {
      return RunOperator(*common, options);
    });
    command->add_option("PROFILE", options.profile, "The line");
    command->add_flag("--all", options.all, "Every line");
    return command;
  }

  void Answer(AnswerOptions& options) {
    CLI::App* command = Add("answer", "Give the server what it waits for",
                            [common = &common_, &options] { return RunAnswer(*common, options); });
    command->add_option("PROFILE", options.profile, "The line that waits")->required();
    command->add_option("--number", options.number, "The number to be called back at; empty: none");
    command->add_option("--user", options.user, "Who logs on instead");
    command->add_option("--domain", options.domain, "The domain to log on to");
    command->add_flag("--password-stdin", options.password_stdin,
                      "The password is a line of standard input");
    command->add_flag("--new-password-stdin", options.new_password_stdin,
                      "The new password is a line of standard input");
    command->add_option("--text", options.text, "What to send to the prompt");
    command->add_flag("--text-stdin", options.text_stdin, "The same, a line of standard input");
    command->add_flag("--done", options.done, "End the dialogue");
    command->footer("Without options it asks for what the server waits for.");
  }

  void Reload() {
    Add("reload", "Make the agent read its configuration again, all of it or nothing",
        [common = &common_] { return RunReload(*common); });
  }

  void Metrics() {
    Add("metrics", "The agent's figures in Prometheus' text format",
        [common = &common_] { return RunMetrics(*common); });
  }

 private:
  CLI::App* Add(const std::string& name, const std::string& about, std::function<int()> run) {
    CLI::App* command = app_.add_subcommand(name, about);
    command->callback([choose = choose_, run = std::move(run)] { choose(run); });
    return command;
  }

  CLI::App& app_;
  const CommonOptions& common_;
  const std::function<void(std::function<int()>)>& choose_;
};

}  // namespace

void AddAgentCommands(CLI::App& app, const CommonOptions& common, TalkOptions& options,
                      const std::function<void(std::function<int()>)>& choose) {
  Adder add(app, common, choose);
  add.Status(options.status);
  add.Events(options.events);
  add.Why(options.why);
  add.Operator(options.up, "Let a line follow its schedule again, or dial it now");
  add.Operator(options.down, "Hang a line up and keep it down")
      ->add_option("--for", options.down.how_long, "For so long; otherwise until `up`")
      ->type_name("DURATION");
  add.Operator(options.redial, "End the attempt and dial once, within the limits");
  add.Answer(options.answer);
  add.Reload();
  add.Metrics();
}

}  // namespace lineman
