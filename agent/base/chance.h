// Chance without a generator: every draw is a pure function of what it is for.
//
// A draw is keyed by (seed, who, purpose, counter), so lines and worlds do not disturb each other,
// nothing depends on the order of draws, and every platform gets the same numbers. The mixing is
// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014) over an
// FNV-1a hash of the names. Not for secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace lineman {

// The source of all chance in one agent, story or rehearsal.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : seed_(seed) {}

  // 64 evenly spread bits.
  std::uint64_t Bits(std::string_view who, std::string_view purpose, std::uint64_t counter) const;

  // An integer in [low, high], both included; low when the range is empty.
  std::int64_t Between(std::int64_t low, std::int64_t high, std::string_view who,
                       std::string_view purpose, std::uint64_t counter) const;

  // True `per_million` times in a million.
  bool Happens(std::int64_t per_million, std::string_view who, std::string_view purpose,
               std::uint64_t counter) const;

  std::uint64_t seed() const { return seed_; }

 private:
  std::uint64_t seed_;
};

}  // namespace lineman
