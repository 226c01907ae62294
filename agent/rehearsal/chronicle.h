// What one line lived through, told from its entries of the record alone: time online, outages,
// dials and who decided. A rehearsal's record and a kiosk's are read the same way.
//
// Wanted is every moment the line is not idle; online is the state online (a doubtful line carries
// no data). Time without power counts as neither.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "line/line_state.h"
#include "model/record.h"
#include "ras/ras_error.h"
#include "rehearsal/marks.h"

namespace lineman {

// Wanted, but not online.
struct Outage {
  Instant from;
  Duration lasts{0};
  RasError error = RasError::kNone;  // of the last attempt or link that failed in it
};

// A stretch of time in one state; without one the power was off.
struct Band {
  std::optional<LineState> state;
  Instant from;
  Instant to;
};

class Chronicle {
 public:
  // With `detailed`, bands and marks are kept.
  explicit Chronicle(bool detailed) : detailed_(detailed) {}

  // When time begins to count; without it, with the first entry.
  void Begin(Instant at);
  // The next entry of the line.
  void Note(const Entry& entry);
  void PowerOff(Instant at);
  void PowerOn(Instant at);
  // The end of time; nothing is noted any more.
  void Finish(Instant at);

  Duration wanted() const { return wanted_; }
  Duration online() const { return online_; }
  const std::vector<Outage>& outages() const { return outages_; }
  // The one under way, null without one.
  const Outage* open_outage() const { return outage_ ? &*outage_ : nullptr; }
  int dials() const { return dials_; }
  int connects() const { return connects_; }
  int failed(Cause cause) const { return failed_.at(static_cast<std::size_t>(cause)); }
  int lost(Cause cause) const { return lost_.at(static_cast<std::size_t>(cause)); }
  // The most dials of one number within an hour, and when the hour was full.
  int most_in_an_hour() const { return most_in_an_hour_; }
  // What each source decided how often: by, what. Dials are not in it.
  const std::map<std::string, std::map<std::string, int>>& decided() const { return decided_; }
  // Rules that matched, whether or not a hook or a limit had another word.
  const std::map<std::string, int>& matched() const { return matched_; }
  // The last decision, null before the first.
  const Entry* decision() const { return decision_ ? &*decision_ : nullptr; }
  // The days since the beginning, the last one that has begun included.
  struct Day {
    Duration wanted{0};
    Duration online{0};
  };
  const std::vector<Day>& days() const { return days_; }
  const std::vector<Band>& bands() const { return bands_; }
  const Marks& marks() const { return marks_; }

 private:
  enum class Being { kOff, kUnwanted, kOffline, kOnline };

  void Pass(Instant to);
  void Become(Being being, Instant at);
  void NoteState(const Entry& entry);
  void NoteEnd(const Entry& entry);
  void NoteDecision(const Entry& entry);
  void NoteDial(const Entry& entry);
  void Keep(std::optional<LineState> state, Instant at);

  bool detailed_;
  std::optional<Instant> begun_;
  Instant seen_;  // time has been counted up to here
  Being being_ = Being::kUnwanted;
  Duration wanted_{0};
  Duration online_{0};
  std::optional<Outage> outage_;
  std::vector<Outage> outages_;
  bool connected_ = false;  // the present attempt
  bool adopted_ = false;    // a link that an agent before has connected is about to show
  int dials_ = 0;
  int connects_ = 0;
  std::array<int, kCauseCount> failed_{};
  std::array<int, kCauseCount> lost_{};
  std::map<std::string, std::deque<Instant>> recent_;  // dials of the last hour, by number
  int most_in_an_hour_ = 0;
  std::map<std::string, std::map<std::string, int>> decided_;
  std::map<std::string, int> matched_;
  std::optional<Entry> decision_;
  std::vector<Day> days_;
  std::vector<Band> bands_;
  Marks marks_;
};

// Of the time a line was wanted, the part it was online, in millionths; all of it when it was never
// wanted.
std::int64_t OnlineShare(const Chronicle& chronicle);

}  // namespace lineman
