#include "rehearsal/side_by_side.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/duration.h"

namespace lineman {
namespace {

constexpr std::int64_t kMinute = 60'000;  // milliseconds
constexpr std::size_t kNarrowest = 14;    // a column

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
    for (int i = 0; i < kCauseCount; ++i) failed += chronicle.failed(static_cast<Cause>(i));
    for (const Breach& breach : contender.rehearsal.breaches())
      broken += (broken.empty() ? "" : "; ") + breach.expectation;
  }

  std::string name;
  const Chronicle& chronicle;
  int locks;
  int failed = 0;
  std::string broken;
};

std::string LongestOf(const Chronicle& chronicle) {
  Duration longest{0};
  for (const Outage& outage : chronicle.outages()) longest = std::max(longest, outage.lasts);
  return FormatRoughly(longest);
}

}  // namespace

std::int64_t CostOf(const Chronicle& chronicle, const Prices& prices) {
  // Minute by minute: milliseconds times millionths would not fit.
  const std::int64_t minutes = chronicle.online().count() / kMinute;
  const std::int64_t rest = chronicle.online().count() % kMinute;
  return chronicle.connects() * prices.per_dial + minutes * prices.per_minute +
         (rest * prices.per_minute + kMinute - 1) / kMinute;
}

ProfilePtr InThePlaceOf(const Profile& profile, const std::string& name) {
  auto copy = std::make_shared<Profile>(profile);
  copy->name = name;
  return copy;
}

void Comparison::Add(std::string_view what, std::string one, std::string other) {
  rows_.push_back({what, std::move(one), std::move(other)});
}

void Comparison::AddUsual() {
  Ask("online", [](const Chronicle& line) { return PercentOf(OnlineShare(line)); });
  Ask("outages", [](const Chronicle& line) { return std::to_string(line.outages().size()); });
  Ask("longest", LongestOf);
  Ask("dials", [](const Chronicle& line) { return std::to_string(line.dials()); });
}

void Comparison::AddCost(const Prices& prices) {
  if (prices.per_dial == 0 && prices.per_minute == 0) return;
  Ask("cost", [&](const Chronicle& line) { return Money(CostOf(line, prices)); });
}

std::string InColumns(const std::string& one, const std::string& other,
                      const std::vector<ComparedRow>& rows) {
  std::size_t wide = std::max(kNarrowest, one.size());
  for (const ComparedRow& row : rows) wide = std::max(wide, row.one.size());
  std::string text = fmt::format("{:<18}{:<{}}{}\n", "", one, wide + 2, other);
  for (const ComparedRow& row : rows)
    text += fmt::format("{:<18}{:<{}}{}\n", row.what, row.one, wide + 2, row.other);
  return text;
}

std::vector<ComparedRow> Compare(const Contender& one, const Contender& other,
                                 const Prices& prices) {
  const Column left(one);
  const Column right(other);
  Comparison both(left.chronicle, right.chronicle);
  both.AddUsual();
  both.Add("  failed", std::to_string(left.failed), std::to_string(right.failed));
  both.Ask("  in an hour",
           [](const Chronicle& line) { return std::to_string(line.most_in_an_hour()); });
  both.Add("accounts locked", std::to_string(left.locks), std::to_string(right.locks));
  both.AddCost(prices);
  return both.rows();
}

std::string SideBySide(const Contender& one, const Contender& other, const Prices& prices) {
  std::string text = fmt::format("{} in the world {}, seed {}\n\n", FormatRoughly(one.plan.span),
                                 one.plan.world.name, one.plan.seed);
  text += InColumns(one.name, other.name, Compare(one, other, prices));
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
