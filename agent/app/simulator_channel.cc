#include "app/simulator_channel.h"

#include <asio/io_context.hpp>
#include <utility>

#include "app/line_socket.h"

namespace lineman {

SimulatorChannel::SimulatorChannel(asio::io_context& loop, std::string path)
    : loop_(loop), path_(std::move(path)) {}

SimulatorChannel::~SimulatorChannel() { Close(); }

void SimulatorChannel::Open(Listener& listener) {
  Close();
  opening_ = std::make_shared<bool>(true);
  const std::weak_ptr<bool> wanted = opening_;
  ConnectForLines(loop_, path_,
                  [this, &listener, wanted](const Result<std::shared_ptr<LineSocket>>& socket) {
                    if (wanted.expired()) return;
                    if (!socket) return listener.Closed(socket.error().message);
                    Use(*socket, listener);
                  });
}

void SimulatorChannel::Use(std::shared_ptr<LineSocket> socket, Listener& listener) {
  socket_ = std::move(socket);
  socket_->Start({.line = [&listener](std::string_view line) { listener.Heard(line); },
                  .closed =
                      [this, &listener](const std::string& why) {
                        socket_.reset();
                        listener.Closed(why);
                      }});
  listener.Opened();
}

void SimulatorChannel::Send(std::string line) {
  if (socket_ != nullptr) socket_->Send(line);
}

void SimulatorChannel::Close() {
  opening_.reset();
  if (socket_ != nullptr) std::exchange(socket_, nullptr)->Close();
}

}  // namespace lineman
