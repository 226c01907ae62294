// Profiles that start from other files, and profiles seen together.
#include "policy/profile_source.h"

#include <gtest/gtest.h>

#include "tests/policy/profile_testing.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

TEST(ProfileSourceTest, MappingsMergeAndListsReplace) {
  const Profile profile = Read(
      Files{{"p.yaml",
             "profile: kiosk\nextends: base/modem.yaml\nnumbers: ['3']\nretry: {holdoff: 9s}\n"},
            {"base/modem.yaml", "numbers: ['1', '2']\nretry: {holdoff: 7s, stable_after: 30s}\n"}});
  EXPECT_EQ(profile.numbers, std::vector<std::string>{"3"});
  EXPECT_EQ(profile.holdoff, 9s);
  EXPECT_EQ(profile.stable_after, 30s);
  EXPECT_EQ(profile.source->Find("retry")->Find("stable_after")->place.ToString(),
            "base/modem.yaml:2:36");
}

TEST(ProfileSourceTest, PathsAreRelativeToTheFileThatNamesThem) {
  const Profile profile = Read(Files{{"p.yaml", "profile: kiosk\nextends: sub/one.yaml\n"},
                                     {"sub/one.yaml", "extends: ../other/two.yaml\n"},
                                     {"other/two.yaml", "user: found\n"}});
  EXPECT_EQ(profile.user, "found");
}

TEST(ProfileSourceTest, ASecretFileIsOneBesideTheFileThatNamesIt) {
  const Profile profile =
      Read(Files{{"p.yaml", "profile: kiosk\nuser: u\nextends: base/one.yaml\n"},
                 {"base/one.yaml", "password: {file: secrets/kiosk}\n"}});
  EXPECT_EQ(profile.password.name, "base/secrets/kiosk");
  EXPECT_EQ(Read("profile: kiosk\nuser: u\npassword: {file: /etc/kiosk}\n").password.name,
            "/etc/kiosk");
}

TEST(ProfileSourceTest, AMissingProfileIsAnErrorAtItsBeginning) {
  EXPECT_EQ(FindingsOf(Files{}), "1:1: error: p.yaml cannot be read");
}

TEST(ProfileSourceTest, AMissingBaseIsAnErrorWhereItIsNamed) {
  EXPECT_EQ(FindingsOf(Files{{"p.yaml", "profile: kiosk\nextends: none.yaml\n"}}),
            "2:10: error: none.yaml cannot be read");
}

TEST(ProfileSourceTest, AMistakeInTheBaseIsToldThere) {
  EXPECT_EQ(FindingsOf(Files{{"p.yaml", "profile: kiosk\nextends: b.yaml\n"},
                             {"b.yaml", "retry:\n  hodloff: 5s\n"}}),
            "b.yaml:2:3: error: unknown key 'hodloff' in retry (did you mean 'holdoff'?)");
}

TEST(ProfileSourceTest, ACircleIsAnErrorWhereItCloses) {
  EXPECT_EQ(FindingsOf(Files{{"p.yaml", "profile: kiosk\nextends: b.yaml\n"},
                             {"b.yaml", "extends: sub/../p.yaml\n"}}),
            "b.yaml:1:10: error: p.yaml extends itself in a circle: remove one extends");
  EXPECT_EQ(FindingsOf(Files{{"p.yaml", "profile: kiosk\nextends: ./p.yaml\n"}}),
            "2:10: error: p.yaml extends itself in a circle: remove one extends");
}

// A chain of `bases` files, the last of which gives the user.
Files ChainOf(int bases) {
  Files files = {{"p.yaml", "profile: kiosk\nextends: 1.yaml\n"}};
  for (int i = 1; i < bases; ++i) {
    files[std::to_string(i) + ".yaml"] = "extends: " + std::to_string(i + 1) + ".yaml\n";
  }
  files[std::to_string(bases) + ".yaml"] = "user: last\n";
  return files;
}

TEST(ProfileSourceTest, SixteenFilesMayExtendOneAnother) {
  EXPECT_EQ(Read(ChainOf(15)).user, "last");
  EXPECT_EQ(FindingsOf(ChainOf(16)), "15.yaml:1:10: error: more than 16 files extend one another");
}

