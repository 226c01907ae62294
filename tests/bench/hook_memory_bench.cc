// What a line adds to the memory of the plugin it shares with all others. Stores are kept outside
// of Lua as text, so a line whose hook has ended leaves nothing there.

#include <fmt/format.h>

#include <cstdlib>
#include <lua.hpp>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/load_plugins.h"
#include "rehearsal/virtual_env.h"
#include "tests/bench/measure.h"

namespace lineman::bench {
namespace {

using std::chrono::seconds;

constexpr std::size_t kLines = 10'000;
constexpr double kMostPerLine = 1024;         // bytes
constexpr double kMostPerWaiting = 4 * 1024;  // bytes; what a plugin is given for each line

constexpr const char* kPlugin = R"(return {
  api = 1,
  about = "Keeps what the line was told.",
  hooks = {
    connected = function(call)
      call.store.connected = (call.store.connected or 0) + 1
      call.store.last = { user = call.user, at = call.now.epoch, hours = { 8, 12, 17 } }
    end,
    callback_set_by_caller = function(call)
      call.store.asked = call.now.epoch
      lineman.sleep("10s")
      return call:answer { callback_number = "0190" }
    end,
  },
})";

std::string NameOfLine(LineId line) { return fmt::format("kiosk-{}", line); }

// So many lines that share one plugin.
class Lines {
 public:
  explicit Lines(std::size_t count) {
    const auto find = [](const std::string& /*name*/) -> Result<PluginFolder> {
      return PluginFolder{"keep", [](const std::string& /*file*/) { return kPlugin; }};
    };
    Findings findings;
    std::vector<PluginUser> users;
    for (LineId line = 0; line < count; ++line) {
      users.push_back({NameOfLine(line), Zone(), {}, {{"keep", nullptr, {}, Place{}}}});
    }
    set_ = PluginSet::Load(users, find, findings);
    if (set_ == nullptr) {
      fmt::print(stderr, "{}", findings.ToString());
      std::exit(1);
    }
    hooks_ = MakeHooks(env_, set_);
  }

  // Every line's hook runs once; how many of them left something to keep, or wait.
  std::size_t Run(Occurrence occurrence, ConnectionState state) {
    std::size_t ran = 0;
    Occasion occasion;
    occasion.occurrence = occurrence;
    occasion.state = state;
    occasion.wall = env_.Wall();
    for (LineId line = 0; set_->Of(NameOfLine(line)) != nullptr; ++line) {
      occasion.profile = NameOfLine(line);
      occasion.user = occasion.profile;
      HookOutput output;
      hooks_->Start(line, occasion, {}, output);
      ran += output.changes.size() + (output.running ? 1 : 0);
    }
    return ran;
  }

  // Bytes, without garbage.
  double Memory() {
    LuaState& state = set_->plugins().begin()->second->state();
    lua_gc(state.lua(), LUA_GCCOLLECT);
    return static_cast<double>(state.memory());
  }

 private:
  VirtualEnv env_{WallTime(seconds(1'772'438'400)), 1};
  std::shared_ptr<const PluginSet> set_;
  std::unique_ptr<LuaHooks> hooks_;
};

// What each further line adds.
double PerLine(Lines& one, Lines& many) {
  return (many.Memory() - one.Memory()) / static_cast<double>(kLines - 1);
}

bool Print(const char* what, double bytes, double most) {
  fmt::print("{:<34} {:>10.1f} {:>10.0f}\n", what, bytes, most);
  return bytes <= most;
}

int Run() {
  Lines one(1);
  Lines many(kLines);
  std::size_t ran = 0;
  for (Lines* lines : {&one, &many}) {
    ran += lines->Run(Occurrence::kConnected, ConnectionState::kConnected);
  }
  const double ended = PerLine(one, many);
  for (Lines* lines : {&one, &many}) {
    ran += lines->Run(Occurrence::kPaused, ConnectionState::kCallbackSetByCaller);
  }
  const double waiting = PerLine(one, many);
  fmt::print("{:<34} {:>10} {:>10}\n", "bytes of Lua for each line", "measured", "at most");
  const bool small = Print("its hook has ended", ended, kMostPerLine);
  const bool fits = Print("its hook waits", waiting, kMostPerWaiting);
  fmt::print("({} lines with one plugin, {:.0f} KiB when all of them wait)\n", kLines,
             many.Memory() / 1024);
  const bool measured = ran == 2 * (kLines + 1);
  if (!measured) fmt::print(stderr, "not every hook ran: nothing was measured\n");
  return measured && small && fits ? 0 : 1;
}

}  // namespace
}  // namespace lineman::bench

int main() { return lineman::bench::Run(); }
