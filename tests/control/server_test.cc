// The socket in the file system: what is replaced, what is refused, what stays behind.
#include "control/server.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/control/server_fixture.h"

namespace lineman {
namespace {

class ListenTest : public ServerTest {
 protected:
  std::string ErrorOfListening(const std::string& look = "", const std::string& act = "") {
    const Result<Done> listens = Listen(look, act);
    return listens ? "none" : listens.error().message;
  }
};

TEST_F(ListenTest, EverybodyMayConnectAndNobodyElseMayReplaceIt) {
  ASSERT_TRUE(Listen().has_value());
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_TRUE(S_ISSOCK(status.st_mode));
  EXPECT_EQ(status.st_mode & 07777U, 0666U);
}

TEST_F(ListenTest, TheSocketGoesWithTheServer) {
  ASSERT_TRUE(Listen().has_value());
  server_.reset();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(ListenTest, ASocketOfADeadAgentIsReplaced) {
  const Result<SocketAddress> address = SocketAddress::Of(path_);
  const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(dead, address->get(), SocketAddress::size()), 0);
  ::close(dead);
  Start();
  RawClient client(path_);
  EXPECT_TRUE(client.Send("{}\n"));
  EXPECT_TRUE(client.Line().has_value());
}

TEST_F(ListenTest, TheSocketOfALivingAgentIsLeftAlone) {
  Start();
  asio::io_context other_loop;
  ControlServer other(other_loop, host_);
  const Result<Done> listens = other.Listen({path_, "", ""});
  ASSERT_FALSE(listens.has_value());
  EXPECT_EQ(listens.error().message,
            "another agent listens on " + path_ +
                ": stop it, or name another socket with the key socket or with --socket");
  RawClient client(path_);
  EXPECT_TRUE(client.Send("{}\n"));
  EXPECT_TRUE(client.Line().has_value());
}

TEST_F(ListenTest, AnAgentThatWasReplacedDoesNotTakeItsSuccessorsSocketAway) {
  ASSERT_TRUE(Listen().has_value());
  std::filesystem::remove(path_);
  ControlServer next(loop_, host_);
  ASSERT_TRUE(next.Listen({path_, "", ""}).has_value());
  server_.reset();
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(ListenTest, WhatIsNoSocketIsNotReplaced) {
  std::ofstream(path_) << "a file";
  EXPECT_EQ(ErrorOfListening(), path_ +
                                    " is in the way of the control socket: remove it, or name "
                                    "another socket with the key socket or with --socket");
  EXPECT_EQ(std::filesystem::file_size(path_), 6U);
}

TEST_F(ListenTest, AFolderWhereOthersMayWriteIsRefused) {
  ::chmod(folder_.c_str(), 0777);
  EXPECT_EQ(ErrorOfListening(), "others may write into the folder " + folder_ +
                                    " of the control socket: chmod go-w " + folder_);
  ::chmod(folder_.c_str(), 0775);
  EXPECT_NE(ErrorOfListening(), "none");
  ::chmod(folder_.c_str(), 01777);  // where nobody may remove what is another's
  EXPECT_EQ(ErrorOfListening(), "none");
}

TEST_F(ListenTest, AFolderThatIsNotThereIsAnError) {
  path_ = folder_ + "/none/control.sock";
  EXPECT_EQ(ErrorOfListening(),
            "the folder " + folder_ + "/none of the control socket: No such file or directory");
}

TEST_F(ListenTest, AGroupThatIsNotThereIsAnError) {
  EXPECT_EQ(ErrorOfListening("no-such-group", ""),
            "control: {look: no-such-group}: there is no such group: `groupadd --system "
            "no-such-group` makes it");
  EXPECT_EQ(ErrorOfListening("", "no-such-group").substr(0, 14), "control: {act:");
}

TEST_F(ListenTest, HalfClosedConnectionsAreAnsweredAndClosed) {
  Start();
  RawClient client(path_);
  client.Send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\"}\n");
  client.EndWriting();
  EXPECT_NE(client.Line().value_or("").find("\"result\""), std::string::npos);
  EXPECT_FALSE(client.Line().has_value());
  EXPECT_TRUE(client.HasEnded());
}

TEST_F(ListenTest, ConnectionsThatComeAndGoLeaveRoomForOthers) {
  Start();
  for (int i = 0; i < 1000; ++i) {
    RawClient client(path_);
    client.Send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"}\n");
    if (i % 2 == 0) {
      ASSERT_NE(client.Line().value_or("").find("\"result\""), std::string::npos);
    }
    if (i % 3 == 0) client.EndWriting();
    if (i % 5 == 0) Publish("kiosk");
  }
}

}  // namespace
}  // namespace lineman
