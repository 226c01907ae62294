// The talk with a modem until there is a connection or none, without its tty and without a clock:
// bytes and moments go in, bytes for the modem and events come out.
//
// It comes to exactly one outcome, ModemConnected or ModemFailed, whatever the modem does: the
// patience of each step ends silence as well as endless talk. What it holds is bounded. Used from
// one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "engines/pppd/message.h"
#include "ras/ras_error.h"

namespace lineman::pppd {

// What is to be said to a modem, and how long it may take to answer.
struct ModemScript {
  std::vector<std::string> init;    // command lines without CR; each is to be answered with OK
  std::optional<std::string> dial;  // as well; none for a cable or stick that needs no dialling
  bool answer = false;              // in place of dialling: waits for a ring, and takes the call
  bool terminal = false;            // text comes between CONNECT and PPP (terminal_dialogue.h)
  Duration patience = std::chrono::seconds(60);      // for the result of dialling
  Duration init_patience = std::chrono::seconds(5);  // for the answer to one init string
};

// What there is to know of the talk, as the agent is told it.
//
// ModemPort: the first init string is answered, or there is none. ModemDial: the dial command goes
// out. ModemSaid: a line that is neither the outcome nor plain OK nor the echo of a command.
// ModemConnected: PPP may begin; its text is empty when nothing was dialled. Texts are printable.
using ModemEvent = std::variant<ModemPort, ModemDial, ModemSaid, ModemConnected, ModemFailed>;

// One talk with one modem, from the first init string to the outcome.
class ModemDialogue {
 public:
  static constexpr std::size_t kMostSaid = 32;      // events ModemSaid
  static constexpr std::size_t kLongestSaid = 120;  // characters of a line of the modem

  explicit ModemDialogue(ModemScript script) : script_(std::move(script)) {}

  // Once, before anything else.
  void Start(Instant now);
  // What the modem sends. Gives how many bytes were taken: those behind the CR that ends CONNECT
  // belong to PPP, so whoever cannot put bytes back reads them one by one.
  std::size_t Feed(std::string_view bytes, Instant now);
  // To be called at the deadline or later; before it nothing happens.
  void Tick(Instant now);
  // The tty cannot be read or written any more.
  void LoseTty(const std::string& why);

  // None once it is over.
  std::optional<Instant> Deadline() const;
  bool IsOver() const { return step_ == Step::kOver; }
  // What has come up since the last call. There may be a last output when it is over.
  std::string TakeOutput() { return std::exchange(output_, {}); }
  std::vector<ModemEvent> TakeEvents() { return std::exchange(events_, {}); }

 private:
  enum class Step { kInit, kSettle, kRing, kDial, kOver };

  void Say(const std::string& command, Instant deadline);
  void SayNext(Instant now);
  void TakeByte(char byte, Instant now);
  void TakeLine(const std::string& line, Instant now);
  void TakeInfo(const std::string& line);
  void InitAnswered(Instant now);
  void PickUp(Instant now);
  void FailInit(RasError error, const std::string& how);
  void Finish(ModemEvent outcome);

  ModemScript script_;
  Step step_ = Step::kInit;
  std::size_t next_ = 0;  // of the init strings
  int tries_ = 0;         // of the one said last
  std::string command_;   // what was said last
  Instant deadline_{};
  bool heard_ = false;    // anything but control characters since then
  std::string line_;      // what has come of the present line
  std::string last_;      // the last line of information since then
  std::size_t said_ = 0;  // how many lines were told
  std::string output_;
  std::vector<ModemEvent> events_;
};

}  // namespace lineman::pppd
