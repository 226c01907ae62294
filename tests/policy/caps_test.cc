#include "policy/caps.h"

#include <gtest/gtest.h>

#include "tests/policy/profile_testing.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

constexpr Instant kNow{std::chrono::hours(100)};

Profile Capped(const std::string& caps) {
  return Read("profile: kiosk\nnumbers: ['1', '2']\nretry: {caps: [" + caps + "]}\n");
}

// A dial so long ago, of a number, by this profile or another.
PastDial Dialled(Duration ago, const std::string& number, bool same_profile = true) {
  return {kNow - ago, number, same_profile};
}

CapView Check(const Profile& profile, std::vector<PastDial> past, const std::string& number = "1") {
  Occasion occasion;
  occasion.now = kNow;
  occasion.last_end = kNow - 1h;
  occasion.past = std::move(past);
  return CheckCaps(occasion, profile, number, kNow);
}

TEST(CapsTest, WithoutCapsADialIsFree) {
  const CapView view = Check(Read("profile: kiosk\n"), {Dialled(0s, "1")});
  EXPECT_EQ(view.free_at, kNow);
  EXPECT_EQ(view.cap, nullptr);
}

TEST(CapsTest, ADialLeavesTheWindowExactlyAtItsEnd) {
  const Profile profile = Capped("{dials: 2, per: 30m}");
  const auto free_at = [&](Duration oldest) {
    return Check(profile, {Dialled(oldest, "1"), Dialled(1min, "1")}).free_at - kNow;
  };
  EXPECT_EQ(free_at(30min - 1ms), 1ms);
  EXPECT_EQ(free_at(30min), 0ms);
  EXPECT_EQ(free_at(10min), 20min);
}

TEST(CapsTest, OneDialLessThanAllowedIsFree) {
  const Profile profile = Capped("{dials: 3, per: 30m}");
  EXPECT_EQ(Check(profile, {Dialled(2s, "1"), Dialled(1s, "1")}).free_at, kNow);
  EXPECT_EQ(Check(profile, {Dialled(3s, "1"), Dialled(2s, "1"), Dialled(1s, "1")}).free_at,
            kNow + 30min - 3s);
}

TEST(CapsTest, MoreDialsThanAllowedWaitForEnoughOfThem) {
  const Profile profile = Capped("{dials: 2, per: 30m}");  // it may have been 4 before a reload
  EXPECT_EQ(Check(profile, {Dialled(25min, "1"), Dialled(20min, "1"), Dialled(10min, "1")}).free_at,
            kNow + 10min);
}

TEST(CapsTest, EachNumberIsCountedAcrossProfiles) {
  const Profile profile = Capped("{dials: 2, per: 30m, each: number}");
  const std::vector<PastDial> past = {Dialled(10min, "1", false), Dialled(5min, "2"),
                                      Dialled(4min, "1")};
  EXPECT_EQ(Check(profile, past, "1").free_at, kNow + 20min);
  EXPECT_EQ(Check(profile, past, "2").free_at, kNow);
}

TEST(CapsTest, AProfileIsCountedForItselfWhateverTheNumber) {
  const Profile profile = Capped("{dials: 2, per: 30m, each: profile}");
  const std::vector<PastDial> past = {Dialled(10min, "1", false), Dialled(5min, "2"),
                                      Dialled(4min, "1")};
  EXPECT_EQ(Check(profile, past, "1").free_at, kNow + 25min);
}

TEST(CapsTest, ANumberIsTheSameInEverySpelling) {
  const Profile profile = Capped("{dials: 1, per: 30m, each: number}");
  EXPECT_EQ(Check(profile, {Dialled(10min, "+49301")}, "+49 (30) 1").free_at, kNow + 20min);
}

TEST(CapsTest, TheCapThatHoldsLongestIsTold) {
  const Profile profile = Capped("{dials: 1, per: 5m}, {dials: 1, per: 1h}, {dials: 1, per: 30m}");
  const CapView view = Check(profile, {Dialled(1min, "1")});
  EXPECT_EQ(view.free_at, kNow + 59min);
  ASSERT_NE(view.cap, nullptr);
  EXPECT_EQ(view.cap->name, "1 dials per 1h");
}

TEST(CapsTest, PresetsAreAsTheirSourcesSay) {
  for (const char* name : {"eu", "au"}) {
    const Cap cap = Capped(std::string("{preset: ") + name + "}").caps.at(0);
    EXPECT_EQ(cap.name, name);
    EXPECT_EQ(cap.dials, 15);
    EXPECT_EQ(cap.per, std::nullopt);
    EXPECT_TRUE(cap.each_number);
    EXPECT_EQ(cap.apart, 5s);
  }
  const Cap cellular = Capped("{preset: cellular}").caps.at(0);
  EXPECT_EQ(cellular.dials, 4);
  EXPECT_EQ(cellular.per, 1h);
  EXPECT_FALSE(cellular.each_number);
}

TEST(CapsTest, ASequenceIsSpentByItsNumberOrByAll) {
  Occasion occasion;
  occasion.now = kNow;
  occasion.number_attempts = {{"1", 2}, {"2", 1}};
  const Profile each = Capped("{dials: 2, per: sequence, each: number}");
  EXPECT_TRUE(CheckCaps(occasion, each, "1", kNow).spent);
  EXPECT_FALSE(CheckCaps(occasion, each, "2", kNow).spent);
  EXPECT_TRUE(CheckCaps(occasion, Capped("{dials: 3, per: sequence}"), "2", kNow).spent);
  EXPECT_FALSE(CheckCaps(occasion, Capped("{dials: 4, per: sequence}"), "2", kNow).spent);
}

TEST(CapsTest, DialsAreKeptApartFromTheEndOfTheLast) {
  Occasion occasion;
  occasion.now = kNow;
  occasion.last_end = kNow - 2s;
  EXPECT_EQ(CheckCaps(occasion, Capped("{preset: eu}"), "1", kNow).free_at, kNow + 3s);
  occasion.last_end = kNow - 5s;
  EXPECT_EQ(CheckCaps(occasion, Capped("{preset: eu}"), "1", kNow).free_at, kNow);
}

}  // namespace
}  // namespace lineman
