#include "app/line_socket.h"

#include <fmt/format.h>

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/read_until.hpp>
#include <utility>

namespace lineman {
namespace {

// As long as the JSON that is read.
constexpr std::size_t kLongestLine = 1U << 20U;
// What may wait for a reader.
constexpr std::size_t kMostWaiting = 4U << 20U;

std::string Describe(const asio::error_code& error) {
  if (error == asio::error::eof) return "it has hung up";
  if (error == asio::error::not_found) return "its line is too long";
  return error.message();
}

}  // namespace

void LineSocket::Start(Handlers handlers) {
  handlers_ = std::move(handlers);
  asio::error_code ignored;
  stream_.non_blocking(true, ignored);
  Read();
}

void LineSocket::Read() {
  asio::async_read_until(
      stream_, asio::dynamic_buffer(in_, kLongestLine), '\n',
      [self = shared_from_this()](const asio::error_code& error, std::size_t length) {
        if (!self->open_) return;
        if (error) return self->End(Describe(error));
        self->TakeLine(length);
      });
}

void LineSocket::TakeLine(std::size_t length) {
  const std::string line = in_.substr(0, length - 1);
  in_.erase(0, length);
  handlers_.line(line);
  if (open_) Read();
}

void LineSocket::End(const std::string& why) {
  Close();
  if (handlers_.closed) handlers_.closed(why);
}

void LineSocket::Send(std::string_view line) {
  if (!open_) return;
  out_.append(line).append(1, '\n');
  if (!waits_to_write_) Flush();
  if (out_.size() <= kMostWaiting) return;
  // The end of reading tells of it, by way of the loop.
  asio::error_code ignored;
  stream_.shutdown(Stream::shutdown_both, ignored);
}

void LineSocket::Flush() {
  while (!out_.empty()) {
    asio::error_code error;
    const std::size_t written = stream_.write_some(asio::buffer(out_), error);
    out_.erase(0, written);
    if (error == asio::error::would_block || error == asio::error::try_again) break;
    if (error) return out_.clear();  // whoever reads hears of it
  }
  if (out_.empty()) return;
  waits_to_write_ = true;
  stream_.async_wait(Stream::wait_write,
                     [self = shared_from_this()](const asio::error_code& error) {
                       self->waits_to_write_ = false;
                       if (!error && self->open_) self->Flush();
                     });
}

void LineSocket::Close() {
  open_ = false;
  asio::error_code ignored;
  stream_.close(ignored);
}

}  // namespace lineman
