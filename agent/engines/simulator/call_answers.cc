// What becomes of the answers to paused states.
#include <utility>

#include "engines/simulator/call.h"

namespace lineman::simulator {
namespace {

using State = ConnectionState;

bool Fits(const Prompt& prompt, const Answer& answer) {
  return !prompt.answer || (answer.text && *answer.text == *prompt.answer);
}

}  // namespace

Result<Done> Call::TakeAnswer(const struct Answer& answer) {
  if (over_ || ending_ || !waiting_)
    return lineman::Fail("the connection is in no paused state: nothing waits for an answer");
  if (Result<Done> fits = CheckAnswer(state_, answer); !fits) return fits;
  waiting_ = false;
  answer_ = answer;
  Arm(Paced(timing().reply), &Call::Resume);
  return Done{};
}

void Call::Resume() {
  const struct Answer answer = std::exchange(answer_, {});
  switch (state_) {
    case State::kInteractive:
      return ResumeDialogue(answer);
    case State::kInvokeEapUi:
      return ResumeEap(answer);
    case State::kRetryAuthentication:
      return ResumeRetry(answer);
    case State::kCallbackSetByCaller:
      return ResumeCallback(answer);
    default:
      return ResumePassword(answer);
  }
}

void Call::ResumeDialogue(const struct Answer& answer) {
  const std::vector<Prompt>& prompts = route_.server->plan().prompts;
  const bool fits = Fits(prompts[prompts_done_], answer);
  ++prompts_done_;
  if (!fits || (answer.done && prompts_done_ < prompts.size()))
    return End(RasError::kRemoteDisconnection, "the server did not like the answer to its prompt");
  Advance();
}

void Call::ResumeEap(const struct Answer& answer) {
  if (!Fits(route_.server->plan().eap[eap_done_], answer))
    return FailIn(State::kAuthNotify, RasError::kAuthenticationFailure);
  ++eap_done_;
  Queue(State::kAuthenticate, Paced(timing().logon));
  Advance();
}

void Call::QueueLogOnAgain(ConnectionState first) {
  QueueAll({first, State::kAuthenticate}, Paced(timing().logon));
  if (!Shows(Dialect::kTerse)) Queue(State::kAuthNotify, Paced(timing().logon));
  Then(Phase::kJudge);
}

void Call::ResumeRetry(const struct Answer& answer) {
  if (answer.username) credentials_.user = *answer.username;
  if (answer.domain) credentials_.domain = *answer.domain;
  if (answer.password) credentials_.password = *answer.password;
  QueueLogOnAgain(State::kAuthRetry);
  Advance();
}

void Call::ResumePassword(const struct Answer& answer) {
  const RasError refused = route_.server->ChangePassword(*account_, *answer.new_password);
  if (refused != RasError::kNone) doom_ = {true, State::kAuthChangePassword, refused};
  credentials_.password = *answer.new_password;
  QueueLogOnAgain(State::kAuthChangePassword);
  Advance();
}

void Call::ResumeCallback(const struct Answer& answer) {
  Then(Phase::kWelcome);
  if (answer.callback_number->empty()) return Advance();  // no callback, the call goes on
  const RasError refused = Server::AgreeToCall(account_, *answer.callback_number);
  if (refused != RasError::kNone) return FailIn(State::kAuthCallback, refused);
  Queue(State::kAuthenticate, Paced(timing().logon));
  if (!Shows(Dialect::kTerse)) Queue(State::kAuthNotify, Paced(timing().logon));
  CallBack();
  Advance();
}

}  // namespace lineman::simulator
