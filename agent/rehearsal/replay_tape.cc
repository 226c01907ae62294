#include "rehearsal/replay_tape.h"

#include <algorithm>

#include "rehearsal/tape_maker.h"

namespace lineman {
namespace {

// Where the record has no hang-up: what the simulator takes.
constexpr Duration kUsualHangUp = std::chrono::milliseconds(500);

// Of a link whose dial is not in the record nobody knows the number: it may be any.
bool IsOf(const Observation& dial, const std::string& number) {
  return !dial.number || *dial.number == number;
}

using Dials = std::vector<Observation>;

// The observations that began by then.
Dials::const_iterator BeginAfter(const Dials& dials, Instant at) {
  return std::ranges::upper_bound(dials, at, {}, &Observation::began);
}

template <typename Fits>
const Observation* LastBefore(const Dials& dials, Dials::const_iterator end, Fits fits) {
  while (end != dials.begin()) {
    --end;
    if (fits(*end)) return &*end;
  }
  return nullptr;
}

template <typename Fits>
const Observation* LastOrFirst(const Dials& dials, Dials::const_iterator end, Fits fits) {
  if (const Observation* last = LastBefore(dials, end, fits)) return last;
  const auto first = std::find_if(end, dials.end(), fits);
  return first == dials.end() ? nullptr : &*first;
}

const Observation* LastObservation(const Dials& dials, Instant at, const std::string& number) {
  const auto end = BeginAfter(dials, at);
  const Observation* last = LastOrFirst(
      dials, end, [&](const Observation& dial) { return dial.tells && IsOf(dial, number); });
  return last != nullptr
             ? last
             : LastOrFirst(dials, end, [](const Observation& dial) { return dial.tells; });
}

// How long the dial takes. Of one that was adopted only its states tell.
Duration Takes(const Observation& dial) {
  Duration shown{0};
  for (const ShownState& state : dial.way) shown += state.after;
  return std::max(shown, Duration(dial.connected.value_or(dial.ended) - dial.began));
}

Entry AtStart(Entry::Kind kind, std::string_view what, std::string_view detail = "") {
  Entry entry;
  entry.kind = kind;
  entry.what = what;
  entry.detail = detail;
  return entry;
}

// What a record that begins in the middle leaves out.
void Prime(Chronicle& chronicle, const ReplayTape& tape) {
  if (BeginsUp(tape)) {
    chronicle.Note(AtStart(Entry::Kind::kEvent, "adopted", "connected"));
    chronicle.Note(AtStart(Entry::Kind::kNotification, "connected"));
  }
  if (tape.begins_in) chronicle.Note(AtStart(Entry::Kind::kLine, NameOf(*tape.begins_in)));
}

}  // namespace

ReplayTape MakeTape(const LineRecord& record) {
  TapeMaker maker(record);
  for (const Entry& entry : record.entries) maker.Note(entry);
  return maker.Finish();
}

Met MeetAt(const ReplayTape& tape, Instant at, const std::string& number) {
  const Dials& dials = tape.observations;
  const bool in_record = at <= tape.end;
  const Observation* present = LastBefore(
      dials, BeginAfter(dials, at), [&](const Observation& dial) { return IsOf(dial, number); });
  if (in_record && present != nullptr && at < present->ended) return {present, true};
  const Observation* last = LastObservation(dials, at, number);
  if (last == nullptr) return {};
  const Instant over = at + Takes(*last);
  const auto next = std::find_if(BeginAfter(dials, at), dials.end(), [&](const Observation& dial) {
    return dial.tells && IsOf(dial, number);
  });
  if (next != dials.end() && next->began <= over) return {&*next, true};
  return {last, false};
}

Duration HangUpTakes(const ReplayTape& tape, Instant at) {
  if (tape.hang_ups.empty()) return kUsualHangUp;
  const auto next =
      std::ranges::upper_bound(tape.hang_ups, at, {}, &std::pair<Instant, Duration>::first);
  return next == tape.hang_ups.begin() ? next->second : std::prev(next)->second;
}

bool BeginsUp(const ReplayTape& tape) { return tape.begins_in && IsUp(*tape.begins_in); }

Chronicle HappenedUntil(const LineRecord& record, const ReplayTape& tape, Instant end) {
  Chronicle chronicle(true);
  Prime(chronicle, tape);
  auto absence = tape.absences.begin();
  for (const Entry& entry : record.entries) {
    for (; absence != tape.absences.end() && absence->until <= entry.at; ++absence) {
      if (absence->from > end) break;
      chronicle.PowerOff(absence->from);
      if (absence->until <= end) chronicle.PowerOn(absence->until);
    }
    if (entry.at > end) break;
    chronicle.Note(entry);
  }
  chronicle.Finish(end);
  return chronicle;
}

}  // namespace lineman
