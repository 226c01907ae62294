#include "journal/stamp.h"

namespace lineman {

bool AreOfOneBoot(const Stamp& one, const Stamp& other) {
  return one.boot == other.boot && !one.boot.empty();
}

WallTime BootBegan(const Stamp& last_seen, const Stamp& now, WallTime trusted_from) {
  if (AreOfOneBoot(last_seen, now)) return now.Began();
  const bool believed = last_seen.wall >= trusted_from && last_seen.wall <= now.Began();
  return believed ? last_seen.Began() : now.Began() - last_seen.since_boot;
}

}  // namespace lineman
