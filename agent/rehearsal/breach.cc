#include "rehearsal/breach.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/duration.h"

namespace lineman {
namespace {

// "99.5%" of millionths.
std::string Percent(std::int64_t millionths) {
  std::string text = fmt::format("{}.{:04}", millionths / 10'000, millionths % 10'000);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text + "%";
}

std::int64_t ShareOf(const Chronicle& chronicle) {
  if (chronicle.wanted() == Duration{0}) return 1'000'000;
  return chronicle.online().count() * 1'000'000 / chronicle.wanted().count();
}

}  // namespace

bool BreachWatch::Has(const std::string& expectation, const std::string& profile) const {
  return std::ranges::any_of(breaches_, [&](const Breach& breach) {
    return breach.expectation == expectation && breach.profile == profile;
  });
}

void BreachWatch::Add(std::string expectation, const std::string& profile,
                      const Chronicle& chronicle, Instant at, std::string found) {
  if (Has(expectation, profile)) return;
  Breach breach{std::move(expectation), profile, at, std::move(found), {}};
  if (const Mark* decision = chronicle.decision()) {
    breach.why.push_back(fmt::format("{} <- {}", decision->text, decision->by));
    breach.why.insert(breach.why.end(), decision->why.begin(), decision->why.end());
  }
  breaches_.push_back(std::move(breach));
}

void BreachWatch::Before(const std::string& profile, const Chronicle& chronicle, Instant now) {
  const Outage* outage = chronicle.open_outage();
  if (!expect_.longest_outage_at_most || outage == nullptr) return;
  const Duration most = *expect_.longest_outage_at_most;
  if (now - outage->from <= most) return;
  Add(fmt::format("longest_outage: {{at_most: {}}}", FormatDuration(most)), profile, chronicle,
      outage->from + most, fmt::format("not online for longer than {}", FormatDuration(most)));
}

void BreachWatch::After(const std::string& profile, const Chronicle& chronicle, Instant now) {
  if (!expect_.dials_per_hour_each_number_at_most) return;
  const std::int64_t most = *expect_.dials_per_hour_each_number_at_most;
  if (chronicle.most_in_an_hour() <= most) return;
  Add(fmt::format("dials_per_hour_each_number: {{at_most: {}}}", most), profile, chronicle, now,
      fmt::format("{} dials of one number within an hour", chronicle.most_in_an_hour()));
}

void BreachWatch::Locks(const std::string& profile, const Chronicle& chronicle, Instant now,
                        int locks) {
  if (!expect_.never_lock_account || locks == 0) return;
  Add("account_locked: never", profile, chronicle, now, "a server has locked the account");
}

void BreachWatch::Finish(const std::string& profile, const Chronicle& chronicle, Instant end) {
  if (!expect_.online_at_least) return;
  const std::int64_t share = ShareOf(chronicle);
  if (share >= *expect_.online_at_least) return;
  Add(fmt::format("online: {{at_least: {}}}", Percent(*expect_.online_at_least)), profile,
      chronicle, end, fmt::format("{} of the time wanted", Percent(share)));
}

}  // namespace lineman
