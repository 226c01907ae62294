// What is to be sent to one peer and has not left yet.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lineman {

class OutputQueue {
 public:
  void Add(std::string_view line) { bytes_ += line; }
  std::string_view Bytes() const { return std::string_view(bytes_).substr(sent_); }
  std::size_t size() const { return bytes_.size() - sent_; }

  // The first `count` bytes have left.
  void Sent(std::size_t count) {
    sent_ += count;
    if (sent_ == bytes_.size()) {
      std::string().swap(bytes_);  // the room of a large reply goes with it
      sent_ = 0;
    } else if (sent_ > bytes_.size() / 2) {
      bytes_.erase(0, sent_);
      sent_ = 0;
    }
  }

 private:
  std::string bytes_;
  std::size_t sent_ = 0;
};

}  // namespace lineman
