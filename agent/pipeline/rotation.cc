#include "pipeline/rotation.h"

namespace lineman {

bool Rotator::Concerns(const Answer& answer) const {
  const bool own = slot_.sends == Sends::kPresent || slot_.sends == Sends::kStaged;
  return answer.new_password && own;
}

void Rotator::Stage(std::uint64_t ticket, const Secret& password) {
  slot_.stage_ticket = ticket;
  turn_.Do(StagePassword{ticket, password});
}

void Rotator::Staged() {
  slot_.stage_ticket = 0;
  slot_.line.SetRotation(Rotation{}, turn_);
}

void Rotator::Sent() {
  slot_.sends = Sends::kNew;
  slot_.line.NoteNewPassword();
}

bool Rotator::DialsWithNew() const {
  const auto& rotation = slot_.line.facts().rotation;
  return rotation && rotation->try_new;
}

void Rotator::ServerTook(bool asks_for_new) {
  if (!slot_.line.facts().rotation || slot_.sends == Sends::kOther) return;
  Settle(slot_.sends == Sends::kStaged || (slot_.sends == Sends::kNew && !asks_for_new));
  slot_.sends = Sends::kPresent;  // whichever that is now
}

void Rotator::Forget() {
  if (slot_.line.facts().rotation) Settle(false);
}

void Rotator::AttemptEnded(const Occasion& end, bool refused) {
  const Sends sent = std::exchange(slot_.sends, Sends::kOther);
  if (!slot_.line.facts().rotation || sent == Sends::kOther) return;
  if (sent == Sends::kNew) {
    if (end.error == RasError::kChangingPassword) Settle(false);
  } else if (refused) {
    slot_.line.SetRotation(Rotation{sent == Sends::kPresent}, turn_);
  }
}

void Rotator::Settle(bool is_new) { turn_.Do(SettlePassword{is_new}); }

void Rotator::Settled() { slot_.line.SetRotation(std::nullopt, turn_); }

}  // namespace lineman
