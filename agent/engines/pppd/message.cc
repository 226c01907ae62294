#include "engines/pppd/message.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "engines/pppd/words.h"

namespace lineman::pppd {
namespace {

// The words of a message after its verb, taken one after the other.
class Arguments {
 public:
  explicit Arguments(std::vector<std::string> words) : words_(std::move(words)) {}

  std::string Text() {
    if (next_ < words_.size()) return std::move(words_[next_++]);
    missing_ = true;
    return {};
  }
  std::int64_t Number(std::int64_t most, int base = 10) {
    const std::string text = Text();
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, base);
    if (error != std::errc() || stop != end || value < 0 || value > most) wrong_ = true;
    return value;
  }
  int Small() { return static_cast<int>(Number(1'000'000)); }
  void Refuse() { wrong_ = true; }
  bool AreRight() const { return !missing_ && !wrong_ && next_ == words_.size(); }

 private:
  std::vector<std::string> words_;
  std::size_t next_ = 1;
  bool missing_ = false;
  bool wrong_ = false;
};

constexpr std::int64_t kMost = std::int64_t{1} << 53;

Phase TakePhase(Arguments& arguments) {
  return static_cast<Phase>(arguments.Number(static_cast<int>(Phase::kMaster)));
}

Message TakePlugin(Arguments& arguments) {
  PluginHello hello;
  hello.version = arguments.Small();
  hello.call = arguments.Text();
  hello.pid = arguments.Number(kMost);
  hello.pppd = arguments.Text();
  hello.phase = TakePhase(arguments);
  hello.status = arguments.Small();
  return hello;
}

Message TakePhaseChange(Arguments& arguments) {
  PhaseChanged change;
  change.phase = TakePhase(arguments);
  change.status = arguments.Small();
  return change;
}

Message TakePacket(Arguments& arguments, bool sent) {
  Packet packet;
  packet.sent = sent;
  packet.protocol = static_cast<Protocol>(arguments.Number(0xFFFF, 16));
  packet.code = static_cast<int>(arguments.Number(0xFF));
  packet.text = arguments.Text();
  return packet;
}

Message TakeAsks(Arguments& arguments) {
  PauseBegan pause;
  pause.question = arguments.Number(kMost);
  const auto state = FindState(arguments.Text());
  if (!state || GroupOf(*state) != StateGroup::kPaused) arguments.Refuse();
  pause.state = state.value_or(pause.state);
  pause.text = arguments.Text();
  return pause;
}

Message TakeUp(Arguments& arguments) {
  LinkUp up;
  up.interface = arguments.Text();
  up.local = arguments.Text();
  up.remote = arguments.Text();
  up.dns = arguments.Text();
  up.since = Duration(arguments.Number(kMost));
  return up;
}

Message TakeHelper(Arguments& arguments) {
  HelperHello hello;
  hello.version = arguments.Small();
  hello.call = arguments.Text();
  hello.pid = arguments.Number(kMost);
  return hello;
}

Message TakeModemFailed(Arguments& arguments) {
  ModemFailed failed;
  failed.error = static_cast<RasError>(arguments.Number(0xFFFF));
  if (failed.error == RasError::kNone) arguments.Refuse();
  failed.text = arguments.Text();
  return failed;
}

using What = ChannelChanged::What;

struct Verb {
  std::string_view name;
  Message (*take)(Arguments&);
};

constexpr std::array kVerbs = {
    Verb{"pppd", TakePlugin},
    Verb{"ready", [](Arguments&) -> Message { return PluginReady{}; }},
    Verb{"phase", TakePhaseChange},
    Verb{"channel-begins", [](Arguments&) -> Message { return ChannelChanged{What::kBegins}; }},
    Verb{"channel-open", [](Arguments&) -> Message { return ChannelChanged{What::kOpen}; }},
    Verb{"channel-failed", [](Arguments&) -> Message { return ChannelChanged{What::kFailed}; }},
    Verb{"received", [](Arguments& a) { return TakePacket(a, false); }},
    Verb{"sent", [](Arguments& a) { return TakePacket(a, true); }},
    Verb{"wants-credentials", [](Arguments&) -> Message { return CredentialsWanted{}; }},
    Verb{"authenticated", [](Arguments&) -> Message { return AuthenticationDone{}; }},
    Verb{"asks", TakeAsks},
    Verb{"gives-up", [](Arguments& a) -> Message { return PluginGivesUp{a.Text()}; }},
    Verb{"up", TakeUp},
    Verb{"down", [](Arguments&) -> Message { return LinkDown{}; }},
    Verb{"exits", [](Arguments& a) -> Message { return PluginExits{a.Small()}; }},
    Verb{"connect", TakeHelper},
    Verb{"modem-port", [](Arguments&) -> Message { return ModemPort{}; }},
    Verb{"modem-dial", [](Arguments& a) -> Message { return ModemDial{a.Text()}; }},
    Verb{"modem-said", [](Arguments& a) -> Message { return ModemSaid{a.Text()}; }},
    Verb{"modem-connected", [](Arguments& a) -> Message { return ModemConnected{a.Text()}; }},
    Verb{"modem-failed", TakeModemFailed},
};

}  // namespace

Result<Message> ParseMessage(std::string_view line) {
  Result<std::vector<std::string>> words = SplitWords(line);
  if (!words) return tl::unexpected(words.error());
  const std::string name = words->empty() ? std::string() : words->front();
  for (const Verb& verb : kVerbs) {
    if (verb.name != name) continue;
    Arguments arguments(*std::move(words));
    Message message = verb.take(arguments);
    if (arguments.AreRight()) return message;
    return Fail(fmt::format("a message '{}' with words missing, too many or wrong", verb.name));
  }
  return Fail("a message nobody knows");
}

}  // namespace lineman::pppd
