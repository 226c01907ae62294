// The hook chain of plugins: every plugin's hook for a notification starts at once, in the order
// of the profile; the first verdict in order wins.
//
// A hook runs as a coroutine until it ends or asks for something; then it is a value in here, never
// a blocked thread. What a hook changes in its store counts only together with what its chain came
// to. A hook that fails leaves the decision to the others; one that fails too often in a row is set
// aside until the next reload.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/env.h"
#include "hooks/hook_chain.h"
#include "hooks/hook_run.h"
#include "hooks/plugin_set.h"

namespace lineman {

// Reads conditions as policy reads a rule's `when`, and says whether the occasion meets them.
using WhenMatcher =
    std::function<Result<bool>(const YamlNode& when, const Occasion& occasion, const Zone& zone)>;

// Failures in a row, of one plugin for one profile, after which it is set aside.
inline constexpr int kMostFailures = 5;

class LuaHooks final : public HookChain {
 public:
  LuaHooks(const Env& env, WhenMatcher matches);
  ~LuaHooks() override;

  // From now on these plugins run; chains under way end with those they began with. Plugins that
  // were set aside get another chance.
  void Use(std::shared_ptr<const PluginSet> set);

  std::optional<HookOutcome> Start(LineId line, const Occasion& occasion, const Decision& proposed,
                                   HookOutput& output) override;
  std::optional<HookOutcome> Resume(LineId line, const HookReply& reply,
                                    HookOutput& output) override;
  HookOutcome Expire(LineId line, HookOutput& output) override;
  void Cancel(LineId line) override;
  bool Has(const std::string& profile, std::string_view hook) const override;
  void Restore(const std::map<PluginKey, std::string>& stores) override;

  // Told of every function of a plugin that begins, by the hook it is for.
  using RunWatcher = std::function<void(const PluginKey&, HookIndex)>;
  void WatchRuns(RunWatcher watcher) { watcher_ = std::move(watcher); }

  // Plugins that are set aside, by profile.
  std::vector<PluginKey> SetAside() const;

 private:
  struct Chain;

  bool IsSetAside(const PluginKey& key) const;
  void Begin(Chain& chain, const PluginBinding& binding, HooksFor hooks);
  void Continue(Chain& chain, HookRun& run, int arguments);
  void End(Chain& chain, HookRun& run);
  void Fail(Chain& chain, HookRun& run, const std::string& why, const std::string& trace);
  std::optional<HookOutcome> Settle(Chain& chain);
  // Puts what the ended hooks changed where it is kept.
  void Keep(Chain& chain);
  std::uint64_t Draw(HookRun& run) const;

  const Env& env_;
  WhenMatcher matches_;
  RunWatcher watcher_;
  std::shared_ptr<const PluginSet> set_;
  std::unordered_map<LineId, std::unique_ptr<Chain>> chains_;
  std::map<PluginKey, std::string> stores_;
  std::map<PluginKey, int> failures_;  // in a row
  HookJob last_job_ = 0;
  std::uint64_t last_serial_ = 0;
};

}  // namespace lineman
