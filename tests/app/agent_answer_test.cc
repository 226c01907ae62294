// `lineman answer`: each paused state gets what it waits for, and no secret shows.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

constexpr const char* kSecret = "S3cret-of-a-person";

// A server that waits long, and a line that lets it.
class AgentAnswer : public testing::Test {
 protected:
  AgentAnswer() {
    folder_.Write("password", "right\n");
    folder_.WriteProfile(Profile(""));
  }

  std::string Profile(const std::string& more) const {
    return "user: kiosk-17\npassword: {file: " + folder_ / "password" +
           "}\npaused: {deadline: 1h}\n" + more;
  }
  void WriteServer(const std::string& server) const {
    folder_.WriteWorld("servers: {office: {patience: 100h, " + server + "}}\n");
  }
  // A file to read answers from.
  std::string Input(const std::string& text) const {
    folder_.Write("input", text);
    return folder_ / "input";
  }

  AgentFolder folder_;
};

TEST_F(AgentAnswer, GivesANewPasswordForOneThatHasExpired) {
  WriteServer("users: {kiosk-17: {password: right, password_expires: 0s}}");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> paused"));
  const Ended status = folder_.Run({"status"});
  EXPECT_NE(status.out.find("waits for new_password until "), std::string::npos) << status.out;
  EXPECT_NE(status.out.find(": lineman answer kiosk\n"), std::string::npos) << status.out;
  const Ended answer =
      folder_.Run({"answer", "kiosk", "--new-password-stdin"}, Input(std::string(kSecret) + "\n"));
  EXPECT_EQ(answer.code, 0) << answer.err;
  ASSERT_TRUE(agent.Says("-> online"));
  EXPECT_NE(TextOf(folder_ / "state/secrets/kiosk.current").find(kSecret), std::string::npos);
  std::string shown = answer.out + answer.err + agent.err();
  for (const std::vector<std::string>& command : {std::vector<std::string>{"events"},
                                                  {"events", "--json"},
                                                  {"why", "kiosk", "--all"},
                                                  {"status", "--json"},
                                                  {"metrics"}}) {
    shown += folder_.Run(command).out;
  }
  EXPECT_NE(shown.find("new_password: (secret)"), std::string::npos) << shown;
  EXPECT_EQ(shown.find(kSecret), std::string::npos);
}

TEST_F(AgentAnswer, GivesOtherCredentials) {
  WriteServer(std::string("retries: 1, users: {kiosk-18: {password: ") + kSecret + "}}");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> paused"));
  const Ended answer = folder_.Run({"answer", "kiosk", "--user", "kiosk-18", "--password-stdin"},
                                   Input(std::string(kSecret) + "\n"));
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_TRUE(agent.Says("-> online"));
  EXPECT_EQ((answer.out + answer.err + agent.err()).find(kSecret), std::string::npos);
}

