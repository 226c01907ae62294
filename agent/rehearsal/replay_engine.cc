#include "rehearsal/replay_engine.h"

#include <algorithm>
#include <utility>

#include "engines/simulator/simulator.h"
#include "model/call_handle.h"
#include "rehearsal/replay_call.h"

namespace lineman {
namespace {

bool Fails(const HealthProbe& probe, const Doubt& doubt, Instant now) {
  const Duration sure = probe.every * (probe.down_after - 1);
  const Duration well = probe.every * (probe.up_after - 1);
  const bool gone = now >= doubt.from - sure - probe.timeout;
  return gone && (now <= doubt.from || now + well < doubt.until);
}

}  // namespace

Capabilities ReplayEngine::GetCapabilities() const { return Simulator::SimulatorCapabilities(); }

const OptionTable& ReplayEngine::Options() const { return Simulator::SimulatorOptions(); }

std::unique_ptr<Connection> ReplayEngine::Dial(const DialRequest& request,
                                               NotificationHandler handler) {
  const Met met = MeetAt(tape_, env_.Now(), NumberKey(request.number));
  if (!met.observed) ++inferred_;
  auto call = std::make_shared<ReplayCall>(env_, tape_, request, std::move(handler));
  call->Play(met.observation);
  call_ = call;
  return std::make_unique<CallHandle<ReplayCall>>(std::move(call));
}

void ReplayEngine::Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
                         std::function<void()> done) {
  if (!std::exchange(asked_, true) && BeginsUp(tape_)) {
    DialRequest request;
    request.profile = profile_;
    request.attempt = 1;
    auto call = std::make_shared<ReplayCall>(env_, tape_, request, nullptr);
    call->BeUp();
    call_ = call;
    AdoptedConnection adopted{profile_, "", 1, call->Status(), nullptr};
    adopted.connection = std::make_unique<CallHandle<ReplayCall>>(call);
    call->Listen(found(std::move(adopted)));
  }
  env_.CallAt(env_.Now(), std::move(done));
}

ConnectionState ReplayEngine::state() const {
  const std::shared_ptr<ReplayCall> call = call_.lock();
  return call != nullptr ? call->Status().state : ConnectionState::kDisconnected;
}

void ReplayEngine::Hit(const Blow& blow) {
  if (const std::shared_ptr<ReplayCall> call = call_.lock()) call->Hit(blow);
}

void ReplayProber::Probe(const HealthProbe& probe, const ConnectionStatus& /*connection*/,
                         std::function<void(bool passed)> done) {
  done(std::ranges::none_of(tape_.doubts,
                            [&](const Doubt& doubt) { return Fails(probe, doubt, env_.Now()); }));
}

}  // namespace lineman
