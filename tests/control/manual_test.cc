// README.md of the room against the tables the server keeps to: every method, parameter, error and
// member, and the example session, played.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>

#include "control/methods.h"
#include "control/session.h"
#include "control/status.h"
#include "tests/control/host_double.h"

namespace lineman {
namespace {

class ManualTest : public testing::Test {
 protected:
  static std::string Read() {
    std::ifstream file(LINEMAN_SOURCE_DIR "/agent/control/README.md");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  bool Has(const std::string& text) const { return manual_.find(text) != std::string::npos; }

  // The text from a heading to the next one.
  std::string Section(const std::string& heading) const {
    const std::size_t start = manual_.find("\n" + heading + "\n");
    if (start == std::string::npos) return "";
    const std::size_t end = manual_.find("\n#", start + 1);
    return manual_.substr(start, end - start);
  }
  static std::size_t Count(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
      ++count;
    return count;
  }

  std::string manual_ = Read();
};

TEST_F(ManualTest, EveryMethodHasItsSectionWithItsParameters) {
  for (const MethodRow& method : ControlMethods()) {
    const std::string section = Section(fmt::format("### `{}`", method.name));
    const std::string first = fmt::format("\n{} Right: {}.\n", method.help, NameOf(method.right));
    EXPECT_NE(section.find(first), std::string::npos) << method.name << " is to say: " << first;
    for (const ParameterRow& row : method.parameters) {
      const std::string line = fmt::format("\n| `{}` | {}{} | {} |\n", row.name, NameOf(row.type),
                                           row.required ? ", required" : "", row.help);
      EXPECT_NE(section.find(line), std::string::npos) << method.name << " is to have: " << line;
    }
    EXPECT_EQ(Count(section, "\n| `"), method.parameters.size()) << method.name;
  }
  EXPECT_EQ(Count(manual_, "\n### `"), ControlMethods().size());
}

TEST_F(ManualTest, EveryErrorHasItsRow) {
  const std::string section = Section("## Errors");
  for (const ControlCodeRow& row : ControlCodes()) {
    const std::string line = fmt::format("\n| {} | {} |", static_cast<int>(row.code), row.meaning);
    EXPECT_NE(section.find(line), std::string::npos) << line;
  }
  EXPECT_EQ(Count(section, "\n| -32"), ControlCodes().size());
}

TEST_F(ManualTest, EveryMemberOfAStatusHasItsRow) {
  const auto expect = [this](const std::string& heading, const Json& json) {
    const std::string section = Section(heading);
    for (const Json::Member& member : *json.AsObject()) {
      EXPECT_NE(section.find(fmt::format("\n| `{}` |", member.first)), std::string::npos)
          << heading << ": " << member.first;
    }
    EXPECT_EQ(Count(section, "\n| `"), json.AsObject()->size()) << heading;
  };
  LineStatus line;
  line.pause.emplace();
  expect("## The status of the agent", ToJson(AgentStatus{}));
  expect("## The status of a line", ToJson(line));
  expect("## A pause", *ToJson(line).Find("pause"));
}

TEST_F(ManualTest, TheLimitsAreThose) {
  EXPECT_TRUE(Has(fmt::format("{} KiB", kMostMessage >> 10U)));
  EXPECT_TRUE(Has(fmt::format("{} KiB", kMostQueued >> 10U)));
  EXPECT_TRUE(Has(fmt::format("{} MiB", kMostReply >> 20U)));
  EXPECT_TRUE(Has(fmt::format("`\"protocol\": {}`", kControlProtocol)));
}

TEST_F(ManualTest, TheExampleSessionIsWhatTheServerSays) {
  HostDouble host;
  host.status.version = "0.1.0";
  const auto session = std::make_shared<Session>(host, PeerRights{true, true, "", ""}, [] {});
  const Entry entry = host.Happen("kiosk", Entry::Kind::kLine, "online");
  std::istringstream lines(Section("## An example"));
  int said = 0;
  std::string answers;
  for (std::string line; std::getline(lines, line);) {
    if (line.substr(0, 2) == "> ") {
      EXPECT_EQ(answers, "") << "said without being in the manual";
      session->Receive(line.substr(2) + "\n");
      session->Work();
      session->Publish(entry, ToJson(entry).Dump());
      answers = session->Output();
      session->Sent(answers.size());
    } else if (line.substr(0, 2) == "< ") {
      ++said;
      const std::string next = line.substr(2) + "\n";
      EXPECT_EQ(answers.substr(0, next.size()), next);
      answers.erase(0, next.size());
    }
  }
  EXPECT_EQ(answers, "");
  EXPECT_GE(said, 4);
}

}  // namespace
}  // namespace lineman
