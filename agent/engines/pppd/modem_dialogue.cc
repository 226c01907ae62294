// The results are those of ITU-T V.250 and what modems have added to them.
#include "engines/pppd/modem_dialogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/duration.h"

namespace lineman::pppd {
namespace {

constexpr std::size_t kLongestModemLine = 512;
// How long a modem that was asked twice may take to answer a second time.
constexpr Duration kSettle = std::chrono::seconds(1);

constexpr auto kFromDevice = static_cast<RasError>(651);
constexpr auto kUnrecognizedResponse = static_cast<RasError>(652);
constexpr auto kPortOrDevice = static_cast<RasError>(692);

// What a result means for the command it answers.
enum class Meaning { kNone, kOk, kConnect, kRing, kError, kNoCall };

// A result as modems spell it.
struct ResultRow {
  std::string_view words;
  char digit;  // with ATV0; 0 when it has none that all modems agree on
  bool open;   // whether words may follow; ERROR CONTROL: V.42 is no ERROR
  Meaning meaning;
  RasError error;
};

// DELAYED and BLACKLISTED: the modem itself refuses a number that has failed too often, as approval
// rules for automatic redialling want it. Nobody has dialled, so the number need not be busy; but
// waiting or another number helps as it does with a busy one, and nothing is wrong with the modem.
// 651, the other candidate, would blame the device, and the same number would be tried on and on.
constexpr ResultRow kResults[] = {
    {"OK", '0', false, Meaning::kOk, RasError::kNone},
    {"CONNECT", '1', true, Meaning::kConnect, RasError::kNone},
    {"RING", '2', false, Meaning::kRing, RasError::kNone},
    {"NO CARRIER", '3', false, Meaning::kNoCall, RasError::kNoCarrier},
    {"ERROR", '4', false, Meaning::kError, kFromDevice},
    {"+CME ERROR", 0, true, Meaning::kError, kFromDevice},
    {"+CMS ERROR", 0, true, Meaning::kError, kFromDevice},
    {"COMMAND NOT SUPPORT", 0, true, Meaning::kError, kFromDevice},  // Huawei's
    {"NO DIALTONE", '6', false, Meaning::kNoCall, RasError::kNoDialtone},
    {"NO DIAL TONE", 0, false, Meaning::kNoCall, RasError::kNoDialtone},
    {"BUSY", '7', false, Meaning::kNoCall, RasError::kLineBusy},
    {"NO ANSWER", '8', false, Meaning::kNoCall, RasError::kNoAnswer},
    {"VOICE", 0, false, Meaning::kNoCall, RasError::kVoiceAnswer},
    {"DELAYED", 0, true, Meaning::kNoCall, RasError::kLineBusy},
    {"BLACKLISTED", 0, true, Meaning::kNoCall, RasError::kLineBusy},
    {"BLACKLIST FULL", 0, true, Meaning::kNoCall, RasError::kLineBusy},
};

bool IsLetter(char c) { return c >= 'A' && c <= 'Z'; }

char ToUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string ToUpper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = ToUpper(c);
  return upper;
}

bool IsControl(char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// `line` is trimmed and in capitals.
bool Fits(const ResultRow& row, std::string_view line) {
  if (line.size() == 1) return line.front() == row.digit;
  if (!line.starts_with(row.words)) return false;
  line.remove_prefix(row.words.size());
  if (!line.empty() && IsLetter(line.front())) return false;  // CONNECTION
  const std::string_view rest = Trim(line);
  return row.open || rest.empty() || !IsLetter(rest.front());
}

const ResultRow* FindResult(std::string_view line) {
  for (const ResultRow& row : kResults) {
    if (Fits(row, line)) return &row;
  }
  return nullptr;
}

std::string Printable(std::string_view line) {
  std::string text(line.substr(0, ModemDialogue::kLongestSaid));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < 0x20 || c > 0x7E; }, '.');
  return text;
}

// Which init string, without its values: one may be the PIN of a SIM.
std::string NameOf(std::string_view command, std::size_t number) {
  const std::size_t value = command.find('=');
  const bool cut = value != std::string_view::npos;
  return fmt::format("init string {} ({}{})", number,
                     Printable(command.substr(0, cut ? value + 1 : value)), cut ? "..." : "");
}

std::string TextOf(const ResultRow& row, std::string_view line) {
  std::string said = Printable(line);
  if (row.words == "DELAYED") return "the modem refuses to dial this number again so soon: " + said;
  if (row.words.starts_with("BLACKLIST")) {
    return "the modem refuses this number after calls that failed, perhaps until it is switched "
           "off and on: " +
           said;
  }
  return said;
}

}  // namespace

void ModemDialogue::Start(Instant now) {
  if (script_.init.empty()) events_.emplace_back(ModemPort{});
  SayNext(now);
}

std::size_t ModemDialogue::Feed(std::string_view bytes, Instant now) {
  std::size_t taken = 0;
  while (taken < bytes.size() && !IsOver()) TakeByte(bytes[taken++], now);
  return taken;
}

