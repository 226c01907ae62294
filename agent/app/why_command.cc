// `lineman why`: what was decided for a line, by whom and for which reasons.

#include <fmt/format.h>

#include <vector>

#include "app/agent_call.h"
#include "app/commands.h"
#include "app/machine_clock.h"
#include "app/status_words.h"
#include "app/terminal.h"
#include "control/decision_words.h"

namespace lineman {
namespace {

// One row of a table of two columns; nothing for a value that is not there.
std::string RowOf(std::string_view name, const std::string& value) {
  return value.empty() ? "" : fmt::format("  {:<9} {}\n", name, value);
}

std::string ReasonsOf(const Entry& decision) {
  std::string text;
  for (std::size_t i = 0; i < decision.why.size(); ++i) {
    text += RowOf(i == 0 ? "reasons" : "", fmt::format("{}. {}", i + 1, decision.why[i]));
  }
  return text;
}

std::string EndOf(const Entry& decision) {
  if (decision.error == RasError::kNone) return "";
  return fmt::format("{}, cause {}", DescribeError(decision.error),
                     NameOf(decision.cause.value_or(CauseOf(decision.error))));
}

std::string NextOf(const Entry& decision, const Zone& zone) {
  if (decision.next.empty() || !decision.next_at) return decision.next;
  return fmt::format("{} at {}", decision.next, FormatWall(*decision.next_at, zone));
}

// What would make it come otherwise, a row each.
std::string ChangesOf(const Entry& decision) {
  std::string text;
  for (std::size_t i = 0; i < decision.would_change.size(); ++i) {
    text += RowOf(i == 0 ? "unless" : "", decision.would_change[i]);
  }
  return text;
}

std::string TableOf(const Entry& decision, const Zone& zone) {
  return RowOf("decided", FormatWall(decision.wall, zone)) + RowOf("what", decision.what) +
         RowOf("by", decision.by) + RowOf("number", decision.number.value_or("")) +
         RowOf("user", decision.user) +
         RowOf("until", decision.after ? FormatWall(decision.wall + *decision.after, zone) : "") +
         RowOf("answer", decision.answer) + RowOf("detail", decision.detail) +
         RowOf("after", EndOf(decision)) + ReasonsOf(decision) +
         RowOf("counted", Counted(decision)) + RowOf("next", NextOf(decision, zone)) +
         ChangesOf(decision);
}

// The decisions in the answer; those that cannot be read are left out.
std::vector<Entry> DecisionsOf(const Json& answer) {
  std::vector<Entry> decisions;
  const Json::Array* list = answer.FindArray("decisions");
  if (list == nullptr) return decisions;
  for (const Json& json : *list) {
    if (Result<Entry> entry = EntryFrom(json)) decisions.push_back(*std::move(entry));
  }
  return decisions;
}

std::string Sentences(const std::string& profile, const std::vector<Entry>& decisions, bool all,
                      const Zone& zone) {
  if (decisions.empty()) return fmt::format("nothing was decided for {} yet\n", profile);
  const Entry& last = decisions.back();
  if (!all) {
    return fmt::format("The last decision: {} {}.\n\n{}", profile, Sentence(last, zone),
                       TableOf(last, zone));
  }
  std::string text;
  for (const Entry& decision : decisions) {
    text += fmt::format("{}  {} {}\n{}", FormatWall(decision.wall, zone), profile,
                        Sentence(decision, zone), ReasonsOf(decision));
  }
  return text;
}

}  // namespace

int RunWhy(const CommonOptions& common, const WhyOptions& options) {
  ControlResult<ControlClient> agent = ConnectToAgent(common);
  if (!agent) return TellWhyNot(agent.error());
  const ControlResult<AgentStatus> status = AskStatus(*agent, options.profile);
  if (!status) return TellWhyNot(status.error());
  Json params;
  params.Set("profile", options.profile);
  params.Set("all", options.all);
  const ControlResult<Json> answer = agent->Call("why", std::move(params));
  if (!answer) return TellWhyNot(answer.error());
  if (options.json) {
    Print(answer->Dump(2) + "\n");
    return kExitDone;
  }
  const Onlooker onlooker{Zone::OfThisMachine(), WallNow()};
  if (!options.all && !status->lines.empty()) {
    Print(Harmless(Summary(status->lines.front(), onlooker)) + ".\n");
  }
  Print(Harmless(Sentences(options.profile, DecisionsOf(*answer), options.all, onlooker.zone)));
  return kExitDone;
}

}  // namespace lineman
