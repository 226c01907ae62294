// A server asks for a new password, and the power is cut at any step from there on.
#include "pipeline/rotation.h"

#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

constexpr std::string_view kKiosk =
    "profile: kiosk\nengine: simulator\nnumbers: [\"1\"]\nuser: kiosk-17\n"
    "password: {env: SECRET}\nretry: {start_spread: 0s}\n"
    "paused: {password_expired: {answer: {new_password: fresh}}}\n";
// What TestSecrets gives for the profile.
constexpr const char* kOld = "secret-1";

struct PowerCut {};

// Counts the steps from the server's question on, and cuts the power at one of them.
class Fuse {
 public:
  explicit Fuse(int blows_at) : left_(blows_at) {}
  void Step() {
    if (burning && left_-- == 0) throw PowerCut{};
  }
  bool HasBlown() const { return left_ < 0; }

  bool burning = false;

 private:
  int left_;
};

// A server that knows one password, which may have to be changed.
class Server {
 public:
  Server(TestAgent& agent, Fuse& fuse) : agent_(agent), fuse_(fuse) {
    agent.engine.on_answer = [this](TestCall& /*call*/, const Answer& answer) {
      fuse_.Step();
      if (takes_changes) {
        password = answer.new_password->Reveal();
        expired = false;
      }
      fuse_.Step();
    };
  }

  // Takes the call that rings, as far as it comes.
  void Serve() {
    TestCall& call = *agent_.engine.Last("kiosk");
    agent_.Play("kiosk", ConnectionState::kConnectDevice);
    agent_.Play("kiosk", ConnectionState::kAuthenticate);
    if (call.request.credentials.password.Reveal() != password) {
      ++refused;
      return End(RasError::kAuthenticationFailure);
    }
    if (expired) {
      fuse_.burning = true;
      fuse_.Step();
      agent_.Play("kiosk", ConnectionState::kPasswordExpired);
      if (!takes_changes) return End(RasError::kChangingPassword);
    }
    agent_.Play("kiosk", ConnectionState::kAuthenticated);
    fuse_.Step();
    agent_.Play("kiosk", ConnectionState::kConnected);
    fuse_.Step();
  }

  void End(RasError error) { agent_.Play("kiosk", ConnectionState::kDisconnected, error); }

  std::string password = kOld;
  bool expired = true;
  bool takes_changes = true;
  int refused = 0;

 private:
  TestAgent& agent_;
  Fuse& fuse_;
};

class RotationTest : public testing::Test {
 protected:
  explicit RotationTest(int blows_at = -1) : fuse_(blows_at) {
    agent_.store.step = agent_.vault.before = agent_.vault.after = [this] { fuse_.Step(); };
  }

  void Start() {
    agent_.Start({MakeProfile(kKiosk)});
    // The dial that the power cut through may have ended just now.
    agent_.Tick(std::chrono::seconds(5));
  }
  // Serves calls until the line is online, or there were so many.
  void Live(std::size_t most_calls) {
    for (std::size_t calls = 0; calls < most_calls; ++calls) {
      server_.Serve();
      if (agent_.state("kiosk") == LineState::kOnline) return;
      agent_.Tick(std::chrono::minutes(1));
    }
  }
  void LoseTheLink() {
    server_.End(RasError::kLinkFailure);
    agent_.Tick(std::chrono::minutes(1));
  }
  bool IsOnline() const { return agent_.state("kiosk") == LineState::kOnline; }
  bool HasOnePassword() {
    return !agent_.vault.Staged("kiosk") && !agent_.slot("kiosk").line.facts().rotation;
  }

  TestAgent agent_;
  Fuse fuse_;
  Server server_{agent_, fuse_};
};

TEST_F(RotationTest, MakesTheNewPasswordTheProfilesOwn) {
  Start();
  Live(1);
  ASSERT_TRUE(IsOnline());
  EXPECT_EQ(server_.password, "fresh");
  EXPECT_TRUE(HasOnePassword());
  EXPECT_EQ(agent_.Recorded(Entry::Kind::kEvent, "password_changed").size(), 1U);
  LoseTheLink();
  Live(1);
  EXPECT_TRUE(IsOnline());
  EXPECT_TRUE(agent_.Recorded(Entry::Kind::kEvent, "credentials_changed").empty());
}

