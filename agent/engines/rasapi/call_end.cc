#include <utility>

#include "engines/rasapi/call.h"

namespace lineman::rasapi {

void Call::HangUp() {
  if (is_ending_) return;
  NoteEnd(RasError::kUserDisconnection, "");
  WindUp();
}

void Call::Release() {
  handler_ = nullptr;
  HangUp();
}

void Call::NoteEnd(RasError error, std::string why) {
  is_ending_ = true;
  end_ = error;
  why_ = std::move(why);
  if (progress_.is_up()) was_up_ = shared_.env.Now() - up_since_;
  held_.clear();
}

// The line hears of the end when RAS has let go, so that it does not dial over what is still there;
// but not later than the contract says.
void Call::WindUp() {
  After(kHangUpDeadline, &Call::Conclude);
  if (has_entry_) shared_.gate.Ending(KeyOf(note_.entry));
  if (preparation_ != nullptr) return preparation_->Stop();
  ReleaseHandle();
}

// A RasDial that has not returned may still bring a handle.
void Call::ReleaseHandle() {
  if (is_releasing_ || (handle_ == 0 && returns_due_ > 0)) return;
  is_releasing_ = true;
  if (handle_ == 0) return After(Duration{0}, &Call::Gone);
  shared_.host.HangUp(id_, handle_, [weak = weak_from_this()](const HangUpReport& report) {
    if (const auto call = weak.lock()) call->Released(report);
  });
}

void Call::Released(const HangUpReport& report) {
  is_stuck_ = !report.gone;
  if (is_stuck_) {
    if (!why_.empty()) why_ += "; ";
    why_ += "Windows has not let go of the connection yet";
  }
  Gone();
}

// Of what does not let itself be hung up the notes stay: whoever dials next tries again.
void Call::Gone() {
  if (std::exchange(is_gone_, true)) return;
  const auto self = shared_from_this();
  const std::string key = KeyOf(note_.entry);
  shared_.host.Forget(id_);
  if (has_entry_ && !is_stuck_) {
    if (is_noted_) shared_.host.ForgetNote(Keep::kUntilShutdown, key);
    RestoreRedial(shared_.host, note_.entry);
  }
  if (has_entry_) shared_.gate.Leave(key, handle_ == 0 ? Duration{0} : options_.settle);
  Conclude();
  over_();
}

void Call::Conclude() {
  if (std::exchange(is_over_, true)) return;
  order_ = {};
  Notification final;
  final.state = ConnectionState::kDisconnected;
  final.error = end_;
  final.detail = why_;
  Deliver(std::move(final));
}

}  // namespace lineman::rasapi
