#include "rehearsal/kiosk.h"

#include <utility>

namespace lineman {
namespace {

// A clock that stands before this has lost its battery; stories take the same moment.
constexpr WallTime kClockTrustedFrom{std::chrono::hours(24 * 10'957)};  // 2000-01-01

}  // namespace

void Kiosk::Programs::Run(const std::string& profile, const RunProgram& program,
                          std::function<void(ProgramEnd)> done) {
  around_.command_ran(JoinCommand(program.command));
  pretended_.Run(profile, program, std::move(done));
}

Kiosk::Kiosk(Surroundings around, const std::vector<ProfilePtr>& profiles,
             std::shared_ptr<const PluginSet> plugins)
    : around_(std::move(around)),
      profiles_(profiles),
      plugins_(std::move(plugins)),
      store_(around_.env) {}
Kiosk::~Kiosk() = default;

void Kiosk::PowerOn(bool after_power_cut) {
  hooks_ = MakeHooks(around_.env, plugins_);
  if (watcher_) hooks_->WatchRuns(watcher_);
  driver_ = std::make_unique<Driver>(
      DriverPorts{.env = around_.env,
                  .store = store_,
                  .hooks = *hooks_,
                  .secrets = secrets_,
                  .vault = vault_,
                  .programs = programs_,
                  .prober = around_.prober != nullptr ? *around_.prober : prober_,
                  .engine = [this](const std::string&) { return &around_.engine; },
                  .record = around_.record},
      PipelineOptions{kClockTrustedFrom});
  driver_->Start(profiles_, after_power_cut);
}

void Kiosk::PowerOff() {
  driver_.reset();
  hooks_.reset();
}

void Kiosk::Tell(const std::string& profile, const Happening& what) {
  if (driver_ != nullptr) driver_->PostTo(profile, what);
}

}  // namespace lineman
