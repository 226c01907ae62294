#include "engines/pppd/session.h"

#include <fmt/format.h>

#include <utility>

namespace lineman::pppd {
namespace {

using State = ConnectionState;

// Codes of LCP (RFC 1661), PAP (RFC 1334), CHAP (RFC 1994) and EAP (RFC 3748) that tell something.
constexpr int kTerminateRequest = 5;
constexpr int kProtocolReject = 8;
constexpr int kPapRequest = 1;
constexpr int kPapAck = 2;
constexpr int kPapNak = 3;
constexpr int kResponse = 2;  // of CHAP and EAP
constexpr int kSuccess = 3;
constexpr int kFailure = 4;
constexpr int kChangePassword = 7;  // of CHAP (RFC 2759)
constexpr int kCallbackAck = 3;     // of CBCP

// pppd's exit status when it hangs up to be called back.
constexpr int kCallback = 14;

enum class LogOn { kNothing, kSent, kChangeSent, kTaken, kRefused };

LogOn MeaningOf(const Packet& packet) {
  switch (packet.protocol) {
    case Protocol::kPap:
      if (packet.sent) return packet.code == kPapRequest ? LogOn::kSent : LogOn::kNothing;
      if (packet.code == kPapAck) return LogOn::kTaken;
      return packet.code == kPapNak ? LogOn::kRefused : LogOn::kNothing;
    case Protocol::kChap:
    case Protocol::kEap:
      if (packet.sent && packet.code == kChangePassword) return LogOn::kChangeSent;
      if (packet.sent) return packet.code == kResponse ? LogOn::kSent : LogOn::kNothing;
      if (packet.code == kSuccess) return LogOn::kTaken;
      return packet.code == kFailure ? LogOn::kRefused : LogOn::kNothing;
    default:
      return LogOn::kNothing;
  }
}

std::string Addresses(const LinkUp& up) {
  std::string text = fmt::format("{} {} to {}", up.interface, up.local, up.remote);
  if (!up.dns.empty()) text += fmt::format(", DNS {}", up.dns);
  return text;
}

}  // namespace

std::vector<Notification> Session::Hear(const Message& message) {
  told_.clear();
  if (!over_) std::visit([this](const auto& what) { Hear(what); }, message);
  return std::move(told_);
}

// Of a link that is up, and of a call that is being ended, nothing is told but the end.
void Session::Enter(State state, std::string detail) {
  if (evidence_.hung_up || going_down_ || status_.state == State::kConnected) return;
  if (began_ && status_.state == state) return;
  Tell(state, std::move(detail));
}

void Session::Tell(State state, std::string detail) {
  began_ = true;
  status_.state = state;
  Notification notification;
  notification.state = state;
  notification.detail = std::move(detail);
  told_.push_back(std::move(notification));
}

void Session::Hear(const PhaseChanged& change) {
  const Phase before = std::exchange(phase_, change.phase);
  switch (change.phase) {
    case Phase::kSerialConnection:
      if (!called_back_ && evidence_.transport != Transport::kL2tp) Enter(State::kOpenPort);
      return;
    case Phase::kEstablish:
      if (before > Phase::kEstablish) going_down_ = true;
      if (!called_back_) Enter(State::kAllDevicesConnected);
      return;
    case Phase::kAuthenticate:
      going_down_ = false;  // no way down leads here: it is negotiated anew
      evidence_.reached_log_on = true;
      return Enter(called_back_ ? State::kReAuthenticate : State::kAuthenticate);
    case Phase::kCallback:
      return Enter(State::kAuthCallback);
    case Phase::kNetwork:
      if (before > Phase::kNetwork) going_down_ = true;
      if (!going_down_) evidence_.reached_network = true;
      return Enter(State::kAuthProject);
    case Phase::kTerminate:
    case Phase::kDisconnect:
      going_down_ = true;
      return;
    case Phase::kDead:
      going_down_ = true;
      evidence_.status_when_dead = change.status;
      if (AwaitsCallback()) Tell(State::kWaitForModemReset, {});
      return;
    default:
      return;
  }
}

// A serial port tells these of itself, through the connect helper.
void Session::Hear(const ChannelChanged& change) {
  switch (change.what) {
    case ChannelChanged::What::kBegins:
      if (evidence_.transport == Transport::kSerial || evidence_.transport == Transport::kL2tp)
        return;
      Enter(State::kPortOpened);
      return Enter(State::kConnectDevice);
    case ChannelChanged::What::kOpen:
      if (evidence_.transport == Transport::kSerial) return;
      return Enter(State::kDeviceConnected);
    case ChannelChanged::What::kFailed:
      evidence_.channel_failed = true;
      return;
  }
}

void Session::Hear(const Packet& packet) {
  if (packet.protocol == Protocol::kLcp && !packet.sent) {
    evidence_.heard_lcp = true;
    if (packet.code == kTerminateRequest) {
      evidence_.peer_said_goodbye = packet.text;
      going_down_ = true;
    }
    if (packet.code == kProtocolReject) evidence_.peer_rejected_protocol = true;
    return;
  }
  if (packet.protocol == Protocol::kCbcp) {
    if (packet.sent || packet.code != kCallbackAck || phase_ != Phase::kCallback) return;
    Enter(State::kPrepareForCallback);
    callback_agreed_ = true;
    return;
  }
  switch (MeaningOf(packet)) {
    case LogOn::kNothing:
      return;
    case LogOn::kSent:
      return Enter(std::exchange(retries_, false) ? State::kAuthRetry : State::kAuthNotify);
    case LogOn::kChangeSent:
      return Enter(State::kAuthChangePassword);
    case LogOn::kTaken:
      evidence_.refused.reset();
      return Enter(State::kAuthAck);
    case LogOn::kRefused:
      evidence_.refused = packet.text;
      return;
  }
}

void Session::Hear(const AuthenticationDone& /*done*/) { Enter(State::kAuthenticated); }

// The same one may come again: the next prompt, or the wrong token.
void Session::Hear(const PauseBegan& pause) {
  if (evidence_.hung_up || going_down_ || is_up()) return;
  Tell(pause.state,
       pause.state == State::kRetryAuthentication || pause.state == State::kPasswordExpired
           ? MessageOfRefusal(pause.text)
           : pause.text);
}

// A refusal that the peer lets us answer is no reason for the end any more once it is answered.
void Session::Answered() {
  retries_ = status_.state == State::kRetryAuthentication;
  evidence_.refused.reset();
}

void Session::FailTunnel(const std::string& log) {
  evidence_.log = log;
  evidence_.failed = EndingOfTunnel(evidence_);
}

bool Session::IsPaused() const {
  return GroupOf(status_.state) == StateGroup::kPaused && !going_down_ && !evidence_.hung_up &&
         !evidence_.failed && !over_;
}

bool Session::AwaitsCallback() const {
  return callback_agreed_ && !evidence_.hung_up && !evidence_.failed && !over_ &&
         evidence_.status_when_dead.value_or(evidence_.status_at_exit.value_or(kCallback)) ==
             kCallback;
}

std::vector<Notification> Session::BeginTunnel() {
  told_.clear();
  for (const State state : {State::kOpenPort, State::kPortOpened, State::kConnectDevice})
    Enter(state);
  return std::move(told_);
}

std::vector<Notification> Session::BeginCallback() {
  told_.clear();
  const Transport transport = evidence_.transport;
  evidence_ = {};
  evidence_.transport = transport;
  phase_ = Phase::kInitialize;
  going_down_ = callback_agreed_ = false;
  called_back_ = true;
  Enter(State::kWaitForCallback);
  return std::move(told_);
}

void Session::Hear(const LinkUp& up) {
  going_down_ = false;
  link_ = up;
  status_.interface = up.interface;
  Enter(State::kProjected, Addresses(up));
  Enter(State::kConnected);
  evidence_.was_up = true;
}

void Session::Hear(const LinkDown& /*down*/) {
  going_down_ = true;
  status_.interface.clear();
}

void Session::Hear(const PluginExits& exits) { evidence_.status_at_exit = exits.status; }

void Session::Hear(const ModemPort& /*port*/) {
  if (!called_back_) Enter(State::kPortOpened);
}
void Session::Hear(const ModemDial& dial) { Enter(State::kConnectDevice, dial.text); }
void Session::Hear(const ModemSaid& said) { evidence_.modem_said = said.text; }
void Session::Hear(const ModemConnected& connected) {
  Enter(called_back_ ? State::kCallbackComplete : State::kDeviceConnected, connected.text);
}
void Session::Hear(const ModemFailed& failed) { evidence_.modem = failed; }

void Session::Resume(Phase phase) {
  phase_ = phase;
  switch (phase) {
    case Phase::kEstablish:
      status_.state = State::kAllDevicesConnected;
      break;
    case Phase::kAuthenticate:
      evidence_.heard_lcp = evidence_.reached_log_on = true;
      status_.state = State::kAuthenticate;
      break;
    case Phase::kNetwork:
    case Phase::kRunning:
      evidence_.heard_lcp = evidence_.reached_network = true;
      status_.state = link_ ? State::kConnected : State::kAuthProject;
      break;
    case Phase::kTerminate:
    case Phase::kDisconnect:
    case Phase::kDead:
      going_down_ = true;
      [[fallthrough]];
    default:
      status_.state = State::kConnectDevice;
      break;
  }
  began_ = true;
}

std::vector<Notification> Session::End(const ProcessExit& exit, const std::string& log) {
  if (over_) return {};
  evidence_.exit = exit;
  evidence_.log = log;
  return Finish(Judge(evidence_));
}

std::vector<Notification> Session::Force() {
  if (over_) return {};
  return Finish({RasError::kUserDisconnection, "pppd did not end in time and was killed"});
}

// A dial that failed tells where; then comes the one final notification.
std::vector<Notification> Session::Finish(const Ending& ending) {
  std::vector<Notification> told;
  over_ = true;
  Notification last;
  last.error = ending.error;
  last.detail = ending.detail;
  if (!evidence_.was_up && !evidence_.hung_up) {
    last.state = began_ ? status_.state : State::kOpenPort;
    told.push_back(last);
  }
  last.state = State::kDisconnected;
  told.push_back(last);
  status_.state = State::kDisconnected;
  status_.error = ending.error;
  status_.interface.clear();
  return told;
}

}  // namespace lineman::pppd
