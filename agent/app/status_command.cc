// `lineman status`: what the agent and its lines do now.

#include <fmt/format.h>

#include "app/agent_call.h"
#include "app/commands.h"
#include "app/machine_clock.h"
#include "app/status_words.h"
#include "app/terminal.h"

namespace lineman {
namespace {

// How often the screen is drawn anew while nothing happens: times go by.
constexpr Duration kRedraw = std::chrono::seconds(1);
// Off a terminal nothing is written while nothing happens.
constexpr Duration kPatient = std::chrono::minutes(1);

// One look, or one after the other.
class StatusView {
 public:
  StatusView(ControlClient& agent, const StatusOptions& options)
      : agent_(agent), options_(options), screen_(options.watch && IsTerminal(stdout)) {}

  ControlResult<Done> Show() {
    Json params(Json::Object{});
    if (!options_.profile.empty()) params.Set("profile", options_.profile);
    const ControlResult<Json> json = agent_.Call("status", std::move(params));
    if (!json) return tl::unexpected(json.error());
    if (options_.json) {
      Print(json->Dump(options_.watch ? 0 : 2) + "\n");
      return Done{};
    }
    const Result<AgentStatus> status = AgentStatusFrom(*json);
    if (!status) {
      return tl::unexpected(
          ControlError{ControlError::Kind::kProtocol, 0, status.error().message, {}});
    }
    const std::string table = StatusTable(*status, {zone_, WallNow()}, Paint(stdout));
    Print(screen_ ? "\033[H\033[2J" + table : (shown_ ? "\n" : "") + table);
    shown_ = true;
    return Done{};
  }

  // Shows it again after each change; ends when the agent does.
  ControlError Watch() {
    Json params(Json::Object{});
    if (!options_.profile.empty()) params.Set("profile", options_.profile);
    if (const auto subscribed = agent_.Call("subscribe", std::move(params)); !subscribed) {
      return subscribed.error();
    }
    for (bool changed = true;;) {
      if (changed || screen_) {
        if (const auto shown = Show(); !shown) return shown.error();
      }
      const ControlResult<bool> more = AwaitChange();
      if (!more) return more.error();
      changed = *more;
    }
  }

 private:
  // Whether something happened; what happens at once is one change.
  ControlResult<bool> AwaitChange() {
    ControlResult<Json> event = agent_.Next(screen_ ? kRedraw : kPatient);
    bool changed = false;
    while (event) {
      changed = true;
      event = agent_.Next(Duration{0});
    }
    if (!event.error().message.empty()) return tl::unexpected(event.error());
    return changed;
  }

  ControlClient& agent_;
  const StatusOptions& options_;
  const bool screen_;
  const Zone zone_ = Zone::OfThisMachine();
  bool shown_ = false;
};

}  // namespace

int RunStatus(const CommonOptions& common, const StatusOptions& options) {
  ControlResult<ControlClient> agent = ConnectToAgent(common);
  if (!agent) return TellWhyNot(agent.error());
  StatusView view(*agent, options);
  if (options.watch) return TellWhyNot(view.Watch());
  const ControlResult<Done> shown = view.Show();
  return shown ? kExitDone : TellWhyNot(shown.error());
}

}  // namespace lineman
