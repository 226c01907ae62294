#include "text/json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace lineman {
namespace {

std::string Again(std::string_view text) {
  const Result<Json> json = ParseJson(text);
  return json ? json->Dump() : json.error().message;
}

TEST(Json, ReadsAndWritesEveryKindOfValue) {
  constexpr std::string_view kAll =
      R"({"null":null,"yes":true,"no":false,"int":-7,"number":1.5,"text":"a\"b\\c\n","list":[1,[],{}]})";
  EXPECT_EQ(Again(kAll), kAll);
}

TEST(Json, KeepsTheOrderOfMembers) {
  EXPECT_EQ(Again(R"({"z": 1, "a": {"y": 2, "b": 3}, "m": 4})"),
            R"({"z":1,"a":{"y":2,"b":3},"m":4})");
}

TEST(Json, IsMadeFromCppValues) {
  Json json;
  json.Set("line", "online").Set("dials", 3).Set("share", 0.5).Set("since", std::int64_t{1} << 40);
  json.Set("up", true).Set("why", Json()).Set("list", Json().Append(1).Append("two"));
  EXPECT_EQ(json.Dump(), R"({"line":"online","dials":3,"share":0.5,"since":1099511627776,)"
                         R"("up":true,"why":null,"list":[1,"two"]})");
}

TEST(Json, SetReplacesTheMemberOfThatName) {
  Json json;
  json.Set("a", 1).Set("b", 2).Set("a", 3);
  EXPECT_EQ(json.Dump(), R"({"a":3,"b":2})");
}

TEST(Json, EmptyObjectsAndArraysStayWhatTheyAre) {
  EXPECT_EQ(Json(Json::Object{}).Dump(), "{}");
  EXPECT_EQ(Json(Json::Array{}).Dump(), "[]");
  EXPECT_EQ(Again(" { } "), "{}");
}

TEST(Json, IsIndentedWhenAsked) {
  EXPECT_EQ(ParseJson(R"({"a":[1],"b":{}})")->Dump(2),
            "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}");
}

TEST(Json, GivesValuesOnlyAsWhatTheyAre) {
  const Json json = *ParseJson(R"({"a": 1, "b": "1", "c": 1.0, "d": true, "e": null})");
  EXPECT_EQ(*json.Find("a")->AsInteger(), 1);
  EXPECT_EQ(json.Find("a")->AsNumber(), nullptr);
  EXPECT_EQ(*json.Find("b")->AsString(), "1");
  EXPECT_EQ(json.Find("b")->AsInteger(), nullptr);
  EXPECT_EQ(*json.Find("c")->AsNumber(), 1.0);
  EXPECT_TRUE(*json.Find("d")->AsBool());
  EXPECT_TRUE(json.Find("e")->IsNull());
  EXPECT_EQ(json.Find("f"), nullptr);
  EXPECT_EQ(json.Find("a")->Find("x"), nullptr);
}

TEST(Json, IntegersBeyond64BitsBecomeNumbers) {
  EXPECT_EQ(*ParseJson("9223372036854775807")->AsInteger(), INT64_MAX);
  EXPECT_EQ(*ParseJson("-9223372036854775808")->AsInteger(), INT64_MIN);
  EXPECT_DOUBLE_EQ(*ParseJson("9223372036854775808")->AsNumber(), 9223372036854775808.0);
  EXPECT_DOUBLE_EQ(*ParseJson("18446744073709551615")->AsNumber(), 18446744073709551615.0);
  EXPECT_DOUBLE_EQ(*ParseJson("-9223372036854775809")->AsNumber(), -9223372036854775809.0);
  EXPECT_DOUBLE_EQ(*ParseJson(fmt::format("1{:0>300}", 0))->AsNumber(), 1e300);
}

TEST(Json, NumbersThatAreNoneAreWrittenAsNull) {
  EXPECT_EQ(Json(std::nan("")).Dump(), "null");
  EXPECT_EQ(Json(std::numeric_limits<double>::infinity()).Dump(), "null");
}

