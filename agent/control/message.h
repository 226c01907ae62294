// Messages of the control socket: JSON-RPC 2.0, one on each line.
//
// Parameters go by name, batches are refused: a line is one call, so what one line may cost is
// bounded. Nothing that came in is ever quoted in an error, because it may hold a password.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/json.h"

namespace lineman {

// The version of the protocol; what it promises stands in README.md.
inline constexpr int kControlProtocol = 1;
// The longest message that is read, without its line feed.
inline constexpr std::size_t kMostMessage = 64U << 10U;
// The longest message that is written: what ParseJson reads.
inline constexpr std::size_t kMostReply = 1U << 20U;

// The numbers of errors. JSON-RPC 2.0 fixes those below -32599 and leaves -32099 to -32000 to us.
enum class ControlCode {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kNotAllowed = -32001,
  kUnknownProfile = -32002,
  kNotNow = -32003,
  kReloadRefused = -32004,
  kTooLong = -32005,
  kTooMany = -32006,
  kUnavailable = -32007,
  kProtocol = -32008,
};

// A row of README.md's table of errors.
struct ControlCodeRow {
  ControlCode code;
  std::string_view meaning;
};
std::span<const ControlCodeRow> ControlCodes();

// Why a call is not answered with a result. The message names the way out.
struct Fault {
  ControlCode code = ControlCode::kInvalidRequest;
  std::string message;
  Json data;  // null: none
};

// A call, as it came in.
struct Message {
  Json id;                   // text, an integer or null
  bool wants_answer = true;  // it had an id
  std::string method;
  Json params;  // an object
};

// What is wrong with a line that is no call, and whom to tell.
struct BadMessage {
  Json id;  // null where it could not be made out
  Fault fault;
};

tl::expected<Message, BadMessage> ReadMessage(std::string_view line);
// Overwrites all texts in it: one of them may have been a password.
void WipeTexts(Json& json);

// Lines to send, each with its line feed.
std::string ResultLine(const Json& id, const Json& result);
std::string ErrorLine(const Json& id, const Fault& fault);
// Of a result or of parameters that are JSON text already.
std::string RawResultLine(const Json& id, std::string_view result);
std::string NotificationLine(std::string_view method, std::string_view params);
// "[a,b]" of texts that are JSON already.
std::string RawArray(const std::vector<std::string>& items);

}  // namespace lineman