TEST_F(AgentAnswer, AnswersAPrompt) {
  WriteServer("prompts: [{prompt: \"login:\", answer: someone}]");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> paused"));
  EXPECT_NE(folder_.Run({"status"}).out.find("the server says 'login:' and waits for text, done"),
            std::string::npos)
      << folder_.Run({"status"}).out;
  const Ended answer = folder_.Run({"answer", "kiosk", "--text", "someone", "--done"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_TRUE(agent.Says("-> online"));
}

TEST_F(AgentAnswer, AnswersEap) {
  WriteServer(std::string("eap: [{prompt: PIN, answer: ") + kSecret + "}]");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> paused"));
  const Ended answer = folder_.Run({"answer", "kiosk", "--text-stdin"}, Input(kSecret));
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_TRUE(agent.Says("-> online"));
  EXPECT_EQ((answer.out + answer.err + agent.err()).find(kSecret), std::string::npos);
}

TEST_F(AgentAnswer, TellsWhereToCallBack) {
  WriteServer("callback: set_by_caller");
  folder_.Write("lineman.yaml",
                "profiles: profiles\nplugins: [plugins]\nstate: state\nsocket: control\n"
                "defaults: {retry: {start_spread: 0s}}\n");
  folder_.Write(
      "plugins/asker/init.lua",
      "return {api = 1, about = 'test', hooks = {callback_set_by_caller = function(call)\n"
      "  return call:ask_operator()\nend}}\n");
  folder_.WriteProfile(Profile("plugins: [{use: asker}]\n"));
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> paused"));
  const Ended wrong = folder_.Run({"answer", "kiosk", "--text", "hello"});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.err.find("callback_set_by_caller waits for callback_number"), std::string::npos)
      << wrong.err;
  const Ended answer = folder_.Run({"answer", "kiosk", "--number", "+49 30 555 0190"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_TRUE(agent.Says("answer callback_number: +49 30 555 0190 [operator]"));
  EXPECT_TRUE(agent.Says("-> online"));
}

TEST_F(AgentAnswer, NamesTheOptionThatIsMissingAndWhatDoesNotWait) {
  WriteServer("users: {kiosk-17: {password: right, password_expires: 0s}}");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> paused"));
  const Ended none = folder_.Run({"answer", "kiosk"});
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("password_expired waits for new_password: give it with "
                          "--new-password-stdin"),
            std::string::npos)
      << none.err;
  const Ended empty = folder_.Run({"answer", "kiosk", "--new-password-stdin"});
  EXPECT_EQ(empty.code, 1);
  EXPECT_NE(empty.err.find("standard input ended"), std::string::npos) << empty.err;
  EXPECT_EQ(folder_.Run({"down", "kiosk"}).code, 0);
  ASSERT_TRUE(agent.Says("hanging_up -> idle"));
  const Ended late = folder_.Run({"answer", "kiosk", "--done"});
  EXPECT_EQ(late.code, 1);
  EXPECT_NE(late.err.find("kiosk rests: the operator said down: nothing waits for an answer"),
            std::string::npos)
      << late.err;
}

// A terminal of its own, as a person has it.
class Terminal {
 public:
  Terminal() : person_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    EXPECT_EQ(::grantpt(person_), 0);
    EXPECT_EQ(::unlockpt(person_), 0);
    path_ = ::ptsname(person_);
    keep_ = ::open(path_.c_str(), O_RDWR | O_NOCTTY);
  }
  ~Terminal() {
    ::close(keep_);
    ::close(person_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  const std::string& path() const { return path_; }
  void Type(const std::string& text) const {
    EXPECT_EQ(::write(person_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  // What the terminal has shown of what was typed.
  std::string Shown() const {
    ::fcntl(person_, F_SETFL, O_NONBLOCK);
    std::array<char, 4096> block{};
    const ssize_t length = ::read(person_, block.data(), block.size());
    return {block.data(), static_cast<std::size_t>(std::max<ssize_t>(0, length))};
  }

 private:
  int person_;
  int keep_ = -1;  // what was shown stays readable when the program has ended
  std::string path_;
};

TEST_F(AgentAnswer, AsksAPersonForANewPasswordTwiceAndShowsNothing) {
  WriteServer("users: {kiosk-17: {password: right, password_expires: 0s}}");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> paused"));
  const std::vector<std::string> command = {"--config", "lineman.yaml", "answer", "kiosk"};
  {
    const Terminal terminal;
    Program answer(folder_.path(), command, {}, terminal.path());
    ASSERT_TRUE(answer.AwaitError("kiosk: new password: "));
    terminal.Type("one\n");
    ASSERT_TRUE(answer.AwaitError("kiosk: the same again: "));
    terminal.Type("another\n");
    const Ended ended = answer.Await();
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("the two differ"), std::string::npos) << ended.err;
  }
  {
    const Terminal terminal;
    Program answer(folder_.path(), command, {}, terminal.path());
    ASSERT_TRUE(answer.AwaitError("kiosk: new password: "));
    terminal.Type("\x03");
    const Ended ended = answer.Await();
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("nothing was answered"), std::string::npos) << ended.err;
  }
  const Terminal terminal;
  Program answer(folder_.path(), command, {}, terminal.path());
  ASSERT_TRUE(answer.AwaitError("kiosk: new password: "));
  terminal.Type("slip\x15" + std::string(kSecret) + "x\x7f\n");
  ASSERT_TRUE(answer.AwaitError("kiosk: the same again: "));
  terminal.Type(std::string(kSecret) + "\n");
  const Ended ended = answer.Await();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(terminal.Shown().find("S3cret"), std::string::npos);
  EXPECT_EQ((ended.out + ended.err).find(kSecret), std::string::npos);
  ASSERT_TRUE(agent.Says("-> online"));
  EXPECT_NE(TextOf(folder_ / "state/secrets/kiosk.current").find(kSecret), std::string::npos);
}

}  // namespace
}  // namespace lineman
