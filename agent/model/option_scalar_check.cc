// CheckScalar: each type of scalar, and what is said of one that is not as it must be.
#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "base/zone.h"
#include "model/option_scalar.h"

namespace lineman {
namespace {

bool IsPhone(std::string_view text) {
  constexpr std::string_view kDialled = "0123456789*#";
  constexpr std::string_view kOthers = " +()-/.,@!ABCDPTWabcdptw";
  return text.find_first_of(kDialled) != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return kDialled.find(c) != std::string_view::npos ||
                  kOthers.find(c) != std::string_view::npos;
         });
}

// "host:port", an IPv6 address in brackets.
bool IsEndpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  const std::optional<std::int64_t> port = ParseInteger(digits);
  if (!port || *port < 1 || *port > 65535) return false;
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    return host.find(':') != std::string_view::npos &&
           host.find_first_not_of("0123456789abcdefABCDEF:.%") == std::string_view::npos;
  }
  return !host.empty() && host.find_first_of(" :/[]@\t") == std::string_view::npos;
}

// The checks of one scalar.
class ScalarCheck {
 public:
  ScalarCheck(const Option& option, std::string_view text, bool suggest)
      : option_(option), text_(text), suggest_(suggest) {}

  Result<Done> Run() const;

 private:
  // What a parser of another room says, without the text getting out of hand.
  template <typename Parser>
  Result<Done> Parsed(Parser parse) const {
    if (parse(text_)) return Done{};
    const auto result = parse(ForMessage(text_));
    return result ? Fail("cannot be read") : Fail(result.error().message);
  }
  template <typename T>
  Result<Done> Bounded(const T& value, std::optional<T> least, std::optional<T> most) const;
  Result<Done> Refuse(std::string_view what) const {
    return Fail(fmt::format("'{}' {}", ForMessage(text_), what));
  }
  // `name_of` gives the name of one of `all`.
  template <typename All, typename NameOfOne>
  std::string Guess(const All& all, NameOfOne name_of) const {
    if (!suggest_) return "";
    std::vector<std::string_view> names;
    names.reserve(all.size());
    for (const auto& one : all) names.push_back(name_of(one));
    return DidYouMean(text_, names);
  }
  template <typename T, typename Parser>
  std::optional<T> Bound(std::string_view text, Parser parse) const {
    const auto value = parse(text);
    return text.empty() || !value ? std::nullopt : std::optional<T>(*value);
  }

  Result<Done> Integer() const;
  Result<Done> Number() const;
  Result<Done> Percent() const;
  template <typename Parser>
  Result<Done> Span(Parser parse) const;
  Result<Done> Flag() const;
  Result<Done> Choice() const;
  Result<Done> Error() const;
  Result<Done> CauseName() const;
  Result<Done> State() const;

  const Option& option_;
  std::string_view text_;
  bool suggest_;
};

template <typename T>
Result<Done> ScalarCheck::Bounded(const T& value, std::optional<T> least,
                                  std::optional<T> most) const {
  if (least && value < *least)
    return Fail(fmt::format("must be at least {}: '{}' is less", option_.least, ForMessage(text_)));
  if (most && value > *most)
    return Fail(fmt::format("must be at most {}: '{}' is more", option_.most, ForMessage(text_)));
  return Done{};
}

Result<Done> ScalarCheck::Integer() const {
  const std::optional<std::int64_t> value = ParseInteger(text_);
  if (!value) {
    const std::string_view digits = text_.starts_with('-') ? text_.substr(1) : text_;
    if (AreDigits(digits) && digits.starts_with('0'))
      return Refuse("is not a whole number: write it without leading zeros");
    if (AreDigits(digits)) return Refuse("is too large for a whole number");
    return Refuse("is not a whole number");
  }
  return Bounded(*value, Bound<std::int64_t>(option_.least, ParseInteger),
                 Bound<std::int64_t>(option_.most, ParseInteger));
}

Result<Done> ScalarCheck::Number() const {
  const std::optional<double> value = ParseNumber(text_);
  if (!value) return Refuse("is not a number: write 2 or 1.5");
  return Bounded(*value, Bound<double>(option_.least, ParseNumber),
                 Bound<double>(option_.most, ParseNumber));
}

