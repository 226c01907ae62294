// Any bytes as stories: no crash, no hang, each failure explains itself, and the same bytes give
// the same record.
#include "rehearsal/story.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "policy/settings.h"

namespace {

using lineman::Findings;
using lineman::StoryResult;

void Require(bool holds) {
  if (!holds) std::abort();
}

// The one file there is. A story may also bring profiles of its own.
constexpr std::string_view kProfile = R"(
profile: kiosk
numbers: ["0100", "0200"]
user: kiosk
password: {file: /secret}
retry: {caps: [{preset: eu}, {dials: 20, per: 1h}]}
paused: {callback_set_by_caller: {answer: {callback_number: "0190"}}}
health: {probes: [{tcp: "10.0.0.1:443"}]}
rules:
  - {name: busy, when: {error: [line_busy, no_answer]}, redial: {number: next, after: 30s}}
)";

lineman::Result<std::string> ReadFile(const std::string& path) {
  if (path.find("gone") != std::string::npos) return lineman::Fail(path + " cannot be read");
  return std::string(kProfile);
}

const lineman::OptionTable& ProfileTable() {
  static const std::vector<lineman::EngineOptions> kEngines = {
      {"simulator", nullptr}, {"pppd", nullptr}, {"rasapi", nullptr}};
  static const lineman::OptionTable kTable = lineman::MakeProfileTable(kEngines);
  return kTable;
}

std::string Run(std::string_view text) {
  const lineman::StoryReading reading{{&ProfileTable(), ReadFile, nullptr, lineman::Zone()},
                                      {lineman::kLongestDuration, 1500, 1500}};
  Findings findings;
  std::string all;
  for (const StoryResult& result : RunStories(text, "fuzz.story.yaml", reading, findings)) {
    Require(result.passed == result.failure.empty());
    Require(!result.title.empty());
    all += result.failure + lineman::ToJsonLines(result.record);
  }
  return all + findings.ToString();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Require(Run(text) == Run(text));
  return 0;
}
