#include "tests/bench/shipped_plugins.h"

#include <fstream>
#include <sstream>

namespace lineman::bench {

const char* const kThreePlugins = R"(
plugins:
  - use: retry-ladder
    with: {steps: {link_failure: [5s, 30s, 2m]}, causes: {line: [30s, 1m], device: [10s, 5m]}}
  - use: announce
    with: {on_connect: [/usr/local/bin/lamp, green], on_loss: [/usr/local/bin/lamp, red]}
    allow: {run: [/usr/local/bin/lamp]}
  - {use: callback-rota, with: {numbers: ["+49 30 555 0190", "+49 30 555 0191"]}}
)";

Result<PluginFolder> FindShippedPlugin(const std::string& name) {
  const std::string folder = std::string(LINEMAN_SOURCE_DIR) + "/plugins/" + name;
  return PluginFolder{folder, [folder](const std::string& name_of_file) -> Result<std::string> {
                        std::ifstream file(folder + "/" + name_of_file, std::ios::binary);
                        if (!file) return Fail(folder + " has no " + name_of_file);
                        std::stringstream text;
                        text << file.rdbuf();
                        return text.str();
                      }};
}

}  // namespace lineman::bench
