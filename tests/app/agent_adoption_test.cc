// Connections that outlive the agent: those of a simulator that is a process of its own.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/app/remote_agent.h"

namespace lineman {
namespace {

// Says `text` to the socket and listens until the other side hangs up; what it said.
std::string SayAndListen(const std::string& path, const std::string& text) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int caller = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{kPatience.count(), 0};
  ::setsockopt(caller, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  ::setsockopt(caller, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  // The address of a local socket is one of the forms of a socket's address.
  EXPECT_EQ(::connect(caller, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  for (std::size_t said = 0; said < text.size();) {
    const ssize_t more = ::send(caller, text.data() + said, text.size() - said, MSG_NOSIGNAL);
    if (more <= 0) break;
    said += static_cast<std::size_t>(more);
  }
  std::string heard;
  std::array<char, 4096> block{};
  for (ssize_t more = 1; more > 0;) {
    more = ::recv(caller, block.data(), block.size(), 0);
    if (more > 0) heard.append(block.data(), static_cast<std::size_t>(more));
  }
  ::close(caller);
  return heard;
}

class AgentAdoption : public testing::Test {
 protected:
  AgentAdoption() { folder_.WriteProfile("retry: {holdoff: 1s, backoff: {first: 1s, max: 1s}}\n"); }

  AgentFolder folder_;
};

TEST_F(AgentAdoption, TheNextAgentIsOnlineWithoutADialWhenOneIsKilledOrReplaced) {
  RunningSimulator simulator(folder_);
  {
    RemoteAgent first(folder_);
    ASSERT_TRUE(first.Says("dialing -> online"));
    first.Signal(SIGKILL);
    first.Await();
  }
  {
    RemoteAgent second(folder_);
    ASSERT_TRUE(second.Says("kiosk: adopted: connected"));
    ASSERT_TRUE(second.Says("dialing -> online"));
    second.Signal(SIGUSR1);
    const Ended ended = second.Await();
    EXPECT_EQ(ended.code, 0);
    EXPECT_NE(ended.err.find("replaced: "), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find("hang"), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find("kiosk: dial "), std::string::npos) << ended.err;
  }
  RemoteAgent third(folder_);
  ASSERT_TRUE(third.Says("kiosk: adopted: connected"));
  ASSERT_TRUE(third.Says("dialing -> online"));
  third.Signal(SIGTERM);
  const Ended ended = third.Await();
  EXPECT_NE(ended.err.find("hanging_up -> idle"), std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find("kiosk: dial "), std::string::npos) << ended.err;
  ASSERT_TRUE(simulator.AwaitError("it leaves 0 calls")) << simulator.err();
  EXPECT_EQ(CountOf(simulator.err(), "kiosk: dials "), 1) << simulator.err();
  EXPECT_EQ(CountOf(simulator.err(), "kiosk: hangs up"), 1) << simulator.err();
}

TEST_F(AgentAdoption, AReplacedAgentHasWrittenItsRecord) {
  folder_.WriteProfile("retry: {caps: [{dials: 1, per: 1h}]}\n");
  folder_.WriteWorld("numbers: {\"*\": no_answer}\n");
  const RunningSimulator simulator(folder_);
  {
    RemoteAgent first(folder_);
    ASSERT_TRUE(first.Says("dialing -> holdoff"));
    first.Signal(SIGUSR1);
    EXPECT_EQ(first.Await().code, 0);
  }
  RemoteAgent second(folder_);
  ASSERT_TRUE(second.Says("hold_off"));
  EXPECT_EQ(second.err().find("-> dialing"), std::string::npos) << second.err();
}

TEST_F(AgentAdoption, ALinkThatWasLostMeanwhileIsDialledAgain) {
  folder_.WriteWorld("servers: {office: {link: l}}\nlinks: {l: {drops: [{after: 5s}]}}\n");
  RunningSimulator simulator(folder_);
  {
    RemoteAgent first(folder_);
    ASSERT_TRUE(first.Says("dialing -> online"));
    first.Signal(SIGKILL);
    first.Await();
  }
  ASSERT_TRUE(simulator.AwaitError("kiosk: disconnected: link_failure")) << simulator.err();
  RemoteAgent second(folder_);
  ASSERT_TRUE(second.Says("kiosk: adopted: connected"));
  ASSERT_TRUE(second.Says("kiosk: disconnected: link_failure"));
  ASSERT_TRUE(second.Says("before this agent came"));
  ASSERT_TRUE(second.Says("holdoff -> dialing"));
  EXPECT_TRUE(second.Says("dialing -> online", second.err().find("holdoff -> dialing")));
}

TEST_F(AgentAdoption, WhenTheSimulatorIsKilledTheLineNoticesAndComesBackWithIt) {
  auto simulator = std::make_unique<RunningSimulator>(folder_);
  RemoteAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  simulator->Signal(SIGKILL);
  ASSERT_TRUE(agent.Says("online -> holdoff"));
  ASSERT_TRUE(agent.Says("start it with lineman simulator --socket simulator.sock"));
  simulator = std::make_unique<RunningSimulator>(folder_);  // in place of the dead one's socket
  EXPECT_TRUE(agent.Says("dialing -> online", agent.err().find("online -> holdoff")));
}

TEST_F(AgentAdoption, ASecondAgentIsTurnedAway) {
  RunningSimulator simulator(folder_);
  RemoteAgent first(folder_);
  ASSERT_TRUE(first.Says("dialing -> online"));
  Program second(folder_.path(), {"--config", "lineman.yaml", "--state", "other", "--socket",
                                  "other-control", "agent", "--simulator", "simulator.sock"});
  EXPECT_TRUE(second.AwaitError("turned this agent away: another agent dials through it"))
      << second.err();
  simulator.Signal(SIGTERM);
  const Ended ended = simulator.Await();
  EXPECT_EQ(CountOf(ended.err, "kiosk: dials "), 1) << ended.err;
}

TEST_F(AgentAdoption, WhoDoesNotKeepToTheProtocolIsCutOffAndHarmsNobody) {
  RunningSimulator simulator(folder_);
  const std::string hello = "{\"hello\":{\"protocol\":1,\"next\":1}}\n";
  for (const std::string& nonsense :
       {std::string("GET / HTTP/1.1\r\n"), std::string("{\"dial\": {\"password\": \"hunter2\"}}\n"),
        std::string(3U << 20U, 'x')})
    EXPECT_EQ(SayAndListen(folder_ / "simulator.sock", nonsense), hello);
  RemoteAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const std::string turned_away = SayAndListen(folder_ / "simulator.sock", "");
  EXPECT_TRUE(turned_away.starts_with("{\"turned_away\":")) << turned_away;
  simulator.Signal(SIGTERM);
  const Ended ended = simulator.Await();
  EXPECT_EQ(CountOf(ended.err, "does not keep to the protocol"), 2) << ended.err;
  EXPECT_EQ(ended.err.find("hunter2"), std::string::npos) << ended.err;
}

TEST_F(AgentAdoption, TheSocketIsForItsOwnerAloneAndGoesWithTheSimulator) {
  RunningSimulator simulator(folder_);
  struct stat made {};
  ASSERT_EQ(::stat((folder_ / "simulator.sock").c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 0777U, 0600U);
  const Ended second = Execute(folder_.path(), kSimulatorArguments);
  EXPECT_EQ(second.code, 1);
  EXPECT_NE(second.err.find("cannot listen at simulator.sock: another process does"),
            std::string::npos)
      << second.err;
  simulator.Signal(SIGTERM);
  EXPECT_EQ(simulator.Await().code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "simulator.sock"));
}

TEST_F(AgentAdoption, AFileThatIsNoSocketIsLeftAlone) {
  folder_.Write("simulator.sock", "precious");
  const Ended refused = Execute(folder_.path(), kSimulatorArguments);
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("a file that is no socket is in the way"), std::string::npos)
      << refused.err;
  EXPECT_EQ(TextOf(folder_ / "simulator.sock"), "precious");
  const Ended far = Execute(folder_.path(), {"simulator", "--socket", std::string(200, 'x')});
  EXPECT_EQ(far.code, 1);
  EXPECT_NE(far.err.find("too long for the path of a socket"), std::string::npos) << far.err;
}

TEST_F(AgentAdoption, EventsOfTheWorldAreSaidNotToHappen) {
  folder_.WriteWorld("events: [{at: 1h, power_cut: 1m}]\n");
  RunningSimulator simulator(folder_);
  EXPECT_TRUE(simulator.AwaitError("the events of the world quick"));
  simulator.Signal(SIGINT);
  EXPECT_EQ(CountOf(simulator.Await().err, "do not happen"), 1);
}

TEST_F(AgentAdoption, AnAgentHasAWorldOrASimulator) {
  const Ended both =
      Execute(folder_.path(), {"agent", "--world", "world.yaml", "--simulator", "s"});
  EXPECT_EQ(both.code, 2);
  EXPECT_NE(both.err.find("--world excludes --simulator"), std::string::npos) << both.err;
  const Ended neither = Execute(folder_.path(), {"simulator"});
  EXPECT_EQ(neither.code, 2);
  EXPECT_NE(neither.err.find("--socket is required"), std::string::npos) << neither.err;
}

TEST_F(AgentAdoption, TheEmbeddedSimulatorsConnectionsEndWithTheAgent) {
  {
    RunningAgent first(folder_);
    ASSERT_TRUE(first.Says("dialing -> online"));
    first.Signal(SIGUSR1);
    EXPECT_EQ(first.Await().code, 0);
  }
  RunningAgent second(folder_);
  EXPECT_TRUE(second.Says("-> dialing: 100"));
}

}  // namespace
}  // namespace lineman
