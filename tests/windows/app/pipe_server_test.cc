// The control socket as a named pipe: good peers and bad ones, many of them and deaf ones.
#include <algorithm>
#include <thread>
#include <vector>

#include "control/client.h"
#include "control/message.h"
#include "tests/windows/app/pipe_fixture.h"

namespace lineman {
namespace {

constexpr const char* kSubscribe = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"}\n";
constexpr const char* kStatus = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"status\"}\n";

TEST_F(PipeServerTest, AClientCallsAndHearsWhatHappens) {
  Start();
  ControlResult<ControlClient> client = ControlClient::Connect(path_);
  ASSERT_TRUE(client) << client.error().message;
  EXPECT_TRUE(client->Call("status", {}, kPatience));
  Json params;
  params.Set("profile", "kiosk");
  EXPECT_TRUE(client->Call("up", params, kPatience));
  EXPECT_EQ(host_.said.at(0).profile, "kiosk");
  ASSERT_TRUE(client->Call("subscribe", {}, kPatience));
  Publish("kiosk");
  const ControlResult<Json> heard = client->Next(kPatience);
  ASSERT_TRUE(heard) << heard.error().message;
  EXPECT_NE(heard->Dump().find("\"kiosk\""), std::string::npos);
}

TEST_F(PipeServerTest, WithoutAnAgentTheClientSaysHowToStartOne) {
  const ControlResult<ControlClient> client = ControlClient::Connect(path_);
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().kind, ControlError::Kind::kNoAgent);
  EXPECT_NE(client.error().message.find("lineman service start"), std::string::npos);
}

TEST_F(PipeServerTest, AnAgentThatDoesNotAnswerIsNotWaitedForForEver) {
  ASSERT_TRUE(Listen());  // and the loop does not run
  ControlResult<ControlClient> client = ControlClient::Connect(path_);
  ASSERT_TRUE(client);
  const ControlResult<Json> answer = client->Call("status", {}, std::chrono::milliseconds(100));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message.find("the agent did not answer status in 100ms"), 0U)
      << answer.error().message;
}

TEST_F(PipeServerTest, ANameAtWhichAnAgentListensIsTaken) {
  Start();
  ControlServer other(loop_, host_);
  const Result<Done> listens = other.Listen({path_, "", ""});
  ASSERT_FALSE(listens);
  EXPECT_NE(listens.error().message.find("another process listens there"), std::string::npos);
  // The first one is as good as before.
  RawPipe client(path_);
  client.Send(kStatus);
  EXPECT_NE(client.Line().value_or("").find("\"result\""), std::string::npos);
}

TEST_F(PipeServerTest, ThePlaceOfAnAgentThatHasEndedIsFree) {
  Start();
  OnLoop([this] { server_.reset(); });
  std::optional<Result<Done>> again;
  OnLoop([&] {
    server_.emplace(loop_, host_);
    again = server_->Listen({path_, "", ""});
  });
  EXPECT_TRUE(*again) << (*again).error().message;
}

TEST_F(PipeServerTest, MalformedMessagesAreEachAnswered) {
  constexpr int kMessages = 20'000;
  Start();
  RawPipe client(path_);
  ASSERT_TRUE(client.Send(kStatus));
  ASSERT_TRUE(client.Line());
  const std::size_t before = Memory();
  RawPipe bad(path_);
  std::thread writer([&bad] {
    std::string portion;
    for (int i = 0; i < 1000; ++i) portion += "{\"jsonrpc\": nonsense\n";
    for (int i = 0; i < kMessages / 1000; ++i) bad.Send(portion);
  });
  int answers = 0;
  while (answers < kMessages && bad.Line()) ++answers;
  writer.join();
  EXPECT_EQ(answers, kMessages);
  EXPECT_LT(Memory(), before + 16);
  bad.Send(kStatus);
  EXPECT_NE(bad.Line().value_or("").find("\"result\""), std::string::npos);
}

TEST_F(PipeServerTest, AMessageWithoutEndIsNotKept) {
  Start();
  RawPipe client(path_);
  const std::string portion(1 << 20, 'x');
  int taken = 0;
  while (taken < 64 && client.Send(portion)) ++taken;
  EXPECT_LT(taken, 4) << "MiB were read, of a message that was too long after 64 KiB";
  EXPECT_NE(client.Line().value_or("").find("-32005"), std::string::npos);
  EXPECT_FALSE(client.Line().has_value());
}

TEST_F(PipeServerTest, OneThatWritesWithoutReadingIsNotReadEither) {
  Start();
  const RawPipe client(path_);
  std::string calls;
  for (int i = 0; i < 1000; ++i) calls += kStatus;
  std::size_t sent = 0;
  const std::size_t before = Memory();
  while (sent < (64U << 20U) && client.Send(calls, std::chrono::milliseconds(500)))
    sent += calls.size();
  EXPECT_LT(sent, 4U << 20U);
  EXPECT_LT(Memory(), before + 16);
}

