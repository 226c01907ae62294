#include "engines/rasapi/call.h"
#include "engines/rasapi/trouble.h"

namespace lineman::rasapi {

using State = ConnectionState;

Result<Done> Call::TakeAnswer(const struct Answer& answer) {
  if (is_ending_ || asks_user_ || !progress_.is_paused())
    return Fail("the connection is in no paused state: nothing waits for an answer");
  if (Result<Done> sense = CheckAnswer(progress_.state(), answer); !sense) return sense;
  DialOrder order = order_;
  if (Result<Done> carried = AnswerInto(answer, order); !carried) return carried;
  if (Result<Done> fits = CheckOrder(order); !fits) return fits;
  order_ = std::move(order);
  if (progress_.state() == State::kInvokeEapUi) {
    AskEapUser();
  } else {
    Resume();
  }
  return Done{};
}

// Which field of RASDIALPARAMS carries what: paused-states.md of Microsoft's RAS documentation.
Result<Done> Call::AnswerInto(const struct Answer& answer, DialOrder& order) const {
  switch (progress_.state()) {
    case State::kRetryAuthentication:
      if (answer.username) order.user = *answer.username;
      if (answer.domain) order.domain = *answer.domain;
      order.password = *answer.password;
      order.saved_password = false;
      if (order.user.empty() || order.password.Reveal().empty())
        return Fail("RAS takes blanks for whoever is logged on: answer with username and password");
      break;
    case State::kPasswordExpired:
      order.password = *answer.new_password;
      order.saved_password = false;
      break;
    case State::kCallbackSetByCaller:
      if (*answer.callback_number == "*")
        return Fail("\"*\" would have the server ask again: give a number, or \"\" for none");
      order.callback_number = *answer.callback_number;
      break;
    case State::kInteractive:
      if (answer.text || !answer.done)
        return Fail(
            "RAS carries no text to a terminal: let the entry's script talk (`rasapi.script`), and "
            "answer with `done`");
      break;
    default:  // invoke_eap_ui
      if (!answer.text->empty())
        return Fail(
            "RAS carries no text to an EAP method, which asks in a window of its own: answer with "
            "an empty text to let it open, or save the credentials with the entry");
      break;
  }
  return Done{};
}

void Call::Resume() {
  progress_.Answered();
  ++returns_due_;
  shared_.host.Resume(id_, order_);
}

// The window stays open for as long as its user likes; who waits for the answer hangs up then.
void Call::AskEapUser() {
  asks_user_ = true;
  const auto asked = [weak = weak_from_this()](const RasError& error) {
    const auto call = weak.lock();
    if (call == nullptr || call->is_ending_) return;
    call->asks_user_ = false;
    if (error == RasError::kNone) return call->Resume();
    call->Follow(
        call->progress_.FailHere(error, "the EAP method could not ask its user (RasInvokeEapUI)"));
  };
  shared_.host.InvokeEapUi(id_, progress_.subentry(), asked);
}

}  // namespace lineman::rasapi
