// Random worlds under random abuse: the contract holds whatever is done when.
#include <gtest/gtest.h>

#include "tests/engines/simulator/playground.h"

namespace lineman::simulator {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Random numbers of one run, from the seed alone.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : chance_(seed) {}
  std::int64_t Roll(std::int64_t sides) { return chance_.Between(0, sides - 1, "dice", "", ++n_); }
  bool Maybe(std::int64_t percent) { return Roll(100) < percent; }
  std::string Pick(const std::vector<std::string>& from) {
    return from[static_cast<std::size_t>(Roll(static_cast<std::int64_t>(from.size())))];
  }

 private:
  Chance chance_;
  std::uint64_t n_ = 0;
};

std::string RandomServer(Dice& dice) {
  std::string text = "{dialect: " + dice.Pick({"modern", "terse", "lan_manager", "windows_95"}) +
                     ", callback: " + dice.Pick({"none", "preset", "set_by_caller"}) +
                     ", patience: " + dice.Pick({"1ms", "3s", "10m"});
  if (dice.Maybe(30)) text += ", link: l";
  if (dice.Maybe(20)) text += ", ports: 2, when_full: " + dice.Pick({"931", "676"});
  if (dice.Maybe(25)) text += ", prompts: [{prompt: a, answer: a}, {prompt: b}]";
  if (dice.Maybe(25)) text += ", eap: [{prompt: a, answer: a}]";
  if (dice.Maybe(20)) text += ", multilink: 2, links_down: [" + dice.Pick({"1", "1, 2", "2"}) + "]";
  if (dice.Maybe(20)) text += ", devices: [modem, pad]";
  if (dice.Maybe(50)) {
    text += ", retries: 2, lockout: {after: 3, for: 10s}, users: {kiosk: {password: " +
            dice.Pick({"a", "b"}) + ", password_expires: " + dice.Pick({"0s", "1h"}) +
            ", change_password: " + dice.Pick({"accepted", "refused", "not_offered"}) + "}}";
  }
  if (dice.Maybe(30)) {
    text += ", refuses: [{chance: 50%, error: " + dice.Pick({"691", "720", "629", "633"}) +
            ", in: " + dice.Pick({"authenticate", "open_port", "projected", "auth_retry"}) + "}]";
  }
  return text + "}";
}

std::string RandomWorld(Dice& dice) {
  return "world: w\ntiming: {ring: " + dice.Pick({"0s", "3s"}) +
         ", hang_up: " + dice.Pick({"0s", "1s", "5m"}) + ", reply: " + dice.Pick({"0s", "200ms"}) +
         "}\nservers:\n  one: " + RandomServer(dice) + "\n  two: " + RandomServer(dice) +
         "\nnumbers:\n  \"1\": one\n  \"2\": two\n  \"3\": {calls: [busy, one, voice], answers: "
         "two}\n"
         "links: {l: {drops: [{mean: " +
         dice.Pick({"1s", "20s", "5m"}) + "}, {after: " + dice.Pick({"1ms", "8s"}) +
         "}], stalls: [{mean: 5s, for: 4s}]}}\ndevices: {m: {fails: [{mean: " +
         dice.Pick({"30s", "1h"}) + ", for: 5s}]}}\n";
}

Answer RandomAnswer(Dice& dice) {
  Answer answer;
  if (dice.Maybe(30)) answer.callback_number = dice.Pick({"", "*", "030 1"});
  if (dice.Maybe(30)) answer.password = Secret(dice.Pick({"a", "b"}));
  if (dice.Maybe(10)) answer.username = dice.Pick({"kiosk", "nobody"});
  if (dice.Maybe(30)) answer.new_password = Secret(dice.Pick({"a", "c"}));
  if (dice.Maybe(30)) answer.text = dice.Pick({"a", "b", ""});
  answer.done = dice.Maybe(10);
  return answer;
}

