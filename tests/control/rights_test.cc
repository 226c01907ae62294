// Who may look and who may act: by other users, over the real socket, as the kernel tells them.
#include <fmt/format.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "control/client.h"
#include "control/message.h"
#include "control/peer.h"
#include "tests/control/server_fixture.h"

namespace lineman {
namespace {

// Groups that every Debian has, and a user that none has.
constexpr const char* kLookers = "users";
constexpr const char* kActors = "games";
constexpr uid_t kSomebody = 64123;

gid_t IdOf(const char* group) { return ::getgrnam(group)->gr_gid; }

class RightsTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become others: run the tests as root";
    ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
  }

  struct User {
    uid_t user;
    gid_t group;
    std::vector<gid_t> groups;
  };

  // What a process of that user is answered when it calls the methods, one line each: "hello ok",
  // "up refused the message". The loop runs here, so that nothing is forked off a thread.
  std::string CallAs(const User& user, const std::vector<std::string>& methods) {
    return RunAs(user, [&] { return Call(methods); });
  }

  std::string RunAs(const User& user, const std::function<std::string()>& task) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      const std::string answers = Become(user) ? task() : "cannot become that user";
      const ssize_t written = ::write(ends[1], answers.data(), answers.size());
      ::_exit(written == static_cast<ssize_t>(answers.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    const std::string answers = ReadWhileTheLoopRuns(ends[0]);
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    return answers;
  }

  std::string Call(const std::vector<std::string>& methods) const {
    ControlResult<ControlClient> client = ControlClient::Connect(path_);
    if (!client) return fmt::format("connect: {}\n", client.error().message);
    std::string answers;
    for (const std::string& method : methods) {
      Json params;
      if (method == "up") params.Set("profile", "kiosk");
      const ControlResult<Json> result = client->Call(method, params, kPatience);
      if (result) {
        answers += method + " ok\n";
        continue;
      }
      const bool refused = result.error().kind == ControlError::Kind::kRefused;
      answers +=
          fmt::format("{} {} {}\n", method, refused ? "refused" : "error", result.error().message);
    }
    return answers;
  }

  // This process is another user as far as the kernel tells others.
  static void BeForAWhile(uid_t user, gid_t group, const std::function<void()>& task) {
    std::vector<gid_t> groups(static_cast<std::size_t>(::getgroups(0, nullptr)));
    ASSERT_GE(::getgroups(static_cast<int>(groups.size()), groups.data()), 0);
    ASSERT_EQ(::setgroups(0, nullptr), 0);
    ASSERT_EQ(::setegid(group), 0);
    ASSERT_EQ(::seteuid(user), 0);
    task();
    ASSERT_EQ(::seteuid(0), 0);
    ASSERT_EQ(::setegid(0), 0);
    ASSERT_EQ(::setgroups(groups.size(), groups.data()), 0);
  }

  std::string LineWhileTheLoopRuns(RawClient& client) {
    pollfd waiting{client.handle(), POLLIN, 0};
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (::poll(&waiting, 1, 0) == 0 && std::chrono::steady_clock::now() < deadline)
      loop_.run_for(std::chrono::milliseconds(1));
    return client.Line().value_or("");
  }

 private:
  static bool Become(const User& user) {
    return ::setgroups(user.groups.size(), user.groups.data()) == 0 && ::setgid(user.group) == 0 &&
           ::setuid(user.user) == 0;
  }

  std::string ReadWhileTheLoopRuns(int handle) {
    ::fcntl(handle, F_SETFL, O_NONBLOCK);
    std::string text;
    std::array<char, 4096> portion{};
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < deadline) {
      const ssize_t length = ::read(handle, portion.data(), portion.size());
      if (length == 0) return text;
      if (length > 0) text.append(portion.data(), static_cast<std::size_t>(length));
      loop_.run_for(std::chrono::milliseconds(1));
    }
    ADD_FAILURE() << "the other user says nothing";
    return text;
  }
};

TEST_F(RightsTest, RootMayDoAll) {
  ASSERT_TRUE(Listen(kLookers, kActors).has_value());
  EXPECT_EQ(CallAs({0, 0, {}}, {"status", "up", "reload"}), "status ok\nup ok\nreload ok\n");
  EXPECT_EQ(host_.said.size(), 1U);
}

TEST_F(RightsTest, AMemberOfActMayDoAll) {
  ASSERT_TRUE(Listen(kLookers, kActors).has_value());
  const std::string all = "status ok\nup ok\nreload ok\n";
  const std::vector<std::string> methods = {"status", "up", "reload"};
  EXPECT_EQ(CallAs({kSomebody, kSomebody, {IdOf(kActors)}}, methods), all);
  EXPECT_EQ(CallAs({kSomebody, IdOf(kActors), {}}, methods), all);
}

