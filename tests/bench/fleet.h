// Many lines in one driver, in virtual time, with an engine that says what the benchmark says.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "model/memory_store.h"
#include "pipeline/driver.h"
#include "rehearsal/quiet_ports.h"
#include "rehearsal/scripted_engine.h"
#include "rehearsal/virtual_env.h"

namespace lineman::bench {

// CPU time that was spent, and on how many notifications.
struct Spent {
  std::size_t notifications = 0;
  double handling = 0;   // seconds, on them: bookkeeping, decisions, actions handed out
  double following = 0;  // seconds, on what follows later: commits, timers, dials
};

// Keeps everything in memory, where it is confirmed at once in virtual time, and hands it on to
// another store too, if there is one.
class FleetStore final : public Store {
 public:
  FleetStore(Env& env, Store* another) : memory_(env), another_(another) {}
  Result<Durable> Load() override { return memory_.Load(); }
  void Commit(StoreChange change, std::function<void(Result<Done>)> committed) override {
    if (another_ != nullptr) another_->Commit(change, nullptr);
    memory_.Commit(std::move(change), std::move(committed));
  }
  void Remember(Entry entry) override {
    if (another_ != nullptr) another_->Remember(std::move(entry));
  }

 private:
  MemoryStore memory_;
  Store* another_;
};

class Fleet {
 public:
  // So many lines, each with a profile of its own that differs from `model` in name, login and
  // numbers. All of them are dialling when this returns. `store` is given all there is to keep.
  Fleet(const Profile& model, std::size_t lines, Store* store = nullptr);

  std::size_t size() const { return driver_.pipeline().size(); }
  std::size_t entries() const { return entries_; }
  // Called with every entry of the record.
  void Watch(std::function<void(const Entry&)> watcher) { watcher_ = std::move(watcher); }

  // The engine of a line reports a state of its present attempt.
  void Notify(LineId line, ConnectionState state, RasError error = RasError::kNone);
  void Tick(Duration span) { env_.Tick(span); }
  bool IsIn(LineId line, LineState state) const {
    return driver_.pipeline().slot(line).line.state() == state;
  }

  // Half a day of every line: a quarter of them find the port taken and dial again; all connect,
  // are lost after twelve hours and dial again. Each state is reported to all lines before the
  // next one is, so that no line is still in the cache when its turn comes.
  Spent PlayHalfDay();

 private:
  VirtualEnv env_;
  FleetStore store_;
  NoHooks hooks_;
  MadeUpSecrets secrets_;
  MemoryVault vault_;
  PretendedPrograms programs_;
  TrustingProber prober_;
  ScriptedEngine engine_;
  std::size_t entries_ = 0;
  std::function<void(const Entry&)> watcher_;
  Driver driver_;
};

}  // namespace lineman::bench
