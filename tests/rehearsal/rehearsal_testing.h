// Rehearsals from YAML text, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "policy/settings.h"
#include "rehearsal/rehearsal.h"
#include "rehearsal/rehearsal_report.h"

namespace lineman {

// 2026-03-02 08:00 UTC, a Monday.
inline constexpr WallTime kRehearsalStart{Duration(1'772'438'400'000)};

inline ProfilePtr ProfileFrom(std::string_view yaml) {
  static const OptionTable kTable = MakeProfileTable({});
  Findings findings;
  const YamlPtr root = ParseYamlMapping(yaml, "kiosk.yaml", findings);
  std::optional<Profile> profile;
  if (root != nullptr)
    profile = LoadInlineProfile(root, "kiosk.yaml", {&kTable, {}, nullptr, Zone()}, findings);
  if (!profile) throw std::runtime_error(findings.ToString());
  return std::make_shared<const Profile>(*std::move(profile));
}

inline simulator::World WorldFrom(std::string_view yaml) {
  Findings findings;
  const YamlPtr root = ParseYamlMapping(yaml, "w.yaml", findings);
  auto world = root == nullptr ? std::nullopt : simulator::LoadWorld(root, findings);
  if (!world) throw std::runtime_error(findings.ToString());
  return *std::move(world);
}

// A rehearsal of one kiosk that has been played.
struct Rehearsed {
  Rehearsed(std::string_view profile, std::string_view world, Duration span,
            std::uint64_t seed = 1) {
    plan.profiles = {ProfileFrom(profile)};
    plan.world = WorldFrom(world);
    plan.span = span;
    plan.seed = seed;
    plan.start = kRehearsalStart;
    plan.detailed = true;
    plan.record = [this](const Entry& entry) { record.push_back(entry); };
    rehearsal = std::make_unique<Rehearsal>(plan);
    rehearsal->Run([this](double share) { progress.push_back(share); });
  }
  Rehearsed(const Rehearsed&) = delete;
  Rehearsed& operator=(const Rehearsed&) = delete;

  const Chronicle& line() const { return rehearsal->chronicles().front(); }
  std::string Json() const { return ToJson(plan, *rehearsal).Dump(); }
  std::string Words() const { return InWords(plan, *rehearsal); }

  RehearsalPlan plan;
  std::vector<Entry> record;
  std::vector<double> progress;
  std::unique_ptr<Rehearsal> rehearsal;
};

}  // namespace lineman
