#include "engines/rasapi/call.h"

#include <fmt/format.h>

#include <utility>

#include "engines/rasapi/trouble.h"

namespace lineman::rasapi {
namespace {

// Lets the server ask for the number (RASDIALPARAMS). Without PausedStates it would be 704.
constexpr std::string_view kLetServerAsk = "*";

std::string NameOf(const CallNote& note) {
  return note.entry.name.empty() ? note.number : note.entry.name;
}

}  // namespace

Call::Call(const Shared& shared, DialId id, CallNote note, RasapiOptions options,
           std::function<void()> over)
    : shared_(shared),
      id_(id),
      note_(std::move(note)),
      options_(std::move(options)),
      over_(std::move(over)),
      up_since_(shared.env.Now()) {}

void Call::After(Duration span, void (Call::*what)()) {
  shared_.env.CallAt(shared_.env.Now() + span, [weak = weak_from_this(), what] {
    if (const auto call = weak.lock()) (call.get()->*what)();
  });
}

void Call::Dial(const DialRequest& request, NotificationHandler handler) {
  handler_ = std::move(handler);
  order_.entry = options_.entry;
  order_.number = request.number;
  order_.callback_number = request.ask_for_callback ? kLetServerAsk : "";
  order_.user = request.credentials.user;
  order_.domain = request.credentials.domain;
  order_.password = request.credentials.password;
  order_.run_script = options_.run_script;
  After(Duration{0}, &Call::Ask);
}

void Call::Ask() {
  if (is_ending_) return;
  if (const std::string trouble = shared_.host.Trouble(); !trouble.empty())
    return Follow(progress_.FailHere(kCannotInitialize, trouble));
  const std::string key = KeyOf(note_.entry);
  const auto go = [weak = weak_from_this(), &gate = shared_.gate, key] {
    const auto call = weak.lock();
    call == nullptr ? gate.Leave(key, Duration{0}) : call->Begin();
  };
  shared_.gate.Ask(key, go, [weak = weak_from_this()] {
    const auto call = weak.lock();
    if (call == nullptr || call->is_ending_) return;
    call->Follow(call->progress_.FailHere(
        RasError::kDialAlreadyInProgress,
        fmt::format("another line dials {} too, or it cannot be hung up: each line needs an entry "
                    "of its own",
                    Shown(NameOf(call->note_)))));
  });
}

// A call that was hung up while it waited has told so; it only has to let the next one in.
void Call::Begin() {
  if (is_ending_) return shared_.gate.Leave(KeyOf(note_.entry), Duration{0});
  has_entry_ = true;
  preparation_ =
      std::make_shared<Preparation>(shared_.env, shared_.host, id_, order_, options_.settle,
                                    [weak = weak_from_this()](Prepared prepared) {
                                      if (const auto call = weak.lock())
                                        call->BeginDial(std::move(prepared));
                                    });
  preparation_->Begin();
}

void Call::BeginDial(Prepared prepared) {
  preparation_.reset();
  if (is_ending_) return Gone();
  if (prepared.error != RasError::kNone)
    return Follow(progress_.FailHere(prepared.error, std::move(prepared.why)));
  order_ = std::move(prepared.order);
  remark_ = std::move(prepared.why);
  progress_.SetLinks(prepared.links);
  is_noted_ = true;
  shared_.host.SaveNote(Keep::kUntilShutdown, KeyOf(note_.entry), WriteNote(note_));
  ++returns_due_;
  shared_.host.Dial(id_, order_);
}

// An error may leave a handle, and a handle has to be hung up.
void Call::Returned(const DialReturn& result) {
  const auto self = shared_from_this();
  --returns_due_;
  if (result.handle != 0) handle_ = result.handle;
  const bool is_first = !std::exchange(has_returned_, true);
  if (is_ending_) return ReleaseHandle();
  if (is_first && result.error == RasError::kNone) BeginWatch();
  for (const Notice& notice : std::exchange(held_, {})) Noticed(notice);
  if (result.error == RasError::kNone || is_ending_) return;
  Follow(progress_.FailHere(result.error, ""));
}

// It is the handle that tells this connection from others, so nothing is told before it is known.
void Call::Noticed(const Notice& notice) {
  const auto self = shared_from_this();
  if (is_ending_) return;
  if (!has_returned_) return held_.push_back(notice);
  Follow(progress_.Hear(notice));
}

void Call::Adopt(Handle handle) {
  handle_ = handle;
  is_adopted_ = has_entry_ = has_returned_ = is_noted_ = true;
  told_ = ConnectionState::kConnected;
  progress_.BeginUp();
  shared_.gate.Take(KeyOf(note_.entry));
  BeginWatch();
}

// Whatever the handler does, the call goes on after it: the connection may be let go in it. What
// has ended is noted first, so that a hang-up in the handler does not pass for the reason.
void Call::Follow(const Meaning& meaning) {
  const auto self = shared_from_this();
  const std::string words = meaning.end == RasError::kNone ? "" : shared_.host.TextOf(meaning.end);
  if (meaning.end != RasError::kNone)
    NoteEnd(meaning.end, Explain(meaning.end, words, meaning.why));
  if (meaning.tell) {
    Notification notification;
    notification.state = meaning.tell->state;
    notification.error = meaning.tell->error;
    notification.subentry = meaning.tell->subentry;
    notification.detail = notification.error == RasError::kNone ? meaning.tell->detail : why_;
    if (notification.state == ConnectionState::kConnected) {
      notification.detail = std::exchange(remark_, "");
      Arrive();
    }
    Deliver(std::move(notification));
  }
  if (meaning.end != RasError::kNone) WindUp();
}

void Call::Deliver(Notification notification) {
  notification.attempt = note_.attempt;
  told_ = notification.state;
  // A copy: the line may let go of the connection, and so of the handler, in it.
  if (const NotificationHandler handler = handler_) handler(notification);
}

ConnectionStatus Call::Status() const {
  ConnectionStatus status = status_;
  status.state = told_;
  status.error = end_;
  return status;
}

}  // namespace lineman::rasapi
