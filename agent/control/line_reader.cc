#include "control/line_reader.h"

#include <algorithm>
#include <utility>

#include "model/secret.h"

namespace lineman {

LineReader::~LineReader() { Wipe(bytes_); }

void LineReader::Feed(std::string_view bytes) {
  if (too_long_) return;
  DropTaken();
  if (bytes_.capacity() < bytes_.size() + bytes.size()) {
    // By hand, so that the old room is overwritten.
    std::string wider;
    wider.reserve(std::max(2 * bytes_.capacity(), bytes_.size() + bytes.size()));
    wider += bytes_;
    Wipe(bytes_);
    bytes_ = std::move(wider);
  }
  const std::size_t from = HasLine() ? std::string::npos : bytes_.size();
  bytes_ += bytes;
  if (from != std::string::npos) Look(from);
}

std::optional<std::string> LineReader::Next() {
  if (!HasLine()) return std::nullopt;
  std::size_t length = end_ - taken_;
  if (length > 0 && bytes_[end_ - 1] == '\r') --length;
  std::string line = bytes_.substr(taken_, length);
  taken_ = end_ + 1;
  Look(taken_);
  return line;
}

// Looks for the next line's end; what lies before `from` has none.
void LineReader::Look(std::size_t from) {
  end_ = bytes_.find('\n', from);
  const std::size_t length = (HasLine() ? end_ : bytes_.size()) - taken_;
  if (length <= longest_) return;
  too_long_ = true;
  end_ = std::string::npos;
  Wipe(bytes_);
  bytes_.shrink_to_fit();
  taken_ = 0;
}

void LineReader::DropTaken() {
  if (taken_ == 0) return;
  const std::size_t left = bytes_.size() - taken_;
  std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(taken_), bytes_.end(), bytes_.begin());
  std::fill(bytes_.begin() + static_cast<std::ptrdiff_t>(left), bytes_.end(), '\0');
  bytes_.resize(left);
  if (HasLine()) end_ -= taken_;
  taken_ = 0;
  if (left == 0) bytes_.shrink_to_fit();
}

}  // namespace lineman
