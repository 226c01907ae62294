// The simulator of another process under the engine contract, in virtual time.
#include "tests/engine_contract/simulator_set_up.h"
#include "tests/engines/simulator/simulator_process.h"

namespace lineman::contract {
namespace {

class RemoteSimulatorUnderTest : public SimulatorSetUp {
 public:
  RemoteSimulatorUnderTest() { env().Tick(std::chrono::milliseconds(10)); }  // until hello

  Engine& engine() override { return simulator_; }
  std::string Exposed() override { return process_.log(); }

 private:
  simulator::SimulatorProcess process_{env(), LoadContractWorld()};
  RemoteSimulator simulator_{env(), process_.MakeChannel(), "sim.sock"};
};

INSTANTIATE_TEST_SUITE_P(RemoteSimulator, EngineContract,
                         testing::Values(Candidate{
                             "remote_simulator",
                             [] { return std::make_unique<RemoteSimulatorUnderTest>(); }}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lineman::contract
