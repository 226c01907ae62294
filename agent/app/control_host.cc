#include "app/control_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/engines.h"
#include "app/line_report.h"
#include "app/plan_json.h"
#include "app/process.h"
#include "app/version.h"
#include "base/suggest.h"
#include "hooks/lua_hooks.h"

namespace lineman {
namespace {

// What an operator must know before a word can make sense; nothing when it does.
Result<Done> CheckRedial(const Slot& slot) {
  if (slot.wanted.wanted) return Done{};
  const std::string& profile = slot.profile->name;
  return Fail(fmt::format("{} is not wanted now ({}): say \"lineman up {}\" first", profile,
                          slot.wanted.why, profile));
}

Result<Done> CheckAnswerNow(const Slot& slot, const Answer& answer) {
  if (slot.line.state() != LineState::kPaused) {
    return Fail(fmt::format("{} is {}: nothing waits for an answer", slot.profile->name,
                            NameOf(slot.line.state())));
  }
  return CheckAnswer(slot.line.attempt()->state, answer);
}

Result<Done> CheckWord(const Slot& slot, const OperatorSays& says) {
  if (!HasEngine(slot.profile->engine)) {
    return Fail(fmt::format("the engine {} of {} is not part of this build: the line cannot dial",
                            slot.profile->engine, slot.profile->name));
  }
  switch (says.word) {
    case OperatorSays::Word::kRedial:
      return CheckRedial(slot);
    case OperatorSays::Word::kAnswer:
      return CheckAnswerNow(slot, says.answer);
    default:
      return Done{};
  }
}

}  // namespace

AgentHost::AgentHost(Runtime& runtime, std::function<ReloadReport()> reload)
    : runtime_(runtime), reload_(std::move(reload)), started_(runtime.env().Wall()) {}

void AgentHost::Use(const Configuration& configuration) {
  config_ = configuration.settings.path;
  profiles_ = configuration.profiles;
  plugins_ = configuration.plugins;
}

void AgentHost::Note(const Entry& entry) {
  const Driver& driver = runtime_.driver();
  const auto line = driver.pipeline().Find(entry.profile);
  // A line that leaves is not found any more, and needs no counting.
  if (!line) return;
  tallies_[entry.profile].Note(entry, driver.pipeline().slot(*line), driver.connection(*line));
}

void AgentHost::SetTrouble(const std::string& of, const std::string& text) {
  if (text.empty()) {
    troubles_.erase(of);
  } else {
    troubles_[of] = text;
  }
}

std::vector<LineId> AgentHost::Lines() const {
  const Pipeline& pipeline = runtime_.driver().pipeline();
  std::vector<LineId> lines;
  for (const ProfilePtr& profile : profiles_) {
    if (const auto line = pipeline.Find(profile->name)) lines.push_back(*line);
  }
  for (LineId line = 0; line < pipeline.size(); ++line) {
    const Slot& slot = pipeline.slot(line);
    if (slot.leaving && HasAttempt(slot.line.state())) lines.push_back(line);
  }
  return lines;
}

Result<LineId> AgentHost::Find(const std::string& profile) const {
  if (const auto line = runtime_.driver().Find(profile)) return *line;
  std::vector<std::string_view> names;
  for (const ProfilePtr& known : profiles_) names.push_back(known->name);
  return Fail(fmt::format("there is no profile {}{}", profile, DidYouMean(profile, names)));
}

std::vector<std::string> AgentHost::PluginsSetAside(const std::string& profile) const {
  std::vector<std::string> plugins;
  for (const PluginKey& key : runtime_.hooks().SetAside()) {
    if (key.profile == profile) plugins.push_back(key.plugin);
  }
  return plugins;
}

LineStatus AgentHost::StatusOf(LineId line) {
  const Driver& driver = runtime_.driver();
  const Slot& slot = driver.pipeline().slot(line);
  LineStatus status =
      ReportOn(slot, tallies_[slot.profile->name], driver.connection(line), runtime_.env());
  if (!HasEngine(slot.profile->engine)) {
    status.troubles.push_back(fmt::format(
        "the engine {} is not part of this build: the line cannot dial", slot.profile->engine));
  }
  if (!slot.secret_trouble.empty()) {
    status.troubles.push_back("the password cannot be had: " + slot.secret_trouble);
  }
  for (const std::string& plugin : PluginsSetAside(slot.profile->name)) {
    status.troubles.push_back(fmt::format(
        "the plugin {} failed {} times in a row and is set aside: say \"lineman reload\" when it "
        "is mended",
        plugin, kMostFailures));
  }
  return status;
}

AgentStatus AgentHost::Status() {
  AgentStatus status;
  status.version = Version();
  status.pid = ProcessId();
  status.started = started_;
  status.config = config_;
  const Pipeline& pipeline = runtime_.driver().pipeline();
  if (!pipeline.store_trouble().empty()) {
    status.troubles.push_back("the journal cannot be written, the lines go on in memory: " +
                              pipeline.store_trouble());
  }
  if (!pipeline.record_lost().empty()) {
    status.troubles.push_back("nothing is known of the time before the agent's start: " +
                              pipeline.record_lost());
  }
  for (const auto& [of, text] : troubles_) status.troubles.push_back(text);
  for (const LineId line : Lines()) status.lines.push_back(StatusOf(line));
  return status;
}

void AgentHost::History(const HistoryQuery& query,
                        std::function<void(Result<std::vector<std::string>>)> done) {
  runtime_.History(query, std::move(done));
}

Result<Json> AgentHost::Plan(const std::string& profile) {
  const Result<LineId> line = Find(profile);
  if (!line) return tl::unexpected(line.error());
  PlanOptionsOf options = PlanFromNow();
  options.plugins = plugins_;
  return ToJson(PlanSchedule(runtime_.driver().pipeline().slot(*line).profile, options));
}

Result<Done> AgentHost::Say(const std::string& profile, const OperatorSays& says) {
  const Result<LineId> line = Find(profile);
  if (!line) return tl::unexpected(line.error());
  if (Result<Done> sense = CheckWord(runtime_.driver().pipeline().slot(*line), says); !sense) {
    return sense;
  }
  runtime_.driver().Post({*line, says});
  return Done{};
}

ReloadReport AgentHost::Reload() { return reload_(); }

LineFigures AgentHost::FiguresOf(LineId line) {
  const Driver& driver = runtime_.driver();
  LineFigures figures;
  figures.status = StatusOf(line);
  figures.tally = tallies_[figures.status.profile];
  figures.bytes = figures.tally.BytesWith(driver.connection(line));
  figures.online = figures.tally.OnlineUntil(runtime_.env().Now());
  figures.credential_tries = driver.pipeline().TriesOf(driver.pipeline().slot(line));
  figures.set_aside = static_cast<int>(PluginsSetAside(figures.status.profile).size());
  return figures;
}

std::string AgentHost::Metrics() {
  AgentFigures figures;
  figures.version = Version();
  figures.started = started_;
  figures.journal_writable = runtime_.driver().pipeline().store_trouble().empty();
  for (const LineId line : Lines()) figures.lines.push_back(FiguresOf(line));
  return MetricsText(figures);
}

}  // namespace lineman
