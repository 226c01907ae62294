// Who may use which command on a running agent: root, members of its groups, strangers.
#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

// A user that no Debian has, and groups that each has.
constexpr uid_t kSomebody = 64123;
constexpr const char* kLookers = "users";
constexpr const char* kActors = "games";

struct Caller {
  const char* name;
  uid_t user;
  const char* group;  // null: none but its own
};

// Exec by descriptor, for the way to the program need not be open to that user.
[[noreturn]] void Become(const Caller& caller, int program, const std::string& folder,
                         const std::vector<std::string>& command, int output) {
  std::vector<std::string> words = {"lineman", "--config", "lineman.yaml"};
  words.insert(words.end(), command.begin(), command.end());
  const std::vector<char*> arguments = Pointers(words);
  const gid_t group = caller.group == nullptr ? gid_t{kSomebody} : ::getgrnam(caller.group)->gr_gid;
  const bool became = caller.user == 0 || (::setgroups(1, &group) == 0 &&
                                           ::setgid(kSomebody) == 0 && ::setuid(caller.user) == 0);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  if (became && ::chdir(folder.c_str()) == 0) ::fexecve(program, arguments.data(), environ);
  ::_exit(99);
}

class AgentRights : public testing::Test {
 protected:
  AgentRights() {
    folder_.Write("lineman.yaml",
                  std::string("profiles: profiles\nstate: state\nsocket: control\n") +
                      "control: {look: " + kLookers + ", act: " + kActors +
                      "}\ndefaults: {retry: {start_spread: 0s}}\n");
  }
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become others: run the tests as root";
    ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  }

  // Runs a command as that caller.
  Ended RunAs(const Caller& caller, const std::vector<std::string>& command) {
    const int program = ::open(LINEMAN_PROGRAM, O_RDONLY | O_CLOEXEC);
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const pid_t child = ::fork();
    if (child == 0) Become(caller, program, folder_.path(), command, ends[1]);
    ::close(ends[1]);
    ::close(program);
    Ended ended;
    std::array<char, 4096> block{};
    for (ssize_t more = 0; (more = ::read(ends[0], block.data(), block.size())) > 0;) {
      ended.out.append(block.data(), static_cast<std::size_t>(more));
    }
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended;
  }

  AgentFolder folder_;
};

TEST_F(AgentRights, EachCommandAsksForTheRightItNeeds) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const std::vector<std::vector<std::string>> looks = {
      {"status"}, {"events"}, {"why", "kiosk"}, {"metrics"}};
  const std::vector<std::vector<std::string>> acts = {
      {"down", "kiosk"}, {"up", "kiosk"}, {"redial", "kiosk"}, {"reload"}};
  const Caller root{"root", 0, nullptr};
  const Caller actor{"a member of act", kSomebody, kActors};
  const Caller looker{"a member of look", kSomebody, kLookers};
  const Caller stranger{"a stranger", kSomebody, nullptr};
  for (const Caller& caller : {root, actor, looker, stranger}) {
    const bool may_act = caller.user == 0 || caller.group == kActors;
    const bool may_look = may_act || caller.group == kLookers;
    for (const auto& command : looks) {
      const Ended ended = RunAs(caller, command);
      EXPECT_EQ(ended.code, may_look ? 0 : 1) << caller.name << ": " << ended.out;
      EXPECT_EQ(ended.out.find(kLookers) != std::string::npos, !may_look) << ended.out;
    }
    for (const auto& command : acts) {
      const Ended ended = RunAs(caller, command);
      EXPECT_EQ(ended.code, may_act ? 0 : 1) << caller.name << ": " << ended.out;
      EXPECT_EQ(ended.out.find(kActors) != std::string::npos, !may_act) << ended.out;
    }
    // It looks first, and nothing waits for it.
    const Ended answer = RunAs(caller, {"answer", "kiosk", "--number", "1"});
    EXPECT_EQ(answer.code, 1);
    EXPECT_EQ(answer.out.find("nothing waits for an answer") != std::string::npos, may_look)
        << caller.name << ": " << answer.out;
  }
}

}  // namespace
}  // namespace lineman
