// A call as RAS would tell it: what pppd and the connect helper report, turned into connection
// states. Sans-I/O: messages in, notifications out; the README of this folder has the table.
//
// pppd walks back through its phases while it hangs up, so a session has a direction: once the link
// is on its way down, phases say nothing any more. Of a link that is up only the loss is told; one
// that peers negotiate anew goes down and comes back without a word.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engines/pppd/ending.h"
#include "engines/pppd/message.h"
#include "model/engine.h"

namespace lineman::pppd {

class Session {
 public:
  explicit Session(Transport transport) { evidence_.transport = transport; }

  // What follows from a message, in order; without the attempt, which the caller knows.
  std::vector<Notification> Hear(const Message& message);
  // Another agent began this call: where it is now. To be called after hello and `up` were heard.
  void Resume(Phase phase);
  // It cannot go on, whatever pppd will say of its end.
  void Fail(RasError error, const std::string& why) { evidence_.failed = Ending{error, why}; }
  // A tunnel is being built before there is a pppd.
  std::vector<Notification> BeginTunnel();
  // What the pause waits for has been sent.
  void Answered();
  // Whether an answer would reach a peer that waits for it.
  bool IsPaused() const;
  // The server has agreed to call back, and nothing else has ended the call since.
  bool AwaitsCallback() const;
  // pppd has hung up for it, and another one takes the server's call.
  std::vector<Notification> BeginCallback();
  // No PPP has come through a tunnel in its time. `log`: what its program wrote.
  void FailTunnel(const std::string& log);
  bool heard_peer() const { return evidence_.heard_lcp; }
  // lineman itself ends the call: from here on only the end is told.
  void HangUp() { evidence_.hung_up = true; }
  // pppd is gone. `log`: the last lines it wrote.
  std::vector<Notification> End(const ProcessExit& exit, const std::string& log);
  // It has to be over although pppd is not gone.
  std::vector<Notification> Force();

  const ConnectionStatus& status() const { return status_; }
  const std::optional<LinkUp>& link() const { return link_; }
  bool is_over() const { return over_; }
  bool is_up() const { return evidence_.was_up; }

 private:
  void Enter(ConnectionState state, std::string detail = {});
  void Tell(ConnectionState state, std::string detail);
  void Hear(const PhaseChanged& change);
  void Hear(const ChannelChanged& change);
  void Hear(const Packet& packet);
  void Hear(const AuthenticationDone& done);
  void Hear(const PauseBegan& pause);
  void Hear(const LinkUp& up);
  void Hear(const LinkDown& down);
  void Hear(const PluginExits& exits);
  void Hear(const ModemPort& port);
  void Hear(const ModemDial& dial);
  void Hear(const ModemSaid& said);
  void Hear(const ModemConnected& connected);
  void Hear(const ModemFailed& failed);
  template <typename Other>
  void Hear(const Other& /*unused*/) {}
  std::vector<Notification> Finish(const Ending& ending);

  Evidence evidence_;
  ConnectionStatus status_;
  std::optional<LinkUp> link_;
  std::vector<Notification> told_;  // by the message being heard
  Phase phase_ = Phase::kInitialize;
  bool began_ = false;    // a state has been told
  bool retries_ = false;  // other credentials were given, and not sent yet
  bool callback_agreed_ = false;
  bool called_back_ = false;  // this is the server's call
  bool going_down_ = false;
  bool over_ = false;
};

}  // namespace lineman::pppd
