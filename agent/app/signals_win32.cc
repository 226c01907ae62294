#include "app/signals.h"

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <mutex>
#include <utility>
// After Asio:
#include <windows.h>

#include "app/service.h"

namespace lineman {
namespace {

// Whom the console's threads and the service manager's tell. Guarded, for they come at any time.
struct Listener {
  std::mutex guard;
  std::function<void(Signals::Word)> post;  // null while nobody listens
  bool early_end = false;                   // kEnd came before
};

Listener& TheListener() {
  static auto* const kListener = new Listener;  // threads of the system may outlive everything
  return *kListener;
}

bool SomebodyListens() {
  Listener& listener = TheListener();
  const std::lock_guard lock(listener.guard);
  return listener.post != nullptr;
}

// A thread of the console's, for each event one. When the console closes, or the user logs off, the
// process is ended as soon as this returns; so it does not, and the agent ends it before.
BOOL WINAPI OnConsole(DWORD event) {
  const bool user_leaves = event == CTRL_LOGOFF_EVENT || event == CTRL_SHUTDOWN_EVENT;
  // That is no matter of a service: its manager tells it.
  if (user_leaves && RunsAsService()) return TRUE;
  if (!SomebodyListens()) return FALSE;  // it ends as anything does
  Signals::Say(Signals::Word::kEnd);
  if (user_leaves || event == CTRL_CLOSE_EVENT) Sleep(INFINITE);
  return TRUE;
}

}  // namespace

class Signals::Impl {
 public:
  explicit Impl(std::function<void(Word)> told) : told_(std::move(told)) {}

  static void Post(asio::io_context& loop, const std::weak_ptr<Impl>& to, Word word) {
    asio::post(loop, [to, word] {
      if (const std::shared_ptr<Impl> here = to.lock()) here->told_(word);
    });
  }

 private:
  std::function<void(Word)> told_;
};

Signals::Signals(asio::io_context& loop, Heard heard, std::function<void(Word)> told)
    : impl_(std::make_shared<Impl>(std::move(told))) {
  Listener& listener = TheListener();
  const std::lock_guard lock(listener.guard);
  listener.post = [&loop, heard, to = std::weak_ptr<Impl>(impl_)](Word word) {
    if (word == Word::kEnd || heard == Heard::kAll) Impl::Post(loop, to, word);
  };
  if (std::exchange(listener.early_end, false)) listener.post(Word::kEnd);
  // For good: to take it away would wait for one that does not return.
  static const bool kInstalled = SetConsoleCtrlHandler(OnConsole, TRUE) != 0;
  static_cast<void>(kInstalled);
}

Signals::~Signals() {
  Listener& listener = TheListener();
  const std::lock_guard lock(listener.guard);
  listener.post = nullptr;
}

void Signals::Say(Word word) {
  Listener& listener = TheListener();
  const std::lock_guard lock(listener.guard);
  if (listener.post) return listener.post(word);
  if (word == Word::kEnd) listener.early_end = true;
}

}  // namespace lineman
