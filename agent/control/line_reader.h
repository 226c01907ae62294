// Cuts what comes in over a stream into lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lineman {

// Holds the bytes that have come in and are not yet taken. Whoever feeds it asks for the lines
// before it feeds more: then it never holds more than the longest line and one portion. Bytes are
// overwritten when they go, for some of them are passwords.
class LineReader {
 public:
  explicit LineReader(std::size_t longest) : longest_(longest) {}
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // Nothing is kept once a line was too long.
  void Feed(std::string_view bytes);
  bool HasLine() const { return end_ != std::string::npos; }
  // The next line, without its end (a line feed, or carriage return and line feed).
  std::optional<std::string> Next();
  // A line has grown longer than the longest. Lines before it can still be taken.
  bool IsTooLong() const { return too_long_; }
  // Whether a line has begun and not ended.
  bool HasBegun() const { return !HasLine() && taken_ < bytes_.size(); }

 private:
  void Look(std::size_t from);
  void DropTaken();

  std::size_t longest_;
  std::string bytes_;
  std::size_t taken_ = 0;                // bytes before it are done with
  std::size_t end_ = std::string::npos;  // the first line feed after that
  bool too_long_ = false;
};

}  // namespace lineman
