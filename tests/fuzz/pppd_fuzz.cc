// Any lines as what the plugin in pppd and the connect helper say: each is refused or understood,
// and a session that hears them goes one way, ends once, and tells nothing after its end.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engines/pppd/call.h"
#include "engines/pppd/session.h"

namespace lineman::pppd {
namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

// What the line that dialled has been told.
class Listener {
 public:
  void Hear(const std::vector<Notification>& notifications) {
    for (const Notification& notification : notifications) {
      Require(!is_over_);
      Require(!is_up_ || notification.state == ConnectionState::kDisconnected);
      is_up_ = is_up_ || notification.state == ConnectionState::kConnected;
      is_over_ = notification.state == ConnectionState::kDisconnected;
      Require(is_over_ == (notification.state == ConnectionState::kDisconnected));
      Require(!is_over_ || notification.error != RasError::kNone);
    }
  }
  bool is_over() const { return is_over_; }

 private:
  bool is_up_ = false;
  bool is_over_ = false;
};

void Play(std::string_view text, bool hangs_up) {
  const std::string_view log = text.substr(0, text.find('\n'));
  Session session(static_cast<Transport>(text.size() % 3));
  Listener listener;
  std::size_t lines = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (const auto note = ReadNote(line)) Require(ReadNote(WriteNote(*note)).has_value());
    if (const auto message = ParseMessage(line)) listener.Hear(session.Hear(*message));
    if (hangs_up && ++lines == 3) session.HangUp();
  }
  ProcessExit exit;
  exit.code = static_cast<int>(log.size() % 24);
  listener.Hear(session.End(exit, std::string(log)));
  Require(listener.is_over());
  listener.Hear(session.End(exit, {}));
}

}  // namespace
}  // namespace lineman::pppd

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  lineman::pppd::Play(text, false);
  lineman::pppd::Play(text, true);
  return 0;
}
