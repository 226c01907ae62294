#include "control/session.h"

#include <fmt/format.h>

#include <utility>

#include "control/methods.h"
#include "model/secret.h"

namespace lineman {
namespace {

// Calls answered in one turn of the loop.
constexpr int kCallsATurn = 8;

}  // namespace

Session::Session(ControlHost& host, PeerRights rights, std::function<void()> roused)
    : host_(host), rights_(std::move(rights)), roused_(std::move(roused)) {}

void Session::Receive(std::string_view bytes) {
  if (!over_) input_.Feed(bytes);
}

void Session::EndInput() { input_ended_ = true; }

bool Session::WantsInput() const {
  return !input_ended_ && !waiting_ && !over_ && !HasWork() && output_.size() < kMostQueued;
}

bool Session::HasWork() const {
  const bool has_input =
      input_.HasLine() || input_.IsTooLong() || (input_ended_ && input_.HasBegun());
  return has_input && !waiting_ && !over_ && output_.size() < kMostQueued;
}

bool Session::IsOver() const {
  return over_ || (input_ended_ && !waiting_ && !input_.HasLine() && !input_.HasBegun());
}

void Session::Work() {
  for (int calls = 0; calls < kCallsATurn && HasWork(); ++calls) {
    if (std::optional<std::string> line = input_.Next()) {
      Handle(*std::move(line));
      continue;
    }
    over_ = true;
    const Fault fault =
        input_.IsTooLong()
            ? Fault{ControlCode::kTooLong,
                    fmt::format("a message has {} bytes at most: this connection is closed",
                                kMostMessage),
                    {}}
            : Fault{ControlCode::kParseError,
                    "the last message has no end: each is a whole line",
                    {}};
    output_.Add(ErrorLine(Json(), fault));
  }
}

void Session::Sent(std::size_t bytes) {
  output_.Sent(bytes);
  if (subscription_) subscription_->Left(output_);
}

void Session::Publish(const Entry& entry, const std::string& json) {
  if (subscription_ && !IsOver() && subscription_->Wants(entry))
    subscription_->Tell(entry.sequence, json, output_);
}

void Session::Handle(std::string line) {
  if (line.empty()) return;
  tl::expected<Message, BadMessage> message = ReadMessage(line);
  Wipe(line);
  if (!message) {
    output_.Add(ErrorLine(message.error().id, message.error().fault));
    return;
  }
  const auto refuse = [&](Fault fault) {
    Answer(message->id, message->wants_answer, tl::unexpected(std::move(fault)));
  };
  const MethodRow* method = FindMethod(message->method);
  if (method == nullptr) {
    refuse(NoSuchMethod(message->method));
  } else if (const Result<Done> allowed = CheckRight(*method, rights_); !allowed) {
    refuse({ControlCode::kNotAllowed, allowed.error().message, {}});
  } else if (std::optional<Fault> fault = CheckParameters(*method, message->params)) {
    refuse(*std::move(fault));
  } else {
    Perform(*method, *message);
  }
  WipeTexts(message->params);
}

void Session::Perform(const MethodRow& method, const Message& message) {
  switch (method.method) {
    case ControlMethod::kEvents:
      return Events(message);
    case ControlMethod::kWhy:
      return Why(message);
    case ControlMethod::kSubscribe:
      return Subscribe(message);
    case ControlMethod::kUnsubscribe: {
      subscription_.reset();
      Json result;
      result.Set("subscribed", false);
      return Answer(message.id, message.wants_answer, result);
    }
    default:
      return Answer(message.id, message.wants_answer,
                    PerformCall(method.method, message.params, rights_, host_));
  }
}

void Session::Answer(const Json& id, bool wanted, const Reply& reply) {
  Say(id, wanted, reply ? ResultLine(id, *reply) : ErrorLine(id, reply.error()));
}

void Session::Say(const Json& id, bool wanted, std::string line) {
  if (!wanted) return;
  if (line.size() > kMostReply) {
    line = ErrorLine(id, {ControlCode::kUnavailable,
                          fmt::format("the answer has {} bytes, more than the {} that are sent: "
                                      "ask for less at a time",
                                      line.size(), kMostReply),
                          {}});
  }
  output_.Add(line);
  if (subscription_) subscription_->Behind(output_);
}

}  // namespace lineman
