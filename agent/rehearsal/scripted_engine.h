// An engine without a peer: what its connections report is what a story says.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/env.h"
#include "model/engine.h"

namespace lineman {

class ScriptedConnection;

// The living connections by profile. Shared, for a connection may outlive its engine by a task.
using ScriptedCalls = std::map<std::string, ScriptedConnection*>;

// Called with every answer the engine carries.
using AnswerHeard = std::function<void(const std::string& profile, const Answer& answer)>;

// One dial of a story: silent until the story plays something on it.
class ScriptedConnection final : public Connection {
 public:
  ScriptedConnection(const Env& env, DialRequest request, NotificationHandler handler,
                     AnswerHeard heard, std::shared_ptr<ScriptedCalls> calls);
  ~ScriptedConnection() override;

  Result<Done> Answer(const struct Answer& answer) override;
  void HangUp() override { hung_up_ = true; }
  ConnectionStatus Status() const override;
  ConnectionStatistics Statistics() const override;

  // Reports what the story says. With `disconnected` the connection leaves the living.
  void Play(ConnectionState state, RasError error, std::string detail);
  ConnectionState state() const { return state_; }
  bool was_heard() const { return was_heard_; }    // something has been played
  bool is_hung_up() const { return hung_up_; }     // it owes its `disconnected`
  bool has_failed() const { return has_failed_; }  // an error was played, so it owes one too

 private:
  void Leave();

  const Env& env_;
  DialRequest request_;
  NotificationHandler handler_;
  AnswerHeard heard_;
  std::shared_ptr<ScriptedCalls> calls_;
  ConnectionState state_ = ConnectionState::kOpenPort;
  RasError error_ = RasError::kNone;
  Instant connected_at_;
  bool was_heard_ = false;
  bool hung_up_ = false;
  bool has_failed_ = false;
};

class ScriptedEngine final : public Engine {
 public:
  ScriptedEngine(Env& env, AnswerHeard heard) : env_(env), heard_(std::move(heard)) {}

  std::string_view Name() const override { return "story"; }
  Capabilities GetCapabilities() const override;
  const OptionTable& Options() const override;
  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override;
  // Nothing outlives a power cut in a story.
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) override;

  // The living connection of a profile, null when there is none.
  ScriptedConnection* Find(const std::string& profile) const;
  // Lets every connection that was hung up report its end (631); false when there was none.
  bool EndHungUp();

 private:
  Env& env_;
  AnswerHeard heard_;
  std::shared_ptr<ScriptedCalls> calls_ = std::make_shared<ScriptedCalls>();
};

}  // namespace lineman
