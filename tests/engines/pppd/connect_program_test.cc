// lineman-connect as pppd runs it: a tty (of a pty, whose other end is the modem) and an agent,
// both played here. It needs no PPP in the kernel.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace lineman::pppd {
namespace {

using Clock = std::chrono::steady_clock;

// Long enough for a loaded machine under sanitizers; nothing waits it out unless it fails.
constexpr std::chrono::seconds kPatience(60);

// A descriptor and what was read from it.
class Stream {
 public:
  explicit Stream(int handle = -1) : handle_(handle) {}
  ~Stream() { Close(); }
  Stream(Stream&& other) noexcept
      : handle_(std::exchange(other.handle_, -1)), text_(std::move(other.text_)) {}
  Stream& operator=(Stream&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(text_, other.text_);
    return *this;
  }

  int handle() const { return handle_; }
  const std::string& text() const { return text_; }
  void Close() {
    if (handle_ >= 0) ::close(std::exchange(handle_, -1));
  }

  void Write(const std::string& text) const {
    ASSERT_EQ(::write(handle_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  // Reads until this is all there is; whatever else comes is told.
  void Expect(const std::string& text) {
    const Clock::time_point deadline = Clock::now() + kPatience;
    while (text_.size() < text.size() && ReadSome(deadline)) {
    }
    EXPECT_EQ(text_, text);
    text_.clear();
  }
  std::string Line() {
    const Clock::time_point deadline = Clock::now() + kPatience;
    while (text_.find('\n') == std::string::npos && ReadSome(deadline)) {
    }
    std::string line = text_.substr(0, text_.find('\n'));
    text_.erase(0, line.size() + 1);
    return line;
  }
  std::string Rest() {
    const Clock::time_point deadline = Clock::now() + kPatience;
    while (ReadSome(deadline)) {
    }
    return std::exchange(text_, {});
  }

 private:
  // False at the end, or at the deadline.
  bool ReadSome(Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd waiting{handle_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
    std::array<char, 4096> block;
    const ssize_t length = ::read(handle_, block.data(), block.size());
    if (length > 0) text_.append(block.data(), static_cast<std::size_t>(length));
    return length > 0;
  }

  int handle_;
  std::string text_;
};

// A pty as pppd prepares it for the program.
struct Tty {
  Tty() {
    termios raw{};
    ::cfmakeraw(&raw);
    std::array<int, 2> ends{};
    if (::openpty(ends.data(), &ends[1], nullptr, &raw, nullptr) != 0) std::abort();
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    modem = Stream(ends[0]);
    computer = Stream(ends[1]);
  }
  // Waits until so many bytes of what the modem has sent are left.
  void AwaitUnread(int count) const {
    const Clock::time_point deadline = Clock::now() + kPatience;
    int unread = -1;
    while (unread != count && Clock::now() < deadline) {
      ASSERT_EQ(::ioctl(computer.handle(), FIONREAD, &unread), 0);
      std::this_thread::yield();
    }
    ASSERT_EQ(unread, count);
  }

  Stream modem;
  Stream computer;
};

// A socket that an agent listens on.
class Agent {
 public:
  Agent() {
    std::string folder = testing::TempDir() + "lineman-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) std::abort();
    path_ = folder + "/pppd.sock";
    Come();
  }
  ~Agent() {
    Go();
    ::rmdir(path_.substr(0, path_.rfind('/')).c_str());
  }
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  const std::string& path() const { return path_; }
  void Come() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
    listener_ = Stream(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto* const name = reinterpret_cast<const sockaddr*>(&address);
    if (::bind(listener_.handle(), name, sizeof(address)) != 0) std::abort();
    if (::listen(listener_.handle(), 5) != 0) std::abort();
  }
  void Go() {
    listener_.Close();
    ::unlink(path_.c_str());
  }
  Stream Accept() const {
    pollfd waiting{listener_.handle(), POLLIN, 0};
    const int patience = static_cast<int>(std::chrono::milliseconds(kPatience).count());
    if (::poll(&waiting, 1, patience) != 1) return Stream();
    return Stream(::accept4(listener_.handle(), nullptr, nullptr, SOCK_CLOEXEC));
  }

 private:
  std::string path_;
  Stream listener_;
};

// The program. It is killed when its owner goes before it has ended.
class Helper {
 public:
  Helper(const Tty& tty, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), LINEMAN_CONNECT);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::array<int, 2> err{};
    if (::pipe2(err.data(), O_CLOEXEC) != 0) std::abort();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(tty.computer.handle(), STDIN_FILENO);
      ::dup2(tty.computer.handle(), STDOUT_FILENO);
      ::dup2(err[1], STDERR_FILENO);
      ::execv(LINEMAN_CONNECT, argv.data());
      ::_exit(127);
    }
    ::close(err[1]);
    err_ = Stream(err[0]);
  }
  ~Helper() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  pid_t pid() const { return pid_; }
  // Waits for its end; of what it wrote to standard error the other.
  int Status() {
    errors_ = err_.Rest();
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  const std::string& errors() const { return errors_; }

 private:
  pid_t pid_ = -1;
  Stream err_;
  std::string errors_;
};

class ConnectProgramTest : public testing::Test {
 protected:
  // What the program says of itself first.
  std::string Hello() const { return "connect 1 call-7 " + std::to_string(helper_.pid()); }

  // Up to the dial command, which the modem has then.
  void Dial(const std::string& patience = "60000") {
    Begin("init ATZ\ndial ATDT5550100\npatience " + patience + "\ngo\n");
    tty_.modem.Expect("ATZ\r");
    tty_.modem.Write("ATZ\r\r\nOK\r\n");
    tty_.modem.Expect("ATDT5550100\r");
    EXPECT_EQ(talk_.Line(), "modem-port");
    EXPECT_EQ(talk_.Line(), "modem-dial ATDT5550100");
  }
  void Begin(const std::string& script) {
    talk_ = agent_.Accept();
    EXPECT_EQ(talk_.Line(), Hello());
    talk_.Write(script);
  }

  Agent agent_;
  Tty tty_;
  Helper helper_{tty_, {"--socket", agent_.path(), "--call", "call-7"}};
  Stream talk_;
};

TEST_F(ConnectProgramTest, LeavesWhatFollowsConnectInTheTty) {
  Dial();
  tty_.modem.Write("ATDT5550100\r\r\nCARRIER 33600\r\n\r\nCONNECT 33600/V92\r\n~\xFF}#\xC0!}!~");
  EXPECT_EQ(talk_.Line(), "modem-said CARRIER%2033600");
  EXPECT_EQ(talk_.Line(), "modem-connected CONNECT%2033600/V92");
  EXPECT_EQ(helper_.Status(), 0);
  EXPECT_EQ(helper_.errors(), "");
  tty_.computer.Expect("\n~\xFF}#\xC0!}!~");
}

TEST_F(ConnectProgramTest, LeavesThePeersFirstBytesWhereNothingIsDialled) {
  Begin("init AT\npatience 60000\ngo\n");
  tty_.modem.Expect("AT\r");
  tty_.modem.Write("OK\r~\xFF}#");
  EXPECT_EQ(talk_.Rest(), "modem-port\nmodem-connected %\n");
  EXPECT_EQ(helper_.Status(), 0);
  tty_.computer.Expect("~\xFF}#");
}

TEST_F(ConnectProgramTest, TellsBusyAndFails) {
  Dial();
  tty_.modem.Write("\r\nBUSY\r\n");
  EXPECT_EQ(talk_.Rest(), "modem-failed 676 BUSY\n");
  EXPECT_EQ(helper_.Status(), 1);
  EXPECT_EQ(helper_.errors(), "");
}

TEST_F(ConnectProgramTest, AbortsTheDiallingOfASilentModem) {
  Dial("50");
  EXPECT_EQ(talk_.Rest(), "modem-failed 678 no%20result%20within%2050ms%20of%20dialling\n");
  EXPECT_EQ(helper_.Status(), 1);
  tty_.modem.Expect("\r");
}

TEST_F(ConnectProgramTest, ATtyThatHangsUpIsABrokenPort) {
  Dial();
  tty_.modem.Close();
  EXPECT_EQ(talk_.Line().substr(0, 17), "modem-failed 692 ");
  EXPECT_EQ(helper_.Status(), 1);
}

// It is looked for while the modem dials.
TEST_F(ConnectProgramTest, TellsTheNextAgentHowFarItIsAndTheOutcome) {
  Dial();
  agent_.Go();
  talk_.Close();
  agent_.Come();
  talk_ = agent_.Accept();
  EXPECT_EQ(talk_.Line(), Hello());
  EXPECT_EQ(talk_.Line(), "modem-dial ATDT5550100");
  tty_.modem.Write("\r\nNO CARRIER\r\n");
  EXPECT_EQ(talk_.Rest(), "modem-failed 679 NO%20CARRIER\n");
  EXPECT_EQ(helper_.Status(), 1);
}

TEST_F(ConnectProgramTest, TellsTheNextAgentTheOutcomeThatCameBetween) {
  Dial();
  agent_.Go();
  talk_.Close();
  tty_.modem.Write("\r\nNO CARRIER\r\n");
  agent_.Come();
  talk_ = agent_.Accept();
  const std::string rest = talk_.Rest();
  EXPECT_TRUE(rest.starts_with(Hello() + "\n")) << rest;
  EXPECT_TRUE(rest.ends_with("\nmodem-failed 679 NO%20CARRIER\n")) << rest;
  EXPECT_EQ(helper_.Status(), 1);
}

TEST_F(ConnectProgramTest, IsConnectedThoughTheAgentDoesNotComeBack) {
  Dial();
  agent_.Go();
  talk_.Close();
  tty_.modem.Write("\r\nCONNECT 9600\r\n~");
  EXPECT_EQ(helper_.Status(), 0);
  tty_.computer.Expect("\n~");
}

TEST_F(ConnectProgramTest, ASignalAbortsTheDiallingAndNothingMoreIsTold) {
  Dial();
  ::kill(helper_.pid(), SIGTERM);
  EXPECT_EQ(helper_.Status(), 1);
  EXPECT_EQ(talk_.Rest(), "");
  tty_.modem.Expect("\r");
}

TEST_F(ConnectProgramTest, AHangUpAbortsTheDiallingToo) {
  Dial();
  ::kill(helper_.pid(), SIGHUP);
  EXPECT_EQ(helper_.Status(), 1);
  EXPECT_EQ(talk_.Rest(), "");
  tty_.modem.Expect("\r");
}

TEST_F(ConnectProgramTest, ASignalEndsTheSearchForTheAgent) {
  Dial();
  agent_.Go();
  talk_.Close();
  tty_.modem.Write("\r\nCONNECT 9600\r\n");
  tty_.AwaitUnread(1);  // the rest is taken, so it is connected
  ::kill(helper_.pid(), SIGTERM);
  EXPECT_EQ(helper_.Status(), 1);
}

TEST_F(ConnectProgramTest, FailsWhenTheAgentHasNoSuchCall) {
  agent_.Accept().Close();
  EXPECT_EQ(helper_.Status(), 1);
  EXPECT_EQ(helper_.errors(),
            "lineman-connect: the agent closed the connection: it ends, or has no such call\n");
}

TEST_F(ConnectProgramTest, DoesNothingThatItDoesNotUnderstand) {
  Begin("init ATZ\nreset now\ngo\n");
  EXPECT_EQ(helper_.Status(), 1);
  EXPECT_EQ(helper_.errors(),
            "lineman-connect: the agent sent a line that means nothing here: both must be of one "
            "version of lineman\n");
  tty_.computer.Close();
  EXPECT_EQ(tty_.modem.Rest(), "");
}

TEST_F(ConnectProgramTest, APatienceThatIsNoTimeIsRefused) {
  Begin("dial ATD1\npatience soon\ngo\n");
  EXPECT_EQ(helper_.Status(), 1);
  EXPECT_EQ(helper_.errors(),
            "lineman-connect: the agent sent a patience that is no number of milliseconds up to an "
            "hour: both must be of one version of lineman\n");
}

TEST(ConnectProgramUseTest, NamesTheCureInOneLine) {
  const Tty tty;
  const auto errors_of = [&tty](std::vector<std::string> arguments, int status) {
    Helper helper(tty, std::move(arguments));
    EXPECT_EQ(helper.Status(), status);
    return helper.errors();
  };
  EXPECT_EQ(errors_of({"--socket", "/nowhere/lineman.sock", "--call", "1"}, 1),
            "lineman-connect: no agent listens on /nowhere/lineman.sock: start it with \"systemctl "
            "start lineman\"\n");
  EXPECT_EQ(errors_of({}, 2),
            "lineman-connect: --socket PATH and --call ID are both needed; see --help\n");
  EXPECT_EQ(errors_of({"--socket"}, 2), "lineman-connect: --socket needs a value; see --help\n");
  EXPECT_EQ(errors_of({"--port", "1"}, 2), "lineman-connect: no such option: --port; see --help\n");
}

TEST(ConnectProgramUseTest, HelpGoesToStandardOutput) {
  Tty tty;
  Helper helper(tty, {"--help"});
  EXPECT_EQ(helper.Status(), 0);
  EXPECT_EQ(tty.modem.Line(), "usage: lineman-connect --socket PATH --call ID");
}

}  // namespace
}  // namespace lineman::pppd
