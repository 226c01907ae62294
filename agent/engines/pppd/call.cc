#include "engines/pppd/call.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "engines/pppd/words.h"

namespace lineman::pppd {
namespace {

// pppd takes two requests three seconds apart to say goodbye to a peer that does not answer; then
// it is killed. Forcing the end is the contract's (kHangUpDeadline).
constexpr Duration kUntilKilled = std::chrono::seconds(9);
// How long the last words of a pppd that is gone may take to be read.
constexpr Duration kLastWords = std::chrono::milliseconds(500);
// Peers that negotiate anew have taken the addresses back for less.
constexpr Duration kNoAddresses = std::chrono::seconds(30);
constexpr Duration kTrimEvery = std::chrono::hours(1);
// For the first packet of PPP through a tunnel. pptp and xl2tpd would go on for minutes.
constexpr Duration kUntilTunnel = std::chrono::seconds(40);
// For what the peer says to a log-on. pppd has the same by itself, but for ever in a pause.
constexpr Duration kUntilVerdict = std::chrono::seconds(60);

constexpr RasError kCannotInitialize = static_cast<RasError>(711);
constexpr RasError kWrongInfo = static_cast<RasError>(604);
constexpr RasError kNoAddressesLeft = static_cast<RasError>(736);
constexpr RasError kBadCallback = static_cast<RasError>(704);

std::int64_t NumberIn(const std::string& word) {
  std::int64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

// pppd's MS-CHAP makes Unicode of a password byte by byte.
bool CanBeSent(std::string_view password) {
  constexpr std::size_t kLongest = 255;  // MAXSECRETLEN of pppd
  return !password.empty() && password.size() <= kLongest &&
         std::ranges::all_of(password, [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::string WriteNote(const CallNote& note) {
  return JoinWords({std::to_string(kProtocolVersion), note.profile, note.number,
                    std::to_string(note.attempt), std::to_string(note.pid),
                    std::to_string(static_cast<int>(note.transport))});
}

Result<CallNote> ReadNote(std::string_view line) {
  const Result<std::vector<std::string>> words = SplitWords(line);
  if (!words || words->size() != 6 || NumberIn(words->front()) != kProtocolVersion)
    return Fail("no note of a call");
  CallNote note;
  note.profile = (*words)[1];
  note.number = (*words)[2];
  note.attempt = static_cast<AttemptId>(NumberIn((*words)[3]));
  note.pid = NumberIn((*words)[4]);
  note.transport = static_cast<Transport>(NumberIn((*words)[5]) % kTransports);
  return note;
}

Call::Call(Env& env, Host& host, std::string id, CallNote note, std::function<void()> over)
    : env_(env),
      host_(host),
      id_(std::move(id)),
      note_(std::move(note)),
      over_(std::move(over)),
      session_(note_.transport),
      up_since_(env.Now()) {}

void Call::After(Duration span, void (Call::*what)()) {
  env_.CallAt(env_.Now() + span, [weak = weak_from_this(), what] {
    if (const auto call = weak.lock()) (call.get()->*what)();
  });
}

// --- Beginning ----------------------------------------------------------------------------------

void Call::Dial(const DialRequest& request, NotificationHandler handler,
                const std::string& trouble) {
  handler_ = std::move(handler);
  credentials_ = request.credentials;
  env_.CallAt(env_.Now(), [weak = weak_from_this(), request, trouble] {
    if (const auto call = weak.lock()) call->Launch(request, trouble);
  });
}

void Call::Launch(const DialRequest& request, const std::string& trouble) {
  if (finished_) return;
  if (hung_up_) return Finish();
  if (!trouble.empty()) return FailToStart(kCannotInitialize, trouble);
  Result<PppdOptions> options = ReadPppdOptions(request.options.get());
  if (!options) return FailToStart(kWrongInfo, options.error().message);
  options_ = *std::move(options);
  note_.transport = options_.transport;
  session_ = Session(note_.transport);
  // Noted first: what cannot be noted is not dialled, as no agent would find it again. Without the
  // pid the next agent ends the call when its plugin comes.
  if (const Result<Done> noted = host_.SaveNote(id_, WriteNote(note_)); !noted)
    return FailToStart(kCannotInitialize, noted.error().message);
  const Callback callback = request.ask_for_callback ? Callback::kAsked : Callback::kNone;
  if (const Result<Done> run = Run(callback); !run)
    return FailToStart(kCannotInitialize, run.error().message);
  After(kTrimEvery, &Call::TrimLog);
  if (IsTunnel(note_.transport)) After(kUntilTunnel, &Call::EndWithoutTunnel);
  if (note_.transport == Transport::kL2tp) Deliver(session_.BeginTunnel());
}

// Of L2TP it is xl2tpd that runs, and it starts pppd when the tunnel is there.
Result<std::vector<std::string>> Call::CommandFor(Callback callback) {
  const std::vector<std::string> pppd =
      PppdCommand(options_, host_.Paths(), id_, note_.profile, callback);
  if (note_.transport != Transport::kL2tp) return pppd;
  const Result<std::string> options = host_.SaveFile(id_, "pppd", PppdOptionsFile(pppd));
  if (!options) return tl::unexpected(options.error());
  const Result<std::string> tunnel =
      host_.SaveFile(id_, "xl2tpd", L2tpConfiguration(options_.tunnel, *options));
  if (!tunnel) return tl::unexpected(tunnel.error());
  return std::vector<std::string>{
      options_.tunnel.program, "-D", "-c",       *tunnel, "-p", *tunnel + ".pid", "-C",
      *tunnel + ".control",    "-s", "/dev/null"};
}

void Call::EndWithoutTunnel() {
  if (finished_ || hung_up_ || session_.is_over() || session_.heard_peer()) return;
  session_.FailTunnel(host_.LastLinesOf(id_));
  Quit();
}

Result<Done> Call::Run(Callback callback) {
  script_ = HelperScript(options_.serial, note_.number, callback);
  const Result<std::vector<std::string>> command = CommandFor(callback);
  if (!command) return tl::unexpected(command.error());
  auto process = host_.Start(*command, id_, [weak = weak_from_this()](const ProcessExit& exit) {
    if (const auto call = weak.lock()) call->Ended(exit);
  });
  if (!process) return tl::unexpected(process.error());
  process_ = *std::move(process);
  note_.pid = process_->pid();
  (void)host_.SaveNote(id_, WriteNote(note_));
  return Done{};
}

// The first pppd has hung up as it was agreed; a second one waits for the modem to ring.
void Call::TakeCallback() {
  for (std::shared_ptr<Peer>* peer : {&plugin_, &helper_}) {
    if (*peer != nullptr) std::exchange(*peer, nullptr)->Close();
  }
  exit_.reset();
  met_ = false;
  Deliver(session_.BeginCallback());
  if (finished_) return;
  if (hung_up_) return Finish();
  if (const Result<Done> run = Run(Callback::kTaken); !run)
    FailToStart(kCannotInitialize, run.error().message);
}

// With `debug` among its options pppd writes for as long as the link is up.
void Call::TrimLog() {
  if (finished_) return;
  host_.TrimLog(id_);
  After(kTrimEvery, &Call::TrimLog);
}

void Call::FailToStart(RasError error, const std::string& why) {
  session_.Fail(error, why);
  Finish();
}

void Call::GiveUp(RasError error, const std::string& why) {
  session_.Fail(error, why);
  Quit();
}

bool Call::Adopt(std::function<void()> found) {
  adopted_ = true;
  found_ = std::move(found);
  process_ = host_.Watch(note_.pid, id_, [weak = weak_from_this()](const ProcessExit& exit) {
    if (const auto call = weak.lock()) call->Ended(exit);
  });
  return process_ != nullptr;
}

void Call::Abandon() {
  found_ = nullptr;
  Release();
}

// --- What pppd says -----------------------------------------------------------------------------

void Call::Listen(const std::shared_ptr<Peer>& peer, std::shared_ptr<Peer>& place) {
  if (place != nullptr) place->Close();
  place = peer;
  peer->Start({.line =
                   [weak = weak_from_this()](std::string_view line) {
                     if (const auto call = weak.lock()) call->Hear(line);
                   },
               .closed =
                   [weak = weak_from_this(), &place] {
                     const auto call = weak.lock();
                     if (call == nullptr) return;
                     place.reset();
                     if (call->tunnelled_ == nullptr) call->LeaveTunnel();
                     if (call->exit_ && !call->HasPeers()) call->Finish();
                   }});
}

void Call::Meet(const PluginHello& hello, const std::shared_ptr<Peer>& peer) {
  met_ = true;
  Listen(peer, plugin_);
  resumed_ = hello.phase;
  if (note_.transport == Transport::kL2tp && tunnelled_ == nullptr)
    tunnelled_ = host_.Watch(hello.pid, id_, [weak = weak_from_this()](const ProcessExit&) {
      if (const auto call = weak.lock()) call->LeaveTunnel();
    });
  if (hello.version != kProtocolVersion)
    GiveUp(kCannotInitialize, "the plugin in pppd is of another lineman");
}

// pppd forgets a signal that came before it has run its connector.
void Call::Meet(const HelperHello& /*hello*/, const std::shared_ptr<Peer>& peer) {
  met_ = true;
  if (quits_) return peer->Close();
  Listen(peer, helper_);
  for (const std::string& line : script_) peer->Send(line);
  if (found_) {
    session_.Resume(Phase::kSerialConnection);
    told_ = session_.status().state;
    std::exchange(found_, nullptr)();
  }
}

// What cannot be understood is passed over: the end of pppd will be noticed in any case.
void Call::Hear(std::string_view line) {
  const auto self = shared_from_this();
  const Result<Message> message = ParseMessage(line);
  if (!message || finished_) return;
  if (std::holds_alternative<CredentialsWanted>(*message)) return GiveCredentials();
  if (const auto* pause = std::get_if<PauseBegan>(&*message)) return AskTheLine(*pause);
  if (const auto* given_up = std::get_if<PluginGivesUp>(&*message))
    return session_.Fail(kBadCallback, given_up->why);
  if (const auto* up = std::get_if<LinkUp>(&*message); up != nullptr && !session_.is_up())
    up_since_ = env_.Now() - up->since;
  if (std::holds_alternative<PluginReady>(*message) && found_) {
    session_.Resume(resumed_);
    told_ = session_.status().state;
    return std::exchange(found_, nullptr)();
  }
  Deliver(session_.Hear(*message));
  if (const auto* change = std::get_if<PhaseChanged>(&*message)) {
    if (quits_ && change->phase == Phase::kEstablish) process_->Terminate();  // it forgot
    EndWithPhase(*change);
  }
  if (std::holds_alternative<LinkDown>(*message)) After(kNoAddresses, &Call::EndWithoutAddresses);
}

// With IPv6 still there pppd keeps the link, but nothing of ours goes over it any more.
void Call::EndWithoutAddresses() {
  if (hung_up_ || session_.is_over() || !session_.is_up()) return;
  if (session_.status().interface.empty())
    GiveUp(kNoAddressesLeft, "the other end has taken the addresses back");
}

// A link that was up is lost when pppd says so: what is left for pppd to do, scripts mostly, is not
// waited for, so that the holdoff begins as early as that of pppd's own `persist`.
void Call::EndWithPhase(const PhaseChanged& change) {
  if (change.phase != Phase::kDead || change.status == 0) return;
  if (!session_.is_up() || hung_up_ || session_.is_over()) return;
  After(kUntilKilled, &Call::KillIfThere);
  Deliver(session_.End({}, host_.LastLinesOf(id_)));
}

// Only the agent that dialled has them: a call that another one began ends here, without a try of
// any password.
void Call::GiveCredentials() {
  if (plugin_ == nullptr) return;
  if (adopted_ && !hung_up_)
    GiveUp(RasError::kDisconnection, "the agent was restarted before the log-on");
  if (adopted_ || hung_up_ || credentials_.user.empty()) return plugin_->Send("refused");
  SendSecret(*plugin_, {"credentials", credentials_.Login(), credentials_.password.Reveal()});
}

void Call::SendSecret(Peer& peer, const std::vector<std::string>& words) {
  std::string line = JoinWords(words);
  peer.Send(line);
  Wipe(line);
}

// An agent that was started since has none of what an answer may be made of.
void Call::AskTheLine(const PauseBegan& pause) {
  if (session_.is_up() || resumed_ >= Phase::kRunning) return;
  question_ = pause.question;
  if (adopted_) {
    found_ = nullptr;
    return GiveUp(RasError::kDisconnection, "the agent was restarted while the peer waited");
  }
  Deliver(session_.Hear(Message(pause)));
}

// --- The line's side ----------------------------------------------------------------------------

Result<Done> Call::TakeAnswer(const struct Answer& answer) {
  if (GroupOf(told_) != StateGroup::kPaused || answered_ || !session_.IsPaused())
    return Fail("the connection is in no paused state: nothing waits for an answer");
  if (Result<Done> sense = CheckAnswer(told_, answer); !sense) return sense;
  if (Result<Done> sendable = CheckSendable(answer); !sendable) return sendable;
  const std::shared_ptr<Peer> peer = told_ == ConnectionState::kInteractive ? helper_ : plugin_;
  if (peer == nullptr) return Fail("pppd is gone: nothing waits for the answer any more");
  answered_ = true;
  session_.Answered();
  const std::string question = std::to_string(question_);
  switch (told_) {
    case ConnectionState::kInteractive:
      if (answer.text) SendSecret(*peer, {"type", question, *answer.text});
      if (answer.done) peer->Send(JoinWords({"done", question}));
      break;
    case ConnectionState::kRetryAuthentication:
      if (answer.username) credentials_.user = *answer.username;
      if (answer.domain) credentials_.domain = *answer.domain;
      if (answer.password) credentials_.password = *answer.password;
      SendSecret(*peer, {"answer", question, credentials_.Login(), credentials_.password.Reveal()});
      break;
    case ConnectionState::kPasswordExpired:
      renewed_ = answer.new_password;
      SendSecret(*peer, {"answer", question, answer.new_password->Reveal()});
      break;
    case ConnectionState::kCallbackSetByCaller:
      peer->Send(JoinWords({"answer", question, ForModem(*answer.callback_number)}));
      break;
    default:
      SendSecret(*peer, {"answer", question, *answer.text});
      break;
  }
  return Done{};
}

// What the plugin and pppd have no room for would be lost on the way.
Result<Done> Call::CheckSendable(const struct Answer& answer) const {
  constexpr std::size_t kLongest = 255;  // bytes: MAXNAMELEN and MAXSECRETLEN of pppd
  constexpr std::size_t kLongestNumber = 100;
  const auto is_long = [](const auto& text) { return text && text->size() > kLongest; };
  Credentials given = credentials_;
  if (answer.username) given.user = *answer.username;
  if (answer.domain) given.domain = *answer.domain;
  if (is_long(answer.text) || given.Login().size() > kLongest ||
      (answer.password && answer.password->Reveal().size() > kLongest))
    return Fail("pppd takes at most 255 bytes");
  if (answer.callback_number && answer.callback_number->size() > kLongestNumber)
    return Fail("a telephone number of more than 100 characters");
  if (!answer.new_password) return Done{};
  if (!CanBeSent(answer.new_password->Reveal()) || !CanBeSent(credentials_.password.Reveal())) {
    return Fail(
        "pppd can only change a password of 1 to 255 ASCII characters to another such "
        "(`alphabet` of password-renewal)");
  }
  return Done{};
}

// A peer that says nothing to a log-on would be waited for as long as pppd waits for pauses.
void Call::AwaitVerdict() {
  env_.CallAt(env_.Now() + kUntilVerdict, [weak = weak_from_this(), at = delivered_] {
    const auto call = weak.lock();
    if (call == nullptr || call->delivered_ != at || call->finished_ || call->quits_) return;
    call->GiveUp(RasError::kPppTimeout, "the other end did not answer the log-on");
  });
}

void Call::HangUp() {
  if (finished_ || hung_up_ || session_.is_over()) return;
  hung_up_ = true;
  session_.HangUp();
  Quit();
  After(kHangUpDeadline, &Call::ForceEnd);
}

// xl2tpd would close the tunnel under a pppd that still wants to say goodbye.
void Call::Quit() {
  quits_ = true;
  if (process_ == nullptr) return;
  (tunnelled_ != nullptr ? tunnelled_ : process_)->Terminate();
  After(kUntilKilled, &Call::KillIfThere);
}

// xl2tpd outlives its pppd, and would only wait.
void Call::LeaveTunnel() {
  if (note_.transport != Transport::kL2tp || exit_ || process_ == nullptr) return;
  process_->Terminate();
  After(kUntilKilled, &Call::KillIfThere);
}

void Call::KillIfThere() {
  if (!exit_ && process_ != nullptr) process_->Kill();
}

// A process that even SIGKILL does not end hangs in the kernel. The line must not wait for it.
void Call::ForceEnd() {
  if (!finished_) Deliver(session_.Force());
}

void Call::Release() {
  handler_ = nullptr;
  HangUp();
}

ConnectionStatus Call::Status() const {
  ConnectionStatus status = session_.status();
  status.state = told_;
  return status;
}

ConnectionStatistics Call::Statistics() const {
  ConnectionStatistics statistics;
  if (told_ != ConnectionState::kConnected) return statistics;
  statistics.connected_for = env_.Now() - up_since_;
  if (const auto bytes = host_.BytesOf(session_.status().interface)) {
    statistics.bytes_sent = bytes->sent;
    statistics.bytes_received = bytes->received;
  }
  return statistics;
}

// --- Ending -------------------------------------------------------------------------------------

// Its last words may still be on their way through the socket.
void Call::Ended(const ProcessExit& exit) {
  exit_ = exit;
  if (met_ && !HasPeers()) return Finish();
  const std::int64_t pid = note_.pid;
  env_.CallAt(env_.Now() + kLastWords, [weak = weak_from_this(), pid] {
    const auto call = weak.lock();
    if (call != nullptr && call->note_.pid == pid) call->Finish();  // not of the one after it
  });
}

void Call::Finish() {
  if (finished_) return;
  if (exit_ && !quits_ && !adopted_ && session_.AwaitsCallback()) return TakeCallback();
  const auto self = shared_from_this();
  finished_ = true;
  Deliver(session_.End(exit_.value_or(ProcessExit{}), host_.LastLinesOf(id_)));
  for (std::shared_ptr<Peer>* peer : {&plugin_, &helper_}) {
    if (*peer != nullptr) std::exchange(*peer, nullptr)->Close();
  }
  host_.Forget(id_);
  credentials_ = {};
  over_();
}

void Call::Deliver(std::vector<Notification> notifications) {
  const auto self = shared_from_this();
  for (Notification& notification : notifications) {
    const bool is_final = notification.state == ConnectionState::kDisconnected;
    if (hung_up_ && !is_final) continue;  // by the line, when it was told the one before
    notification.attempt = note_.attempt;
    told_ = notification.state;
    answered_ = false;
    ++delivered_;
    if (told_ == ConnectionState::kAuthNotify || told_ == ConnectionState::kAuthRetry ||
        told_ == ConnectionState::kAuthChangePassword)
      AwaitVerdict();
    if (told_ == ConnectionState::kAuthAck && renewed_)
      credentials_.password = *std::exchange(renewed_, std::nullopt);
    // A copy: the line may let go of the connection, and so of the handler, in it.
    if (const NotificationHandler handler = handler_) handler(notification);
  }
}

}  // namespace lineman::pppd
