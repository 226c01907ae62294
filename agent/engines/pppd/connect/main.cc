// lineman-connect: what pppd runs to dial a modem, with the opened tty as its standard input and
// output. pppd sees only whether it succeeded, so it tells the agent itself what happened.
//
// From the agent come the lines `init TEXT`..., `dial TEXT` or `answer`, `terminal`, `patience MS`
// and `go`; to it go `connect VERSION CALL PID` and then `modem-...`, all as words.h spells them.
// With `terminal` the prompts of the other end follow as `asks NUMBER interactive TEXT`, answered
// by `type NUMBER TEXT` and `done NUMBER`. The agent may go away meanwhile: the dialling goes on,
// and the helper looks for the one that comes after it.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "engines/pppd/connect/agent_link.h"
#include "engines/pppd/terminal_dialogue.h"
#include "model/secret.h"

namespace lineman::pppd {
namespace {

using std::chrono::seconds;

constexpr timeval kAcceptPatience{10, 0};
constexpr Duration kAnswerPatience = seconds(10);  // for all that the agent has to say
constexpr Duration kLookFor = seconds(3);          // how long the agent is looked for at the end
constexpr Duration kLookEvery(200);
constexpr Duration kLookWhileDialling(500);
constexpr timeval kOpenPatience{0, 200'000};

// Exit statuses.
constexpr int kConnected = 0;
constexpr int kFailed = 1;
constexpr int kMisused = 2;

constexpr char kHelp[] = R"(usage: lineman-connect --socket PATH --call ID

Dials a modem for the lineman agent. Not for people: pppd runs it as its `connect` program, with the
modem's tty as standard input and output. It asks the agent that listens on the Unix socket PATH what
to dial, and tells it what comes of the call ID.

Exit status: 0 connected, 1 no connection, 2 wrong arguments.
)";

// One line on standard error, which is pppd's log.
int Complain(std::string_view what, int status = kFailed) {
  std::fputs(fmt::format("lineman-connect: {}\n", what).c_str(), stderr);
  return status;
}

std::string Words(int error) { return std::generic_category().message(error); }

Instant Now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return Instant(std::chrono::duration_cast<Duration>(now));
}

// Signals become bytes to read: poll() misses none, and a write that hangs is interrupted.
std::array<int, 2> signal_pipe = {-1, -1};

extern "C" void TakeSignal(int /*signal*/) {
  const int kept = errno;
  [[maybe_unused]] const ssize_t written = ::write(signal_pipe[1], "", 1);
  errno = kept;
}

// Those that pppd passes on when it is to hang up, whatever it made of them for itself.
bool CatchSignals() {
  if (::pipe2(signal_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) return false;
  struct sigaction action {};
  action.sa_handler = TakeSignal;
  sigset_t caught;
  sigemptyset(&caught);
  for (const int signal : {SIGTERM, SIGHUP, SIGINT}) {
    sigaddset(&caught, signal);
    ::sigaction(signal, &action, nullptr);
  }
  return ::sigprocmask(SIG_UNBLOCK, &caught, nullptr) == 0;
}

enum class Woken { kReady, kLate, kStopped };

// Waits until one is ready, the deadline has come, or a signal. A handle of -1 is never ready.
Woken Await(std::array<pollfd, 3>& handles, Instant deadline) {
  for (;;) {
    std::array<pollfd, 4> all = {handles[0], handles[1], handles[2], {signal_pipe[0], POLLIN, 0}};
    const Duration left = std::clamp(deadline - Now(), Duration(0), Duration(INT_MAX));
    const int ready = ::poll(all.data(), all.size(), static_cast<int>(left.count()));
    if (all.back().revents != 0 || (ready < 0 && errno != EINTR)) return Woken::kStopped;
    std::copy_n(all.begin(), handles.size(), handles.begin());
    if (ready > 0) return Woken::kReady;
    if (Now() >= deadline) return Woken::kLate;
  }
}

constexpr pollfd kNothing{-1, 0, 0};

// The dialling of one call, from the first word to the agent to the last.
class Call {
 public:
  Call(std::string socket, const std::string& call)
      : path_(std::move(socket)),
        hello_(JoinWords({"connect", std::to_string(kProtocolVersion), call,
                          std::to_string(::getpid())}) +
               '\n') {}

  // The exit status.
  int Run() {
    if (const int error = agent_.Open(path_, kAcceptPatience); error != 0) return NoAgent(error);
    agent_.Send(hello_);
    ScriptReader reader;
    if (!Ask(reader)) return kFailed;
    ModemDialogue modem(reader.script());
    modem.Start(Now());
    while (!Pass(modem)) {
      if (!Turn(modem)) return kFailed;
    }
    if (!TellOutcome() || !connected_) return kFailed;
    return reader.script().terminal ? Talk() : kConnected;
  }

 private:
  int NoAgent(int error) const {
    if (error == ENOENT || error == ECONNREFUSED) {
      return Complain(
          fmt::format("no agent listens on {}: start it with \"systemctl start lineman\"", path_));
    }
    return Complain(
        fmt::format("the agent on {} cannot be reached: {}; see `systemctl status "
                    "lineman`",
                    path_, Words(error)));
  }

  // Takes in the script; false when there is none.
  bool Ask(ScriptReader& reader) {
    const Instant deadline = Now() + kAnswerPatience;
    while (!reader.IsComplete()) {
      if (const std::optional<std::string> line = agent_.Next()) {
        const Result<Done> taken = reader.Take(*line);
        if (taken) continue;
        Complain(fmt::format("the agent sent {}: both must be of one version of lineman",
                             taken.error().message));
        return false;
      }
      if (!agent_.IsOpen()) {
        Complain("the agent closed the connection: it ends, or has no such call");
        return false;
      }
      std::array<pollfd, 3> handles = {{{agent_.handle(), POLLIN, 0}, kNothing, kNothing}};
      const Woken woken = Await(handles, deadline);
      if (woken == Woken::kStopped) return false;
      if (woken == Woken::kLate) {
        Complain("the agent did not answer in 10s: see `systemctl status lineman`");
        return false;
      }
      agent_.Receive();
    }
    return true;
  }

  // Passes on what the dialogue has brought; true when that was its outcome.
  bool Pass(ModemDialogue& modem) {
    output_ += modem.TakeOutput();
    if (!output_.empty()) Write(modem);
    for (const ModemEvent& event : modem.TakeEvents()) {
      connected_ = std::holds_alternative<ModemConnected>(event);
      outcome_ = LineOf(event);  // when it is the last
      if (connected_ || std::holds_alternative<ModemFailed>(event)) continue;
      agent_.Send(outcome_);
      if (!std::holds_alternative<ModemSaid>(event)) reached_ = outcome_;
    }
    return modem.IsOver();
  }

  // Waits for something to happen to the dialogue; false when a signal ends it.
  bool Turn(ModemDialogue& modem) {
    std::array<pollfd, 3> handles = {{{STDIN_FILENO, POLLIN, 0},
                                      {agent_.handle(), POLLIN, 0},
                                      {output_.empty() ? -1 : STDOUT_FILENO, POLLOUT, 0}}};
    const Instant deadline = *modem.Deadline();
    if (Await(handles, agent_.IsOpen() ? deadline : std::min(deadline, next_look_)) ==
        Woken::kStopped) {
      Abort();
      return false;
    }
    if (handles[0].revents != 0) ReadByte(modem);
    if (handles[1].revents != 0) {
      agent_.Receive();
      agent_.DropInput();
    }
    LookForAgent();
    modem.Tick(Now());
    return true;
  }

  // With the other end, until PPP begins; the exit status.
  int Talk() {
    TerminalDialogue terminal;
    reached_ = outcome_;
    // What was typed last goes out before PPP begins.
    while (!terminal.IsOver() || (!output_.empty() && !terminal.failure())) {
      if (!Turn(terminal)) return kFailed;
      if (const std::optional<std::string> prompt = terminal.TakePrompt()) {
        reached_ = JoinWords({"asks", std::to_string(++asked_), "interactive", *prompt}) + '\n';
        agent_.Send(reached_);
      }
      output_ += terminal.TakeOutput();
      if (!output_.empty()) Write(terminal);
    }
    if (!terminal.failure()) return kConnected;
    outcome_ = LineOf(*terminal.failure());
    TellOutcome();
    return kFailed;
  }

  // Waits for the other end, for an answer, or for the next prompt; false when a signal ends it.
  bool Turn(TerminalDialogue& terminal) {
    std::array<pollfd, 3> handles = {{{STDIN_FILENO, POLLIN, 0},
                                      {agent_.handle(), POLLIN, 0},
                                      {output_.empty() ? -1 : STDOUT_FILENO, POLLOUT, 0}}};
    const Instant look = agent_.IsOpen() ? Instant::max() : next_look_;
    const Instant next = std::min(terminal.Deadline().value_or(Instant::max()), look);
    if (Await(handles, next) == Woken::kStopped) return false;
    if (handles[0].revents != 0) ReadByte(terminal);
    if (handles[1].revents != 0) {
      agent_.Receive();
      while (std::optional<std::string> line = agent_.Next()) TakeAnswer(*line, terminal);
    }
    LookForAgent();
    terminal.Tick(Now());
    return true;
  }

  // One to an earlier prompt is none.
  void TakeAnswer(std::string& line, TerminalDialogue& terminal) const {
    Result<std::vector<std::string>> words = SplitWords(line);
    Wipe(line);
    if (!words || words->size() < 2 || (*words)[1] != std::to_string(asked_)) return;
    if (words->front() == "done") terminal.End();
    if (words->front() != "type") return;
    terminal.Type(words->back());
    Wipe(words->back());
  }

  // Tells an agent that comes after the one that has gone how far the call is.
  void LookForAgent() {
    if (agent_.IsOpen() || Now() < next_look_) return;
    next_look_ = Now() + kLookWhileDialling;
    if (agent_.Open(path_, kOpenPatience) == 0) agent_.Send(hello_ + reached_);
  }

  // One and no more: what follows CONNECT is not ours. A line feed behind it stays in the tty as
  // well; HDLC drops what precedes the first flag.
  template <typename Dialogue>
  static void ReadByte(Dialogue& modem) {
    char byte = 0;
    const ssize_t length = ::read(STDIN_FILENO, &byte, 1);
    if (length == 1) modem.Feed({&byte, 1}, Now());
    if (length == 0) modem.LoseTty("the modem's tty hung up: is the modem plugged in?");
    if (length < 0 && errno != EAGAIN && errno != EINTR)
      modem.LoseTty(fmt::format("the modem's tty cannot be read: {}", Words(errno)));
  }

  template <typename Dialogue>
  void Write(Dialogue& modem) {
    const ssize_t length = ::write(STDOUT_FILENO, output_.data(), output_.size());
    if (length > 0) output_.erase(0, static_cast<std::size_t>(length));
    if (length < 0 && errno != EAGAIN && errno != EINTR)
      modem.LoseTty(fmt::format("the modem's tty cannot be written: {}", Words(errno)));
  }

  // Any character ends the dialling. Behind half a command it would be the end of that.
  void Abort() const {
    if (!output_.empty()) return;
    [[maybe_unused]] const ssize_t written = ::write(STDOUT_FILENO, "\r", 1);
  }

  // To the agent, or to the one that comes after it. False when a signal ends it.
  bool TellOutcome() {
    if (agent_.Send(outcome_)) return true;
    const Instant until = Now() + kLookFor;
    for (Instant next = Now(); next <= until; next += kLookEvery) {
      std::array<pollfd, 3> nothing = {{kNothing, kNothing, kNothing}};
      if (Await(nothing, next) == Woken::kStopped) return false;
      const int error = agent_.Open(path_, kOpenPatience);
      // At once, so that an agent that answers to the first line finds the second as well.
      if (error == 0 && agent_.Send(hello_ + outcome_)) return true;
    }
    return true;
  }

  std::string path_;
  std::string hello_;
  AgentSocket agent_;
  std::string output_;  // for the modem, and not taken by the tty yet
  std::string outcome_;
  std::string reached_;  // the last that was told of how far the dialling is
  Instant next_look_;    // for an agent, while there is none
  bool connected_ = false;
  int asked_ = 0;  // how many prompts were told
};

int Main(const std::vector<std::string>& arguments) {
  std::string socket;
  std::string call;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    if (arguments[i] == "--help") return std::fputs(kHelp, stdout) < 0 ? kFailed : kConnected;
    std::string* const value = arguments[i] == "--socket" ? &socket
                               : arguments[i] == "--call" ? &call
                                                          : nullptr;
    if (value == nullptr)
      return Complain(fmt::format("no such option: {}; see --help", arguments[i]), kMisused);
    if (i + 1 == arguments.size())
      return Complain(fmt::format("{} needs a value; see --help", arguments[i]), kMisused);
    *value = arguments[i + 1];
  }
  if (socket.empty() || call.empty())
    return Complain("--socket PATH and --call ID are both needed; see --help", kMisused);
  if (!CatchSignals()) return Complain(fmt::format("no pipe for signals: {}", Words(errno)));
  return Call(std::move(socket), call).Run();
}

}  // namespace
}  // namespace lineman::pppd

int main(int argc, char** argv) {
  return lineman::pppd::Main(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
}
