// What holds for every row of the table of RAS errors.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "ras/ras_error.h"

namespace lineman {
namespace {

// A code, its name and its text are to fit on one line of a wide terminal.
constexpr std::size_t kLongestText = 100;

TEST(RasErrorTable, HoldsTheTwoHeadersWhole) {
  const auto all = AllRasErrors();
  ASSERT_EQ(all.size(), 332U);
  const auto between = [&all](std::uint32_t first, std::uint32_t last) {
    return std::ranges::count_if(all, [first, last](const RasErrorInfo& info) {
      return info.code >= first && info.code <= last;
    });
  };
  EXPECT_EQ(between(600, 875), 276);  // without a gap
  EXPECT_EQ(between(900, 956), 56);   // 947 was never given out
}

TEST(RasErrorTable, AscendsByCode) {
  const auto all = AllRasErrors();
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1].code, all[i].code);
}

TEST(RasErrorTable, FindsEveryCode) {
  for (const RasErrorInfo& info : AllRasErrors()) {
    EXPECT_EQ(FindInfo(static_cast<RasError>(info.code)), &info) << info.code;
  }
}

TEST(RasErrorTable, ReadsBackEveryNameSymbolAndCode) {
  for (const RasErrorInfo& info : AllRasErrors()) {
    const auto error = static_cast<RasError>(info.code);
    EXPECT_EQ(ParseRasError(info.name), error) << info.name;
    EXPECT_EQ(ParseRasError(info.symbol), error) << info.symbol;
    EXPECT_EQ(ParseRasError(std::to_string(info.code)), error) << info.code;
    EXPECT_EQ(NameOf(error), info.name);
  }
}

// Dropping ERROR_ and WARNING_ must not make two names one.
TEST(RasErrorTable, NoTwoErrorsShareAName) {
  std::set<std::string_view> names;
  for (const RasErrorInfo& info : AllRasErrors()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
  }
}

TEST(RasErrorTable, NamesAreSnakeCase) {
  for (const RasErrorInfo& info : AllRasErrors()) {
    EXPECT_EQ(info.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
              std::string_view::npos)
        << info.name;
    EXPECT_FALSE(info.name.starts_with("error_") || info.name.starts_with("warning_")) << info.name;
  }
}

TEST(RasErrorTable, NamesAreSymbolsWithoutTheirPrefix) {
  const std::array<std::array<std::string_view, 2>, 5> expected = {{
      {"PENDING", "pending"},
      {"ERROR_ASYNC_REQUEST_PENDING", "async_request_pending"},
      {"WARNING_MSG_ALIAS_NOT_ADDED", "msg_alias_not_added"},
      {"ERROR_X25_DIAGNOSTIC", "x25_diagnostic"},
      {"ERROR_EAPTLS_SCARD_CACHE_CREDENTIALS_INVALID", "eaptls_scard_cache_credentials_invalid"},
  }};
  for (const auto& [symbol, name] : expected) {
    const auto error = ParseRasError(symbol);
    ASSERT_TRUE(error) << symbol;
    EXPECT_EQ(NameOf(*error), name);
  }
}

TEST(RasErrorTable, TextsArePiecesOfASentence) {
  for (const RasErrorInfo& info : AllRasErrors()) {
    ASSERT_FALSE(info.text.empty()) << info.name;
    EXPECT_TRUE(info.text.front() >= 'a' && info.text.front() <= 'z') << info.text;
    EXPECT_FALSE(info.text.ends_with('.') || info.text.ends_with(' ')) << info.text;
    EXPECT_LE(info.text.size(), kLongestText) << info.text;
  }
}

TEST(RasErrorTable, TextsArePlainAsciiInOneLine) {
  for (const RasErrorInfo& info : AllRasErrors()) {
    EXPECT_TRUE(std::ranges::all_of(info.text, [](char c) { return c >= ' ' && c <= '~'; }))
        << info.name;
  }
}

// A text that fits two errors does not tell an administrator which of them it was.
TEST(RasErrorTable, NoTwoErrorsShareAText) {
  std::set<std::string_view> texts;
  for (const RasErrorInfo& info : AllRasErrors()) {
    EXPECT_TRUE(texts.insert(info.text).second) << info.text;
  }
}

TEST(RasErrorTable, EveryCauseOccurs) {
  std::set<Cause> causes;
  for (const RasErrorInfo& info : AllRasErrors()) causes.insert(info.cause);
  EXPECT_EQ(causes.size(), AllCauses().size());
}

}  // namespace
}  // namespace lineman
