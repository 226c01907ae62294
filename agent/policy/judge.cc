#include "policy/judge.h"

#include <fmt/format.h>

#include "base/duration.h"
#include "policy/budget.h"

namespace lineman {
namespace {

const Source kPolicy{Source::Kind::kPolicy, "", {}};

// A server that repeats the same question does not like the answer; asking for ever would keep the
// line in one attempt. Dialogues and EAP may take many turns; the pause's deadline ends those.
constexpr int kSameAnswerTwice = 2;

Decision ByPolicy(Verdict verdict, std::string why) {
  Decision decision;
  decision.verdict = std::move(verdict);
  decision.by = kPolicy;
  if (!why.empty()) decision.Because(kPolicy, std::move(why));
  return decision;
}

Decision JudgeBeforeDial(const Occasion& occasion, const Profile& profile) {
  if (!occasion.secret_trouble.empty()) {
    return ByPolicy(HoldOff{profile.backoff.max, occasion.secret_trouble},
                    "the password cannot be had: " + occasion.secret_trouble);
  }
  std::string why = fmt::format("attempt {}", occasion.attempt);
  if (occasion.by_operator) {
    why = "the operator asked";
  } else if (occasion.probe) {
    why = fmt::format("slow probe {} of the open circuit", occasion.circuit->probes + 1);
  }
  return ByPolicy(DialWith{}, std::move(why));
}

Decision JudgePaused(const Occasion& occasion, const Profile& profile) {
  const PausePolicy& pause = profile.PauseFor(occasion.state);
  const std::string key = "paused." + NameOf(occasion.state);
  switch (pause.kind) {
    case PausePolicy::Kind::kHangUp:
      return ByPolicy(HangUp{key + " says hang_up"}, "");
    case PausePolicy::Kind::kAskOperator:
      return ByPolicy(AskOperator{}, fmt::format("an operator may answer for {}",
                                                 FormatDuration(profile.pause_deadline)));
    case PausePolicy::Kind::kAnswer:
      break;
  }
  const bool may_repeat = occasion.state == ConnectionState::kInteractive ||
                          occasion.state == ConnectionState::kInvokeEapUi;
  if (!may_repeat && occasion.pauses > kSameAnswerTwice) {
    return ByPolicy(HangUp{fmt::format("the server asked {} times", occasion.pauses)}, "");
  }
  return ByPolicy(AnswerWith{pause.answer}, key);
}

// The attempt's end where neither a rule nor our own hand explains it.
Decision JudgeFailure(const Occasion& occasion, const Profile& profile) {
  const Cause cause = CauseOf(occasion);
  if (cause == Cause::kSuspend) {
    return ByPolicy(HoldOff{profile.circuit.first, "the machine sleeps"},
                    "waiting for the machine to wake");
  }
  if (occasion.proven) return ByPolicy(Redial{}, "the link had proven itself: it costs nothing");
  if (cause == Cause::kUser) return ByPolicy(Redial{}, "ended by a user: it costs nothing");
  if (IsLogonHours(occasion.error)) {
    return ByPolicy(HoldOff{profile.circuit.first, "outside the account's logon hours"},
                    "logon hours end: this never stops");
  }
  const Budget budget = BudgetOf(occasion, profile, cause);
  if (occasion.circuit) {
    Stop stop{occasion.circuit->why, ProbeInterval(*occasion.circuit, profile)};
    return ByPolicy(std::move(stop),
                    fmt::format("the circuit is open; {} {} failed", occasion.circuit->probes,
                                occasion.circuit->probes == 1 ? "probe" : "probes"));
  }
  if (budget.IsSpent()) {
    Stop stop{budget.ToString(), FirstProbe(cause, profile)};
    return ByPolicy(std::move(stop), "");
  }
  return ByPolicy(Redial{}, budget.ToString());
}

// Ends of our own making that nobody is to blame for; empty for all others. A line that is still
// not wanted is idled by the limits.
std::string_view WhyRedialledAtOnce(Ending ending) {
  switch (ending) {
    case Ending::kOperator:
      return "the operator asked for a redial";
    case Ending::kDaily:
      return "redial_daily";
    case Ending::kNotWanted:
      return "wanted again";
    default:
      return {};
  }
}

Decision JudgeDisconnected(const Occasion& occasion, const Profile& profile) {
  if (const std::string_view why = WhyRedialledAtOnce(occasion.ending); !why.empty()) {
    Decision decision = ByPolicy(Redial{.after = Duration{0},
                                        .number = std::nullopt,
                                        .username = {},
                                        .domain = {},
                                        .password = {}},
                                 std::string(why));
    if (occasion.ending == Ending::kOperator) decision.by = {Source::Kind::kOperator, "", {}};
    return decision;
  }
  for (const Rule& rule : profile.rules) {
    if (!rule.when.Matches(occasion, profile.zone)) continue;
    Decision decision;
    decision.verdict = rule.verdict;
    decision.by = rule.AsSource();
    decision.Because(decision.by, rule.place.FileAndLine());
    return decision;
  }
  return JudgeFailure(occasion, profile);
}

}  // namespace

Decision Judge(const Occasion& occasion, const Profile& profile, const Chance& chance) {
  switch (occasion.occurrence) {
    case Occurrence::kBeforeDial:
      return JudgeBeforeDial(occasion, profile);
    case Occurrence::kPaused:
      return JudgePaused(occasion, profile);
    case Occurrence::kDisconnected: {
      Decision decision = JudgeDisconnected(occasion, profile);
      if (auto* redial = std::get_if<Redial>(&decision.verdict); redial && !redial->after) {
        redial->after = BackoffPause(occasion, profile, chance);
        decision.Because(kPolicy, fmt::format("back-off {}", FormatDuration(*redial->after)));
      }
      return decision;
    }
    case Occurrence::kRunning:
    case Occurrence::kConnected:
      break;
  }
  return ByPolicy(Continue{}, "");
}

}  // namespace lineman
