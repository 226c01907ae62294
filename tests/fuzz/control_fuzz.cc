// Fuzzes the control socket: any bytes, in any portions, from one who may act or only look.
//
// The first byte says who it is, how large the portions are and whether the reader is slow.
// Whatever comes, each line that is sent is JSON-RPC, what waits is bounded, and it comes to an
// end.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "control/session.h"
#include "tests/control/host_double.h"

namespace {

using lineman::Entry;
using lineman::HostDouble;
using lineman::Json;
using lineman::kMostQueued;
using lineman::kMostReply;
using lineman::Result;
using lineman::Session;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckLine(std::string_view line) {
  const Result<Json> json = lineman::ParseJson(line);
  Require(json.has_value());
  const Json* version = json->Find("jsonrpc");
  Require(version != nullptr && *version->AsString() == "2.0");
  const bool is_reply = json->Find("id") != nullptr;
  const bool has_result = json->Find("result") != nullptr;
  const bool has_error = json->Find("error") != nullptr;
  Require(is_reply ? has_result != has_error : json->Find("params") != nullptr);
}

// A peer that feeds a session and reads what it says.
class Peer {
 public:
  explicit Peer(std::uint8_t mood) : may_act_((mood & 1U) != 0), is_slow_((mood & 2U) != 0) {
    host_.holds_history = (mood & 4U) != 0;
    host_.reload.loaded = (mood & 8U) != 0;
    if (!host_.reload.loaded) host_.refusal = "not now";
    for (int i = 0; i < 20; ++i) host_.Happen("kiosk", Entry::Kind::kDecision, "redial");
    session_ = std::make_shared<Session>(host_, lineman::PeerRights{true, may_act_, "join", "join"},
                                         [] {});
  }

  void Feed(std::string_view bytes) {
    session_->Receive(bytes);
    while (session_->HasWork()) Turn();
    host_.Answer();
    const Entry entry = host_.Happen("kiosk", Entry::Kind::kLine, "online");
    session_->Publish(entry, ToJson(entry).Dump());
    Require(session_->Output().size() <= kMostQueued + 2 * kMostReply);
    if (!is_slow_ || !session_->WantsInput()) Read();
  }

  void End() {
    session_->EndInput();
    while (!session_->IsOver()) {
      if (session_->HasWork()) Turn();
      host_.Answer();
      Read();
    }
    Read();
    Require(may_act_ || host_.said.empty());
  }

 private:
  void Turn() {
    session_->Work();
    if (!session_->HasWork() && !is_slow_) Read();
  }

  void Read() {
    while (!session_->Output().empty()) {
      const std::string_view output = session_->Output();
      const std::size_t end = output.find('\n');
      Require(end != std::string_view::npos);
      CheckLine(output.substr(0, end));
      session_->Sent(end + 1);
    }
  }

  HostDouble host_;
  bool may_act_;
  bool is_slow_;
  std::shared_ptr<Session> session_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  Peer peer(data[0]);
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t portion = (std::size_t{data[0]} >> 4U) * 61 + 7;
  while (!bytes.empty()) {
    peer.Feed(bytes.substr(0, portion));
    bytes.remove_prefix(std::min(portion, bytes.size()));
  }
  peer.End();
  return 0;
}