// Notices every breach of the contract as it happens.
class Watched {
 public:
  Watched(Playground& ground, Dice& dice, const std::string& number)
      : ground_(ground), dice_(dice) {
    DialRequest request = ground.Request(number, "a");
    attempt_ = request.attempt;
    inside_ = true;
    connection_ = ground.simulator.Dial(request, [this](const Notification& n) { Hear(n); });
    inside_ = false;
  }

  void Abuse() {
    if (connection_ == nullptr) return;
    inside_ = true;
    const ConnectionState before = connection_->Status().state;
    switch (dice_.Roll(12)) {
      case 0:
        Hang();
        break;
      case 1:
        destroyed_ = true;
        connection_.reset();
        break;
      case 2:
      case 3:
      case 4: {
        const bool pause = GroupOf(before) == StateGroup::kPaused && !hung_up_;
        const bool taken = connection_->Answer(RandomAnswer(dice_)).has_value();
        EXPECT_TRUE(pause || !taken);
        break;
      }
      default:
        connection_->Statistics();
        break;
    }
    inside_ = false;
  }

  void Hang() {
    if (connection_ == nullptr) return;
    connection_->HangUp();
    if (!hung_up_) hung_up_ = ground_.env.Now();
  }

  void ExpectEnded() const { EXPECT_TRUE(destroyed_ || finals_ == 1) << last_; }

 private:
  void Hear(const Notification& n) {
    EXPECT_FALSE(inside_) << "inside a call to the engine";
    EXPECT_FALSE(destroyed_) << "after the connection was destroyed";
    EXPECT_EQ(finals_, 0) << "after the final disconnected";
    EXPECT_EQ(n.attempt, attempt_);
    const bool final = n.state == ConnectionState::kDisconnected;
    EXPECT_TRUE(!hung_up_ || final) << "after HangUp only the end may come";
    EXPECT_TRUE(!hung_up_ || ground_.env.Now() - *hung_up_ <= kHangUpDeadline);
    EXPECT_TRUE(!failed_ || final) << "after a failure only the end may come";
    EXPECT_TRUE(!failed_ || *failed_ == n.error) << "the end has the error of the failure";
    EXPECT_TRUE(!final || n.error != RasError::kNone);
    if (connection_ != nullptr) {
      EXPECT_EQ(connection_->Status().state, n.state);
    }
    if (n.error != RasError::kNone) failed_ = n.error;
    finals_ += final ? 1 : 0;
    last_ = NameOf(n.state);
    if (dice_.Maybe(10)) Abuse();  // from inside the handler
  }

  Playground& ground_;
  Dice& dice_;
  AttemptId attempt_ = 0;
  bool inside_ = false;
  bool destroyed_ = false;
  std::optional<Instant> hung_up_;
  std::optional<RasError> failed_;
  int finals_ = 0;
  std::string last_;
  std::unique_ptr<Connection> connection_;
};

void PlayOnce(std::uint64_t seed) {
  Dice dice(seed);
  const std::string world = RandomWorld(dice);
  SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + world);
  Playground ground(world, seed);
  std::vector<std::unique_ptr<Watched>> calls;
  for (int step = 0; step < 60; ++step) {
    if (dice.Maybe(25))
      calls.push_back(std::make_unique<Watched>(ground, dice, dice.Pick({"1", "2", "3", "4", ""})));
    if (!calls.empty()) {
      const auto which =
          static_cast<std::size_t>(dice.Roll(static_cast<std::int64_t>(calls.size())));
      calls[which]->Abuse();
    }
    ground.env.Tick(Duration(dice.Roll(4000)));
  }
  for (const auto& call : calls) call->Hang();
  ground.env.Tick(kHangUpDeadline);
  for (const auto& call : calls) call->ExpectEnded();
  ground.env.Tick(minutes(30));
}

TEST(Abuse, NoWorldAndNoAbuseBreaksTheContract) {
  for (std::uint64_t seed = 1; seed <= 400 && !testing::Test::HasFailure(); ++seed) PlayOnce(seed);
}

}  // namespace
}  // namespace lineman::simulator
