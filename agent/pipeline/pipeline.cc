#include "pipeline/pipeline.h"

#include <utility>

#include "pipeline/observer.h"
#include "pipeline/outlook.h"
#include "pipeline/performer.h"

namespace lineman {

Slot::Slot(LineId line_id, ProfilePtr of, LineFacts facts)
    : id(line_id), profile(std::move(of)), line(profile->name, std::move(facts)) {}

LoginKey Slot::KeyOf(const std::string& login) const {
  const Credentials own{profile->user, profile->domain, {}, 0};
  const bool configured = login == own.Login() || login == profile->user;
  return {configured ? own.Login() : login, configured ? line.facts().version : 0};
}

Pipeline::Pipeline(const Env& env, HookChain& hooks, PipelineOptions options)
    : env_(env), hooks_(hooks), options_(options) {}
Pipeline::~Pipeline() = default;

Actions Pipeline::Step(const Event& event) {
  Slot& slot = *slots_[event.line];
  Turn turn(env_, event.line);
  Performer perform(*this, slot, turn);

  // 1. What happened? Most events need no decision, only bookkeeping.
  std::optional<Observed> observed = Observer(*this, slot, turn, perform).Observe(event.what);
  if (observed) {
    Matter& matter = observed->matter;
    if (!observed->decided) {
      // 2. What would policy do?
      matter.decision = Judge(matter.occasion, *slot.profile, env_.Chance());
      // 3. Do hooks overrule it? A chain that takes its time parks the matter.
      if (!perform.Consult(matter)) return perform.Finish();
    }
    // 4. What do the limits leave of it?
    perform.LookAtLimits(matter);
    Clamp(matter.occasion, *slot.profile, env_.Chance(), matter.decision);
    // 5. Commit, then act.
    perform.CarryOut(std::move(matter));
  }
  return perform.Finish();
}

void Pipeline::Restore(Durable durable) {
  ledger_.Restore(durable, env_.Now(), env_.Wall(), options_.clock_trusted_from);
  hooks_.Restore(durable.plugins);
  durable_ = std::move(durable);
}

LineId Pipeline::AddLine(ProfilePtr profile) {
  const LineId id = slots_.size();
  const auto facts = durable_.lines.find(profile->name);
  if (profile->online.kind == OnlineRule::Kind::kStandby) {
    standbys_[profile->online.standby_for].push_back(id);
  }
  LineFacts known = facts == durable_.lines.end() ? LineFacts{} : facts->second;
  by_profile_[profile->name] = id;
  slots_.push_back(std::make_unique<Slot>(id, std::move(profile), std::move(known)));
  slots_.back()->up_since = env_.Now();
  slots_.back()->counted = CountersOf(*this, *slots_.back());
  return id;
}

void Pipeline::ReplaceProfile(LineId line, ProfilePtr profile) {
  Slot& slot = *slots_[line];
  if (slot.profile->online.kind == OnlineRule::Kind::kStandby) {
    std::erase(standbys_[slot.profile->online.standby_for], line);
  }
  if (profile->online.kind == OnlineRule::Kind::kStandby) {
    standbys_[profile->online.standby_for].push_back(line);
  }
  slot.profile = std::move(profile);
  slot.leaving = false;
}

int Pipeline::TriesOf(const Slot& slot) const {
  const Credentials own{slot.profile->user, slot.profile->domain, {}, 0};
  return own.user.empty() ? 0 : ledger_.TriesOf(slot.KeyOf(own.Login()));
}

std::optional<LineId> Pipeline::Find(const std::string& profile) const {
  const auto line = by_profile_.find(profile);
  if (line == by_profile_.end() || slots_[line->second]->leaving) return std::nullopt;
  return line->second;
}

}  // namespace lineman
