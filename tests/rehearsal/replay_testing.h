// Replays of records that are text, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rehearsal/replay_report.h"
#include "rehearsal/story.h"
#include "tests/rehearsal/rehearsal_testing.h"

namespace lineman {

// What a kiosk's `events --json` would have printed during the rehearsal.
inline std::string RecordOf(const Rehearsed& rehearsed) { return ToJsonLines(rehearsed.record); }

inline LineRecord RecordFrom(std::string_view text, const std::string& profile = "kiosk") {
  Findings findings;
  auto record = ReadLineRecord(text, "kiosk.jsonl", profile, findings);
  if (!record) throw std::runtime_error(findings.ToString());
  return *std::move(record);
}

// What a reader says of a text: its findings, one a line.
inline std::string FindingsIn(std::string_view text, const std::string& profile = "kiosk") {
  Findings findings;
  (void)ReadLineRecord(text, "kiosk.jsonl", profile, findings);
  return findings.ToString();
}

// A replay that has been played. Without a span it is as long as the record.
struct Replayed {
  Replayed(std::string_view profile, std::string_view text, Duration span = Duration{0},
           simulator::Expectations expect = {})
      : replay({.profile = ProfileFrom(profile),
                .record = RecordFrom(text),
                .span = span,
                .expect = expect,
                .heard = [this](const Entry& entry) { heard.push_back(entry); }}) {
    replay.Run({});
  }
  Replayed(const Replayed&) = delete;
  Replayed& operator=(const Replayed&) = delete;

  const Chronicle& happened() const { return replay.happened(); }
  const Chronicle& would_have() const { return replay.would_have(); }
  std::string Words() const { return ReplayInWords(replay, "kiosk.jsonl", {}); }
  std::string Json() const { return ReplayJson(replay, "kiosk.jsonl", {}).Dump(); }

  std::vector<Entry> heard;
  Replay replay;
};

// What a line lived through, as text to compare.
inline std::string TextOf(const Chronicle& chronicle) {
  return ToJson(chronicle, Instant{}).Dump(1);
}

}  // namespace lineman
