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

}  // namespace

std::string OnlineAtLeast(std::int64_t millionths) {
  return fmt::format("online: {{at_least: {}}}", Percent(millionths));
}

BreachWatch::BreachWatch(const simulator::Expectations& expect) : expect_(expect) {
  if (expect.longest_outage_at_most)
    longest_ = fmt::format("longest_outage: {{at_most: {}}}",
                           FormatDuration(*expect.longest_outage_at_most));
  if (expect.dials_per_hour_each_number_at_most)
    dials_ = fmt::format("dials_per_hour_each_number: {{at_most: {}}}",
                         *expect.dials_per_hour_each_number_at_most);
  if (expect.never_lock_account) locked_ = "account_locked: never";
  if (expect.online_at_least) online_ = OnlineAtLeast(*expect.online_at_least);
}

std::vector<std::string> BreachWatch::expectations() const {
  std::vector<std::string> all;
  for (const std::string* each : {&online_, &longest_, &dials_, &locked_}) {
    if (!each->empty()) all.push_back(*each);
  }
  return all;
}

bool BreachWatch::IsDue(const std::string& expectation, const std::string& profile) const {
  return !expectation.empty() && std::ranges::none_of(breaches_, [&](const Breach& breach) {
    return breach.expectation == expectation && breach.profile == profile;
  });
}

void BreachWatch::Add(const std::string& expectation, const std::string& profile,
                      const Chronicle& chronicle, Instant at, std::string found) {
  Breach breach{expectation, profile, at, std::move(found), {}};
  if (const Entry* decision = chronicle.decision()) {
    breach.why.push_back(fmt::format("{} <- {}", Describe(*decision), decision->by));
    breach.why.insert(breach.why.end(), decision->why.begin(), decision->why.end());
  }
  breaches_.push_back(std::move(breach));
}

void BreachWatch::Before(const std::string& profile, const Chronicle& chronicle, Instant now) {
  const Outage* outage = chronicle.open_outage();
  if (outage == nullptr || !IsDue(longest_, profile)) return;
  const Duration most = *expect_.longest_outage_at_most;
  if (now - outage->from <= most) return;
  Add(longest_, profile, chronicle, outage->from + most,
      fmt::format("not online for longer than {}", FormatDuration(most)));
}

void BreachWatch::After(const std::string& profile, const Chronicle& chronicle, Instant now) {
  if (!IsDue(dials_, profile) ||
      chronicle.most_in_an_hour() <= *expect_.dials_per_hour_each_number_at_most)
    return;
  Add(dials_, profile, chronicle, now,
      fmt::format("{} dials of one number within an hour", chronicle.most_in_an_hour()));
}

void BreachWatch::Locks(const std::string& profile, const Chronicle& chronicle, Instant now,
                        int locks) {
  if (locks == 0 || !IsDue(locked_, profile)) return;
  Add(locked_, profile, chronicle, now, "a server has locked the account");
}

void BreachWatch::Finish(const std::string& profile, const Chronicle& chronicle, Instant end) {
  if (!expect_.online_at_least) return;
  const std::int64_t share = OnlineShare(chronicle);
  if (share >= *expect_.online_at_least) return;
  Add(online_, profile, chronicle, end, fmt::format("{} of the time wanted", Percent(share)));
}

}  // namespace lineman
