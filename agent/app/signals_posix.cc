#include "app/signals.h"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <csignal>
#include <utility>

namespace lineman {

class Signals::Impl {
 public:
  Impl(asio::io_context& loop, Heard heard, std::function<void(Word)> told)
      : signals_(loop, SIGTERM, SIGINT), told_(std::move(told)) {
    if (heard == Heard::kAll) {
      signals_.add(SIGHUP);
      signals_.add(SIGUSR1);
    }
    Await();
  }

 private:
  void Await() {
    signals_.async_wait([this](const asio::error_code& error, int signal) {
      if (error) return;
      told_(signal == SIGHUP ? Word::kReload : signal == SIGUSR1 ? Word::kLeave : Word::kEnd);
      Await();
    });
  }

  asio::signal_set signals_;
  std::function<void(Word)> told_;
};

Signals::Signals(asio::io_context& loop, Heard heard, std::function<void(Word)> told)
    : impl_(std::make_shared<Impl>(loop, heard, std::move(told))) {}
Signals::~Signals() = default;

void Signals::Say(Word word) {
  std::raise(word == Word::kEnd ? SIGTERM : word == Word::kReload ? SIGHUP : SIGUSR1);
}

}  // namespace lineman