TEST(ProfileSourceTest, DefaultsLieUnderEverything) {
  Findings findings;
  ProfileReading reading = ReadingFrom(Files{
      {"p.yaml", "profile: kiosk\nextends: b.yaml\nuser: own\n"}, {"b.yaml", "domain: base\n"}});
  reading.defaults =
      ParseYamlMapping("user: d\ndomain: d\nretry: {holdoff: 8s}\n", "lineman.yaml", findings);
  const auto profile = LoadProfile("p.yaml", reading, findings);
  ASSERT_TRUE(profile) << findings.ToString();
  EXPECT_EQ(profile->user, "own");
  EXPECT_EQ(profile->domain, "base");
  EXPECT_EQ(profile->holdoff, 8s);
}

TEST(ProfileSourceTest, AFragmentNeedsNoNameButIsCheckedOtherwise) {
  const auto told = [](const std::string& text) {
    Findings findings;
    CheckFragment("f.yaml", ReadingFrom(Files{{"f.yaml", text}}), findings);
    return findings.ToString();
  };
  EXPECT_EQ(told("user: x\n"), "");
  EXPECT_NE(told("usr: x\n").find("f.yaml:1:1: error: unknown key 'usr'"), std::string::npos);
}

TEST(ProfileSourceTest, TheFingerprintSeesMeaningNotSpelling) {
  const auto print = [](std::string_view text) { return Read(text).fingerprint; };
  EXPECT_EQ(print("profile: k\nuser: u\ndomain: d\n"),
            print("# a comment\ndomain: \"d\"\nprofile: k\nuser: 'u'\n"));
  EXPECT_NE(print("profile: k\nuser: u\n"), print("profile: k\nuser: v\n"));
  EXPECT_NE(print("profile: k\nnumbers: ['1', '2']\n"), print("profile: k\nnumbers: ['2', '1']\n"));
  EXPECT_NE(print("profile: k\nuser: 'a,1:b=c'\n"), print("profile: k\nuser: a\ndomain: c\n"));
}

TEST(ProfileSourceTest, RelativeToKeepsAbsolutePathsAndFoldsDots) {
  EXPECT_EQ(RelativeTo("a/b.yaml", "c.yaml"), "a/c.yaml");
  EXPECT_EQ(RelativeTo("a/b.yaml", "/c.yaml"), "/c.yaml");
  EXPECT_EQ(RelativeTo("b.yaml", "../c.yaml"), "../c.yaml");
  EXPECT_EQ(RelativeTo("a/b/c.yaml", "./../x/./d.yaml"), "a/x/d.yaml");
  EXPECT_EQ(RelativeTo("/etc/p.yaml", "../base.yaml"), "/base.yaml");
}

// The findings of profiles seen together, each text a file of its own: "1.yaml", "2.yaml", ….
std::string Together(const std::vector<std::string>& texts) {
  Findings findings;
  std::vector<ProfilePtr> profiles;
  for (const std::string& text : texts) {
    const std::string path = std::to_string(profiles.size() + 1) + ".yaml";
    auto profile = LoadProfile(path, ReadingFrom(Files{{path, text}}), findings);
    if (profile) profiles.push_back(std::make_shared<const Profile>(*std::move(profile)));
  }
  CheckTogether(profiles, findings);
  return findings.ToString();
}

TEST(ProfilesTogetherTest, ADoubledNameIsToldWithTheFirst) {
  EXPECT_EQ(Together({"profile: a\n", "user: x\nprofile: a\n"}),
            "2.yaml:2:10: error: the profile a is defined already at 1.yaml:1\n");
}

TEST(ProfilesTogetherTest, AnUnknownStandbyIsToldWithAGuess) {
  EXPECT_EQ(Together({"profile: kiosk\n", "profile: b\nonline: {standby_for: kiosc}\n"}),
            "2.yaml:2:9: error: there is no profile kiosc (did you mean 'kiosk'?)\n");
}

TEST(ProfilesTogetherTest, StandbysInACircleAreErrors) {
  constexpr const char* kTold =
      "the standby lines stand in for each other in a circle: none would ever dial\n";
  EXPECT_EQ(Together({"profile: a\nonline: {standby_for: a}\n"}),
            std::string("1.yaml:2:9: error: ") + kTold);
  EXPECT_EQ(Together({"profile: a\nonline: {standby_for: b}\n",
                      "profile: b\nonline: {standby_for: a}\n"}),
            std::string("1.yaml:2:9: error: ") + kTold + "2.yaml:2:9: error: " + kTold);
}

TEST(ProfilesTogetherTest, StandbysInAChainAreFine) {
  EXPECT_EQ(Together({"profile: a\n", "profile: b\nonline: {standby_for: a}\n",
                      "profile: c\nonline: {standby_for: b}\n"}),
            "");
}

}  // namespace
}  // namespace lineman
