#include "rehearsal/side_by_side.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/duration.h"

namespace lineman {
namespace {

constexpr std::int64_t kMinute = 60'000;  // milliseconds

std::string Money(std::int64_t millionths) {
  const std::int64_t hundredths = (millionths + 5'000) / 10'000;
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

// What stands in one column.
struct Column {
  explicit Column(const Contender& contender)
      : name(contender.name),
        chronicle(contender.rehearsal.chronicles().front()),
        locks(contender.rehearsal.account_locks()) {
    for (const Outage& outage : chronicle.outages()) longest = std::max(longest, outage.lasts);
    for (int i = 0; i < kCauseCount; ++i) failed += chronicle.failed(static_cast<Cause>(i));
    for (const Breach& breach : contender.rehearsal.breaches())
      broken += (broken.empty() ? "" : "; ") + breach.expectation;
  }

  std::string name;
  const Chronicle& chronicle;
  int locks;
  Duration longest{0};
  int failed = 0;
  std::string broken;
};

}  // namespace

std::int64_t CostOf(const Chronicle& chronicle, const Prices& prices) {
  return chronicle.connects() * prices.per_dial +
         (chronicle.online().count() * prices.per_minute + kMinute - 1) / kMinute;
}

ProfilePtr InThePlaceOf(const Profile& profile, const std::string& name) {
  auto copy = std::make_shared<Profile>(profile);
  copy->name = name;
  return copy;
}

std::string SideBySide(const Contender& one, const Contender& other, const Prices& prices) {
  const Column left(one);
  const Column right(other);
  std::string text = fmt::format("{} in the world {}, seed {}\n\n", FormatRoughly(one.plan.span),
                                 one.plan.world.name, one.plan.seed);
  const std::size_t wide = std::max<std::size_t>(16, left.name.size() + 2);
  const auto row = [&](std::string_view what, const std::string& a, const std::string& b) {
    text += fmt::format("{:<18}{:<{}}{}\n", what, a, wide, b);
  };
  row("", left.name, right.name);
  row("online", PercentOf(OnlineShare(left.chronicle)), PercentOf(OnlineShare(right.chronicle)));
  row("outages", std::to_string(left.chronicle.outages().size()),
      std::to_string(right.chronicle.outages().size()));
  row("longest", FormatRoughly(left.longest), FormatRoughly(right.longest));
  row("dials", std::to_string(left.chronicle.dials()), std::to_string(right.chronicle.dials()));
  row("  failed", std::to_string(left.failed), std::to_string(right.failed));
  row("  in an hour", std::to_string(left.chronicle.most_in_an_hour()),
      std::to_string(right.chronicle.most_in_an_hour()));
  row("accounts locked", std::to_string(left.locks), std::to_string(right.locks));
  if (prices.per_dial > 0 || prices.per_minute > 0)
    row("cost", Money(CostOf(left.chronicle, prices)), Money(CostOf(right.chronicle, prices)));
  const auto broken = [&](const Column& column) {
    if (!column.broken.empty()) text += fmt::format("{} breaks {}\n", column.name, column.broken);
  };
  text += left.broken.empty() && right.broken.empty() ? "" : "\n";
  broken(left);
  broken(right);
  return text;
}

Json SideBySideJson(const Contender& one, const Contender& other, const Prices& prices) {
  Json json(Json::Array{});
  for (const Contender* contender : {&one, &other}) {
    Json item;
    item.Set("profile", contender->name);
    item.Set("cost_millionths", CostOf(contender->rehearsal.chronicles().front(), prices));
    item.Set("rehearsal", ToJson(contender->plan, contender->rehearsal));
    json.Append(std::move(item));
  }
  return json;
}

}  // namespace lineman
