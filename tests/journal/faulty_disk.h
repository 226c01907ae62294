// A disk that fails when told: under every file that SQLite opens in this process.
#pragma once

#include <cstdint>

namespace lineman {

// kDamagedOnce: the next write finds the file damaged, and only that one.
enum class DiskFault { kNone, kFull, kReadOnly, kBroken, kDamagedOnce };

// Puts itself between SQLite and the system for as long as it lives; one at a time.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // May be called while other threads write.
  static void Set(DiskFault fault);
  // Since the last Set: bytes that were written, and times they were flushed to the medium.
  static std::int64_t Written();
  static std::int64_t Flushes();
};

}  // namespace lineman
