#include "base/chance.h"

namespace lineman {
namespace {

std::uint64_t Mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

std::uint64_t HashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

}  // namespace

std::uint64_t Chance::Bits(std::string_view who, std::string_view purpose,
                           std::uint64_t counter) const {
  return Mix(Mix(Mix(Mix(seed_) ^ HashOf(who)) ^ HashOf(purpose)) ^ counter);
}

std::int64_t Chance::Between(std::int64_t low, std::int64_t high, std::string_view who,
                             std::string_view purpose, std::uint64_t counter) const {
  if (high <= low) return low;
  // The bias of a plain remainder is below 2^-20 for every range lineman draws from (ten years of
  // milliseconds is under 2^39), and it is the same on every machine.
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  const std::uint64_t bits = Bits(who, purpose, counter);
  const std::uint64_t above = span == 0 ? bits : bits % span;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + above);
}

bool Chance::Happens(std::int64_t per_million, std::string_view who, std::string_view purpose,
                     std::uint64_t counter) const {
  return Between(0, 999'999, who, purpose, counter) < per_million;
}

}  // namespace lineman
