#include "tests/policy/profile_testing.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <utility>

#include "policy/settings.h"

namespace lineman {
namespace {

constexpr std::string_view kFile = "p.yaml:";

}  // namespace

const OptionTable& TestProfileTable() {
  static const std::array<EngineOptions, 3> kEngines = {
      {{"simulator", nullptr}, {"pppd", nullptr}, {"rasapi", nullptr}}};
  static const OptionTable kTable = MakeProfileTable(kEngines);
  return kTable;
}

ProfileReading ReadingFrom(const Files& files) {
  const ReadFile read = [files](const std::string& path) -> Result<std::string> {
    const auto file = files.find(path);
    if (file == files.end()) return Fail(path + " cannot be read");
    return file->second;
  };
  return {&TestProfileTable(), read, nullptr, Zone()};
}

std::string FindingsOf(const Files& files) {
  Findings findings;
  LoadProfile("p.yaml", ReadingFrom(files), findings);
  std::string told;
  for (const Finding& finding : findings.Sorted()) {
    std::string line = finding.ToString();
    if (line.starts_with(kFile)) line = line.substr(kFile.size());
    told += (told.empty() ? "" : "\n") + line;
  }
  return told;
}

std::string FindingsOf(std::string_view text) {
  return FindingsOf(Files{{"p.yaml", std::string(text)}});
}

Profile Read(const Files& files) {
  Findings findings;
  std::optional<Profile> profile = LoadProfile("p.yaml", ReadingFrom(files), findings);
  EXPECT_TRUE(profile.has_value()) << findings.ToString();
  return profile.value_or(Profile{});
}

Profile Read(std::string_view text) { return Read(Files{{"p.yaml", std::string(text)}}); }

ProfilePtr ReadShared(std::string_view text) { return std::make_shared<const Profile>(Read(text)); }

WallTime At(std::string_view local, const Zone& zone) { return zone.ToWall(*ParseLocal(local)); }

Zone Berlin() { return *Zone::Find("Europe/Berlin"); }

}  // namespace lineman