TEST_F(RotationTest, ItHoldsUntilTheSourceOfTheProfileChanges) {
  Start();
  Live(1);
  agent_.CutPower();
  agent_.secrets.generation = 2;
  server_.password = "secret-2";
  Start();
  Live(1);
  EXPECT_TRUE(IsOnline());
  EXPECT_EQ(server_.refused, 0);
}

TEST_F(RotationTest, IsNotSentWhenItCannotBeKept) {
  agent_.vault.fails = true;
  Start();
  server_.takes_changes = false;
  agent_.Play("kiosk", ConnectionState::kConnectDevice);
  agent_.Play("kiosk", ConnectionState::kAuthenticate);
  agent_.Play("kiosk", ConnectionState::kPasswordExpired);
  EXPECT_TRUE(agent_.engine.Last("kiosk")->answers.empty());
  EXPECT_TRUE(agent_.engine.Last("kiosk")->hung_up);
  EXPECT_EQ(agent_.Recorded(Entry::Kind::kTrouble, "password").size(), 1U);
  EXPECT_TRUE(HasOnePassword());
}

TEST_F(RotationTest, ThatTheServerRefusesIsForgotten) {
  server_.takes_changes = false;
  Start();
  Live(1);
  EXPECT_TRUE(HasOnePassword());
  server_.takes_changes = true;
  server_.expired = false;
  agent_.Say("kiosk", OperatorSays{OperatorSays::Word::kUp, {}, {}});
  agent_.Tick(std::chrono::minutes(1));
  Live(1);
  EXPECT_TRUE(IsOnline());
  EXPECT_EQ(server_.refused, 0);
}

TEST_F(RotationTest, ThatTheServerAsksForAgainWasNotTaken) {
  server_.takes_changes = false;
  Start();
  agent_.Play("kiosk", ConnectionState::kConnectDevice);
  agent_.Play("kiosk", ConnectionState::kAuthenticate);
  agent_.Play("kiosk", ConnectionState::kPasswordExpired);
  agent_.Play("kiosk", ConnectionState::kPasswordExpired);
  EXPECT_EQ(agent_.engine.Last("kiosk")->answers.size(), 2U);
  EXPECT_TRUE(agent_.Recorded(Entry::Kind::kEvent, "password_changed").empty());
  server_.End(RasError::kChangingPassword);
  EXPECT_TRUE(HasOnePassword());
  agent_.Tick(std::chrono::minutes(1));
  EXPECT_EQ(agent_.engine.Last("kiosk")->request.credentials.password.Reveal(), kOld);
}

TEST_F(RotationTest, IsForgottenWhenTheProfileHasNewCredentials) {
  Start();
  agent_.Play("kiosk", ConnectionState::kConnectDevice);
  agent_.Play("kiosk", ConnectionState::kAuthenticate);
  agent_.Play("kiosk", ConnectionState::kPasswordExpired);
  server_.End(RasError::kNoCarrier);
  server_.password = "secret-2";
  server_.expired = false;
  agent_.secrets.generation = 2;
  agent_.Tick(std::chrono::minutes(1));
  Live(2);
  EXPECT_TRUE(IsOnline());
  EXPECT_EQ(server_.refused, 1) << "the staged one, before the profile's own was looked at";
  EXPECT_TRUE(HasOnePassword());
}

// With a fuse for each step there is.
class PowerCutTest : public RotationTest, public testing::WithParamInterface<int> {
 protected:
  PowerCutTest() : RotationTest(GetParam()) {}
};

constexpr int kSteps = 22;

TEST_P(PowerCutTest, TheNextStartConnectsAndOnePasswordIsLeft) {
  Start();
  bool cut = false;
  try {
    Live(1);
    agent_.Tick(std::chrono::minutes(5));
  } catch (const PowerCut&) {
    cut = true;
  }
  // The last one has nothing left to cut: there are no more steps than these.
  ASSERT_EQ(cut, GetParam() < kSteps - 1);
  fuse_.burning = false;
  agent_.CutPower();
  agent_.Tick(std::chrono::minutes(1));
  Start();
  Live(2);
  EXPECT_TRUE(IsOnline()) << "one of the two passwords is the server's";
  EXPECT_LE(server_.refused, 1);
  EXPECT_TRUE(HasOnePassword());
  LoseTheLink();
  const int refused = server_.refused;
  Live(1);
  EXPECT_TRUE(IsOnline());
  EXPECT_EQ(server_.refused, refused) << "it is known now";
}

INSTANTIATE_TEST_SUITE_P(Steps, PowerCutTest, testing::Range(0, kSteps));

}  // namespace
}  // namespace lineman