void ModemDialogue::Tick(Instant now) {
  if (IsOver() || now < deadline_) return;
  switch (step_) {
    case Step::kInit:
      if (next_ == 1 && tries_ == 1) {  // it may have slept; then this string woke it
        ++tries_;
        return Say(command_, now + script_.init_patience);
      }
      // One that is silent is off or not there. One that makes sounds without a meaning is there,
      // at another speed, or with its results switched off (ATQ1).
      if (heard_) return FailInit(kUnrecognizedResponse, "no OK in what the modem said");
      return FailInit(RasError::kDeviceNotReady, "the modem is silent");
    case Step::kSettle:
      return SayNext(now);
    case Step::kRing:
      return Finish(ModemFailed{
          RasError::kNoAnswer,
          fmt::format("the server did not call back within {}", FormatDuration(script_.patience))});
    case Step::kDial:
      output_ += '\r';  // any character ends the dialling
      return Finish(ModemFailed{
          RasError::kNoAnswer,
          fmt::format("no result within {} of dialling{}", FormatDuration(script_.patience),
                      last_.empty() ? "" : "; the last the modem said: " + last_)});
    case Step::kOver:
      return;
  }
}

void ModemDialogue::LoseTty(const std::string& why) {
  if (!IsOver()) Finish(ModemFailed{kPortOrDevice, why});
}

std::optional<Instant> ModemDialogue::Deadline() const {
  if (IsOver()) return std::nullopt;
  return deadline_;
}

void ModemDialogue::Say(const std::string& command, Instant deadline) {
  output_ += command + '\r';
  deadline_ = deadline;
  line_.clear();
}

void ModemDialogue::SayNext(Instant now) {
  heard_ = false;
  last_.clear();
  if (next_ < script_.init.size()) {
    step_ = Step::kInit;
    tries_ = 1;
    command_ = script_.init[next_++];
    Say(command_, now + script_.init_patience);
  } else if (script_.answer) {
    step_ = Step::kRing;
    command_.clear();
    deadline_ = now + script_.patience;
  } else if (script_.dial) {
    step_ = Step::kDial;
    command_ = *script_.dial;
    Say(command_, now + script_.patience);
    events_.emplace_back(ModemDial{command_});
  } else {
    Finish(ModemConnected{});
  }
}

void ModemDialogue::TakeByte(char byte, Instant now) {
  if (byte == '\r' || byte == '\n') {
    const std::string line(Trim(line_));
    line_.clear();
    if (!line.empty()) TakeLine(line, now);
    return;
  }
  if (IsControl(byte)) return;  // breaks, flow control
  heard_ = true;
  if (line_.size() < kLongestModemLine) line_ += byte;
}

void ModemDialogue::TakeLine(const std::string& line, Instant now) {
  const std::string upper = ToUpper(line);
  const std::string command = ToUpper(command_);
  if (!command.empty() && upper == command) return;  // its echo
  const ResultRow* result = FindResult(upper);
  const Meaning meaning = result == nullptr ? Meaning::kNone : result->meaning;
  if (meaning == Meaning::kOk) {
    if (step_ == Step::kInit) InitAnswered(now);
  } else if (step_ == Step::kInit && meaning == Meaning::kError) {
    if (next_ == 1) events_.emplace_back(ModemPort{});
    FailInit(result->error, Printable(line));
  } else if (step_ == Step::kRing && meaning == Meaning::kRing) {
    PickUp(now);
  } else if (step_ == Step::kDial && meaning == Meaning::kConnect) {
    Finish(ModemConnected{Printable(line)});
  } else if (step_ == Step::kDial && meaning != Meaning::kNone && meaning != Meaning::kRing) {
    Finish(ModemFailed{result->error, TextOf(*result, line)});
  } else if (upper.size() < 2 || !command.ends_with(upper)) {  // else an echo that lost its head
    TakeInfo(line);  // also the late result of somebody else's call
  }
}

void ModemDialogue::TakeInfo(const std::string& line) {
  last_ = Printable(line);
  if (said_ == kMostSaid) return;
  ++said_;
  events_.emplace_back(ModemSaid{last_});
}

void ModemDialogue::InitAnswered(Instant now) {
  if (next_ == 1) events_.emplace_back(ModemPort{});
  if (tries_ == 1) return SayNext(now);
  // Asked twice, it may answer twice: the second OK must not pass for that of the next string.
  step_ = Step::kSettle;
  deadline_ = now + kSettle;
}

void ModemDialogue::PickUp(Instant now) {
  constexpr Duration kUntilTheyAgree = std::chrono::seconds(60);
  step_ = Step::kDial;
  command_ = "ATA";
  Say(command_, now + kUntilTheyAgree);
}

void ModemDialogue::FailInit(RasError error, const std::string& how) {
  Finish(ModemFailed{error, fmt::format("{}: {}", NameOf(command_, next_), how)});
}

void ModemDialogue::Finish(ModemEvent outcome) {
  step_ = Step::kOver;
  events_.push_back(std::move(outcome));
}

}  // namespace lineman::pppd