TEST_F(RightsTest, AMemberOfLookMayLookAndIsToldWhichGroupActs) {
  ASSERT_TRUE(Listen(kLookers, kActors).has_value());
  const std::string expected =
      "status ok\n"
      "up refused you may look but not act, and up acts: user 64123 is to join the group 'games' "
      "and log in again, or ask as root\n"
      "events ok\n";
  EXPECT_EQ(CallAs({kSomebody, kSomebody, {1, 2, IdOf(kLookers), 3}}, {"status", "up", "events"}),
            expected);
  EXPECT_EQ(CallAs({kSomebody, IdOf(kLookers), {}}, {"status", "up", "events"}), expected);
  EXPECT_TRUE(host_.said.empty());
}

TEST_F(RightsTest, AStrangerIsToldWhichGroupIsMissing) {
  ASSERT_TRUE(Listen(kLookers, kActors).has_value());
  EXPECT_EQ(CallAs({kSomebody, kSomebody, {1, 2, 3}}, {"status"}),
            "status refused you may neither look nor act: user 64123 is to join the group 'users', "
            "or 'games' to act as well, and log in again, or ask as root\n");
}

TEST_F(RightsTest, WithoutGroupsOnlyRootIsLetIn) {
  ASSERT_TRUE(Listen().has_value());
  EXPECT_EQ(CallAs({kSomebody, kSomebody, {IdOf(kLookers), IdOf(kActors), 0}}, {"status"}),
            "status refused you may neither look nor act: ask as root, or name a group in "
            "lineman.yaml, control: {look: GROUP}\n");
}

TEST_F(RightsTest, AGroupMayActWithoutOneThatLooks) {
  ASSERT_TRUE(Listen("", kActors).has_value());
  EXPECT_EQ(CallAs({kSomebody, kSomebody, {IdOf(kActors)}}, {"status"}), "status ok\n");
  EXPECT_EQ(CallAs({kSomebody, kSomebody, {}}, {"status"}),
            "status refused you may neither look nor act: user 64123 is to join the group 'games' "
            "and log in again, or ask as root\n");
}

TEST_F(RightsTest, AUserOfManyGroupsIsSeenWithAllOfThem) {
  ASSERT_TRUE(Listen(kLookers, kActors).has_value());
  std::vector<gid_t> groups;
  for (gid_t id = 70'000; id < 71'000; ++id) groups.push_back(id);
  groups.push_back(IdOf(kActors));
  EXPECT_EQ(CallAs({kSomebody, kSomebody, groups}, {"up"}), "up ok\n");
}

TEST_F(RightsTest, AFolderThatIsClosedIsNamedWithItsGroup) {
  ASSERT_TRUE(Listen(kLookers, kActors).has_value());
  ASSERT_EQ(::chown(folder_.c_str(), 0, IdOf(kLookers)), 0);
  ASSERT_EQ(::chmod(folder_.c_str(), 0750), 0);
  EXPECT_EQ(CallAs({kSomebody, kSomebody, {}}, {"status"}),
            fmt::format("connect: you may not enter the folder of the control socket {}: ask as "
                        "root, or join the group 'users'\n",
                        path_));
}

TEST_F(RightsTest, StrangersTakeNobodysPlace) {
  ASSERT_TRUE(Listen(kLookers, kActors).has_value());
  // They stay connected as well as they can.
  const std::string refused = RunAs({kSomebody, kSomebody, {}}, [this] {
    std::vector<RawClient> strangers;
    for (int i = 0; i < 200; ++i) strangers.emplace_back(path_);
    int told = 0;
    for (RawClient& stranger : strangers) {
      const bool is_told = stranger.Line().value_or("").find("-32001") != std::string::npos;
      if (is_told && !stranger.Line()) ++told;
    }
    const ControlResult<ControlClient> another = ControlClient::Connect(path_);
    return fmt::format("{} of {}", told, strangers.size());
  });
  EXPECT_EQ(refused, "200 of 200");
}

TEST_F(RightsTest, WhoMayOnlyLookCannotTakeThePlacesOfThoseWhoMayAct) {
  ASSERT_TRUE(Listen(kLookers, kActors).has_value());
  std::vector<RawClient> lookers;
  BeForAWhile(kSomebody, IdOf(kLookers), [&] {
    for (int i = 0; i < 200; ++i) lookers.emplace_back(path_).Send("{}\n");
  });
  EXPECT_EQ(CallAs({0, 0, {}}, {"status"}), "status ok\n");
  int served = 0;
  int told = 0;
  for (RawClient& looker : lookers) {
    const std::string line = LineWhileTheLoopRuns(looker);
    if (line.find("-32600") != std::string::npos) ++served;
    if (line.find("-32006") != std::string::npos) ++told;
  }
  EXPECT_EQ(served, 112);
  EXPECT_EQ(told, 88);
}

TEST(RightsOfTest, TheAgentsOwnUserMayAct) {
  ControlGroups groups;
  groups.own_user = "1000";
  EXPECT_TRUE(RightsOf({"1000", {}}, groups).act);
  EXPECT_TRUE(RightsOf({"1000", {}}, groups).look);
  EXPECT_FALSE(RightsOf({"1001", {"0", "1000"}}, groups).look);
}

}  // namespace
}  // namespace lineman
