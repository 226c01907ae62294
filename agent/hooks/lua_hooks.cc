#include "hooks/lua_hooks.h"

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <lua.hpp>
#include <utility>

#include "hooks/lua_api.h"

namespace lineman {
namespace {

Source PluginAsSource(const HookRun& run) {
  return {Source::Kind::kPlugin, run.binding.plugin->name(), {}};
}

// Ends a coroutine that is no longer wanted.
void Drop(HookRun& run) {
  EndCall(run);
  if (run.coroutine != nullptr) run.binding.plugin->state().GiveBack(run.coroutine);
  run.coroutine = nullptr;
  run.ended = true;
}

// "hook disconnected: redial in 30s".
std::string VerdictOf(const HookRun& run) {
  std::string text;
  text.reserve(64);
  return text.append("hook ").append(run.HookName()).append(": ").append(Describe(*run.verdict));
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

}  // namespace

// The hooks of one occasion. Lives on while one of them waits; until then the occasion is the
// caller's.
struct LuaHooks::Chain {
  Chain(const Env& env, const Occasion& occasion, const Decision& proposed,
        const WhenMatcher& matches, std::shared_ptr<const PluginSet> plugins)
      : matter{env, &occasion, &proposed, matches}, set(std::move(plugins)) {}
  ~Chain() {
    for (HookRun& run : runs) Drop(run);
  }
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;

  bool IsOver() const {
    return std::all_of(runs.begin(), runs.end(), [](const HookRun& run) { return run.ended; });
  }
  void OutliveCaller() {
    kept_occasion = *matter.occasion;
    kept_proposed = *matter.proposed;
    matter.occasion = &*kept_occasion;
    matter.proposed = &*kept_proposed;
  }

