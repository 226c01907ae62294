#include "tray/timeline.h"

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

// Bands that follow one another; those of no length are dropped, those of one sign joined.
class BandList {
 public:
  explicit BandList(Span span) : span_(span), at_(span.from) {}

  void Until(WallTime to, Sign sign) {
    to = std::clamp(to, at_, span_.to);
    if (to == at_) return;
    if (!bands_.empty() && bands_.back().sign == sign) {
      bands_.back().to = to;
    } else {
      bands_.push_back({at_, to, sign});
    }
    at_ = to;
  }
  std::vector<Band> Take() { return std::move(bands_); }

 private:
  Span span_;
  WallTime at_;
  std::vector<Band> bands_;
};

}  // namespace

std::vector<Band> BandsOf(const DayRecord& record, const LineStatus& now, Span span) {
  BandList bands(span);
  if (record.lines.empty()) {
    bands.Until(now.since, Sign::kUnknown);
    bands.Until(span.to, SignOf(now.line));
    return bands.Take();
  }
  std::string state = record.lines.front().from;
  bands.Until(record.lines.front().wall, Sign::kUnknown);
  for (const Entry& entry : record.lines) {
    // Another state than was left there: nobody wrote down what happened in between.
    bands.Until(entry.wall, entry.from == state ? SignOf(state) : Sign::kUnknown);
    state = entry.what;
  }
  bands.Until(now.line == state ? span.to : now.since,
              now.line == state ? SignOf(state) : Sign::kUnknown);
  bands.Until(span.to, SignOf(now.line));
  return bands.Take();
}

int OnlinePerMille(const std::vector<Band>& bands) {
  Duration online{0};
  Duration wanted{0};
  for (const Band& band : bands) {
    if (band.sign == Sign::kUnknown || band.sign == Sign::kRest) continue;
    wanted += band.to - band.from;
    if (band.sign == Sign::kOnline) online += band.to - band.from;
  }
  return wanted.count() == 0 ? -1 : static_cast<int>(online.count() * 1000 / wanted.count());
}

const Entry* DecisionAt(const DayRecord& record, WallTime at) {
  const auto after =
      std::upper_bound(record.decisions.begin(), record.decisions.end(), at,
                       [](WallTime moment, const Entry& entry) { return moment < entry.wall; });
  return after == record.decisions.begin() ? nullptr : &*std::prev(after);
}

std::vector<Entry> EntriesOf(const Json& page) {
  std::vector<Entry> entries;
  const Json::Array* list = page.FindArray("entries");
  if (list == nullptr) return entries;
  for (const Json& json : *list) {
    if (Result<Entry> entry = EntryFrom(json)) entries.push_back(*std::move(entry));
  }
  return entries;
}

Why WhyOf(const Entry& decision, const Zone& zone) {
  return {decision.wall, Sentence(decision, zone), decision.why, decision.would_change};
}

}  // namespace lineman
