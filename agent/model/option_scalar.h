// Scalars of YAML by their option type, for the files of the option table: what CheckScalar
// accepts and OptionReader reads is parsed here, once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/option_table.h"

namespace lineman {

bool AreDigits(std::string_view text);  // and at least one
bool IsDecimal(std::string_view text);  // digits, perhaps a fraction, perhaps a minus: "-12.5"

// Decimal, with a minus at most: no plus, no leading zeros (octal to some readers), no 1e3.
std::optional<std::int64_t> ParseInteger(std::string_view text);
// Digits, with a fraction and a minus at most: no exponent, no ".5".
std::optional<double> ParseNumber(std::string_view text);
// "20%" in millionths; four decimals at most, so that nothing is lost.
std::optional<std::int64_t> ParsePercent(std::string_view text);
// ParseDuration with a sign before it or none.
Result<Duration> ParseSignedDuration(std::string_view text);

// Whether an unquoted telephone number means something else to YAML: `+` makes a number of it and
// loses it, `*` is an alias, "555.0100" a fraction.
bool NeedsQuotes(std::string_view phone);

// "always|manual" as a list.
std::vector<std::string_view> SplitChoices(std::string_view choices);

// A text of the administrator's as messages may quote it: on one line and not too long.
std::string ForMessage(std::string_view text);

// CheckScalar; looking for what may have been meant is left out when nobody wants so many.
Result<Done> CheckScalar(const Option& option, std::string_view text, bool suggest);

}  // namespace lineman
