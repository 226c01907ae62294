// What an agent and a simulator in a process of its own say to each other, one JSON object a line.
//
// An object has one member, named after the message: {"hang_up": {"call": 3}}. Calls go by numbers;
// the agent gives them, one by one from the `next` of the simulator's `hello`. Reading is strict:
// what is missing, unknown or of another kind is an error, and whoever hears one hangs up. An error
// never quotes a value, as that may be a password. Pure; may be called from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "model/engine.h"

namespace lineman::simulator {

// The version of all this; two sides that differ in it do not speak to each other.
inline constexpr int kProtocol = 1;

// At least 1, and never given twice in a simulator's life.
using CallId = std::uint64_t;

// A call as the simulator sees it at one moment.
struct CallView {
  ConnectionStatus status;
  ConnectionStatistics statistics;
};

// `dial`. A profile has one call; what another agent has left of it is dropped.
struct DialCall {
  CallId call = 0;
  DialRequest request;
};

// `answer`, to the pause the call is in.
struct AnswerCall {
  CallId call = 0;
  struct Answer answer;
};

// `hang_up`
struct HangUpCall {
  CallId call = 0;
};

// `drop`: the agent has let go of the call, or has heard how it ended.
struct DropCall {
  CallId call = 0;
};

// `adopt`: asks for the calls that other agents have left.
struct AdoptCalls {};

// `command`: a program ran on the kiosk, as its command line.
struct ReportCommand {
  std::string command_line;
};

using AgentMessage =
    std::variant<DialCall, AnswerCall, HangUpCall, DropCall, AdoptCalls, ReportCommand>;

// `hello`: the first line a simulator says, unless it turns the agent away.
struct Hello {
  int protocol = kProtocol;
  CallId next = 1;  // the number of the next dial
};

// `turned_away`: the only line; the simulator hangs up.
struct TurnedAway {
  std::string why;
};

// `notification`: its attempt is the one the call was dialled as.
struct CallNotified {
  CallId call = 0;
  Notification notification;
  CallView view;
};

// `status`: something about the call has changed.
struct CallStatus {
  CallId call = 0;
  CallView view;
};

// `found`: a call that another agent has left.
struct FoundCall {
  CallId call = 0;
  AttemptId attempt = 0;
  std::string profile;
  std::string number;
  CallView view;
};

// `adopted`: there are no more of them.
struct AdoptionDone {};

// `answered`: the answer could not be taken.
struct AnswerNotTaken {
  CallId call = 0;
  std::string error;
};

using SimulatorMessage = std::variant<Hello, TurnedAway, CallNotified, CallStatus, FoundCall,
                                      AdoptionDone, AnswerNotTaken>;

// One line, without its end.
std::string Encode(const AgentMessage& message);
std::string Encode(const SimulatorMessage& message);

Result<AgentMessage> DecodeAgentMessage(std::string_view line);
Result<SimulatorMessage> DecodeSimulatorMessage(std::string_view line);

}  // namespace lineman::simulator
