#include "app/engines.h"

#include <algorithm>

#include "engines/pppd/pppd.h"

namespace lineman {
namespace {

const OptionTable* PppdOptionsOfThisBuild() {
#ifdef LINEMAN_HAS_PPPD
  return &pppd::PppdOptionTable();
#else
  return nullptr;
#endif
}

}  // namespace

const std::vector<EngineOptions>& KnownEngines() {
  static const std::vector<EngineOptions> kEngines = {{"simulator", &Simulator::SimulatorOptions()},
                                                      {"pppd", PppdOptionsOfThisBuild()},
                                                      {"rasapi", nullptr}};
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
  if (name == "pppd" && HasEngine(name)) return PppdEngine::PppdCapabilities();
  return std::nullopt;
}

void CheckEngineBlock(const Profile& profile, Findings& findings) {
  if (profile.engine != "pppd" || !HasEngine(profile.engine)) return;
  const YamlEntry* engine = profile.source->FindEntry("engine");
  pppd::CheckPppdOptions(profile.source->Find(profile.engine),
                         engine == nullptr ? profile.place : engine->value->place, findings);
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
