// Bad peers, many peers, deaf peers: memory stays bounded, and the loop goes on with its work.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <asio/post.hpp>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "control/message.h"
#include "control/session.h"
#include "tests/control/server_fixture.h"

namespace lineman {
namespace {

constexpr const char* kSubscribe = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"}\n";
constexpr const char* kStatus = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"status\"}\n";

// Counts how often it was asked for its status.
class CountingHost : public HostDouble {
 public:
  AgentStatus Status() override {
    ++asked;
    return HostDouble::Status();
  }
  int asked = 0;
};

class FloodTest : public ServerTest {
 protected:
  // What the process has grown by, in MiB. A sanitizer's own book-keeping grows as it likes.
  long Grown() const {
#ifdef LINEMAN_SANITIZED
    return 0;
#else
    return (Memory() - before_) / 1024;
#endif
  }

  // How many entries a subscriber heard of: told, and counted as missed.
  struct Heard {
    int told = 0;
    int missed = 0;
    int notices = 0;
  };
  static Heard Hear(RawClient& client, int all) {
    Heard heard;
    while (heard.told + heard.missed < all) {
      const std::optional<std::string> line = client.Line();
      if (!line) break;
      const std::size_t missed = line->find("\"missed\":");
      if (missed == std::string::npos) {
        ++heard.told;
      } else {
        heard.missed += std::stoi(line->substr(missed + 9));
        ++heard.notices;
      }
    }
    return heard;
  }

  long before_ = Memory();
};

TEST_F(FloodTest, FiftySubscribersAndOneThatNeverReadsAllLearnWhatHappened) {
  constexpr int kRounds = 80;
  constexpr int kEntries = 50;
  Start();
  RawClient deaf(path_);
  deaf.Send(kSubscribe);
  ASSERT_TRUE(deaf.Line().has_value());
  std::vector<RawClient> readers;
  for (int i = 0; i < 50; ++i) {
    readers.emplace_back(path_).Send(kSubscribe);
    ASSERT_TRUE(readers.back().Line().has_value());
  }
  for (int round = 0; round < kRounds; ++round) {
    Publish("kiosk", kEntries);  // returns: nobody waits for the deaf one
    for (RawClient& reader : readers) {
      const Heard heard = Hear(reader, kEntries);
      ASSERT_EQ(heard.told, kEntries);  // who reads misses nothing
      ASSERT_EQ(heard.missed, 0);
    }
  }
  EXPECT_LT(Grown(), 32);
  const Heard heard = Hear(deaf, kRounds * kEntries);
  EXPECT_EQ(heard.told + heard.missed, kRounds * kEntries);
  EXPECT_GT(heard.missed, 0);
  EXPECT_EQ(heard.notices, 1);
}

TEST_F(FloodTest, AHundredThousandMalformedMessagesAreEachAnswered) {
  constexpr int kMessages = 100'000;
  Start();
  RawClient client(path_);
  std::thread writer([&client] {
    std::string portion;
    for (int i = 0; i < 1000; ++i) portion += "{\"jsonrpc\": nonsense\n";
    for (int i = 0; i < kMessages / 1000; ++i) client.Send(portion);
  });
  int answers = 0;
  while (answers < kMessages && client.Line()) ++answers;
  writer.join();
  EXPECT_EQ(answers, kMessages);
  EXPECT_LT(Grown(), 16);
  // The connection is as good as before.
  client.Send(kStatus);
  EXPECT_NE(client.Line().value_or("").find("\"result\""), std::string::npos);
}

TEST_F(FloodTest, OneThatWritesWithoutReadingIsNotReadEither) {
  Start();
  const RawClient client(path_);
  std::string calls;
  for (int i = 0; i < 1000; ++i) calls += kStatus;
  std::size_t sent = 0;
  std::size_t refused = 0;
  // Until nothing goes any more although the server has had its turns.
  while (refused < 100 && sent < (64U << 20U)) {
    const std::size_t some = client.SendSome(calls);
    sent += some;
    refused = some == 0 ? refused + 1 : 0;
    OnLoop([] {});
  }
  EXPECT_LT(sent, 4U << 20U);
  EXPECT_LT(Grown(), 16);
}

TEST_F(FloodTest, AMessageWithoutEndIsNotKept) {
  Start();
  RawClient client(path_);
  const std::string portion(1 << 20, 'x');
  std::size_t taken = 0;
  for (int i = 0; i < 64; ++i) {
    if (!client.Send(portion)) break;
    ++taken;
  }
  EXPECT_LT(taken, 4U) << "MiB were read, of a message that was too long after 64 KiB";
  EXPECT_LT(Grown(), 8);
  EXPECT_NE(client.Line().value_or("").find("-32005"), std::string::npos);
  EXPECT_FALSE(client.Line().has_value());
}

TEST_F(FloodTest, MessagesWithoutEndFromManyAreKeptUpToTheLongest) {
  Start();
  const std::string portion(kMostMessage, 'x');  // each as long as may be, and never ended
  std::vector<RawClient> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back(path_);
    ASSERT_TRUE(clients.back().Send(portion));
  }
  OnLoop([] {});
  EXPECT_LT(Grown(), 48);
  for (RawClient& client : clients) {
    client.Send("x\n");
    EXPECT_NE(client.Line().value_or("").find("-32005"), std::string::npos);
  }
}

TEST_F(FloodTest, OfAThousandConnectionsSomeAreServedAndTheOthersToldSo) {
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = files.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  ASSERT_GT(files.rlim_cur, 1500U);
  Start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 1000; ++i) {
    clients.emplace_back(path_);
    ASSERT_TRUE(clients.back().IsConnected());
    clients.back().Send(kStatus);
  }
  int served = 0;
  int told = 0;
  for (RawClient& client : clients) {
    const std::string line = client.Line().value_or("");
    if (line.find("\"result\"") != std::string::npos) ++served;
    if (line.find("-32006") != std::string::npos) ++told;
  }
  EXPECT_EQ(served, 128);
  EXPECT_EQ(told, 872);
  EXPECT_LT(Grown(), 32);
  clients.clear();
  // As soon as they are gone there is room again.
  bool again = false;
  for (int tries = 0; tries < 10'000 && !again; ++tries) {
    RawClient client(path_);
    client.Send(kStatus);
    again = client.Line().value_or("").find("\"result\"") != std::string::npos;
  }
  EXPECT_TRUE(again);
}

