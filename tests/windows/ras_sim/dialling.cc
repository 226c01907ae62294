// RasDial: new dials, resumes, and what its caller may do wrong.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tests/windows/ras_sim/ras_double.h"

namespace lineman::ras_sim {
namespace {

using State = ConnectionState;
using std::chrono::seconds;

// Who does not ask RasGetConnectStatus waits this long after RasHangUp (Microsoft's page of
// RasHangUp).
constexpr Duration kLongWait = seconds(3);
// How long RasDial waits for callbacks that are to come before it returns.
constexpr Duration kPatience = seconds(5);
constexpr Duration kForEver = std::chrono::hours(24);

bool SameEntry(const RasConnection& connection, const DialCall& dial) {
  const DialParams& params = connection.dial.params;
  return params.entry == dial.params.entry && connection.dial.phonebook == dial.phonebook &&
         (!params.entry.empty() || params.number == dial.params.number);
}

// How a connection goes by in breaches.
std::string NameOfDial(const DialCall& dial) {
  return fmt::format("'{}'", dial.params.entry.empty() ? dial.params.number : dial.params.entry);
}

}  // namespace

DWORD RasDouble::Dial(const DialCall& dial, HRASCONN& handle) {
  Door door = Enter("RasDial", InCallback::kAllowed);
  if (loop_.IsLoopThread()) Blame(Rule::kNoDialInCallback, "RasDial of " + NameOfDial(dial));
  if (!door.open) return kRasManCannotInitialize;
  if (handle != nullptr) return Resume(door.lock, dial, handle);
  return NewDial(door.lock, dial, handle);
}

DWORD RasDouble::NewDial(Lock& lock, const DialCall& dial, HRASCONN& handle) {
  Note("dial", dial);
  Entry* entry = nullptr;
  if (!dial.params.entry.empty()) {
    if (const DWORD error = FindEntry(dial.phonebook, dial.params.entry, entry)) return error;
  }
  if (const DWORD error = CheckNewDial(dial, entry)) return error;
  ConnectionPtr refers_to;
  if (const DWORD error = CheckOthersOf(dial, refers_to)) return error;
  if (refers_to != nullptr) return Refer(refers_to, dial, handle);
  if (settings_.dial_fails != 0) return FailAtOnce(dial, handle);
  const ConnectionPtr made = Make(dial, entry);
  Begin(made);
  const auto over = [&] { return made->told_end || made->hung_up.has_value(); };
  const auto enough = [&] { return made->begun >= settings_.early_callbacks || over(); };
  const bool synchronous = dial.notifier.function == nullptr;
  if (!loop_.IsLoopThread())
    loop_.Await(lock, synchronous ? kForEver : kPatience,
                synchronous ? std::function<bool()>(over) : enough);
  handle = made->handle;
  return synchronous ? made->error : 0;
}

DWORD RasDouble::CheckNewDial(const DialCall& dial, const Entry* entry) {
  const std::string name = NameOfDial(dial);
  for (const ConnectionPtr& other : connections_) {
    if (other->by_caller && !other->hung_up && other->thread.Lives()) CheckThread(other->thread);
  }
  if (entry != nullptr && entry->eap == EapIdentity::kKnown && dial.eap_info != EapBlobOf(*entry))
    Blame(Rule::kEapIdentity, name + " is dialled without what RasGetEapUserIdentity gives");
  if (dial.params.callback_number == "*" && (dial.options & RDEOPT_PausedStates) == 0) {
    Blame(Rule::kStar, name + " is dialled with \"*\" and without RDEOPT_PausedStates");
    return kBadCallbackNumber;
  }
  return 0;
}

// What other connections of the entry have to say.
DWORD RasDouble::CheckOthersOf(const DialCall& dial, ConnectionPtr& refers_to) {
  const std::string name = NameOfDial(dial);
  const Instant now = loop_.Now();
  for (const ConnectionPtr& other : connections_) {
    if (!SameEntry(*other, dial)) continue;
    if (other->hung_up && !other->known_as_gone && now - *other->hung_up < kLongWait)
      Blame(Rule::kGoneBeforeRedial, name + " is dialled before RasGetConnectStatus gave 6");
    if (other->hung_up && now < other->gone) return kPortNotAvailable;
    if (other->hung_up || other->known_as_gone) continue;
    if (!other->by_caller && other->failed) continue;
    if (other->by_caller || other->up)
      Blame(Rule::kOneDialAnEntry, name + " is dialled before it was hung up");
    Entry* entry = nullptr;
    FindEntry(dial.phonebook, dial.params.entry, entry);
    if (!other->by_caller && entry != nullptr && entry->own_redial)
      Blame(Rule::kOwnRedial, name + " has RASEO2_ReconnectIfDropped and redials by itself");
    if (!other->up) return kDialAlreadyInProgress;
    refers_to = other;
  }
  return 0;
}

// The entry is up: the dial is one more reference, and over at once.
DWORD RasDouble::Refer(const ConnectionPtr& connection, const DialCall& dial, HRASCONN& handle) {
  ++connection->references;
  connection->by_caller = true;
  connection->dial.notifier = dial.notifier;
  connection->dial.params.callback_id = dial.params.callback_id;
  connection->thread = DiallingThread();
  connection->muted = false;
  letters_.push_back({connection, static_cast<std::uint32_t>(State::kConnected)});
  loop_.CallAt(loop_.Now(), [] {});
  handle = connection->handle;
  return 0;
}

DWORD RasDouble::FailAtOnce(const DialCall& dial, HRASCONN& handle) {
  if (settings_.failed_dial_has_handle) {
    const ConnectionPtr made = Make(dial, nullptr);
    made->failed = true;
    made->error = settings_.dial_fails;
    handle = made->handle;
  }
  return settings_.dial_fails;
}

DWORD RasDouble::Resume(Lock& lock, const DialCall& dial, HRASCONN handle) {
  Note("resume", dial);
  const ConnectionPtr connection = Use(handle, "RasDial");
  if (connection == nullptr) return kInvalidHandle;
  if (!connection->paused) {
    Blame(Rule::kResumePaused, NameOfDial(connection->dial) + " is resumed, but not paused");
    return kInvalidParameter;
  }
  // The callback of the pause may be just about to return.
  const auto returned = [&] { return !connection->in_callback; };
  if (!loop_.IsLoopThread() && !loop_.Await(lock, kPatience, returned))
    Blame(Rule::kNoDialInCallback, "the callback waits for the resume");
  if (connection->hung_up || !connection->paused) return kInvalidHandle;
  CheckResume(*connection, dial);
  if (dial.params.callback_number == "*" &&
      connection->state == static_cast<std::uint32_t>(State::kCallbackSetByCaller))
    return kBadCallbackNumber;
  connection->paused = false;
  if (connection->held) {
    connection->held = false;
    loop_.CallAt(loop_.Now(), [] {});
    return 0;
  }
  connection->holds_dialogue = connection->state == static_cast<std::uint32_t>(State::kInteractive);
  const Result<Done> taken = connection->call->Answer(AnswerIn(*connection, dial.params));
  return taken ? 0 : kInvalidParameter;
}

void RasDouble::CheckResume(const RasConnection& connection, const DialCall& dial) {
  const std::string name = NameOfDial(connection.dial);
  CheckThread(connection.thread);
  if (dial.notifier != connection.dial.notifier)
    Blame(Rule::kSameNotifier, name + " is resumed with another notifier");
  if ((dial.options & RDEOPT_PausedStates) == 0)
    Blame(Rule::kPausedStates, name + " is resumed without RDEOPT_PausedStates");
  else if (dial.options != connection.dial.options || dial.eap_info != connection.dial.eap_info)
    Blame(Rule::kOnlyAnswers, name + " is resumed with other extensions");
  if (dial.phonebook != connection.dial.phonebook)
    Blame(Rule::kOnlyAnswers, name + " is resumed with another phone book");
  CheckFields(connection, dial.params);
}

void RasDouble::CheckFields(const RasConnection& connection, const DialParams& now) {
  const auto state = static_cast<State>(connection.state);
  const std::string name = NameOfDial(connection.dial);
  DialParams like = connection.dial.params;  // but for the answer
  const bool retry = state == State::kRetryAuthentication;
  const bool expired = state == State::kPasswordExpired;
  if (retry || expired) like.password = now.password;
  if (retry) like.user = now.user;
  if (retry) like.domain = now.domain;
  if (state == State::kCallbackSetByCaller) like.callback_number = now.callback_number;
  if (like.entry != now.entry || like.callback_number != now.callback_number ||
      like.user != now.user || like.password != now.password || like.domain != now.domain ||
      like.subentry != now.subentry || like.callback_id != now.callback_id)
    Blame(Rule::kOnlyAnswers, name + " is resumed with other RASDIALPARAMS");
  if ((retry && (now.user.empty() || now.password.empty())) || (expired && now.password.empty()))
    Blame(Rule::kNoBlanks, name + " is resumed with blank credentials");
  if (state == State::kCallbackSetByCaller && now.callback_number == "*")
    Blame(Rule::kStar, name + " is resumed with \"*\"");
  if (state == State::kInvokeEapUi && !connection.eap_ui_shown)
    Blame(Rule::kEapUi, name + " is resumed without RasInvokeEapUI");
}

void RasDouble::CheckThread(const DiallingThread& thread) {
  if (!thread.IsCurrent()) Blame(Rule::kOneThread, "another thread has called RasDial before");
}

Answer RasDouble::AnswerIn(const RasConnection& connection, const DialParams& params) const {
  Answer answer;
  switch (static_cast<State>(connection.state)) {
    case State::kRetryAuthentication:
      answer.username = params.user;
      answer.password = Secret(params.password);
      answer.domain = params.domain;
      break;
    case State::kPasswordExpired:
      answer.new_password = Secret(params.password);
      break;
    case State::kCallbackSetByCaller:
      answer.callback_number = params.callback_number;
      break;
    case State::kInvokeEapUi:
      answer.text = connection.eap_ui_shown ? PersonsAnswer(connection.prompt) : "";
      break;
    default:
      answer.text = PersonsAnswer(connection.prompt);
  }
  return answer;
}

// A person at the terminal or the dialog knows what the world wants to hear.
std::string RasDouble::PersonsAnswer(const std::string& prompt) const {
  for (const simulator::ServerPlan& server : simulator_->world().servers) {
    for (const auto* prompts : {&server.prompts, &server.eap}) {
      const auto found = std::ranges::find(*prompts, prompt, &simulator::Prompt::text);
      if (found != prompts->end()) return found->answer.value_or("anything");
    }
  }
  return {};
}

void RasDouble::Note(const char* what, const DialCall& dial) {
  const DialParams& params = dial.params;
  dials_ += fmt::format(
      "{} \"{}\" number \"{}\" user \"{}\" password \"{}\" domain \"{}\" callback \"{}\"\n", what,
      params.entry, params.number, params.user, params.password, params.domain,
      params.callback_number);
}

}  // namespace lineman::ras_sim