TEST_F(PipeServerTest, OneThatNeverReadsHoldsNobodyUpAndLearnsWhatItMissed) {
  constexpr int kEntries = 4000;
  Start();
  RawPipe deaf(path_);
  deaf.Send(kSubscribe);
  ASSERT_TRUE(deaf.Line());
  RawPipe reader(path_);
  reader.Send(kSubscribe);
  ASSERT_TRUE(reader.Line());
  for (int i = 0; i < kEntries; i += 50) {
    Publish("kiosk", 50);
    for (int heard = 0; heard < 50; ++heard) {
      const auto line = reader.Line();
      ASSERT_TRUE(line);
      ASSERT_EQ(line->find("\"missed\""), std::string::npos);
    }
  }
  int told = 0;
  int missed = 0;
  while (told + missed < kEntries) {
    const std::optional<std::string> line = deaf.Line();
    ASSERT_TRUE(line);
    const std::size_t at = line->find("\"missed\":");
    if (at == std::string::npos) {
      ++told;
    } else {
      missed += std::stoi(line->substr(at + 9));
    }
  }
  EXPECT_GT(missed, 0);
}

TEST_F(PipeServerTest, OfManyConnectionsSomeAreServedAndTheOthersToldSo) {
  Start();
  std::vector<RawPipe> clients;
  for (int i = 0; i < 300; ++i) {
    clients.emplace_back(path_);
    ASSERT_TRUE(clients.back().IsConnected());
    ASSERT_TRUE(clients.back().Send(kStatus));
  }
  int served = 0;
  int told = 0;
  for (RawPipe& client : clients) {
    const std::string line = client.Line().value_or("");
    if (line.find("\"result\"") != std::string::npos) ++served;
    if (line.find("-32006") != std::string::npos) ++told;
  }
  EXPECT_EQ(served, 128);
  EXPECT_EQ(told, 172);
  clients.clear();
  EXPECT_TRUE(Eventually([&] {
    RawPipe client(path_);
    client.Send(kStatus);
    return client.Line().value_or("").find("\"result\"") != std::string::npos;
  })) << "as soon as they are gone there is room again";
}

TEST_F(PipeServerTest, ThoseWhoSayNothingMakeRoomForThoseWhoDo) {
  Start();
  std::vector<RawPipe> silent;
  for (int i = 0; i < 200; ++i) silent.emplace_back(path_);
  RawPipe client(path_);
  ASSERT_TRUE(client.Send(kStatus));
  EXPECT_NE(client.Line().value_or("").find("\"result\""), std::string::npos);
  EXPECT_FALSE(silent.front().Line()) << "the first was closed";
}

TEST_F(PipeServerTest, ConnectionsThatGoAtAnyMomentAllEnd) {
  Start();
  for (int i = 0; i < 300; ++i) {
    RawPipe client(path_);
    if (i % 4 == 0) client.Send("{\"jsonrpc\":");
    if (i % 4 == 1) client.Send(std::string(kSubscribe) + kStatus);
    if (i % 4 == 2) {
      client.Send(kStatus);
      ASSERT_TRUE(client.Line());
    }
  }
  RawPipe client(path_);
  client.Send(kStatus);
  EXPECT_NE(client.Line().value_or("").find("\"result\""), std::string::npos);
}

TEST_F(PipeServerTest, ACallWhoseCallerIsGoneIsCarriedOutAllTheSame) {
  Start();
  RawPipe(path_).Send(
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"up\",\"params\":{\"profile\":\"kiosk\"}}\n");
  EXPECT_TRUE(Eventually([&] {
    std::size_t said = 0;
    OnLoop([&] { said = host_.said.size(); });
    return said == 1;
  }));
}

TEST(PipeNameTest, APathAndAPipesOwnNameBothNameAPipe) {
  EXPECT_EQ(ReadablePipeName("\\\\.\\pipe\\lineman\\control"), "\\\\.\\pipe\\lineman\\control");
  EXPECT_EQ(ReadablePipeName("//./pipe/kiosk"), "\\\\.\\pipe\\kiosk");
  EXPECT_EQ(ReadablePipeName("C:\\k\xC3\xA4se\\.\\control"),
            "\\\\.\\pipe\\lineman\\C:/k\xC3\xA4se/control");
  EXPECT_EQ(ReadablePipeName("C:/k\xC3\xA4se/control"),
            "\\\\.\\pipe\\lineman\\C:/k\xC3\xA4se/control");
  EXPECT_NE(ReadablePipeName("control").find(":/"), std::string::npos) << "in this folder";
  EXPECT_FALSE(PipeNameOf(""));
  EXPECT_FALSE(PipeNameOf("C:/" + std::string(300, 'x')));
}

}  // namespace
}  // namespace lineman
