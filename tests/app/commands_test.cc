// Every command: its exit code, and what goes to which stream.
#include <gtest/gtest.h>

#include <csignal>

#include "tests/app/program.h"
#include "text/json.h"

namespace lineman {
namespace {

constexpr const char* kProfile =
    "profile: kiosk\nengine: simulator\nnumbers: [\"100\"]\nuser: kiosk-17\n"
    "password: opensesame\n";

class Commands : public testing::Test {
 protected:
  Commands() {
    folder_.Write("lineman.yaml", "profiles: profiles\n");
    folder_.Write("profiles/kiosk.yaml", kProfile);
  }

  Ended Run(const std::vector<std::string>& arguments) const {
    return Execute(folder_.path(), arguments);
  }

  // The output as JSON; the same when asked again.
  Json StableJson(const std::vector<std::string>& arguments, int code) const {
    const Ended ended = Run(arguments);
    EXPECT_EQ(ended.code, code) << ended.err;
    EXPECT_EQ(Run(arguments).out, ended.out);
    const Result<Json> json = ParseJson(ended.out);
    EXPECT_TRUE(json.has_value()) << ended.out;
    return json.value_or(Json());
  }

  TemporaryFolder folder_;
};

TEST_F(Commands, ThatDoNotExistAreAUsageErrorWithTheNearestName) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"chekc"}, {"--config", "lineman.yaml", "chekc", "x.yaml"}}) {
    const Ended ended = Run(words);
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(ended.err.starts_with("lineman: there is no command chekc (did you mean 'check'?)"))
        << ended.err;
  }
  EXPECT_TRUE(Run({"fly"}).err.starts_with("lineman: there is no command fly\n"));
}

TEST_F(Commands, WithoutOneHelpGoesToTheErrors) {
  const Ended ended = Run({});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find("Usage: lineman [OPTIONS] SUBCOMMAND"), std::string::npos) << ended.err;
}

TEST_F(Commands, TellHelpAndVersionOnTheOutput) {
  for (const char* option : {"--help", "--version"}) {
    const Ended ended = Run({option});
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.err, "");
    EXPECT_NE(ended.out.find("lineman"), std::string::npos);
  }
}

TEST_F(Commands, WithAnOptionThatIsUnknownOrMissesItsValueAreAUsageError) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"check", "--jsn"},
                                                {"--config"},
                                                {"show"},
                                                {"schema", "more"},
                                                {"--log", "loud", "schema"}}) {
    const Ended ended = Run(words);
    EXPECT_EQ(ended.code, 2) << words.front();
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(ended.err.starts_with("lineman: ")) << ended.err;
  }
}

TEST_F(Commands, CheckFindsItsFilesByTheConfiguration) {
  EXPECT_EQ(Run({"--config", "lineman.yaml", "check"}).out.substr(0, 20),
            "profiles/kiosk.yaml:");  // the warning about the password
  const Ended by_variable = Execute(folder_.path(), {"check"}, {"LINEMAN_CONFIG=lineman.yaml"});
  EXPECT_EQ(by_variable.code, 0);
  EXPECT_TRUE(by_variable.out.ends_with("2 files: 0 errors, 1 warning\n")) << by_variable.out;
  EXPECT_EQ(by_variable.err, "");
}

