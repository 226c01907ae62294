// One machine of a rehearsal: an agent that ends when its power goes, and another one that begins
// on what it has kept.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/memory_store.h"
#include "pipeline/driver.h"
#include "pipeline/load_plugins.h"
#include "rehearsal/quiet_ports.h"

namespace lineman {

// What is outside of a kiosk. The kiosk refers to it, so it must outlive the kiosk.
struct Surroundings {
  Env& env;
  Engine& engine;            // dials for every profile, whatever engine that names
  Prober* prober = nullptr;  // null: a connection's own word is taken
  std::function<void(std::string_view command_line)> command_ran;  // for a plugin
  Recorder record;  // may be empty; each agent counts its entries from 1
};

class Kiosk {
 public:
  // Powered off. `profiles` must outlive the kiosk.
  Kiosk(Surroundings around, const std::vector<ProfilePtr>& profiles,
        std::shared_ptr<const PluginSet> plugins);
  ~Kiosk();
  Kiosk(const Kiosk&) = delete;
  Kiosk& operator=(const Kiosk&) = delete;

  void PowerOn(bool after_power_cut);
  // Never from inside the kiosk's own code: by way of the loop.
  void PowerOff();
  bool IsOn() const { return driver_ != nullptr; }

  // Something happens to a profile, to all of them when it is empty; nothing without power.
  void Tell(const std::string& profile, const Happening& what);
  // Somebody puts other passwords on it.
  void ChangePasswords() { secrets_.Change(); }
  // Told of every function of a plugin that begins.
  void WatchHooks(LuaHooks::RunWatcher watcher) { watcher_ = std::move(watcher); }

 private:
  // Every program that plugins run ends well, and is told to the surroundings.
  class Programs final : public ProgramRunner {
   public:
    explicit Programs(const Surroundings& around) : around_(around) {}
    void Run(const std::string& profile, const RunProgram& program,
             std::function<void(ProgramEnd)> done) override;

   private:
    const Surroundings& around_;
    PretendedPrograms pretended_;
  };

  Surroundings around_;
  const std::vector<ProfilePtr>& profiles_;
  std::shared_ptr<const PluginSet> plugins_;
  LuaHooks::RunWatcher watcher_;
  MemoryStore store_;
  MadeUpSecrets secrets_;
  MemoryVault vault_;
  TrustingProber prober_;
  Programs programs_{around_};
  std::unique_ptr<LuaHooks> hooks_;
  std::unique_ptr<Driver> driver_;
};

}  // namespace lineman
