// The Connection of a call that outlives it: an engine holds the call until it is really over, the
// line only until it lets go.
#pragma once

#include <memory>
#include <utility>

#include "model/engine.h"

namespace lineman {

// `Call` has the functions of a Connection, with TakeAnswer for Answer, and Release: nobody listens
// to it any more.
template <typename Call>
class CallHandle final : public Connection {
 public:
  explicit CallHandle(std::shared_ptr<Call> call) : call_(std::move(call)) {}
  ~CallHandle() override { call_->Release(); }
  CallHandle(const CallHandle&) = delete;
  CallHandle& operator=(const CallHandle&) = delete;

  Result<Done> Answer(const struct Answer& answer) override { return call_->TakeAnswer(answer); }
  void HangUp() override { call_->HangUp(); }
  ConnectionStatus Status() const override { return call_->Status(); }
  ConnectionStatistics Statistics() const override { return call_->Statistics(); }

 private:
  std::shared_ptr<Call> call_;
};

}  // namespace lineman
