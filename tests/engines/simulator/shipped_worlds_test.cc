// The worlds of config/worlds and the demo's: all load, and between them all connection states
// occur.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/engines/simulator/playground.h"

namespace lineman::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::filesystem::path Config() { return std::filesystem::path(LINEMAN_SOURCE_DIR) / "config"; }
std::filesystem::path Folder() { return Config() / "worlds"; }
std::filesystem::path DemoWorld() { return Config() / "demo/world.yaml"; }

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> Shipped() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(Folder())) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  paths.push_back(DemoWorld());
  return paths;
}

// What gets a kiosk through every pause of the shipped worlds.
std::optional<Answer> Oblige(const Notification& pause) {
  Answer answer;
  switch (pause.state) {
    case ConnectionState::kInteractive:
      answer.text = "kiosk-17";
      break;
    case ConnectionState::kRetryAuthentication:
      answer.password = Secret("another-secret");
      break;
    case ConnectionState::kCallbackSetByCaller:
      answer.callback_number = "+49 30 555 0190";
      break;
    case ConnectionState::kPasswordExpired:
      answer.new_password = Secret("demo-secret-2");
      break;
    default:
      answer.text = "1234";
      break;
  }
  return answer;
}

std::unique_ptr<Played> DialAsKiosk17(Playground& ground, const std::string& number) {
  DialRequest request = ground.Request(number, "demo-secret");
  request.credentials.user = "kiosk-17";
  auto played = ground.Start(request);
  played->answer = Oblige;
  ground.Rest(*played);
  return played;
}

TEST(ShippedWorlds, AllLoadAndAreCalledLikeTheirFile) {
  EXPECT_GE(Shipped().size(), 6U);
  for (const auto& path : Shipped()) {
    const World world = MakeWorld(ReadText(path));
    EXPECT_TRUE(world.name == path.stem().string() || path == DemoWorld()) << path;
    EXPECT_FALSE(world.about.empty()) << path;
  }
}

TEST(ShippedWorlds, All32StatesOccur) {
  std::set<std::string> missing;
  for (const StateInfo& info : AllStates()) missing.insert(std::string(info.name));
  for (const auto& path : Shipped()) {
    Playground ground(ReadText(path));
    std::vector<std::string> numbers;
    for (const NumberPlan& number : ground.simulator.world().numbers)
      numbers.push_back(number.number);
    if (numbers.empty()) numbers.emplace_back("1");
    for (const std::string& number : numbers) {
      const auto played = DialAsKiosk17(ground, number);
      played->connection->HangUp();
      ground.env.Tick(minutes(1));
      for (const Notification& heard : played->heard) missing.erase(NameOf(heard.state));
    }
  }
  EXPECT_TRUE(missing.empty()) << testing::PrintToString(missing);
}

TEST(ShippedWorlds, EveryNumberOfEveryStateConnects) {
  Playground ground(ReadText(Folder() / "every-state.yaml"));
  for (const NumberPlan& number : ground.simulator.world().numbers) {
    const auto played = DialAsKiosk17(ground, number.number);
    EXPECT_TRUE(played->IsUp()) << number.number << ": " << played->States();
  }
}

// The story of the demo, dialled with a pause of a second as the demo's profile does.
TEST(ShippedWorlds, TheBadMorningIsOverIn52Seconds) {
  Playground ground(ReadText(DemoWorld()));
  const auto dial = [&](const std::string& number) {
    ground.env.Tick(seconds(1));
    return DialAsKiosk17(ground, number);
  };
  EXPECT_EQ(dial("+49 30 555 0100")->heard.back().error, RasError::kLineBusy);
  EXPECT_EQ(dial("+49 30 555 0100")->heard.back().error, RasError::kNoAnswer);
  const auto second = dial("+49 30 555 0101");
  EXPECT_NE(second->States().find("retry_authentication"), std::string::npos);
  EXPECT_NE(second->States().find("callback_set_by_caller"), std::string::npos);
  ASSERT_TRUE(second->IsUp());
  ground.env.Tick(seconds(4));
  EXPECT_EQ(second->heard.back().error, RasError::kLinkFailure);
  const auto third = dial("+49 30 555 0100");
  ASSERT_TRUE(third->IsUp());
  EXPECT_LT(ground.simulator.age(), seconds(22));  // in time to prove itself
  ground.env.Tick(seconds(25) - ground.simulator.age());
  EXPECT_TRUE(third->IsOver());
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(dial("+49 30 555 0101")->heard.back().error, RasError::kNoCarrier);
  EXPECT_LT(ground.simulator.age(), seconds(42));
  const auto events = ground.simulator.NextEvents(ground.simulator.age(), seconds(52));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, EventPlan::Kind::kOperator);
  ground.env.Tick(events[0].at - ground.simulator.age());
  const auto last = dial("+49 30 555 0100");
  EXPECT_NE(last->States().find("password_expired"), std::string::npos);
  EXPECT_TRUE(last->IsUp());
  EXPECT_LT(ground.simulator.age(), seconds(52));
}

TEST(ShippedWorlds, NobodyAnswersInNoAnswer) {
  Playground ground(ReadText(Folder() / "no-answer.yaml"));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ground.Outcome("+49 30 555 0100"), "no_answer");
}

// Whether a text names a key: `key`, `key: value` or {key: value}.
bool Mentions(const std::string& text, const std::string& key) {
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
    const std::size_t end = at + key.size();
    const bool begins = at > 0 && std::string("`{ ").find(text[at - 1]) != std::string::npos;
    if (begins && end < text.size() && (text[end] == '`' || text[end] == ':')) return true;
  }
  return false;
}

TEST(ShippedWorlds, EveryKeyOfTheFormatIsInTheManual) {
  const std::string manual = ReadText(Folder() / "README.md");
  for (const Option& row : WorldTable().rows()) {
    std::string path(row.path);
    while (path.ends_with("[]")) path.resize(path.size() - 2);
    const std::string key = path.substr(path.rfind('.') + 1);
    EXPECT_TRUE(key == "*" || Mentions(manual, key)) << row.path;
  }
}

}  // namespace
}  // namespace lineman::simulator
