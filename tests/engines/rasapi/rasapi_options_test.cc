#include "engines/rasapi/rasapi_options.h"

#include <gtest/gtest.h>

namespace lineman::rasapi {
namespace {

// What table and check together say of a block; "" for nothing.
std::string Complaints(const std::string& yaml, bool has_numbers = false) {
  Findings findings;
  const YamlPtr block = yaml.empty() ? nullptr : ParseYamlMapping(yaml, "kiosk.yaml", findings);
  if (block != nullptr) RasapiOptionTable().Check(*block, findings);
  CheckRasapiOptions(block.get(), has_numbers, Place{}, findings);
  return findings.ToString();
}

bool Complains(const std::string& yaml, const std::string& of) {
  return Complaints(yaml).find(of) != std::string::npos;
}

TEST(RasapiOptions, AreReadWithTheirDefaults) {
  Findings findings;
  const YamlPtr block = ParseYamlMapping("entry: Büro Köln", "kiosk.yaml", findings);
  const RasapiOptions options = ReadRasapiOptions(block.get());
  EXPECT_EQ(options.entry.name, "Büro Köln");
  EXPECT_EQ(options.entry.phonebook, "");
  EXPECT_EQ(options.settle, std::chrono::seconds(3));
  EXPECT_EQ(options.poll, std::chrono::seconds(10));
  EXPECT_FALSE(options.run_script);
  EXPECT_EQ(ReadRasapiOptions(nullptr).settle, std::chrono::seconds(3));
}

TEST(RasapiOptions, NeedSomethingToDial) {
  EXPECT_NE(Complaints("").find("needs something to dial"), std::string::npos);
  EXPECT_NE(Complaints("settle: 5s").find("needs something to dial"), std::string::npos);
  EXPECT_EQ(Complaints("", true), "");
  EXPECT_EQ(Complaints("settle: 5s", true), "");
}

TEST(RasapiOptions, TakeWhatWindowsTakes) {
  EXPECT_EQ(Complaints("{entry: 'VPN: no', phonebook: 'C:\\a.pbk'}").empty(), false);
  EXPECT_EQ(Complaints("{entry: 東京支店, phonebook: 'C:\\books\\own.pbk'}"), "");
  EXPECT_EQ(Complaints("{entry: 1, phonebook: '\\\\server\\books\\own.pbk'}"), "");
}

TEST(RasapiOptions, NamesThatNoEntryHasAreWrong) {
  EXPECT_TRUE(Complains("entry: .office", "is no entry's name"));
  EXPECT_TRUE(Complains("entry: a/b", "is no entry's name"));
  EXPECT_TRUE(Complains("entry: '- -'", "is no entry's name"));
  EXPECT_TRUE(Complains("entry: " + std::string(257, 'x'), "longer than the 256"));
}

TEST(RasapiOptions, APhoneBookIsAFullPathAndHasAnEntry) {
  EXPECT_TRUE(Complains("{entry: office, phonebook: own.pbk}", "is no full path"));
  EXPECT_TRUE(Complains("phonebook: 'C:\\own.pbk'", "without an `entry`"));
}

TEST(RasapiOptions, SpansHaveBounds) {
  EXPECT_FALSE(Complaints("{entry: office, settle: 500ms}").empty());
  EXPECT_FALSE(Complaints("{entry: office, poll: 1s}").empty());
  EXPECT_FALSE(Complaints("{entry: office, poll: 31s}").empty());
}

}  // namespace
}  // namespace lineman::rasapi
