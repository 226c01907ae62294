#include "engines/pppd/terminal_dialogue.h"

#include <algorithm>

namespace lineman::pppd {
namespace {

// RFC 1662: a frame begins with a flag and the address of all stations.
constexpr char kFlag = '\x7E';
constexpr char kAllStations = '\xFF';

bool IsPrintable(char c) { return c >= 0x20 && c != 0x7F; }

}  // namespace

void TerminalDialogue::Feed(std::string_view bytes, Instant now) {
  for (const char byte : bytes) {
    if (!over_) TakeByte(byte);
  }
  if (news_) deadline_ = now + (line_.empty() ? kQuietAfterLine : kQuietInLine);
}

void TerminalDialogue::TakeByte(char byte) {
  if (std::exchange(after_flag_, byte == kFlag) && byte == kAllStations) return End();
  if (byte == '\r' || byte == '\n') return TakeLine();
  if (!IsPrintable(byte)) return;
  line_ += byte;
  text_ += byte;
  if (line_.size() > kLongestPrompt) line_.erase(0, line_.size() - kLongestPrompt);
  if (text_.size() > kLongestPrompt) text_.erase(0, text_.size() - kLongestPrompt);
  news_ = true;
}

// With the carrier gone it is the modem that talks again.
void TerminalDialogue::TakeLine() {
  if (line_ == "NO CARRIER") return Fail(RasError::kNoCarrier, "the other end has hung up");
  line_.clear();
  if (!text_.empty() && text_.back() != '\n') text_ += '\n';
}

void TerminalDialogue::Tick(Instant now) {
  if (over_ || !deadline_ || now < *deadline_) return;
  deadline_.reset();
  news_ = false;
  if (++told_ > kMostPrompts) {
    return Fail(RasError::kAuthenticationFailure,
                "the other end asks on and on: more than 50 prompts");
  }
  if (!typed_.empty() && text_.starts_with(typed_)) text_.erase(0, typed_.size());
  typed_.clear();
  text_.erase(0, text_.find_first_not_of('\n'));
  prompt_ = text_.substr(0, text_.find_last_not_of('\n') + 1);
}

void TerminalDialogue::Type(const std::string& text) {
  output_ += text + '\r';
  typed_ = text;
  text_.clear();
  line_.clear();
  news_ = false;
  deadline_.reset();
}

void TerminalDialogue::Fail(RasError error, const std::string& why) {
  failure_ = ModemFailed{error, why};
  over_ = true;
}

}  // namespace lineman::pppd