Result<Done> ScalarCheck::Percent() const {
  const std::optional<std::int64_t> value = ParsePercent(text_);
  if (!value) {
    if (IsDecimal(text_)) return Refuse(fmt::format("has no %: write {}%", ForMessage(text_)));
    return Refuse("is not a share: write 20% or 99.5%, with four decimals at most");
  }
  return Bounded(*value, Bound<std::int64_t>(option_.least, ParsePercent),
                 Bound<std::int64_t>(option_.most, ParsePercent));
}

template <typename Parser>
Result<Done> ScalarCheck::Span(Parser parse) const {
  const Result<Duration> value = parse(text_);
  if (!value) return Parsed(parse);
  return Bounded(*value, Bound<Duration>(option_.least, parse),
                 Bound<Duration>(option_.most, parse));
}

Result<Done> ScalarCheck::Flag() const {
  if (text_ == "true" || text_ == "false") return Done{};
  return Refuse("is not a flag: write true or false");
}

Result<Done> ScalarCheck::Choice() const {
  const std::vector<std::string_view> choices = SplitChoices(option_.choices);
  if (std::find(choices.begin(), choices.end(), text_) != choices.end()) return Done{};
  return Fail(fmt::format("must be {}{}, not '{}'{}", choices.size() > 1 ? "one of " : "",
                          fmt::join(choices, ", "), ForMessage(text_),
                          Guess(choices, [](std::string_view choice) { return choice; })));
}

Result<Done> ScalarCheck::Error() const {
  if (ParseRasError(text_)) return Done{};
  return Refuse(fmt::format(
      "is not a RAS error: a RAS error is a name such as line_busy, or its number 676{}",
      Guess(AllRasErrors(), [](const RasErrorInfo& info) { return info.name; })));
}

Result<Done> ScalarCheck::CauseName() const {
  if (FindCause(text_)) return Done{};
  std::vector<std::string_view> names;
  for (const Cause cause : AllCauses()) names.push_back(NameOf(cause));
  return Refuse(fmt::format("is not a cause: the causes are {}{}", fmt::join(names, ", "),
                            Guess(names, [](std::string_view name) { return name; })));
}

Result<Done> ScalarCheck::State() const {
  if (FindState(text_)) return Done{};
  return Refuse(fmt::format("is not a connection state: a state is a name such as authenticate{}",
                            Guess(AllStates(), [](const StateInfo& info) { return info.name; })));
}

Result<Done> ScalarCheck::Run() const {
  switch (option_.type) {
    case OptionType::kText:
      if (text_.empty() && option_.required) return Fail("must not be empty");
      return Done{};
    case OptionType::kFlag:
      return Flag();
    case OptionType::kInteger:
      return Integer();
    case OptionType::kNumber:
      return Number();
    case OptionType::kPercent:
      return Percent();
    case OptionType::kDuration:
      return Span(ParseDuration);
    case OptionType::kSignedDuration:
      return Span(ParseSignedDuration);
    case OptionType::kPhone:
      if (IsPhone(text_)) return Done{};
      return Refuse("is not a telephone number: write \"+49 30 555 0100\", or \"0W,*99#\"");
    case OptionType::kChoice:
      return Choice();
    case OptionType::kDayWindow:
      return Parsed(ParseDayWindow);
    case OptionType::kWeekWindow:
      return Parsed(ParseWeekWindow);
    case OptionType::kLocalTime:
      return Parsed(ParseLocal);
    case OptionType::kTimeOfDay:
      return Parsed(ParseTimeOfDay);
    case OptionType::kZone:
      return Parsed(Zone::Find);
    case OptionType::kEndpoint:
      if (IsEndpoint(text_)) return Done{};
      return Refuse(
          "is not an endpoint: write HOST:PORT, \"10.0.0.1:443\" or \"[2001:db8::1]:443\"");
    case OptionType::kRasError:
      return Error();
    case OptionType::kCause:
      return CauseName();
    case OptionType::kState:
      return State();
    case OptionType::kAnything:
      return Done{};
    case OptionType::kNested:
      break;
  }
  return Refuse("stands where a mapping or a list must be");
}

}  // namespace

Result<Done> CheckScalar(const Option& option, std::string_view text, bool suggest) {
  return ScalarCheck(option, text, suggest).Run();
}

Result<Done> CheckScalar(const Option& option, std::string_view text) {
  return CheckScalar(option, text, true);
}

}  // namespace lineman
