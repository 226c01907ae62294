// An engine whose dials come to what a record shows (replay_tape.h), and the prober for its links.
//
// It belongs to the loop of its Env, and keeps the contract of model/engine.h. One line dials with
// it, so one call is under way at most.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/env.h"
#include "model/engine.h"
#include "pipeline/driver.h"
#include "rehearsal/replay_tape.h"

namespace lineman {

class ReplayCall;

class ReplayEngine final : public Engine {
 public:
  // `env` and `tape` must outlive the engine and its connections.
  ReplayEngine(Env& env, const ReplayTape& tape, std::string profile)
      : env_(env), tape_(tape), profile_(std::move(profile)) {}

  std::string_view Name() const override { return "replay"; }
  Capabilities GetCapabilities() const override;
  const OptionTable& Options() const override;
  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override;
  // A link that the record finds up is there for the first agent that asks.
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) override;

  // Ends a link that is up.
  void Hit(const Blow& blow);
  // Where the last dial is; `disconnected` when there is none.
  ConnectionState state() const;
  // Of the dials so far, those that met no observation of their own time.
  int inferred() const { return inferred_; }

 private:
  Env& env_;
  const ReplayTape& tape_;
  const std::string profile_;
  std::weak_ptr<ReplayCall> call_;  // the last one
  bool asked_ = false;
  int inferred_ = 0;
};

// The record has no single probes, only when a link became doubtful and when it was well again: the
// probes fail so that the line finds its link doubtful, and well, when the record's line did.
class ReplayProber final : public Prober {
 public:
  ReplayProber(const Env& env, const ReplayTape& tape) : env_(env), tape_(tape) {}

  void Probe(const HealthProbe& probe, const ConnectionStatus& connection,
             std::function<void(bool passed)> done) override;

 private:
  const Env& env_;
  const ReplayTape& tape_;
};

}  // namespace lineman
