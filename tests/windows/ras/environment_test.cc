// A program that knows nothing of the double, as lineman.exe is, is set up by its environment and
// found out by a file.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/windows/ras/double.h"
#include "tests/windows/ras_sim/text.h"
#include "tests/windows/ras_sim/windows_ras.h"

namespace lineman::ras_test {
namespace {

namespace fs = std::filesystem;

fs::path PathOf(const std::string& name) { return ras_sim::ToWide(Beside(name)); }

void Write(const std::string& name, const std::string& text) {
  std::ofstream(PathOf(name)) << text;
}

// Runs a program beside this one; its exit code.
DWORD RunProgram(const std::string& program, const std::string& arguments) {
  std::wstring line = ras_sim::ToWide("\"" + Beside(program) + "\" " + arguments);
  STARTUPINFOW startup = {};
  startup.cb = sizeof startup;
  PROCESS_INFORMATION process = {};
  EXPECT_TRUE(CreateProcessW(nullptr, line.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr,
                             &startup, &process));
  EXPECT_EQ(WaitForSingleObject(process.hProcess, 60'000), WAIT_OBJECT_0);
  DWORD code = 99;
  GetExitCodeProcess(process.hProcess, &code);
  CloseHandle(process.hProcess);
  CloseHandle(process.hThread);
  return code;
}

TEST(Environment, SetsTheDoubleUpAndAFileTellsWhatWasWrong) {
  Write("environment.yaml",
        "{world: environment, pace: 100, numbers: {'1': good}, servers: {good: {}}}");
  Write("environment.pbk", "[office]\nPhoneNumber=1\n");
  fs::remove(PathOf("environment.breaches"));
  SetEnvironmentVariableW(L"LINEMAN_RAS_WORLD", PathOf("environment.yaml").c_str());
  SetEnvironmentVariableW(L"LINEMAN_RAS_PHONEBOOK", PathOf("environment.pbk").c_str());
  SetEnvironmentVariableW(L"LINEMAN_RAS_BREACHES", PathOf("environment.breaches").c_str());
  const std::string library = "\"" + Beside("ras_sim.dll") + "\" ";
  EXPECT_EQ(RunProgram("ras_careless_caller.exe", library + "office"), 0U) << "it did not come up";
  EXPECT_EQ(RunProgram("ras_careless_caller.exe", library + "offfice"), 1U)
      << "there is no such entry";
  std::ifstream in(PathOf("environment.breaches"));
  const std::string told{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(IsBreach(told, 17)) << "no program has hung up";
}

}  // namespace
}  // namespace lineman::ras_test
