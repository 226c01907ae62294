#include "rehearsal/replay_stage.h"

#include <utility>

#include "rehearsal/quiet_ports.h"

namespace lineman {
namespace {

constexpr int kPasswordLength = 16;

// Any that fits: what was given is not in the record.
Answer MadeUpAnswer(ConnectionState state) {
  Answer answer;
  switch (state) {
    case ConnectionState::kCallbackSetByCaller:
      answer.callback_number = "";
      break;
    case ConnectionState::kRetryAuthentication:
      answer.password = MadeUpSecret("of the operator");
      break;
    case ConnectionState::kPasswordExpired:
      answer.new_password = MadeUpPassword(1, kPasswordLength);
      break;
    default:
      answer.text = "made up";
  }
  return answer;
}

}  // namespace

// All of them now, so that at its moment each comes before what the line itself has planned then.
ReplayStage::ReplayStage(Env& env, const ReplayTape& tape, const std::string& profile,
                         StageHands hands)
    : hands_(std::move(hands)), engine_(env, tape, profile), prober_(env, tape) {
  for (const Blow& blow : tape.blows) env.CallAt(blow.at, [this, &blow] { engine_.Hit(blow); });
  for (const Strike& strike : tape.strikes)
    env.CallAt(strike.at, [this, &strike] { Happen(strike); });
  for (const Absence& absence : tape.absences)
    env.CallAt(absence.from, [this, &absence] {
      hands_.restart(absence.until - absence.from, absence.power_up);
    });
}

void ReplayStage::Happen(const Strike& strike) {
  if (strike.jump != Duration{0}) hands_.set_clock(strike.jump);
  if (!strike.what) return;
  if (std::holds_alternative<CredentialsChanged>(*strike.what)) hands_.change_credentials();
  const auto* says = std::get_if<OperatorSays>(&*strike.what);
  hands_.tell(says != nullptr ? Happening(Completed(*says)) : *strike.what);
}

// An answer is there for what is asked here.
OperatorSays ReplayStage::Completed(OperatorSays says) const {
  if (says.word == OperatorSays::Word::kAnswer) says.answer = MadeUpAnswer(engine_.state());
  return says;
}

}  // namespace lineman
