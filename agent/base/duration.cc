#include "base/duration.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>

namespace lineman {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};

constexpr std::array<Unit, 6> kUnits = {{{"w", 7 * 86'400'000},
                                         {"d", 86'400'000},
                                         {"h", 3'600'000},
                                         {"m", 60'000},
                                         {"s", 1000},
                                         {"ms", 1}}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "1.5s", "2s": seconds to the nearest tenth.
std::string FormatTenths(Duration duration) {
  const std::int64_t total = duration.count() < 0 ? -duration.count() : duration.count();
  const std::int64_t tenths = (total + 50) / 100;
  std::string text = fmt::format("{}{}", duration.count() < 0 ? "-" : "", tenths / 10);
  if (tenths % 10 != 0) text += fmt::format(".{}", tenths % 10);
  return text + "s";
}

tl::unexpected<Error> NotADuration(std::string_view text) {
  return Fail(fmt::format(
      "'{}' is not a duration: write a number with a unit, such as 30s, 5m, 1h30m or 250ms", text));
}

tl::unexpected<Error> TooLong(std::string_view text) {
  return Fail(fmt::format("'{}' is longer than ten years", text));
}

// Takes the digits off the front of `rest`.
std::string_view TakeDigits(std::string_view& rest) {
  std::size_t count = 0;
  while (count < rest.size() && IsDigit(rest[count])) ++count;
  const std::string_view digits = rest.substr(0, count);
  rest.remove_prefix(count);
  return digits;
}

// Nothing when it is more milliseconds than any duration has.
std::optional<std::int64_t> WholeOf(std::string_view digits) {
  std::int64_t whole = 0;
  for (const char digit : digits) {
    whole = whole * 10 + (digit - '0');
    if (whole > kLongestDuration.count()) return std::nullopt;
  }
  return whole;
}

std::int64_t MillionthsOf(std::string_view digits) {
  std::int64_t millionths = 0;
  for (std::int64_t place = 100'000; const char digit : digits) {
    millionths += (digit - '0') * place;
    place /= 10;
  }
  return millionths;
}

// What is wrong with a number that has no unit, and nothing or no letter after it.
tl::unexpected<Error> NoUnit(std::string_view text, bool is_only_part) {
  if (!is_only_part)
    return Fail(fmt::format("'{}' ends without a unit: each number needs one, as in 1h30m", text));
  return Fail(
      fmt::format("'{}' has no unit: write {}s for seconds, {}m for minutes or {}h for hours", text,
                  text, text, text));
}

// One "12.5h" taken off the front of `rest`. `unit` gives back which unit it had.
Result<std::int64_t> TakePart(std::string_view text, std::string_view& rest, std::size_t& unit) {
  const bool begins = rest.size() == text.size();
  const std::string_view digits = TakeDigits(rest);
  if (digits.empty()) return NotADuration(text);
  const std::optional<std::int64_t> whole = WholeOf(digits);
  if (!whole) return TooLong(text);
  std::string_view fraction;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    fraction = TakeDigits(rest);
    if (fraction.empty()) return NotADuration(text);
  }
  std::size_t letters = 0;
  while (letters < rest.size() && rest[letters] >= 'a' && rest[letters] <= 'z') ++letters;
  const std::string_view name = rest.substr(0, letters);
  rest.remove_prefix(letters);
  if (!rest.empty() && (name.empty() || !fraction.empty())) return NotADuration(text);
  if (name.empty()) return NoUnit(text, begins);
  for (unit = 0; unit < kUnits.size(); ++unit) {
    if (kUnits.at(unit).name != name) continue;
    const std::int64_t per = kUnits.at(unit).milliseconds;
    if (*whole > kLongestDuration.count() / per) return TooLong(text);
    return *whole * per + MillionthsOf(fraction) * per / 1'000'000;
  }
  return Fail(fmt::format("'{}' has the unknown unit '{}': the units are ms, s, m, h, d and w",
                          text, name));
}

}  // namespace

Result<Duration> ParseDuration(std::string_view text) {
  if (text == "0") return Duration::zero();
  if (text.empty()) return NotADuration(text);
  std::string_view rest = text;
  std::int64_t total = 0;
  std::size_t last_unit = 0;
  for (bool first = true; !rest.empty(); first = false) {
    std::size_t unit = 0;
    const Result<std::int64_t> part = TakePart(text, rest, unit);
    if (!part) return tl::unexpected(part.error());
    if (!first && unit <= last_unit) return NotADuration(text);
    last_unit = unit;
    total += *part;
  }
  if (total > kLongestDuration.count()) return TooLong(text);
  return Duration(total);
}

std::string FormatDuration(Duration duration) {
  if (duration == Duration::zero()) return "0s";
  std::int64_t left = duration.count();
  std::string text;
  if (left < 0) {
    text = "-";
    left = -left;
  }
  for (const Unit& unit : kUnits) {
    if (unit.name == "w") continue;  // "14d" says more to most readers than "2w"
    const std::int64_t count = left / unit.milliseconds;
    left %= unit.milliseconds;
    if (count > 0) text.append(std::to_string(count)).append(unit.name);
  }
  return text;
}

std::string FormatRoughly(Duration duration) {
  const std::int64_t total = duration.count() < 0 ? -duration.count() : duration.count();
  for (std::size_t i = 1; i < kUnits.size(); ++i) {
    const std::int64_t big = kUnits.at(i).milliseconds;
    if (total < big) continue;
    if (kUnits.at(i).name == "s" && total < 10'000) return FormatTenths(duration);
    const std::int64_t small =
        i + 1 < kUnits.size() && kUnits.at(i).name != "s" ? kUnits.at(i + 1).milliseconds : big;
    return FormatDuration(
        Duration((duration.count() + (duration.count() < 0 ? -small : small) / 2) / small * small));
  }
  return FormatDuration(duration);
}

}  // namespace lineman
