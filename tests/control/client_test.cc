// The client against the server, over a real socket.
#include "control/client.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <string>
#include <utility>

#include "control/message.h"
#include "tests/control/server_fixture.h"

namespace lineman {
namespace {

using std::chrono::milliseconds;
using Kind = ControlError::Kind;

class ClientTest : public ServerTest {
 protected:
  ControlClient Client() {
    ControlResult<ControlClient> client = ControlClient::Connect(path_);
    EXPECT_TRUE(client.has_value());
    return *std::move(client);
  }
  ControlError ErrorOfConnecting() {
    const auto client = ControlClient::Connect(path_);
    EXPECT_FALSE(client.has_value());
    return client ? ControlError{} : client.error();
  }
  static std::string Said(const ControlResult<Json>& result) {
    return result ? result->Dump() : result.error().message;
  }
};

TEST_F(ClientTest, CallsAndIsAnswered) {
  Start();
  ControlClient client = Client();
  const ControlResult<Json> status = client.Call("status", {});
  ASSERT_TRUE(status.has_value()) << status.error().message;
  EXPECT_EQ(AgentStatusFrom(*status)->lines.size(), 2U);
  EXPECT_EQ(Said(client.Call("up", Json().Set("profile", "kiosk"))), R"({"accepted":true})");
}

TEST_F(ClientTest, AnErrorOfTheAgentIsGivenOnWithItsCodeAndData) {
  Start();
  OnLoop([this] {
    host_.reload.loaded = false;
    host_.reload.findings.Append("a finding");
  });
  ControlClient client = Client();
  const ControlResult<Json> reload = client.Call("reload", {});
  ASSERT_FALSE(reload.has_value());
  EXPECT_EQ(reload.error().kind, Kind::kAnswer);
  EXPECT_EQ(reload.error().code, static_cast<int>(ControlCode::kReloadRefused));
  EXPECT_EQ(reload.error().data.Dump(), R"(["a finding"])");
  const ControlResult<Json> unknown = client.Call("plan", Json().Set("profile", "tilt"));
  EXPECT_EQ(Said(unknown),
            "the agent has no profile 'tilt' (did you mean 'till'?): `lineman status` shows those "
            "it has");
}

TEST_F(ClientTest, HearsWhatHappensAlsoWhileItCalls) {
  Start();
  ControlClient client = Client();
  ASSERT_TRUE(client.Call("subscribe", {}).has_value());
  Publish("kiosk", 2);
  EXPECT_TRUE(client.Call("status", {}).has_value());
  Publish("till");
  for (const int sequence : {1, 2, 3}) {
    const ControlResult<Json> next = client.Next(kPatience);
    ASSERT_TRUE(next.has_value()) << next.error().message;
    EXPECT_EQ(*next->Find("entry")->Find("sequence")->AsInteger(), sequence);
  }
  const ControlResult<Json> none = client.Next(milliseconds(1));
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().kind, Kind::kProtocol);
  EXPECT_EQ(none.error().message, "");
}

TEST_F(ClientTest, WithoutAnAgentTheErrorSaysHowToStartIt) {
  const std::string expected =
      "no agent is running: start it with \"systemctl start lineman\" or \"lineman agent\" "
      "(nobody listens on " +
      path_ + ")";
  EXPECT_EQ(ErrorOfConnecting().kind, Kind::kNoAgent);
  EXPECT_EQ(ErrorOfConnecting().message, expected);
  // One that a dead agent has left behind says the same.
  const Result<SocketAddress> address = SocketAddress::Of(path_);
  const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(dead, address->get(), SocketAddress::size()), 0);
  ::close(dead);
  EXPECT_EQ(ErrorOfConnecting().kind, Kind::kNoAgent);
  EXPECT_EQ(ErrorOfConnecting().message, expected);
}

TEST_F(ClientTest, AnAgentThatEndsIsNoAgent) {
  Start();
  ControlClient client = Client();
  ASSERT_TRUE(client.Call("subscribe", {}).has_value());
  OnLoop([this] { server_.reset(); });
  EXPECT_EQ(client.Next(kPatience).error().kind, Kind::kNoAgent);
  EXPECT_EQ(client.Call("status", {}).error().kind, Kind::kNoAgent);
  EXPECT_EQ(ErrorOfConnecting().kind, Kind::kNoAgent);
}

TEST_F(ClientTest, AnAgentThatDoesNotAnswerIsNotWaitedForLongerThanSaid) {
  ASSERT_TRUE(Listen().has_value());  // and the loop does not run
  const ControlResult<Json> answer = Client().Call("status", {}, milliseconds(20));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, Kind::kProtocol);
  EXPECT_EQ(answer.error().message,
            "the agent did not answer status in 20ms: see `systemctl status lineman`");
}

TEST_F(ClientTest, AnAgentThatDoesNotReadIsNotWaitedForEither) {
  ASSERT_TRUE(Listen().has_value());
  ControlClient client = Client();
  const Json params = Json().Set("text", std::string(1 << 20, 'x'));
  const ControlResult<Json> answer = client.Call("answer", params, milliseconds(20));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().message, "the agent does not read: see `systemctl status lineman`");
}

TEST_F(ClientTest, ACallThatIsTooLongIsAnAnswerAndTheEnd) {
  Start();
  ControlClient client = Client();
  const ControlResult<Json> answer =
      client.Call("answer", Json().Set("text", std::string(8 << 20, 'x')), kPatience);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, static_cast<int>(ControlCode::kTooLong)) << Said(answer);
  EXPECT_EQ(client.Call("status", {}).error().kind, Kind::kNoAgent);
}

TEST_F(ClientTest, APathThatNoSocketCanHaveIsAnError) {
  path_ = folder_ + "/" + std::string(200, 'x');
  EXPECT_EQ(ErrorOfConnecting().kind, Kind::kProtocol);
  EXPECT_NE(ErrorOfConnecting().message.find("107 bytes"), std::string::npos);
}

}  // namespace
}  // namespace lineman
