#include "app/engines.h"

#include "app/ras_engine.h"
#include "app/system_paths.h"
#include "engines/pppd/pppd.h"
#include "engines/rasapi/rasapi.h"

namespace lineman {
namespace {

#ifdef LINEMAN_HAS_PPPD
constexpr bool kHasPppd = true;
#else
constexpr bool kHasPppd = false;
#endif

}  // namespace

const std::vector<EngineOptions>& KnownEngines() {
  static const std::vector<EngineOptions> kEngines = {{"simulator", &Simulator::SimulatorOptions()},
                                                      {"pppd", &pppd::PppdOptionTable()},
                                                      {"rasapi", &rasapi::RasapiOptionTable()}};
  return kEngines;
}

bool HasEngine(const std::string& name) {
  return name == "simulator" || (name == "pppd" && kHasPppd) ||
         (name == "rasapi" && HasRasOnThisSystem());
}

std::optional<Capabilities> CapabilitiesOf(const std::string& name) {
  if (name == "simulator") return Simulator::SimulatorCapabilities();
  if (name == "pppd") return PppdEngine::PppdCapabilities();
  if (name == "rasapi") return RasapiEngine::RasapiCapabilities();
  return std::nullopt;
}

void CheckEngineBlock(const Profile& profile, Findings& findings) {
  const YamlNode* block = profile.source->Find(profile.engine);
  const YamlEntry* engine = profile.source->FindEntry("engine");
  const Place& place = engine == nullptr ? profile.place : engine->value->place;
  if (profile.engine == "pppd") pppd::CheckPppdOptions(block, place, findings);
  if (profile.engine == "rasapi")
    rasapi::CheckRasapiOptions(block, !profile.numbers.empty(), place, findings);
}

const OptionTable& ProfileTable() {
  static const OptionTable kTable = MakeProfileTable(KnownEngines());
  return kTable;
}

const OptionTable& AgentTable() {
  static const OptionTable kTable = MakeAgentTable(
      KnownEngines(), {.state = TheSystemPaths().state, .socket = TheSystemPaths().socket});
  return kTable;
}

}  // namespace lineman
