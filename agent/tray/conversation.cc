#include "tray/conversation.h"

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

// What an error says; an agent that sends an error without words is not understood.
ControlError ErrorFrom(const Json& error) {
  ControlError made;
  const std::int64_t* code = error.FindInteger("code");
  const std::string* message = error.FindString("message");
  if (code == nullptr || message == nullptr) return made;
  made.code = static_cast<int>(*code);
  made.message = *message;
  made.kind = made.code == static_cast<int>(ControlCode::kNotAllowed) ? ControlError::Kind::kRefused
                                                                      : ControlError::Kind::kAnswer;
  return made;
}

}  // namespace

void Conversation::Call(const std::string& method, Json params, Instant now, Heard heard) {
  const std::int64_t id = ++last_id_;
  Json request;
  request.Set("jsonrpc", "2.0").Set("id", id).Set("method", method);
  if (!params.IsNull()) request.Set("params", std::move(params));
  std::string line = request.Dump() + "\n";
  WipeTexts(request);
  output_ += line;
  std::fill(line.begin(), line.end(), '\0');
  waiting_[id] = {now + kPatience, std::move(heard)};
}

bool Conversation::Feed(std::string_view bytes) {
  input_.Feed(bytes);
  while (const std::optional<std::string> line = input_.Next()) {
    const Result<Json> json = ParseJson(*line);
    if (!json || json->AsObject() == nullptr) return false;
    Take(*json);
  }
  return !input_.IsTooLong();
}

void Conversation::Take(const Json& message) {
  if (const std::string* method = message.FindString("method")) {
    const Json* params = message.Find("params");
    return told_(*method, params == nullptr ? Json(Json::Object{}) : *params);
  }
  const Json* error = message.Find("error");
  const std::int64_t* id = message.FindInteger("id");
  // An error without an id is about the connection.
  if (id == nullptr && error != nullptr) return Break(ErrorFrom(*error));
  if (id == nullptr) return;
  if (error != nullptr) return Answer(*id, tl::unexpected(ErrorFrom(*error)));
  if (const Json* result = message.Find("result")) Answer(*id, *result);
}

void Conversation::Answer(std::int64_t id, const ControlResult<Json>& result) {
  const auto waiting = waiting_.find(id);
  if (waiting == waiting_.end()) return;
  const Heard heard = std::move(waiting->second.heard);
  waiting_.erase(waiting);
  heard(result);
}

std::string Conversation::TakeOutput() { return std::exchange(output_, {}); }

std::optional<Instant> Conversation::Deadline() const {
  if (waiting_.empty()) return std::nullopt;
  // Answers come in the order of the calls.
  return waiting_.begin()->second.deadline;
}

void Conversation::Break(const ControlError& error) {
  while (!waiting_.empty()) Answer(waiting_.begin()->first, tl::unexpected(error));
}

}  // namespace lineman
