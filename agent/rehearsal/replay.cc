#include "rehearsal/replay.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "rehearsal/replay_stage.h"

namespace lineman {
namespace {

struct Stretch {
  Instant from;
  Instant to;
};

// When the line had an attempt, up to `end`.
std::vector<Stretch> AttemptsOf(const Chronicle& chronicle, Instant end) {
  std::vector<Stretch> stretches;
  for (const Band& band : chronicle.bands()) {
    const Stretch stretch{band.from, std::min(band.to, end)};
    if (band.state && HasAttempt(*band.state) && stretch.from < stretch.to)
      stretches.push_back(stretch);
  }
  return stretches;
}

Duration Total(const std::vector<Stretch>& stretches) {
  Duration total{0};
  for (const Stretch& each : stretches) total += each.to - each.from;
  return total;
}

// How long both last at the same time; each list in order and without overlaps.
Duration Common(const std::vector<Stretch>& one, const std::vector<Stretch>& other) {
  Duration common{0};
  auto b = other.begin();
  for (const Stretch& a : one) {
    while (b != other.end() && b->to <= a.from) ++b;
    for (auto c = b; c != other.end() && c->from < a.to; ++c)
      common += std::min(a.to, c->to) - std::max(a.from, c->from);
  }
  return common;
}

RehearsalPlan PlanOf(ReplayPlan& plan, const ReplayTape& tape) {
  RehearsalPlan rehearsal;
  rehearsal.profiles = {std::move(plan.profile)};
  rehearsal.plugins = std::move(plan.plugins);
  rehearsal.world = simulator::QuietWorld();
  rehearsal.world.expect = plan.expect;
  rehearsal.span =
      plan.span > Duration{0} ? plan.span : std::max(Duration{1}, Duration(tape.end - Instant{}));
  rehearsal.seed = plan.seed;
  rehearsal.start = tape.start;
  rehearsal.detailed = true;
  rehearsal.record = std::move(plan.heard);
  rehearsal.after_power_up = tape.power_up;
  return rehearsal;
}

}  // namespace

Replay::Replay(ReplayPlan plan)
    : record_(std::move(plan.record)),
      tape_(MakeTape(record_)),
      plan_(PlanOf(plan, tape_)),
      happened_(HappenedUntil(record_, tape_, end())) {
  plan_.stage = [this](Env& env, StageHands hands) {
    auto stage =
        std::make_unique<ReplayStage>(env, tape_, plan_.profiles.front()->name, std::move(hands));
    stage_ = stage.get();
    return stage;
  };
  rehearsal_ = std::make_unique<Rehearsal>(plan_);
}
Replay::~Replay() = default;

void Replay::Run(const std::function<void(double)>& progress) { rehearsal_->Run(progress); }

Unobserved Replay::unobserved() const {
  const std::vector<Stretch> rules = AttemptsOf(would_have(), end());
  const std::vector<Stretch> record = AttemptsOf(happened_, std::min(end(), tape_.end));
  const Duration of = Total(rules);
  return {of, of - Common(rules, record), stage_ == nullptr ? 0 : stage_->inferred()};
}

std::int64_t UnobservedShare(const Unobserved& unobserved) {
  if (unobserved.of == Duration{0}) return 0;
  return unobserved.time.count() * 1'000'000 / unobserved.of.count();
}

}  // namespace lineman
