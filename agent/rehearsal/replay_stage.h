// The stage of a replay: what struck the kiosk in a record strikes at the same moments.
#pragma once

#include <string>

#include "rehearsal/rehearsal_stage.h"
#include "rehearsal/replay_engine.h"

namespace lineman {

class ReplayStage final : public RehearsalStage {
 public:
  // The record begins now. `env` and `tape` must outlive it.
  ReplayStage(Env& env, const ReplayTape& tape, const std::string& profile, StageHands hands);

  Engine& engine() override { return engine_; }
  Prober& prober() override { return prober_; }

  int inferred() const { return engine_.inferred(); }

 private:
  void Happen(const Strike& strike);
  OperatorSays Completed(OperatorSays says) const;

  const StageHands hands_;
  ReplayEngine engine_;
  ReplayProber prober_;
};

}  // namespace lineman
