#include "app/engines.h"

#include <algorithm>

namespace lineman {

const std::vector<EngineOptions>& KnownEngines() {
  static const std::vector<EngineOptions> kEngines = {
      {"simulator", &Simulator::SimulatorOptions()}, {"pppd", nullptr}, {"rasapi", nullptr}};
  return kEngines;
}

bool HasEngine(const std::string& name) {
  const auto& engines = KnownEngines();
  return std::any_of(engines.begin(), engines.end(), [&](const EngineOptions& engine) {
    return engine.name == name && engine.options != nullptr;
  });
}

std::optional<Capabilities> CapabilitiesOf(const std::string& name) {
  if (name == "simulator") return Simulator::SimulatorCapabilities();
  return std::nullopt;
}

const OptionTable& ProfileTable() {
  static const OptionTable kTable = MakeProfileTable(KnownEngines());
  return kTable;
}

const OptionTable& AgentTable() {
  static const OptionTable kTable = MakeAgentTable(KnownEngines());
  return kTable;
}

}  // namespace lineman
