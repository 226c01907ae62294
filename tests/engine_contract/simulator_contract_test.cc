// The simulator under the engine contract, in virtual time.
#include "tests/engine_contract/simulator_set_up.h"

namespace lineman::contract {
namespace {

class SimulatorUnderTest : public SimulatorSetUp {
 public:
  Engine& engine() override { return simulator_; }

 private:
  Simulator simulator_{env(), LoadContractWorld()};
};

INSTANTIATE_TEST_SUITE_P(Simulator, EngineContract,
                         testing::Values(Candidate{
                             "simulator", [] { return std::make_unique<SimulatorUnderTest>(); }}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lineman::contract
