#include "policy/schedule.h"

#include <fmt/format.h>

#include <algorithm>

namespace lineman {
namespace {

// How often an untrusted clock is looked at again.
constexpr Duration kClockPatience = std::chrono::minutes(1);

const Source kOperator{Source::Kind::kOperator, "", {}};
const Source kSchedule{Source::Kind::kLimit, "schedule", {}};
const Source kPolicy{Source::Kind::kPolicy, "", {}};

// A window is open from the moment at which it begins to that at which it ends, not whenever the
// clock reads a time in it: an hour that comes twice would open it twice.
bool IsOpen(const Profile& profile, WallTime wall) {
  const int today = profile.zone.ToLocal(wall).days;
  const auto is_open = [&](const WeekWindow& window, int day) {
    return window.BeginsOn(LocalTime{day, Duration{0}}.weekday()) &&
           profile.zone.ToWall({day, window.hours.from}) <= wall &&
           wall < profile.zone.ToWall({day, window.hours.to});
  };
  const auto& windows = profile.online.windows;
  return std::any_of(windows.begin(), windows.end(), [&](const WeekWindow& window) {
    return is_open(window, today) || is_open(window, today - 1);
  });
}

WantedView BySchedule(const Profile& profile, const WantedInput& input) {
  if (!input.clock_trusted) {
    return {true, kPolicy, "the clock is not set, so the schedule counts as open",
            input.now + kClockPatience};
  }
  WantedView view;
  view.wanted = IsOpen(profile, input.wall);
  view.by = kSchedule;
  view.why = view.wanted ? "the schedule is open" : "the schedule is closed";
  if (const auto change = NextScheduleChange(profile, input.wall)) {
    view.look_again = input.now + (*change - input.wall);
  }
  return view;
}

WantedView ByStandby(const Profile& profile, const WantedInput& input) {
  const OnlineRule& online = profile.online;
  const PrimaryLine primary = input.primary.value_or(PrimaryLine{});
  WantedView view{false, kPolicy, "", std::nullopt};
  if (!primary.wanted) {
    view.why = fmt::format("{} is not wanted either", online.standby_for);
  } else if (primary.online && input.wanted_before) {
    const Instant failback = primary.since + online.failback_after;
    view.wanted = input.now < failback;
    view.why = fmt::format("{} is up again", online.standby_for);
    if (view.wanted) view.look_again = failback;
  } else if (primary.online) {
    view.why = fmt::format("{} is up", online.standby_for);
  } else {
    const Instant due = primary.since + online.after;
    view.wanted = input.wanted_before || input.now >= due;
    view.why = fmt::format("{} is down", online.standby_for);
    if (!view.wanted) view.look_again = due;
  }
  return view;
}

WantedView ByOnline(const Profile& profile, const WantedInput& input) {
  switch (profile.online.kind) {
    case OnlineRule::Kind::kAlways:
      return {true, kPolicy, "online: always", std::nullopt};
    case OnlineRule::Kind::kManual:
      return {false, kPolicy, "online: manual, and nobody said up", std::nullopt};
    case OnlineRule::Kind::kWindows:
      return BySchedule(profile, input);
    case OnlineRule::Kind::kStandby:
      return ByStandby(profile, input);
  }
  return {};
}

}  // namespace

WantedView ComputeWanted(const Profile& profile, const WantedInput& input) {
  const OperatorWill& will = input.will;
  const bool expired = will.until && input.wall >= *will.until;
  if (will.word == OperatorWill::Word::kNone || expired) return ByOnline(profile, input);
  WantedView view;
  view.wanted = will.word == OperatorWill::Word::kUp;
  view.by = kOperator;
  view.why = view.wanted ? "the operator said up" : "the operator said down";
  if (will.until) view.look_again = input.now + (*will.until - input.wall);
  return view;
}

std::optional<WallTime> NextScheduleChange(const Profile& profile, WallTime wall) {
  const bool open_now = IsOpen(profile, wall);
  const int today = profile.zone.ToLocal(wall).days;
  std::vector<WallTime> edges;
  for (int day = today - 1; day <= today + 8; ++day) {
    for (const WeekWindow& window : profile.online.windows) {
      if (!window.BeginsOn(LocalTime{day, Duration{0}}.weekday())) continue;
      edges.push_back(profile.zone.ToWall({day, window.hours.from}));
      edges.push_back(profile.zone.ToWall({day, window.hours.to}));
    }
  }
  std::sort(edges.begin(), edges.end());
  for (const WallTime edge : edges) {
    if (edge > wall && IsOpen(profile, edge) != open_now) return edge;
  }
  return std::nullopt;
}

std::optional<WallTime> NextDailyRedial(const Profile& profile, const Chance& chance,
                                        WallTime wall) {
  if (!profile.redial_daily) return std::nullopt;
  const DayWindow& window = *profile.redial_daily;
  const Duration moment(
      chance.Between(window.from.count(), window.to.count() - 1, profile.name, "redial_daily", 0));
  const int today = profile.zone.ToLocal(wall).days;
  for (int day = today - 1; day <= today + 2; ++day) {
    const WallTime at = profile.zone.ToWall({day, moment});
    if (at > wall) return at;
  }
  return std::nullopt;
}

}  // namespace lineman