TEST_F(FloodTest, ConnectionsThatAreHalfClosedInAnyOrderAllEnd) {
  Start();
  for (int i = 0; i < 300; ++i) {
    RawClient client(path_);
    if (i % 3 == 0) client.Send("{\"jsonrpc\":");
    if (i % 3 == 1) client.Send(std::string(kSubscribe) + kStatus);
    client.EndWriting();
    if (i % 2 == 0) continue;  // without reading what was said
    while (client.Line()) {
    }
    ASSERT_TRUE(client.HasEnded());
  }
}

// Between two turns of anything else on the loop, one peer gets a few calls answered at most.
TEST_F(FloodTest, AFloodOfCallsTakesTurnsWithTheLines) {
  CountingHost host;
  server_.emplace(loop_, host);
  ASSERT_TRUE(server_->Listen({path_, "", ""}).has_value());
  constexpr int kCalls = 500;
  RawClient client(path_);
  std::string calls;
  for (int i = 0; i < kCalls; ++i) calls += kStatus;
  ASSERT_TRUE(client.Send(calls));
  std::thread reader([&client] {
    for (int i = 0; i < kCalls && client.Line(); ++i) {
    }
  });
  int most = 0;
  int last = 0;
  std::function<void()> line = [&] {
    most = std::max(most, host.asked - last);
    last = host.asked;
    if (last < kCalls) asio::post(loop_, line);
  };
  asio::post(loop_, line);
  while (last < kCalls) loop_.run_one_for(kPatience);
  loop_.run_for(std::chrono::milliseconds(1));
  while (loop_.poll() > 0) {
  }
  server_.reset();
  reader.join();
  EXPECT_GT(most, 0);
  EXPECT_LE(most, 16);
}

}  // namespace
}  // namespace lineman
