#include "model/option_scalar.h"

#include <algorithm>
#include <charconv>

#include "base/duration.h"

namespace lineman {
namespace {

template <typename T>
std::optional<T> FromChars(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool AreDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsDecimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  return AreDigits(text.substr(0, dot)) &&
         (dot == std::string_view::npos || AreDigits(text.substr(dot + 1)));
}

std::optional<std::int64_t> ParseInteger(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (!AreDigits(digits) || (digits.size() > 1 && digits.starts_with('0'))) return std::nullopt;
  return FromChars<std::int64_t>(text);
}

std::optional<double> ParseNumber(std::string_view text) {
  if (!IsDecimal(text)) return std::nullopt;
  return FromChars<double>(text);
}

std::optional<std::int64_t> ParsePercent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  if (text.starts_with('-') || !IsDecimal(text)) return std::nullopt;
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, dot));
  std::string fraction(text.substr(std::min(dot + 1, text.size())));
  if (fraction.size() > 4) return std::nullopt;
  fraction.resize(4, '0');
  return FromChars<std::int64_t>(digits + fraction);
}

Result<Duration> ParseSignedDuration(std::string_view text) {
  const bool minus = text.starts_with('-');
  const bool sign = (minus || text.starts_with('+')) && text.size() > 1;
  Result<Duration> size = ParseDuration(sign ? text.substr(1) : text);
  if (!size) return size;
  return minus ? -*size : *size;
}

bool NeedsQuotes(std::string_view phone) {
  return phone.starts_with('+') || phone.starts_with('*') ||
         (phone.find('.') != std::string_view::npos &&
          phone.find_first_not_of("0123456789.-") == std::string_view::npos);
}

std::vector<std::string_view> SplitChoices(std::string_view choices) {
  std::vector<std::string_view> split;
  while (!choices.empty()) {
    const std::size_t bar = std::min(choices.find('|'), choices.size());
    split.push_back(choices.substr(0, bar));
    choices.remove_prefix(std::min(bar + 1, choices.size()));
  }
  return split;
}

std::string ForMessage(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string shown;
  for (const char c : text.substr(0, kLongest)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  if (text.size() <= kLongest) return shown;
  while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xc0U) == 0x80)
    shown.pop_back();  // never half a character
  if (!shown.empty() && static_cast<unsigned char>(shown.back()) >= 0xc0) shown.pop_back();
  return shown + "…";
}

}  // namespace lineman
