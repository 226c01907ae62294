// Facts about single scalars: what each type accepts, and each message.
#include <gtest/gtest.h>

#include "model/option_table.h"

namespace lineman {
namespace {

// What is said of a scalar written in YAML; empty when it is accepted.
std::string Say(const Option& option, std::string_view yaml) {
  Findings findings;
  const YamlPtr root = ParseYamlMapping("v: " + std::string(yaml), "p.yaml", findings);
  EXPECT_TRUE(root) << findings.ToString();
  const YamlNode* const value = root ? root->Find("v") : nullptr;
  if (value == nullptr || !value->IsScalar()) return "not a scalar: " + findings.ToString();
  const Result<Done> result = CheckScalar(option, value->scalar);
  return result ? "" : result.error().message;
}

std::string Say(OptionType type, std::string_view yaml) { return Say(Option{.type = type}, yaml); }

TEST(OptionScalar, TakesAnyScalarAsText) {
  for (const char* text : {"word", "5", "true", "''", "1e3", "no"})
    EXPECT_EQ(Say(OptionType::kText, text), "") << text;
}

TEST(OptionScalar, TakesTrueAndFalseAsFlagsAndNoOtherWord) {
  EXPECT_EQ(Say(OptionType::kFlag, "true"), "");
  EXPECT_EQ(Say(OptionType::kFlag, "false"), "");
  for (const std::string word : {"yes", "no", "on", "off", "True", "1"})
    EXPECT_EQ(Say(OptionType::kFlag, word), "'" + word + "' is not a flag: write true or false");
}

TEST(OptionScalar, TakesDecimalIntegers) {
  for (const char* text : {"0", "-5", "9223372036854775807", "-9223372036854775808", "'5'"})
    EXPECT_EQ(Say(OptionType::kInteger, text), "") << text;
  for (const std::string text : {"+5", "1e3", "0x10", "1.0", "five", "--1", "1 000"})
    EXPECT_EQ(Say(OptionType::kInteger, text), "'" + text + "' is not a whole number");
  EXPECT_EQ(Say(OptionType::kInteger, "010"),
            "'010' is not a whole number: write it without leading zeros");
  EXPECT_EQ(Say(OptionType::kInteger, "9223372036854775808"),
            "'9223372036854775808' is too large for a whole number");
}

TEST(OptionScalar, KeepsIntegersWithinBounds) {
  const Option speed{.type = OptionType::kInteger, .least = "1", .most = "10"};
  EXPECT_EQ(Say(speed, "1"), "");
  EXPECT_EQ(Say(speed, "10"), "");
  EXPECT_EQ(Say(speed, "0"), "must be at least 1: '0' is less");
  EXPECT_EQ(Say(speed, "11"), "must be at most 10: '11' is more");
}

TEST(OptionScalar, TakesNumbersWithAFraction) {
  for (const char* text : {"2", "1.5", "-0.25"})
    EXPECT_EQ(Say(OptionType::kNumber, text), "") << text;
  for (const std::string text : {"1e3", ".5", "1.", ".inf", "1,5", "+1"})
    EXPECT_EQ(Say(OptionType::kNumber, text), "'" + text + "' is not a number: write 2 or 1.5");
  const Option factor{.type = OptionType::kNumber, .least = "1", .most = "9.5"};
  EXPECT_EQ(Say(factor, "0.99"), "must be at least 1: '0.99' is less");
  EXPECT_EQ(Say(factor, "9.51"), "must be at most 9.5: '9.51' is more");
}

TEST(OptionScalar, TakesSharesWithTheirSign) {
  for (const char* text : {"20%", "99.5%", "0%", "0.0001%"})
    EXPECT_EQ(Say(OptionType::kPercent, text), "") << text;
  EXPECT_EQ(Say(OptionType::kPercent, "20"), "'20' has no %: write 20%");
  EXPECT_EQ(Say(OptionType::kPercent, "0.2"), "'0.2' has no %: write 0.2%");
  for (const std::string text : {"x", "-5%", "1.00001%", "5 %"}) {
    EXPECT_EQ(Say(OptionType::kPercent, text),
              "'" + text + "' is not a share: write 20% or 99.5%, with four decimals at most");
  }
  const Option jitter{.type = OptionType::kPercent, .most = "50%"};
  EXPECT_EQ(Say(jitter, "50.1%"), "must be at most 50%: '50.1%' is more");
}

TEST(OptionScalar, TakesDurationsAndComparesThemAsSuch) {
  const Option holdoff{.type = OptionType::kDuration, .least = "1s", .most = "1h"};
  EXPECT_EQ(Say(holdoff, "60m"), "");
  EXPECT_EQ(Say(holdoff, "1000ms"), "");
  EXPECT_EQ(Say(holdoff, "999ms"), "must be at least 1s: '999ms' is less");
  EXPECT_EQ(Say(holdoff, "1h1s"), "must be at most 1h: '1h1s' is more");
  EXPECT_EQ(Say(holdoff, "0"), "must be at least 1s: '0' is less");
  EXPECT_EQ(Say(holdoff, "5"),
            "'5' has no unit: write 5s for seconds, 5m for minutes or 5h for hours");
  EXPECT_EQ(Say(holdoff, "5sec"),
            "'5sec' has the unknown unit 'sec': the units are ms, s, m, h, "
            "d and w");
}

TEST(OptionScalar, TakesASignBeforeASignedDuration) {
  for (const char* text : {"+1h", "-30m", "1h30m", "0"})
    EXPECT_EQ(Say(OptionType::kSignedDuration, text), "") << text;
  EXPECT_EQ(Say(OptionType::kSignedDuration, "-5"),
            "'5' has no unit: write 5s for seconds, 5m for minutes or 5h for hours");
  EXPECT_NE(Say(OptionType::kSignedDuration, "+-5s"), "");
  const Option jump{.type = OptionType::kSignedDuration, .least = "-1h", .most = "1h"};
  EXPECT_EQ(Say(jump, "-2h"), "must be at least -1h: '-2h' is less");
}

TEST(OptionScalar, TakesWhatModemsDial) {
  for (const char* text : {"'+49 (30) 555-0100'", "0305550100", "'*99#'", "'0W,555.01/02'", "110",
                           "'T0,,12@34!'", "'#'"})
    EXPECT_EQ(Say(OptionType::kPhone, text), "") << text;
  for (const std::string text : {"office", "0305x", "12:34", "(W)"}) {
    EXPECT_EQ(
        Say(OptionType::kPhone, text),
        "'" + text + "' is not a telephone number: write \"+49 30 555 0100\", or \"0W,*99#\"");
  }
}

TEST(OptionScalar, TakesOneOfTheChoices) {
  const Option dns{.type = OptionType::kChoice, .choices = "peer|fixed|none"};
  EXPECT_EQ(Say(dns, "fixed"), "");
  EXPECT_EQ(Say(dns, "pear"),
            "must be one of peer, fixed, none, not 'pear' (did you mean 'peer'?)");
  EXPECT_EQ(Say(dns, "Peer"),
            "must be one of peer, fixed, none, not 'Peer' (did you mean 'peer'?)");
  EXPECT_EQ(Say(dns, "''"), "must be one of peer, fixed, none, not ''");
}

TEST(OptionScalar, TakesTimesOfTheCalendar) {
  EXPECT_EQ(Say(OptionType::kDayWindow, "03:00-04:00"), "");
  EXPECT_EQ(Say(OptionType::kWeekWindow, "Mon-Fri 07:00-19:00"), "");
  EXPECT_EQ(Say(OptionType::kLocalTime, "2026-03-02T08:00"), "");
  EXPECT_EQ(Say(OptionType::kTimeOfDay, "03:30"), "");
  EXPECT_EQ(Say(OptionType::kZone, "Europe/Berlin"), "");
}

TEST(OptionScalar, PassesOnWhatTheCalendarSays) {
  EXPECT_EQ(Say(OptionType::kDayWindow, "3-4"),
            "'3-4' is not a window of the day: write \"07:00-19:00\"");
  EXPECT_EQ(Say(OptionType::kWeekWindow, "Mo-Fr 07:00-19:00"),
            "'Mo-Fr' are no days of the week: write Mon-Fri or Sat,Sun");
  EXPECT_EQ(Say(OptionType::kLocalTime, "2026-02-30"),
            "'2026-02-30' is not a date and time: write 2026-03-02T08:00");
  EXPECT_EQ(Say(OptionType::kTimeOfDay, "3:30"), "'3:30' is not a time of day: write 03:30");
  EXPECT_EQ(Say(OptionType::kZone, "Berlin"),
            "'Berlin' is not a time zone: use an IANA name such as Europe/Berlin or UTC");
}

TEST(OptionScalar, TakesHostsWithAPort) {
  for (const char* text : {"10.0.0.1:443", "'[2001:db8::1]:443'", "ntp.example.org:65535"})
    EXPECT_EQ(Say(OptionType::kEndpoint, text), "") << text;
  for (const std::string text : {"10.0.0.1", "10.0.0.1:0", "host:65536", "2001:db8::1:443",
                                 "'[10.0.0.1]:443'", "':443'", "host:http", "a b:1"}) {
    EXPECT_NE(Say(OptionType::kEndpoint, text)
                  .find("is not an endpoint: write HOST:PORT, \"10.0.0.1:443\" or "
                        "\"[2001:db8::1]:443\""),
              std::string::npos)
        << text;
  }
}

TEST(OptionScalar, TakesRasErrorsByNameNumberAndSymbol) {
  for (const char* text : {"line_busy", "676", "ERROR_LINE_BUSY"})
    EXPECT_EQ(Say(OptionType::kRasError, text), "") << text;
  EXPECT_EQ(Say(OptionType::kRasError, "line_bussy"),
            "'line_bussy' is not a RAS error: a RAS error is a name such as line_busy, or its "
            "number 676 (did you mean 'line_busy'?)");
  EXPECT_EQ(Say(OptionType::kRasError, "none"),
            "'none' is not a RAS error: a RAS error is a name such as line_busy, or its number "
            "676");
}

TEST(OptionScalar, TakesCausesByName) {
  EXPECT_EQ(Say(OptionType::kCause, "credentials"), "");
  EXPECT_EQ(Say(OptionType::kCause, "credential"),
            "'credential' is not a cause: the causes are line, server, credentials, account, "
            "config, security, device, local, human, user, suspend, internal (did you mean "
            "'credentials'?)");
}

TEST(OptionScalar, TakesStatesByName) {
  EXPECT_EQ(Say(OptionType::kState, "open_port"), "");
  EXPECT_EQ(Say(OptionType::kState, "state_0x19"), "");
  EXPECT_EQ(Say(OptionType::kState, "open_prot"),
            "'open_prot' is not a connection state: a state is a name such as authenticate (did "
            "you mean 'open_port'?)");
}

TEST(OptionScalar, ChecksNothingOfAnything) { EXPECT_EQ(Say(OptionType::kAnything, "'?'"), ""); }

}  // namespace
}  // namespace lineman