TEST_F(Commands, CheckExits1OnErrorsOnly) {
  EXPECT_EQ(Run({"check", "profiles"}).code, 0);
  folder_.Write("profiles/kiosk.yaml", std::string(kProfile) + "numbres: [\"1\"]\n");
  const Ended ended = Run({"check", "profiles"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.out.find("profiles/kiosk.yaml:6:1: error: unknown key 'numbres' (did you mean "
                           "'numbers'?)"),
            std::string::npos)
      << ended.out;
}

TEST_F(Commands, CheckGivesItsFindingsAsJson) {
  const Json json = StableJson({"check", "--json", "profiles"}, 0);
  EXPECT_EQ(*json.Find("files")->AsInteger(), 1);
  EXPECT_EQ(*json.Find("errors")->AsInteger(), 0);
  EXPECT_EQ(*json.Find("warnings")->AsInteger(), 1);
  const Json& finding = json.Find("findings")->AsArray()->at(0);
  EXPECT_EQ(*finding.Find("file")->AsString(), "profiles/kiosk.yaml");
  EXPECT_EQ(*finding.Find("line")->AsInteger(), 5);
  EXPECT_EQ(*finding.Find("column")->AsInteger(), 11);
  EXPECT_EQ(*finding.Find("severity")->AsString(), "warning");
  EXPECT_EQ(*StableJson({"check", "--json", "none.yaml"}, 1).Find("errors")->AsInteger(), 1);
}

TEST_F(Commands, ShowNamesTheSourceOfEachValueAndHidesThePassword) {
  for (const char* profile : {"kiosk", "profiles/kiosk.yaml"}) {
    const Ended ended = Run({"--config", "lineman.yaml", "show", profile});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("# profiles/kiosk.yaml:4"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("# default"), std::string::npos) << ended.out;
    EXPECT_EQ(ended.out.find("opensesame"), std::string::npos) << ended.out;
  }
  const Json json = StableJson({"show", "--json", "profiles/kiosk.yaml"}, 0);
  EXPECT_EQ(*json.Find("user")->Find("source")->AsString(), "profiles/kiosk.yaml:4");
  EXPECT_EQ(*json.Find("password")->Find("value")->AsString(), "(hidden)");
}

TEST_F(Commands, ShowOfAProfileThatIsNotThereExits1WithTheNearestName) {
  const Ended ended = Run({"--config", "lineman.yaml", "show", "kiosc"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find("there is no profile kiosc (did you mean 'kiosk'?)"), std::string::npos)
      << ended.err;
}

TEST_F(Commands, PlanTellsTheDialsToCome) {
  const Ended table = Run({"plan", "profiles/kiosk.yaml", "--error", "busy", "--for", "1h"});
  EXPECT_EQ(table.code, 2);  // its name is line_busy
  EXPECT_EQ(Run({"plan", "profiles/kiosk.yaml", "--for", "5"}).code, 2);
  const Ended ended = Run({"plan", "profiles/kiosk.yaml", "--error", "line_busy", "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  const Result<Json> json = ParseJson(ended.out);
  ASSERT_TRUE(json.has_value());
  const Json& first = json->Find("rows")->AsArray()->at(0);
  EXPECT_EQ(*first.Find("what")->AsString(), "dial");
  EXPECT_EQ(*first.Find("at_ms")->AsInteger(), 0);
  EXPECT_EQ(*first.Find("number")->AsString(), "100");
  EXPECT_GT(*json->Find("dials")->AsInteger(), 1);
}

TEST_F(Commands, TestExits1WhenAStoryFailsOrThereIsNone) {
  folder_.Write("good.story.yaml",
                "story: it dials\nprofile: profiles/kiosk.yaml\nsteps:\n"
                "  - expect: {dial: {number: \"100\"}}\n");
  const Ended good = Run({"test", "good.story.yaml"});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_NE(good.out.find("1 passed, 0 failed"), std::string::npos);
  folder_.Write("bad.story.yaml",
                "story: it does not\nprofile: profiles/kiosk.yaml\nsteps:\n"
                "  - expect: {dial: {number: \"200\"}}\n");
  const Ended bad = Run({"test", "."});
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.out.find("bad.story.yaml:4"), std::string::npos) << bad.out;
  EXPECT_NE(bad.out.find("1 passed, 1 failed"), std::string::npos) << bad.out;
  const Ended none = Run({"test", "profiles"});
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("no story was found"), std::string::npos);
}

TEST_F(Commands, TestPrintsTheRecordAsJsonLines) {
  folder_.Write("good.story.yaml",
                "story: it dials\nprofile: profiles/kiosk.yaml\nsteps:\n"
                "  - expect: {dial: {number: \"100\"}}\n");
  const Ended ended = Run({"test", "--record", "good.story.yaml"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(Run({"test", "--record", "good.story.yaml"}).out, ended.out);
  EXPECT_TRUE(ParseJson(ended.out.substr(0, ended.out.find('\n'))).has_value()) << ended.out;
}

TEST_F(Commands, SchemaPrintsWhatIsShipped) {
  const Ended ended = Run({"schema"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.out, TextOf(InSource("config/schema.json")));
}

TEST_F(Commands, DemoStartsFromTheShippedFolderAndRefusesAnotherThatIsNone) {
  Program demo(folder_.path(), {"demo", InSource("config/demo")});
  EXPECT_TRUE(demo.AwaitOutput("plugin misbehaving: hook open_port"));
  EXPECT_TRUE(demo.AwaitOutput("connect_device"));
  EXPECT_EQ(demo.err(), "");
  const Ended none = Run({"demo", "profiles"});
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("profiles/lineman.yaml:1:1: error: "), std::string::npos) << none.err;
}

}  // namespace
}  // namespace lineman
