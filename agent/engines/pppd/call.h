// One call: a pppd, what it says, and the contract with the line that dialled.
//
// The engine holds it until pppd is gone, its Connection until it is destroyed. A call that nobody
// listens to any more still sees to it that its pppd ends.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "engines/pppd/host.h"
#include "engines/pppd/pppd_options.h"
#include "engines/pppd/session.h"
#include "model/engine.h"

namespace lineman::pppd {

// What is noted of a call for an agent that comes after this one.
struct CallNote {
  std::string profile;
  std::string number;
  AttemptId attempt = 0;
  std::int64_t pid = 0;
  Transport transport = Transport::kPty;
};
std::string WriteNote(const CallNote& note);
Result<CallNote> ReadNote(std::string_view line);

class Call : public std::enable_shared_from_this<Call> {
 public:
  // `over` is called when there is nothing more to do for it, last of all.
  Call(Env& env, Host& host, std::string id, CallNote note, std::function<void()> over);

  // A call of this agent's: dials, or fails by way of the loop: with `trouble` where there is one.
  void Dial(const DialRequest& request, NotificationHandler handler, const std::string& trouble);
  // A call of another agent's: watches it; `found` once the plugin has said where it is.
  bool Adopt(std::function<void()> found);
  void Use(NotificationHandler handler) { handler_ = std::move(handler); }
  // Found or not, nobody wants it.
  void Abandon();

  // The plugin or the helper of this call has reached the agent.
  void Meet(const PluginHello& hello, const std::shared_ptr<Peer>& peer);
  void Meet(const HelperHello& hello, const std::shared_ptr<Peer>& peer);

  // The line's side: what its Connection does.
  Result<Done> TakeAnswer(const struct Answer& answer);
  void HangUp();
  void Release();  // nobody listens any more
  ConnectionStatus Status() const;
  ConnectionStatistics Statistics() const;

  const std::string& id() const { return id_; }
  const CallNote& note() const { return note_; }

 private:
  void Launch(const DialRequest& request, const std::string& trouble);
  Result<Done> Run(Callback callback);
  Result<std::vector<std::string>> CommandFor(Callback callback);
  void EndWithoutTunnel();
  void TakeCallback();
  void FailToStart(RasError error, const std::string& why);
  void GiveUp(RasError error, const std::string& why);
  void Listen(const std::shared_ptr<Peer>& peer, std::shared_ptr<Peer>& place);
  void Hear(std::string_view line);
  void GiveCredentials();
  void AskTheLine(const PauseBegan& pause);
  void SendSecret(Peer& peer, const std::vector<std::string>& words);
  Result<Done> CheckSendable(const struct Answer& answer) const;
  void AwaitVerdict();
  void EndWithPhase(const PhaseChanged& change);
  void Ended(const ProcessExit& exit);
  bool HasPeers() const { return plugin_ != nullptr || helper_ != nullptr; }
  void Finish();
  void Deliver(std::vector<Notification> notifications);
  void Quit();
  void LeaveTunnel();
  void After(Duration span, void (Call::*what)());
  void KillIfThere();
  void EndWithoutAddresses();
  void TrimLog();
  void ForceEnd();

  Env& env_;
  Host& host_;
  const std::string id_;
  CallNote note_;
  std::function<void()> over_;
  NotificationHandler handler_;
  Session session_;
  ConnectionState told_ = ConnectionState::kOpenPort;  // to the line, last
  Credentials credentials_;
  std::optional<Secret> renewed_;  // a new password that the peer has not taken yet
  PppdOptions options_;
  std::vector<std::string> script_;     // of the connect helper
  std::unique_ptr<Process> process_;    // pppd, or xl2tpd
  std::unique_ptr<Process> tunnelled_;  // the pppd that xl2tpd has started
  std::shared_ptr<Peer> plugin_;
  std::shared_ptr<Peer> helper_;
  std::function<void()> found_;  // while it is being adopted
  std::int64_t question_ = 0;    // the number of the pause
  std::uint64_t delivered_ = 0;
  Phase resumed_ = Phase::kInitialize;
  std::optional<ProcessExit> exit_;
  Instant up_since_;
  bool adopted_ = false;
  bool met_ = false;       // its plugin or its helper has come
  bool answered_ = false;  // what the pause waits for
  bool quits_ = false;     // pppd was told to end
  bool hung_up_ = false;
  bool finished_ = false;
};

}  // namespace lineman::pppd