  std::optional<Occasion> kept_occasion;  // once it has to outlive the caller's
  std::optional<Decision> kept_proposed;
  HookMatter matter;
  std::shared_ptr<const PluginSet> set;  // kept alive, whatever a reload brings
  std::list<HookRun> runs;               // each stays where it is
  std::vector<Reason> reasons;
  std::string decided_by;  // the plugin that won
  bool settled = false;
};

LuaHooks::LuaHooks(const Env& env, WhenMatcher matches)
    : env_(env), matches_(std::move(matches)), set_(std::make_shared<PluginSet>()) {}
LuaHooks::~LuaHooks() = default;

void LuaHooks::Use(std::shared_ptr<const PluginSet> set) {
  set_ = std::move(set);
  failures_.clear();
}

void LuaHooks::Restore(const std::map<PluginKey, std::string>& stores) { stores_ = stores; }

bool LuaHooks::IsSetAside(const PluginKey& key) const {
  const auto failures = failures_.find(key);
  return failures != failures_.end() && failures->second >= kMostFailures;
}

std::vector<PluginKey> LuaHooks::SetAside() const {
  std::vector<PluginKey> keys;
  for (const auto& [key, failures] : failures_) {
    if (failures >= kMostFailures) keys.push_back(key);
  }
  return keys;
}

bool LuaHooks::Has(const std::string& profile, std::string_view hook) const {
  const PluginBindings* bindings = set_->Of(profile);
  const std::optional<HookIndex> own = FindHook(hook);
  if (bindings == nullptr || !own) return false;
  const auto state = FindState(hook);
  const HooksFor hooks = state ? HooksOf(*state) : HooksFor{*own, *own};
  return std::any_of(bindings->begin(), bindings->end(), [&](const PluginBinding& binding) {
    return binding.plugin->FunctionFor(hooks) != 0 && !IsSetAside(binding.key);
  });
}

std::optional<HookOutcome> LuaHooks::Start(LineId line, const Occasion& occasion,
                                           const Decision& proposed, HookOutput& output) {
  Cancel(line);
  const PluginBindings* bindings = set_->Of(occasion.profile);
  if (bindings == nullptr) return HookOutcome{};
  const HooksFor hooks = HooksOf(occasion);
  std::unique_ptr<Chain> chain;
  for (const PluginBinding& binding : *bindings) {
    if (binding.plugin->FunctionFor(hooks) == 0 || IsSetAside(binding.key)) continue;
    if (chain == nullptr) {
      chain = std::make_unique<Chain>(env_, occasion, proposed, matches_, set_);
      chain->matter.output = &output;
    }
    Begin(*chain, binding, hooks);
  }
  if (chain == nullptr) return HookOutcome{};
  std::optional<HookOutcome> outcome = Settle(*chain);
  output.running = !chain->IsOver();
  if (output.running) {
    chain->OutliveCaller();
    chains_[line] = std::move(chain);
  }
  return outcome;
}

std::optional<HookOutcome> LuaHooks::Resume(LineId line, const HookReply& reply,
                                            HookOutput& output) {
  const auto at = chains_.find(line);
  if (at == chains_.end()) return std::nullopt;
  Chain& chain = *at->second;
  output.running = true;
  // A reply to a hook that was ended meanwhile says nothing to the one that waits now.
  const auto run = std::find_if(chain.runs.begin(), chain.runs.end(), [&](const HookRun& one) {
    return !one.ended && one.job == reply.job;
  });
  if (run == chain.runs.end()) return std::nullopt;
  chain.matter.output = &output;
  run->reply = &reply;
  Continue(chain, *run, 0);
  run->reply = nullptr;
  std::optional<HookOutcome> outcome = Settle(chain);
  output.running = !chain.IsOver();
  if (!output.running) chains_.erase(at);
  return outcome;
}

HookOutcome LuaHooks::Expire(LineId line, HookOutput& output) {
  const auto at = chains_.find(line);
  if (at == chains_.end()) return {};
  Chain& chain = *at->second;
  chain.matter.output = &output;
  for (HookRun& run : chain.runs) {
    if (!run.ended) Fail(chain, run, "it did not end before the hooks' deadline", "");
  }
  HookOutcome outcome;
  if (!chain.settled) {
    // Whoever has a verdict stood behind one that had not ended.
    for (HookRun& run : chain.runs) {
      run.store.reset();
      if (run.verdict) {
        chain.reasons.push_back({PluginAsSource(run), VerdictOf(run) + ", too late"});
      }
    }
    outcome.reasons = std::move(chain.reasons);
  }
  chains_.erase(at);
  return outcome;
}

void LuaHooks::Cancel(LineId line) { chains_.erase(line); }

void LuaHooks::Begin(Chain& chain, const PluginBinding& binding, HooksFor hooks) {
  HookRun& run = chain.runs.emplace_back(binding, hooks, chain.matter);
  run.serial = ++last_serial_;
  if (const auto kept = stores_.find(binding.key); kept != stores_.end()) {
    run.store_before = kept->second;
  }
  if (watcher_) watcher_(binding.key, binding.plugin->Has(hooks.own) ? hooks.own : hooks.group);
  run.coroutine = binding.plugin->state().Borrow();
  lua_pushcfunction(run.coroutine, &RunHook);
  lua_pushlightuserdata(run.coroutine, &run);
  Continue(chain, run, 1);
}

void LuaHooks::Continue(Chain& chain, HookRun& run, int arguments) {
  Plugin& plugin = *run.binding.plugin;
  plugin.running = &run;
  plugin.state().SetRandom([this, &run] { return Draw(run); });
  const LuaOutcome went = plugin.state().Resume(run.coroutine, arguments);
  plugin.running = nullptr;
  switch (went.kind) {
    case LuaOutcome::Kind::kEnded:
      return End(chain, run);
    case LuaOutcome::Kind::kFailed:
      return Fail(chain, run, went.error, went.trace);
    case LuaOutcome::Kind::kYielded:
      break;
  }
  run.job = ++last_job_;
  run.asks->job = run.job;
  chain.matter.output->requests.push_back(*std::move(run.asks));
  run.asks.reset();
}

void LuaHooks::End(Chain& chain, HookRun& run) {
  Drop(run);
  failures_.erase(run.binding.key);
  if (!chain.settled) return;
  // An observer: what it has to say comes after the decision.
  Keep(chain);
  if (!run.verdict) return;
  Entry entry;
  entry.kind = Entry::Kind::kEvent;
  entry.what = "overruled";
  entry.by = PluginAsSource(run).ToString();
  entry.detail = fmt::format("{}, after {} had decided", VerdictOf(run), chain.decided_by);
  chain.matter.output->entries.push_back(std::move(entry));
}

void LuaHooks::Fail(Chain& chain, HookRun& run, const std::string& why, const std::string& trace) {
  Drop(run);
  run.failed = true;
  run.verdict.reset();
  run.store.reset();
  const int failures = ++failures_[run.binding.key];
  Entry entry;
  entry.kind = Entry::Kind::kTrouble;
  entry.what = "plugin";
  entry.by = PluginAsSource(run).ToString();
  entry.detail =
      fmt::format("{}: hook {} failed: {}", run.binding.plugin->name(), run.HookName(), why);
  entry.why = Lines(trace);
  chain.matter.output->entries.push_back(entry);
  chain.reasons.push_back(
      {PluginAsSource(run), fmt::format("hook {} failed: {}", run.HookName(), why)});
  if (failures != kMostFailures) return;
  entry.detail = fmt::format("{} is set aside until the next reload: {} failures in a row",
                             run.binding.plugin->name(), failures);
  entry.why.clear();
  chain.matter.output->entries.push_back(std::move(entry));
}

std::optional<HookOutcome> LuaHooks::Settle(Chain& chain) {
  if (chain.settled) return std::nullopt;
  const HookRun* winner = nullptr;
  for (const HookRun& run : chain.runs) {
    if (!run.ended) return std::nullopt;
    if (!run.verdict) continue;
    winner = &run;
    break;
  }
  chain.settled = true;
  HookOutcome outcome;
  outcome.reasons = std::move(chain.reasons);
  if (winner != nullptr) {
    outcome.verdict = winner->verdict;
    outcome.by = PluginAsSource(*winner);
    chain.decided_by = outcome.by.name;
    outcome.reasons.push_back({outcome.by, VerdictOf(*winner)});
  }
  for (const HookRun& run : chain.runs) {
    if (!run.ended || !run.verdict || &run == winner) continue;
    outcome.reasons.push_back({PluginAsSource(run), fmt::format("{}, overruled by {}",
                                                                VerdictOf(run), chain.decided_by)});
  }
  Keep(chain);
  return outcome;
}

void LuaHooks::Keep(Chain& chain) {
  for (HookRun& run : chain.runs) {
    if (!run.ended || !run.store) continue;
    stores_[run.binding.key] = *run.store;
    chain.matter.output->changes.push_back({run.binding.key, *std::move(run.store)});
    run.store.reset();
  }
}

std::uint64_t LuaHooks::Draw(HookRun& run) const {
  const Occasion& occasion = *run.matter->occasion;
  const std::string purpose =
      fmt::format("{}/{}/{}", run.binding.key.plugin, run.HookName(), occasion.serial);
  const auto moment = static_cast<std::uint64_t>(occasion.now.time_since_epoch().count());
  return env_.Chance().Bits(occasion.profile, purpose, (moment << 16U) + run.draws++);
}

}  // namespace lineman
