#include "rehearsal/scripted_engine.h"

#include <utility>

namespace lineman {

ScriptedConnection::ScriptedConnection(const Env& env, DialRequest request,
                                       NotificationHandler handler, AnswerHeard heard,
                                       std::shared_ptr<ScriptedCalls> calls)
    : env_(env),
      request_(std::move(request)),
      handler_(std::move(handler)),
      heard_(std::move(heard)),
      calls_(std::move(calls)) {
  (*calls_)[request_.profile] = this;
}

ScriptedConnection::~ScriptedConnection() { Leave(); }

void ScriptedConnection::Leave() {
  const auto own = calls_->find(request_.profile);
  if (own != calls_->end() && own->second == this) calls_->erase(own);
}

Result<Done> ScriptedConnection::Answer(const struct Answer& answer) {
  Result<Done> fits = CheckAnswer(state_, answer);
  if (fits) heard_(request_.profile, answer);
  return fits;
}

ConnectionStatus ScriptedConnection::Status() const {
  // The prober knows a line by the interface of its link.
  return {.state = state_,
          .error = error_,
          .device = "story",
          .interface = request_.profile,
          .carries_data = std::nullopt};
}

ConnectionStatistics ScriptedConnection::Statistics() const {
  const bool up = state_ == ConnectionState::kConnected;
  return {.connected_for = up ? env_.Now() - connected_at_ : Duration{0}};
}

void ScriptedConnection::Play(ConnectionState state, RasError error, std::string detail) {
  was_heard_ = true;
  state_ = state;
  error_ = error;
  has_failed_ = error != RasError::kNone && GroupOf(state) == StateGroup::kRunning;
  if (state == ConnectionState::kConnected) connected_at_ = env_.Now();
  Notification notification;
  notification.attempt = request_.attempt;
  notification.state = state;
  notification.error = error;
  notification.detail = std::move(detail);
  if (state == ConnectionState::kDisconnected) Leave();
  const NotificationHandler handler = handler_;  // the driver may let go of this connection
  handler(notification);
}

Capabilities ScriptedEngine::GetCapabilities() const {
  Capabilities all;
  for (const StateInfo& info : AllStates()) {
    all.shows.push_back(info.state);
    if (GroupOf(info.state) == StateGroup::kPaused) all.answers.push_back(info.state);
  }
  return all;
}

const OptionTable& ScriptedEngine::Options() const {
  static const OptionTable kNone("story engine", {});
  return kNone;
}

std::unique_ptr<Connection> ScriptedEngine::Dial(const DialRequest& request,
                                                 NotificationHandler handler) {
  return std::make_unique<ScriptedConnection>(env_, request, std::move(handler), heard_, calls_);
}

void ScriptedEngine::Adopt(std::function<NotificationHandler(AdoptedConnection)> /*found*/,
                           std::function<void()> done) {
  env_.CallAt(env_.Now(), std::move(done));
}

ScriptedConnection* ScriptedEngine::Find(const std::string& profile) const {
  const auto call = calls_->find(profile);
  return call == calls_->end() ? nullptr : call->second;
}

bool ScriptedEngine::EndHungUp() {
  const ScriptedCalls calls = *calls_;
  bool ended = false;
  for (const auto& [profile, call] : calls) {
    if (!call->is_hung_up()) continue;
    call->Play(ConnectionState::kDisconnected, RasError::kUserDisconnection, "");
    ended = true;
  }
  return ended;
}

}  // namespace lineman
