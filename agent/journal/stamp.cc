#include "journal/stamp.h"

namespace lineman {

WallTime BootBegan(const Stamp& last_seen, const Stamp& now, WallTime trusted_from) {
  if (last_seen.boot == now.boot && !now.boot.empty()) return now.Began();
  const bool believed = last_seen.wall >= trusted_from && last_seen.wall <= now.Began();
  return believed ? last_seen.Began() : now.Began() - last_seen.since_boot;
}

}  // namespace lineman
