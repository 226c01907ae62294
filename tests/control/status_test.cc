// The JSON form of a status: stable, and read back as it was written.
#include "control/status.h"

#include <gtest/gtest.h>

#include <string>

namespace lineman {
namespace {

AgentStatus Full() {
  const WallTime at(Duration(1'772'438'400'250));
  LineStatus line;
  line.profile = "kiosk";
  line.engine = "pppd";
  line.line = "paused";
  line.since = at;
  line.wanted = true;
  line.wanted_because = "always";
  line.state = "callback_set_by_caller";
  line.number = "0100";
  line.user = "kiosk-17";
  line.device = "/dev/ttyS0";
  line.interface = "ppp0";
  line.bytes_sent = 1;
  line.bytes_received = 1ULL << 40U;
  line.pause = PauseStatus{"callback_set_by_caller", "number?", at, {"callback_number"}};
  line.attempt = 3;
  line.failures = {{"line", 2}, {"server", 1}};
  line.last_error = "line_busy";
  line.last_error_code = 676;
  line.next = at + std::chrono::minutes(1);
  line.next_what = "dial";
  line.why = "redial in 30s";
  line.troubles = {"no store"};
  return {"0.1.0", 4711, at, "/etc/lineman/lineman.yaml", {"disk full"}, {line, LineStatus{}}};
}

TEST(StatusTest, HasThisForm) {
  EXPECT_EQ(
      ToJson(Full().lines.front()).Dump(),
      R"({"profile":"kiosk","engine":"pppd","line":"paused","since":"2026-03-02T08:00:00.250Z",)"
      R"("wanted":true,"wanted_because":"always","state":"callback_set_by_caller",)"
      R"("number":"0100","user":"kiosk-17","device":"/dev/ttyS0","interface":"ppp0",)"
      R"("bytes_sent":1,"bytes_received":1099511627776,"pause":{"state":"callback_set_by_caller",)"
      R"("prompt":"number?","deadline":"2026-03-02T08:00:00.250Z","wants":["callback_number"]},)"
      R"("attempt":3,"failures":{"line":2,"server":1},"last_error":"line_busy",)"
      R"("last_error_code":676,"next":"2026-03-02T08:01:00.250Z","next_what":"dial",)"
      R"("why":"redial in 30s","troubles":["no store"]})");
  EXPECT_EQ(ToJson(AgentStatus{}).Dump(),
            R"({"version":"","pid":0,"started":"1970-01-01T00:00Z","config":"","troubles":[],)"
            R"("lines":[]})");
}

TEST(StatusTest, IsReadBackAsItWas) {
  const Json json = ToJson(Full());
  const Result<AgentStatus> read = AgentStatusFrom(*ParseJson(json.Dump()));
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(ToJson(*read).Dump(), json.Dump());
  EXPECT_EQ(read->lines.front().bytes_received, 1ULL << 40U);
  EXPECT_EQ(read->lines.front().next, Full().lines.front().next);
  EXPECT_FALSE(read->lines.back().pause.has_value());
}

TEST(StatusTest, OfANewerOrAnOlderAgentIsUnderstood) {
  const Result<AgentStatus> read =
      AgentStatusFrom(*ParseJson(R"({"version":"9","mood":"good","lines":[{"profile":"x"}]})"));
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->version, "9");
  EXPECT_EQ(read->lines.at(0).profile, "x");
}

TEST(StatusTest, WhatIsNoStatusIsAnErrorThatNamesTheMember) {
  const auto error = [](const char* json) {
    const Result<AgentStatus> read = AgentStatusFrom(*ParseJson(json));
    return read ? "none" : read.error().message;
  };
  EXPECT_EQ(error("[]"), "a status is an object");
  EXPECT_EQ(error(R"({"pid":"x"})"), "the member 'pid' of a status is not what it should be");
  for (const char* wrong :
       {R"({"lines":[7]})", R"({"lines":{}})", R"({"started":"x"})", R"({"troubles":[1]})"})
    EXPECT_NE(error(wrong), "none") << wrong;
  for (const char* wrong :
       {R"({"attempt":5000000000})", R"({"bytes_sent":-1})", R"({"wanted":1})",
        R"({"failures":{"line":"x"}})", R"({"pause":{"wants":7}})", R"({"next":7})"})
    EXPECT_NE(error(("{\"lines\":[" + std::string(wrong) + "]}").c_str()), "none") << wrong;
}

}  // namespace
}  // namespace lineman
