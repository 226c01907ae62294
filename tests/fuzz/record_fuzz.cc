// Any bytes as a kiosk's record: no crash, no hang, what is wrong is told, and what can be played
// comes to the same twice.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "policy/settings.h"
#include "rehearsal/replay_report.h"

namespace lineman {
namespace {

// Long enough for some dials, short enough for many inputs.
constexpr Duration kLongest = std::chrono::hours(6);

constexpr std::string_view kProfile = R"(
profile: kiosk
numbers: ["100", "0200"]
user: kiosk
password: {file: /secret}
paused: {callback_set_by_caller: {answer: {callback_number: "0190"}}}
health: {probes: [{tcp: "10.0.0.1:443"}]}
retry: {stable_after: 30s}
rules:
  - {name: busy, when: {error: line_busy}, redial: {number: next, after: 30s}}
)";

void Require(bool holds) {
  if (!holds) std::abort();
}

ProfilePtr Kiosk() {
  static const OptionTable kTable = MakeProfileTable({});
  Findings findings;
  const YamlPtr root = ParseYamlMapping(kProfile, "kiosk.yaml", findings);
  auto profile = LoadInlineProfile(root, "kiosk.yaml", {&kTable, {}, nullptr, Zone()}, findings);
  return std::make_shared<const Profile>(*std::move(profile));
}

std::string Play(std::string_view text) {
  static const ProfilePtr kKiosk = Kiosk();
  Findings findings;
  auto record = ReadLineRecord(text, "fuzz.jsonl", "kiosk", findings);
  Require(record.has_value() != findings.HasErrors());
  if (!record) return findings.ToString();
  const Duration span = std::clamp(Duration(record->end() - Instant{}), Duration{1}, kLongest);
  Replay replay({.profile = kKiosk, .record = *std::move(record), .span = span});
  replay.Run({});
  const Unobserved unobserved = replay.unobserved();
  Require(unobserved.time >= Duration{0} && unobserved.time <= unobserved.of);
  Require(unobserved.of <= span);
  Require(replay.would_have().online() <= span && replay.happened().online() <= span);
  return findings.ToString() + ReplayJson(replay, "fuzz.jsonl", {}).Dump() +
         ReplayInWords(replay, "fuzz.jsonl", {});
}

}  // namespace
}  // namespace lineman

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The bytes are the text; libFuzzer gives no other view of them.
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  lineman::Require(lineman::Play(text) == lineman::Play(text));
  return 0;
}
