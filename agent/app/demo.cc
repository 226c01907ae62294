// `lineman demo`: a kiosk's bad morning, played by the agent's own pipeline in real time.

#include <fmt/format.h>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/demo_screen.h"
#include "app/files.h"
#include "app/runtime.h"
#include "app/simulation.h"
#include "app/terminal.h"

namespace lineman {
namespace {

constexpr Duration kDemoLength = std::chrono::seconds(52);

}  // namespace

int RunDemo(const CommonOptions& common, const DemoOptions& options) {
  std::string folder = options.folder;
  if (folder.empty()) {
    const Result<std::string> shipped = ShippedConfig();
    if (!shipped) {
      PrintError("lineman: " + shipped.error().message + "\n");
      return kExitNo;
    }
    folder = *shipped + "/demo";
  }
  Findings findings;
  const auto configuration = LoadConfiguration(folder + "/lineman.yaml", common.plugins, findings);
  auto world = ReadWorld(folder + "/world.yaml");
  if (!configuration || !world) {
    PrintError(findings.ToString());
    return kExitNo;
  }
  DemoScreen screen;
  Print(fmt::format("{}\n{}\n\n", Paint(stdout).Bold("A kiosk's bad morning"), world->about));
  Runtime runtime(PlayHere(*std::move(world)), {},
                  [&screen](const Entry& entry) { screen.Show(entry); });
  runtime.Start(*configuration, false);
  runtime.loop().run_for(kDemoLength);
  screen.Summarise(runtime.env().Now());
  return kExitDone;
}

}  // namespace lineman
