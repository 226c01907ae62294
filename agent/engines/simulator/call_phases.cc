// What each phase of a call is made of, in the order in which they follow each other.
#include <algorithm>

#include "engines/simulator/call.h"

namespace lineman::simulator {
namespace {

using State = ConnectionState;

// Where an error shows that nobody has placed.
State UsualStateOf(RasError error, Dialect dialect) {
  const bool terse = dialect == Dialect::kTerse;
  switch (CauseOf(error)) {
    case Cause::kCredentials:
    case Cause::kAccount:
    case Cause::kHuman:
      return terse ? State::kAuthenticate : State::kAuthNotify;
    case Cause::kServer:
    case Cause::kSecurity:
      return State::kAuthenticate;
    case Cause::kConfig:
      return terse ? State::kAuthenticated : State::kAuthProject;
    case Cause::kLocal:
      return State::kOpenPort;
    default:
      return State::kConnectDevice;
  }
}

constexpr auto kNoSuchDevice = static_cast<RasError>(608);  // ERROR_DEVICE_DOES_NOT_EXIST

}  // namespace

void Call::Begin(Phase phase) {
  switch (phase) {
    case Phase::kPort:
      return OpenPort();
    case Phase::kRing:
      return Ring();
    case Phase::kDevices:
      return ConnectDevices();
    case Phase::kDialogue:
      return Dialogue();
    case Phase::kLogOn:
      return LogOn();
    case Phase::kEap:
      return AskEap();
    case Phase::kJudge:
      return Judge();
    case Phase::kCallback:
      return OfferCallback();
    case Phase::kWelcome:
      return Welcome();
    case Phase::kNetwork:
      return SetUpNetwork();
    case Phase::kReady:
      // A refusal in a state that this call never came to shows in the last one.
      return doom_.set ? FailHere() : ComeUp();
  }
}

void Call::OpenPort() {
  device_ = exchange_->FindDevice(profile_, device_name_);
  if (device_ == nullptr && !device_name_.empty()) {
    doom_ = {true, State::kOpenPort, kNoSuchDevice};
  } else if (const RasError error = device_ ? device_->Fault() : RasError::kNone;
             error != RasError::kNone) {
    const bool port = CauseOf(error) == Cause::kLocal;
    doom_ = {true, port ? State::kOpenPort : State::kConnectDevice, error};
  }
  QueueAll({State::kOpenPort, State::kPortOpened}, Paced(timing().port));
  Then(Phase::kRing);
}

void Call::Ring() {
  if (!doom_.set) route_ = exchange_->RouteCall(profile_, number_);
  if (route_.server != nullptr) {
    has_port_ = route_.server->TakePort();
    if (!has_port_) route_ = {nullptr, route_.server->plan().when_full, nullptr, route_.ring};
  }
  if (!doom_.set && route_.server == nullptr) doom_ = {true, State::kConnectDevice, route_.error};
  if (!doom_.set && route_.refusal != nullptr) {
    const RasError error = route_.refusal->error;
    const Dialect dialect = route_.server->plan().dialect;
    doom_ = {true, route_.refusal->in.value_or(UsualStateOf(error, dialect)), error};
  }
  Queue(State::kConnectDevice, RingingTime(), number_);
  Then(Phase::kDevices);
}

Duration Call::RingingTime() const {
  const Duration tones = Paced(timing().tones);
  const Duration training = Paced(timing().training);
  if (route_.server != nullptr) return tones + route_.ring + training;
  switch (doom_.error) {
    case RasError::kNoAnswer:
      return tones + Paced(timing().no_answer);
    case RasError::kNoCarrier:
    case RasError::kVoiceAnswer:
      return tones + route_.ring + training;
    case RasError::kNoDialtone:
    case RasError::kDeviceNotReady:
      return Paced(timing().port);
    default:
      return tones;
  }
}

// The modem is connected. A device that is chained behind it comes next: an X.25 PAD, a switch.
void Call::ConnectDevices() {
  const std::vector<std::string>& devices = route_.server->plan().devices;
  Queue(State::kDeviceConnected, Paced(timing().port), devices.empty() ? "" : devices.front());
  for (std::size_t i = 1; i < devices.size(); ++i) {
    Queue(State::kConnectDevice, Paced(timing().logon), devices[i]);
    Queue(State::kDeviceConnected, Paced(timing().port), devices[i]);
  }
  Then(Phase::kDialogue);
}

void Call::Dialogue() {
  const std::vector<Prompt>& prompts = route_.server->plan().prompts;
  if (prompts_done_ < prompts.size())
    return Pause(State::kInteractive, prompts[prompts_done_].text);
  Queue(State::kAllDevicesConnected, Paced(timing().port));
  Then(Phase::kLogOn);
}

void Call::LogOn() {
  if (Shows(Dialect::kWindows95)) Queue(State::kStartAuthentication, Paced(timing().logon));
  Queue(State::kAuthenticate, Paced(timing().logon));
  Then(Phase::kEap);
}

void Call::AskEap() {
  const std::vector<Prompt>& prompts = route_.server->plan().eap;
  if (eap_done_ < prompts.size()) return Pause(State::kInvokeEapUi, prompts[eap_done_].text);
  if (!Shows(Dialect::kTerse)) Queue(State::kAuthNotify, Paced(timing().logon));
  Then(Phase::kJudge);
}

void Call::Judge() {
  const LogonResult result = route_.server->LogOn(credentials_);
  account_ = result.account;
  if (result.error != RasError::kNone) return RefuseLogOn(result.error);
  if (Shows(Dialect::kLanManager)) Queue(State::kAuthLinkSpeed, Paced(timing().logon));
  Then(Phase::kCallback);
}

void Call::RefuseLogOn(RasError error) {
  const ServerPlan& server = route_.server->plan();
  if (error == RasError::kAuthenticationFailure && retries_ < server.retries) {
    ++retries_;
    return Pause(State::kRetryAuthentication, TextOf(error));
  }
  const bool offered = account_ != nullptr && account_->plan->change != PasswordChange::kNotOffered;
  if (error == RasError::kPasswdExpired && offered)
    return Pause(State::kPasswordExpired, TextOf(error));
  FailIn(Shows(Dialect::kTerse) ? State::kAuthenticate : State::kAuthNotify, error);
}

void Call::OfferCallback() {
  Then(Phase::kWelcome);
  switch (route_.server->CallbackFor(account_)) {
    case Callback::kNone:
      return;
    case Callback::kPreset:
      return CallBack();
    case Callback::kSetByCaller:
      break;
  }
  // Asked for only when somebody can answer; else the call goes on as it is.
  if (!ask_for_callback_) return Queue(State::kAuthCallback, Paced(timing().logon));
  if (state_ == State::kAuthCallback) return Pause(State::kCallbackSetByCaller, {});
  Queue(State::kAuthCallback, Paced(timing().logon));
  Then(Phase::kCallback);
}

// Both hang up, and the server dials. The user is known already, so only the link starts afresh.
void Call::CallBack() {
  const Duration logon = Paced(timing().logon);
  Queue(State::kPrepareForCallback, logon);
  Queue(State::kWaitForModemReset, Paced(timing().modem_reset));
  Queue(State::kWaitForCallback, Paced(timing().callback));
  if (!Shows(Dialect::kTerse)) {
    Queue(State::kConnectDevice, Paced(timing().training));
    Queue(State::kDeviceConnected, Paced(timing().port));
  }
  Queue(State::kAllDevicesConnected, Paced(timing().port));
  if (Shows(Dialect::kWindows95)) Queue(State::kCallbackComplete, logon);
  QueueAll({State::kReAuthenticate, State::kAuthenticate}, logon);
  if (!Shows(Dialect::kTerse)) Queue(State::kAuthNotify, logon);
}

void Call::Welcome() {
  const Duration logon = Paced(timing().logon);
  if (!Shows(Dialect::kTerse)) Queue(State::kAuthAck, logon);
  Queue(State::kAuthenticated, logon);
  if (Shows(Dialect::kWindows95)) Queue(State::kLogonNetwork, logon);
  Then(Phase::kNetwork);
}

void Call::SetUpNetwork() {
  const Duration network = Paced(timing().network);
  if (!Shows(Dialect::kTerse)) Queue(State::kAuthProject, network);
  Queue(State::kProjected, network, "10.64.0.2");
  SetUpLinks();
  Then(Phase::kReady);
}

// Each link of a multilink connection applies its settings and comes up, or does not.
void Call::SetUpLinks() {
  const ServerPlan& server = route_.server->plan();
  const Duration port = Paced(timing().port);
  int up = 0;
  for (int link = 1; link <= server.multilink; ++link) {
    const bool down = std::ranges::count(server.links_down, link) > 0;
    if (!down) Queue(State::kApplySettings, port, {}, link);
    Queue(down ? State::kSubEntryDisconnected : State::kSubEntryConnected, port, {}, link);
    up += down ? 0 : 1;
  }
  if (server.multilink == 0 && Shows(Dialect::kModern)) Queue(State::kApplySettings, port);
  if (server.multilink > 0 && up == 0 && !doom_.set)
    doom_ = {true, State::kConnected, RasError::kNoCarrier};
}

}  // namespace lineman::simulator
