// The engines of this build.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engines/simulator/simulator.h"
#include "model/engine.h"
#include "policy/profile.h"
#include "policy/settings.h"

namespace lineman {

// Every engine a profile may name, with its options: profiles for other systems are checked as
// well.
const std::vector<EngineOptions>& KnownEngines();
// Whether this build can dial with the engine.
bool HasEngine(const std::string& name);
// What is wrong with the profile's block named after its engine beyond what the table says.
void CheckEngineBlock(const Profile& profile, Findings& findings);
// What the engine can do; nothing when there is none of that name.
std::optional<Capabilities> CapabilitiesOf(const std::string& name);

// The tables of profiles and of lineman.yaml with the engines' keys in them.
const OptionTable& ProfileTable();
const OptionTable& AgentTable();

}  // namespace lineman
