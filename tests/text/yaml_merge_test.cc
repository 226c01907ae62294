#include <gtest/gtest.h>

#include "tests/text/yaml_text.h"

namespace lineman {
namespace {

YamlPtr Named(std::string_view text, const std::string& file) {
  Findings findings;
  return ParseYamlMapping(text, file, findings);
}

std::string Merged(std::string_view base, std::string_view over) {
  return Line(*MergeYaml(Named(base, "base"), Named(over, "over")));
}

TEST(MergeYaml, MergesMappingsKeyByKeyAndReplacesTheRest) {
  EXPECT_EQ(Merged("retry: {holdoff: 5s, backoff: {first: 5s, max: 5m}}\nnumbers: [1, 2]\n",
                   "retry: {backoff: {max: 1m}}\nnumbers: [3]\n"),
            "{retry: {holdoff: 5s, backoff: {first: 5s, max: 1m}}, numbers: [3]}");
}

TEST(MergeYaml, NewKeysFollowThoseOfTheBase) {
  EXPECT_EQ(Merged("b: 1\na: 2\n", "z: 3\na: 4\nc: 5\n"), "{b: 1, a: 4, z: 3, c: 5}");
}

TEST(MergeYaml, AnotherKindReplaces) {
  EXPECT_EQ(Merged("a: {b: 1}\nc: [1]\nd: 1\n", "a: x\nc: {e: 2}\nd: [3]\n"),
            "{a: x, c: {e: 2}, d: [3]}");
  EXPECT_EQ(Merged("a: {b: 1}\n", "a:\n"), "{a: null}");
}

TEST(MergeYaml, EachValueKeepsThePlaceItWasWrittenIn) {
  const YamlPtr merged =
      MergeYaml(Named("a: {b: 1, c: 2}\n", "base"), Named("a: {c: 3}\n", "over"));
  const YamlNode& a = *merged->Find("a");
  EXPECT_EQ(merged->FindEntry("a")->key_place.ToString(), "over:1:1");
  EXPECT_EQ(a.Find("b")->place.ToString(), "base:1:8");
  EXPECT_EQ(a.FindEntry("b")->key_place.ToString(), "base:1:5");
  EXPECT_EQ(a.Find("c")->place.ToString(), "over:1:8");
  EXPECT_EQ(a.FindEntry("c")->key_place.ToString(), "over:1:5");
}

TEST(MergeYaml, LeavesBothOfItsInputsAlone) {
  const YamlPtr base = Named("a: {b: 1}\n", "base");
  const YamlPtr over = Named("a: {c: 2}\n", "over");
  MergeYaml(base, over);
  EXPECT_EQ(Line(*base), "{a: {b: 1}}");
  EXPECT_EQ(Line(*over), "{a: {c: 2}}");
}

TEST(MergeYaml, NothingOnOneSideIsTheOther) {
  const YamlPtr some = Named("a: 1\n", "some");
  EXPECT_EQ(MergeYaml(nullptr, some), some);
  EXPECT_EQ(MergeYaml(some, nullptr), some);
  EXPECT_EQ(MergeYaml(nullptr, nullptr), nullptr);
}

}  // namespace
}  // namespace lineman
