// Fuzzes the talk with a modem: whatever it says, and however slowly, the talk comes to exactly one
// outcome within its patience and holds little. The talk with the other end before PPP: what it
// says becomes few and short prompts. And the spelling of words: a line that is
// understood can be written again, and any words can be read again.
//
// The first byte chooses the script, the size of the portions and the time between them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engines/pppd/modem_dialogue.h"
#include "engines/pppd/terminal_dialogue.h"
#include "engines/pppd/words.h"

namespace {

using namespace lineman;        // all of the file is about it
using namespace lineman::pppd;  // also

using std::chrono::seconds;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckText(std::string_view text, std::size_t longest) {
  Require(text.size() <= longest);
  Require(std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; }));
}

ModemScript ScriptFor(std::uint8_t mood) {
  ModemScript script;
  if ((mood & 1U) != 0) script.init = {"ATZ", "ATM0", "AT&K3"};
  if ((mood & 2U) != 0) script.dial = "ATDT5550100";
  script.answer = (mood & 10U) == 8U;
  script.patience = seconds(30);
  return script;
}

// Collects what comes of a talk. Events are in an order, and the outcome is the last.
class Witness {
 public:
  explicit Witness(bool answers) : answers_(answers) {}

  void See(ModemDialogue& modem) {
    sent_ += modem.TakeOutput().size();
    for (const ModemEvent& event : modem.TakeEvents()) See(event);
    Require(modem.IsOver() == over_);
    Require(modem.IsOver() != modem.Deadline().has_value());
    Require(sent_ <= 64);
  }

 private:
  void See(const ModemEvent& event) {
    Require(!over_);
    if (std::holds_alternative<ModemPort>(event)) {
      Require(!has_port_);
      has_port_ = true;
    } else if (std::holds_alternative<ModemDial>(event)) {
      Require(has_port_ && !has_dial_);
      has_dial_ = true;
    } else if (const auto* said = std::get_if<ModemSaid>(&event)) {
      CheckText(said->text, ModemDialogue::kLongestSaid);
      Require(++said_ <= ModemDialogue::kMostSaid);
    } else if (const auto* connected = std::get_if<ModemConnected>(&event)) {
      CheckText(connected->text, ModemDialogue::kLongestSaid);
      Require(has_port_ && (has_dial_ || answers_) != connected->text.empty());
      over_ = true;
    } else if (const auto* failed = std::get_if<ModemFailed>(&event)) {
      CheckText(failed->text, ModemDialogue::kLongestSaid + 200);
      Require(!failed->text.empty());
      Require(FailsAs(failed->error));
      over_ = true;
    }
  }

  bool FailsAs(RasError error) const {
    const auto code = static_cast<unsigned>(error);
    if (answers_ && code >= 676 && code <= 680) return true;
    return has_dial_ ? code == 651 || (code >= 676 && code <= 680)
                     : code == 651 || code == 652 || code == 666;
  }

  const bool answers_;
  std::size_t sent_ = 0;
  std::size_t said_ = 0;
  bool has_port_ = false;
  bool has_dial_ = false;
  bool over_ = false;
};

void Talk(std::uint8_t mood, std::string_view bytes) {
  ModemDialogue modem(ScriptFor(mood));
  Witness witness((mood & 10U) == 8U);
  Instant now{};
  modem.Start(now);
  witness.See(modem);
  const std::size_t portion = ((mood >> 2U) & 7U) * 37U + 1;
  const Duration between{((mood >> 5U) & 7U) * 700};
  while (!bytes.empty()) {
    const bool was_over = modem.IsOver();
    const std::size_t taken = modem.Feed(bytes.substr(0, portion), now);
    Require(taken <= std::min(portion, bytes.size()) && (!was_over || taken == 0));
    // Nothing of what follows the outcome is taken, everything before is.
    Require(modem.IsOver() || taken == std::min(portion, bytes.size()));
    witness.See(modem);
    bytes.remove_prefix(std::min(portion, bytes.size()));
    now += between;
    modem.Tick(now);
    witness.See(modem);
  }
  for (int ticks = 0; !modem.IsOver(); ++ticks) {
    Require(ticks < 8);
    now = *modem.Deadline();
    modem.Tick(now);
    witness.See(modem);
  }
  modem.LoseTty("too late to matter");
  witness.See(modem);
}

void Converse(std::uint8_t mood, std::string_view bytes) {
  TerminalDialogue terminal;
  Instant now{};
  const std::size_t portion = ((mood >> 2U) & 7U) * 37U + 1;
  const Duration between{((mood >> 5U) & 7U) * 1500};
  std::size_t prompts = 0;
  while (!bytes.empty()) {
    terminal.Feed(bytes.substr(0, portion), now);
    bytes.remove_prefix(std::min(portion, bytes.size()));
    now += between;
    terminal.Tick(now);
    if (const auto prompt = terminal.TakePrompt()) {
      Require(++prompts <= TerminalDialogue::kMostPrompts);
      Require(prompt->size() <= TerminalDialogue::kLongestPrompt + 1);
      if ((mood & 1U) != 0 && !terminal.IsOver()) terminal.Type("kiosk");
    }
    Require(terminal.TakeOutput().size() <= 6);
  }
  Require(!terminal.failure() || terminal.IsOver());
}

void CheckLine(std::string_view line) {
  const Result<std::vector<std::string>> words = SplitWords(line);
  if (!words) return Require(!words.error().message.empty());
  const std::string written = JoinWords(*words);
  Require(written.size() <= line.size());
  Require(SplitWords(written) == words);
}

void CheckWords(std::string_view bytes) {
  std::vector<std::string> words;
  for (;;) {
    const std::size_t end = bytes.find('\n');
    words.emplace_back(bytes.substr(0, end));
    if (end == std::string_view::npos) break;
    bytes.remove_prefix(end + 1);
  }
  const std::string line = JoinWords(words);
  CheckText(line, line.size());
  const Result<std::vector<std::string>> again = SplitWords(line);
  Require(again ? *again == words : line.size() > kLongestLine);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Talk(data[0], bytes);
  Converse(data[0], bytes);
  CheckLine(bytes);
  CheckWords(bytes);
  return 0;
}
