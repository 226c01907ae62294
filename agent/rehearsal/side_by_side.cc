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

std::vector<ComparedRow> Compare(const Contender& one, const Contender& other,
                                 const Prices& prices) {
  const Column left(one);
  const Column right(other);
  std::vector<ComparedRow> rows;
  const auto count = [&rows](std::string_view what, auto a, auto b) {
    rows.push_back({what, std::to_string(a), std::to_string(b)});
  };
  rows.push_back(
      {"online", PercentOf(OnlineShare(left.chronicle)), PercentOf(OnlineShare(right.chronicle))});
  count("outages", left.chronicle.outages().size(), right.chronicle.outages().size());
  rows.push_back({"longest", FormatRoughly(left.longest), FormatRoughly(right.longest)});
  count("dials", left.chronicle.dials(), right.chronicle.dials());
  count("  failed", left.failed, right.failed);
  count("  in an hour", left.chronicle.most_in_an_hour(), right.chronicle.most_in_an_hour());
  count("accounts locked", left.locks, right.locks);
  if (prices.per_dial > 0 || prices.per_minute > 0)
    rows.push_back(
        {"cost", Money(CostOf(left.chronicle, prices)), Money(CostOf(right.chronicle, prices))});
  return rows;
}

std::string SideBySide(const Contender& one, const Contender& other, const Prices& prices) {
  std::string text = fmt::format("{} in the world {}, seed {}\n\n", FormatRoughly(one.plan.span),
                                 one.plan.world.name, one.plan.seed);
  const std::size_t wide = std::max<std::size_t>(16, one.name.size() + 2);
  text += fmt::format("{:<18}{:<{}}{}\n", "", one.name, wide, other.name);
  for (const ComparedRow& row : Compare(one, other, prices))
    text += fmt::format("{:<18}{:<{}}{}\n", row.what, row.one, wide, row.other);
  std::string broken;
  for (const Column& column : {Column(one), Column(other)}) {
    if (!column.broken.empty()) broken += fmt::format("{} breaks {}\n", column.name, column.broken);
  }
  return text + (broken.empty() ? "" : "\n" + broken);
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
