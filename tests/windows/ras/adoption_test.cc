// Connections that outlive the agent that dialled them.
#include <chrono>

#include "tests/windows/ras/dialler.h"

namespace lineman::ras_test {
namespace {

using std::chrono::seconds;

constexpr const char* kWorld = R"(
world: adoption
pace: 100
numbers: {"1": good, "2": short, "3": callback}
servers:
  good: {}
  short: {link: short}
  callback: {callback: set_by_caller}
links:
  short: {drops: [{after: 4s}]}
)";

// One found by a new agent, and what is heard of it.
struct Found {
  AdoptedConnection connection;
  std::vector<Notification> heard;
};

class Adoption : public testing::Test {
 protected:
  // The next agent looks for what the last one has left.
  std::vector<std::unique_ptr<Found>> Adopt() {
    std::vector<std::unique_ptr<Found>> all;
    bool done = false;
    dialler_.engine().Adopt(
        [&](AdoptedConnection connection) -> NotificationHandler {
          all.push_back(std::make_unique<Found>(Found{std::move(connection), {}}));
          return [found = all.back().get()](const Notification& notification) {
            found->heard.push_back(notification);
          };
        },
        [&] { done = true; });
    EXPECT_TRUE(dialler_.RunUntil([&] { return done; }, seconds(5)));
    return all;
  }

  // An agent that dials `entry`, comes up and is killed: nothing of it is heard or done any more.
  void DialAndDie(const std::string& entry) {
    Dialled dial(dialler_, RequestFor(entry));
    EXPECT_TRUE(dial.AwaitUp());
    dial.Abandon();
    dialler_.Die();
  }

  Double ras_{kWorld};
  Dialler dialler_{ras_.library()};
};

TEST_F(Adoption, AConnectionIsFoundAsItWasDialled) {
  DialAndDie("1");
  const auto found = Adopt();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]->connection.profile, "kiosk");
  EXPECT_EQ(found[0]->connection.attempt, 1U);
  EXPECT_EQ(found[0]->connection.status.state, ConnectionState::kConnected);
  found[0]->connection.connection->HangUp();
  EXPECT_TRUE(dialler_.RunUntil([&] { return !found[0]->heard.empty(); }, seconds(15)));
  EXPECT_EQ(ras_.Living(), 0);
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(Adoption, ALossIsHeardByAnAgentThatDidNotDial) {
  DialAndDie("2");
  const auto found = Adopt();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(dialler_.RunUntil([&] { return !found[0]->heard.empty(); }));
  EXPECT_EQ(found[0]->heard.back().state, ConnectionState::kDisconnected);
  EXPECT_EQ(found[0]->heard.back().error, RasError::kLinkFailure);
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(Adoption, WhatIsNotWantedIsHungUp) {
  DialAndDie("1");
  for (auto& found : Adopt()) found->connection.connection.reset();
  EXPECT_TRUE(dialler_.RunUntil([&] { return ras_.Living() == 0; }));
  EXPECT_EQ(ras_.Breaches(), "");
}

TEST_F(Adoption, WhatOthersDialledIsNotFound) {
  ras_.Set("up", "other 1");
  // Up when an entry that dials as long is.
  Dialled dial(dialler_, RequestFor("own 1"));
  EXPECT_TRUE(dial.AwaitUp());
  dial.Abandon();
  dialler_.Die();
  const auto found = Adopt();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]->connection.profile, "kiosk");
  found[0]->connection.connection->HangUp();
  EXPECT_TRUE(dialler_.RunUntil([&] { return !found[0]->heard.empty(); }, seconds(15)));
}

TEST_F(Adoption, ThereIsNothingWhereNothingWasLeft) {
  EXPECT_TRUE(Adopt().empty());
  EXPECT_EQ(ras_.Breaches(), "");
}

}  // namespace
}  // namespace lineman::ras_test
