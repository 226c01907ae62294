// The talk with the other end between CONNECT and PPP, without its tty and without a clock: text
// comes in and is told as prompts; answers go out. It ends when PPP begins, when whoever answers
// says so, or when the other end goes. What it holds is bounded. Used from one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "engines/pppd/message.h"

namespace lineman::pppd {

class TerminalDialogue {
 public:
  // A prompt stays in its line, so what does not is waited for longer: a greeting goes on.
  static constexpr Duration kQuietInLine = std::chrono::seconds(1);
  static constexpr Duration kQuietAfterLine = std::chrono::seconds(5);
  static constexpr std::size_t kLongestPrompt = 1000;  // its end counts
  // An endless talker is no log-on.
  static constexpr std::size_t kMostPrompts = 50;

  // What the other end sends.
  void Feed(std::string_view bytes, Instant now);
  // To be called at the deadline or later; before it nothing happens.
  void Tick(Instant now);
  // The answer to a prompt; a carriage return goes behind it.
  void Type(const std::string& text);
  // PPP is to begin.
  void End() { over_ = true; }
  void LoseTty(const std::string& why) { Fail(RasError::kNoCarrier, why); }

  std::optional<Instant> Deadline() const { return over_ ? std::nullopt : deadline_; }
  bool IsOver() const { return over_; }
  const std::optional<ModemFailed>& failure() const { return failure_; }
  // A prompt that has come up since the last call; the same text may come again.
  std::optional<std::string> TakePrompt() { return std::exchange(prompt_, std::nullopt); }
  std::string TakeOutput() { return std::exchange(output_, {}); }

 private:
  void TakeByte(char byte);
  void TakeLine();
  void Fail(RasError error, const std::string& why);

  std::string typed_;        // last; an echo of it is no part of the next prompt
  std::string text_;         // since then
  std::string line_;         // the present line of it
  bool after_flag_ = false;  // a byte that begins a frame of PPP
  bool news_ = false;        // text that was not told
  std::size_t told_ = 0;
  std::optional<Instant> deadline_;
  std::optional<std::string> prompt_;
  std::string output_;
  std::optional<ModemFailed> failure_;
  bool over_ = false;
};

}  // namespace lineman::pppd
