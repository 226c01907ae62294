// Fuzzes the reading of profiles: whatever the text, there are findings or a profile that plans.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "policy/settings.h"
#include "rehearsal/plan.h"

namespace {

// A file extends itself or one that is not there; nothing outside is read.
lineman::Result<std::string> NoFile(const std::string& path) {
  return lineman::Fail(path + ": there is no such file");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const lineman::OptionTable kTable = lineman::MakeProfileTable({});
  const std::string text(reinterpret_cast<const char*>(data), size);
  lineman::Findings findings;
  const lineman::YamlPtr root = lineman::ParseYamlMapping(text, "fuzz.yaml", findings);
  if (root == nullptr) return 0;
  const lineman::ProfileReading reading{&kTable, NoFile, nullptr, lineman::Zone()};
  auto profile = lineman::LoadInlineProfile(root, "fuzz.yaml", reading, findings);
  if (!profile && !findings.HasErrors()) std::abort();
  if (!profile) return 0;
  lineman::PlanOptionsOf options;
  options.span = std::chrono::hours(24);
  options.most_rows = 50;
  lineman::PlanSchedule(std::make_shared<const lineman::Profile>(*std::move(profile)), options);
  return 0;
}