TEST(Json, InvalidUtf8IsWrittenAsReplacement) {
  EXPECT_EQ(Json("gr\xFC\xDF").Dump(), "\"gr\uFFFD\uFFFD\"");
}

TEST(Json, ControlCharactersStayOnOneLine) {
  EXPECT_EQ(Json("a\nb\x01").Dump(), R"("a\nb\u0001")");
}

TEST(JsonErrors, NameLineAndColumn) {
  EXPECT_EQ(Again("{\"a\": 1,\n \"ü\": nope}"), "line 2, column 8: unexpected 'o'");
  EXPECT_EQ(Again("[1] x"), "line 1, column 5: unexpected 'x'");
  EXPECT_EQ(Again("{'a': 1}"), "line 1, column 2: unexpected '''");
  EXPECT_EQ(Again("[1,]"), "line 1, column 4: unexpected ']'");
  EXPECT_EQ(Again("\"gr\xFC\xDF\""), "line 1, column 4: unexpected '\uFFFD'");
  EXPECT_EQ(Again(std::string("[1,\0]", 5)), "line 1, column 4: unexpected '\uFFFD'");
}

TEST(JsonErrors, TellOfAnEndThatComesTooEarly) {
  for (const std::string_view text : {"[1, 2", "{\"a\":", "\"abc", "nul"}) {
    EXPECT_EQ(Again(text),
              fmt::format("line 1, column {}: the JSON ends too early", text.size() + 1));
  }
  EXPECT_EQ(Again(""), "line 1, column 1: the JSON ends too early");
  EXPECT_EQ(Again("\n\n"), "line 3, column 1: the JSON ends too early");
}

TEST(JsonErrors, TellOfANumberThatIsTooLarge) {
  EXPECT_EQ(Again("[1e999]"), "line 1, column 6: the number '1e999' is too large");
}

TEST(JsonErrors, NameAMemberThatStandsTwice) {
  EXPECT_EQ(Again("{\"a\": {\"b\": 1},\n \"b\": 2,\n \"a\": 3}"),
            "line 3, column 2: the member 'a' stands in its object twice");
  EXPECT_EQ(Again(R"({"x\"\\": 1, "x\"\\" : 2})"),
            R"(line 1, column 14: the member 'x"\' stands in its object twice)");
  EXPECT_EQ(Again(R"([{"": 1, "":2}])"),
            "line 1, column 10: the member '' stands in its object twice");
}

TEST(JsonErrors, DeeperThan64IsRefusedWhereItBecomesSo) {
  const std::string open(64, '[');
  const std::string close(64, ']');
  EXPECT_EQ(Again(open + close), open + close);
  EXPECT_EQ(Again(open + "[]" + close), "line 1, column 65: nested deeper than 64 levels");
  const std::string many(100'000, '{');
  EXPECT_EQ(Again(fmt::format("[\n\"[[\\\"[\",\n{}", many)),
            "line 3, column 64: nested deeper than 64 levels");
  EXPECT_EQ(Again(R"(["\\", "[[[", "\"[{"])"), R"(["\\","[[[","\"[{"])");
}

TEST(JsonErrors, OverOneMebibyteIsRefused) {
  EXPECT_EQ(Again(std::string((1U << 20U) + 1, ' ')),
            "line 1, column 1: the JSON has 1048577 bytes, more than the 1048576 that are read");
}

TEST(JsonErrors, OfALargeObjectAreFoundInLinearTime) {
  std::string text = "{";
  for (int i = 0; i < 80'000; ++i) text += fmt::format("\"{}\":1,", i);
  EXPECT_EQ(ParseJson(text + "\"x\":1}")->AsObject()->size(), 80'001U);
  EXPECT_FALSE(ParseJson(text + "\"7\":1}"));
}

}  // namespace
}  // namespace lineman
