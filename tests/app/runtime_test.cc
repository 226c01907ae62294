// The runtime without a state folder, as the demo has it.
#include "app/runtime.h"

#include <gtest/gtest.h>

#include "app/configuration.h"
#include "tests/app/program.h"
#include "text/json.h"

namespace lineman {
namespace {

TEST(Runtime, WithoutAStateFolderRemembersTheLatest) {
  const TemporaryFolder folder;
  folder.Write("lineman.yaml", "profiles: profiles\n");
  folder.Write("profiles/kiosk.yaml",
               "profile: kiosk\nengine: simulator\nnumbers: [\"100\"]\nonline: manual\n");
  Findings findings;
  const auto configuration = LoadConfiguration(folder / "lineman.yaml", {}, findings);
  ASSERT_TRUE(configuration.has_value()) << findings.ToString();
  std::uint64_t recorded = 0;
  Runtime runtime(PlayHere(simulator::QuietWorld()), {},
                  [&](const Entry& entry) { recorded = entry.sequence; });
  runtime.Start(*configuration, false);
  runtime.loop().poll();
  const LineId line = *runtime.driver().Find("kiosk");
  OperatorSays down;
  down.word = OperatorSays::Word::kDown;
  while (recorded < 1500) runtime.driver().Post({line, down});

  std::vector<std::string> all;
  std::vector<std::string> latest;
  runtime.History({.most = 5000}, [&](const auto& came) { all = came.value(); });
  runtime.History({.after = recorded - 3, .most = 2},
                  [&](const auto& came) { latest = came.value(); });
  EXPECT_TRUE(all.empty()) << "it came at once";
  runtime.loop().restart();
  runtime.loop().poll();
  EXPECT_EQ(all.size(), 1000U);
  ASSERT_EQ(latest.size(), 2U);
  EXPECT_EQ(*ParseJson(latest.back())->Find("sequence")->AsInteger(),
            static_cast<std::int64_t>(recorded));
  EXPECT_EQ(all.back(), latest.back());
}

}  // namespace
}  // namespace lineman
