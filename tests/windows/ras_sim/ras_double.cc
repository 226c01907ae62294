#include "tests/windows/ras_sim/ras_double.h"

#include <algorithm>
#include <utility>

namespace lineman::ras_sim {
namespace {

using State = ConnectionState;

constexpr std::uint32_t Number(State state) { return static_cast<std::uint32_t>(state); }
constexpr std::uint32_t Number(RasError error) { return static_cast<std::uint32_t>(error); }

// What RasDial fails with when it may not pause.
RasError ErrorInsteadOf(State pause) {
  switch (pause) {
    case State::kRetryAuthentication:
      return RasError::kAuthenticationFailure;
    case State::kPasswordExpired:
      return RasError::kPasswdExpired;
    default:
      return RasError::kInteractiveMode;
  }
}

// Whether it wants to hear more.
bool CallNotifier(const Notifier& notifier, ULONG_PTR callback_id, const Letter& letter) {
  const auto state = static_cast<RASCONNSTATE>(letter.state);
  const HRASCONN handle = letter.to->handle;
  void* const function = notifier.function;
  switch (notifier.type) {
    case 0:
      reinterpret_cast<RASDIALFUNC>(function)(WM_RASDIALEVENT, state, letter.error);
      return true;
    case 1:
      reinterpret_cast<RASDIALFUNC1>(function)(handle, WM_RASDIALEVENT, state, letter.error, 0);
      return true;
    default:
      // A connection of one link is its subentry 1.
      return reinterpret_cast<RASDIALFUNC2>(function)(
                 callback_id, static_cast<DWORD>(std::max(letter.subentry, 1)), handle,
                 WM_RASDIALEVENT, state, letter.error, 0) != 0;
  }
}

}  // namespace

ConnectionPtr RasDouble::Make(const DialCall& dial, const Entry* entry) {
  auto made = std::make_shared<RasConnection>();
  made->dial = dial;
  made->number = dial.params.number;
  if (made->number.empty() && entry != nullptr)
    made->number = entry->number.empty() ? entry->name : entry->number;
  last_handle_ += sizeof(void*);
  made->handle = reinterpret_cast<HRASCONN>(last_handle_);
  connections_.push_back(made);
  return made;
}

void RasDouble::Begin(const ConnectionPtr& connection) {
  const DialParams& params = connection->dial.params;
  Entry* entry = nullptr;
  if (!params.entry.empty()) FindEntry(connection->dial.phonebook, params.entry, entry);
  DialRequest request;
  request.attempt = last_handle_;
  request.profile = params.entry.empty() ? params.number : params.entry;
  request.number = connection->number;
  request.credentials.user = params.user;
  request.credentials.domain = params.domain;
  std::string password = params.password;
  if (password == kSavedPassword && entry != nullptr) password = entry->password.value_or("");
  if (params.domain == "*" && entry != nullptr)
    request.credentials.domain = entry->domain.value_or("");
  request.credentials.password = Secret(std::move(password));
  request.ask_for_callback = !params.callback_number.empty();
  connection->call = simulator_->Dial(
      request,
      [this, weak = std::weak_ptr<RasConnection>(connection)](const Notification& notification) {
        if (const ConnectionPtr to = weak.lock()) Heard(to, notification);
      });
}

void RasDouble::Heard(const ConnectionPtr& connection, const Notification& notification) {
  RasConnection& of = *connection;
  if (of.hung_up || of.failed) return;
  if (notification.state == State::kDisconnected)
    return HeardEnd(connection, Number(notification.error));
  if (GroupOf(notification.state) == StateGroup::kPaused)
    return HeardPause(connection, notification);
  of.holds_dialogue = false;
  of.failed = notification.error != RasError::kNone;
  of.up = notification.state == State::kConnected && !of.failed;
  if (!of.up) of.last_running = Number(notification.state);
  if (notification.state == State::kProjected) of.address = notification.detail;
  Tell(connection, notification);
}

void RasDouble::HeardPause(const ConnectionPtr& connection, const Notification& notification) {
  RasConnection& of = *connection;
  struct Answer answer;
  if (notification.state == State::kInteractive && of.holds_dialogue) {
    answer.text = PersonsAnswer(notification.detail);
    of.call->Answer(answer);
    return;
  }
  const std::string& number = of.dial.params.callback_number;
  if (notification.state == State::kCallbackSetByCaller && number != "*") {
    answer.callback_number = number;
    of.call->Answer(answer);
    return;
  }
  if ((of.dial.options & RDEOPT_PausedStates) == 0 || of.dial.notifier.function == nullptr)
    return FailInstead(connection, ErrorInsteadOf(notification.state));
  of.prompt = notification.detail;
  of.eap_ui_shown = false;
  Notification told = notification;
  const bool credentials = notification.state == State::kRetryAuthentication ||
                           notification.state == State::kPasswordExpired;
  if (settings_.pauses_with_error && credentials) told.error = ErrorInsteadOf(notification.state);
  Tell(connection, told);
}

void RasDouble::HeardEnd(const ConnectionPtr& connection, std::uint32_t error) {
  if (connection->up) return Lose(connection, error);
  connection->failed = true;
  letters_.push_back({connection, Number(State::kDisconnected), error});
}

void RasDouble::FailInstead(const ConnectionPtr& connection, RasError error) {
  connection->failed = true;
  letters_.push_back({connection, connection->last_running, Number(error)});
  connection->call->HangUp();
}

void RasDouble::Tell(const ConnectionPtr& connection, const Notification& notification) {
  letters_.push_back(
      {connection, Number(notification.state), Number(notification.error), notification.subentry});
  if (notification.error != RasError::kNone) return;
  std::size_t& next = connection->next_extra;
  while (next < settings_.extra.size() && settings_.extra[next].after == letters_.back().state) {
    const ExtraState& extra = settings_.extra[next++];
    letters_.push_back({connection, extra.state, extra.error, 0, false, true});
  }
}

void RasDouble::Lose(const ConnectionPtr& connection, std::uint32_t error) {
  RasConnection& of = *connection;
  of.up = false;
  of.lost = true;
  of.state = Number(State::kDisconnected);
  of.error = error;
  Signal(of.handle, RASCN_Disconnection);
  Entry* entry = nullptr;
  if (FindEntry(of.dial.phonebook, of.dial.params.entry, entry) == 0 && entry->own_redial)
    RedialByItself(connection);
}

// As Windows does where RASEO2_ReconnectIfDropped is set; whoever dialled is not asked.
void RasDouble::RedialByItself(const ConnectionPtr& lost) {
  DialCall dial = lost->dial;
  dial.notifier = {};
  const ConnectionPtr redial = Make(dial, nullptr);
  redial->number = lost->number;
  redial->by_caller = false;
  Begin(redial);
}

void RasDouble::Signal(HRASCONN handle, DWORD event) {
  for (Watcher& watcher : watchers_) {
    const bool any = watcher.handle == INVALID_HANDLE_VALUE;
    if (watcher.spent || (watcher.flags & event) == 0 || (!any && watcher.handle != handle))
      continue;
    watcher.spent = settings_.notifies_once;
    if (settings_.signals) SetEvent(watcher.event.get());
  }
}

void RasDouble::Deliver(Lock& lock) {
  while (true) {
    const auto next =
        std::ranges::find_if(letters_, [](const Letter& letter) { return !letter.to->held; });
    if (next == letters_.end()) return;
    const Letter letter = std::move(*next);
    letters_.erase(next);
    Deliver(lock, letter);
  }
}

// RAS waits for the callback to return, and so does the world.
void RasDouble::Deliver(Lock& lock, const Letter& letter) {
  RasConnection& to = *letter.to;
  if (to.hung_up && !letter.late) return;
  if (!letter.late) Show(letter);
  ++to.begun;
  loop_.Changed();
  if (to.dial.notifier.function == nullptr || (to.muted && !letter.late)) return;
  if (!letter.late && !to.thread.Lives())
    Blame(Rule::kThreadLives, "the thread that dialled '" + to.dial.params.entry + "' has ended");
  to.in_callback = true;
  to.muted = to.muted || to.told_end;
  // Meanwhile another dial of the entry may come to refer to it, with a notifier of its own.
  const Notifier notifier = to.dial.notifier;
  const ULONG_PTR callback_id = to.dial.params.callback_id;
  lock.unlock();
  const bool go_on = CallNotifier(notifier, callback_id, letter);
  lock.lock();
  to.in_callback = false;
  to.muted = to.muted || (!go_on && callback_id == to.dial.params.callback_id);
  loop_.Changed();
}

void RasDouble::Show(const Letter& letter) {
  RasConnection& to = *letter.to;
  if (to.lost) return;
  to.state = letter.state;
  to.error = letter.error;
  to.paused = (letter.state & RASCS_PAUSED) != 0;
  to.held = to.paused && letter.made_up;
  const bool done = !to.paused && (letter.error != 0 || (letter.state & RASCS_DONE) != 0);
  if (!done) return;
  to.told_end = true;
  if (letter.made_up) {
    to.failed = true;
    to.call->HangUp();
  } else if (letter.error == 0) {
    Signal(to.handle, RASCN_Connection);
  }
}

}  // namespace lineman::ras_sim
