// The agent as the control socket sees it.
//
// Lives on the loop. It is told of every entry of the record and asks the pipeline for the rest.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/configuration.h"
#include "app/line_tally.h"
#include "app/metrics.h"
#include "app/runtime.h"
#include "control/host.h"

namespace lineman {

class AgentHost final : public ControlHost {
 public:
  // `runtime` must outlive it. `reload` reads the configuration again, all of it or nothing.
  AgentHost(Runtime& runtime, std::function<ReloadReport()> reload);

  // The configuration in force.
  void Use(const Configuration& configuration);
  void Note(const Entry& entry);
  // A trouble of the agent's own means; an empty text ends it.
  void SetTrouble(const std::string& of, const std::string& text);

  AgentStatus Status() override;
  void History(const HistoryQuery& query,
               std::function<void(Result<std::vector<std::string>>)> done) override;
  Result<Json> Plan(const std::string& profile) override;
  Result<Done> Say(const std::string& profile, const OperatorSays& says) override;
  ReloadReport Reload() override;
  std::string Metrics() override;

 private:
  // The lines in the order of their profiles, then those that are leaving.
  std::vector<LineId> Lines() const;
  Result<LineId> Find(const std::string& profile) const;
  LineStatus StatusOf(LineId line);
  LineFigures FiguresOf(LineId line);
  std::vector<std::string> PluginsSetAside(const std::string& profile) const;

  Runtime& runtime_;
  std::function<ReloadReport()> reload_;
  std::string config_;
  std::vector<ProfilePtr> profiles_;
  std::shared_ptr<const PluginSet> plugins_;
  WallTime started_;
  std::map<std::string, LineTally> tallies_;     // by profile
  std::map<std::string, std::string> troubles_;  // by what they are of
};

}  // namespace lineman
