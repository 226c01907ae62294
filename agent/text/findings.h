// What is wrong with a text, and where: the diagnostics every reader of files collects.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lineman {

// A point in a file. Lines and columns count from 1; columns count characters, not bytes.
struct Place {
  std::shared_ptr<const std::string> file;  // as it was named to us; shared by all its places
  int line = 1;
  int column = 1;

  std::string ToString() const;     // "profiles/kiosk.yaml:3:14"
  std::string FileAndLine() const;  // "profiles/kiosk.yaml:3"
  friend bool operator<(const Place& a, const Place& b);
};

enum class Severity { kError, kWarning };

// One sentence about one place: what is wrong, what was expected, the way out.
struct Finding {
  Severity severity;
  Place place;
  std::string message;

  std::string ToString() const;  // "file:line:column: error: message"
};

// Collects findings; readers go on after an error so that all are told at once.
class Findings {
 public:
  void Error(const Place& place, std::string message);
  void Warning(const Place& place, std::string message);
  void Append(const Findings& other);

  bool HasErrors() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return all_.size() - errors_; }
  // In the order of file, line and column, each finding once.
  std::vector<Finding> Sorted() const;
  std::string ToString() const;  // one per line

 private:
  std::vector<Finding> all_;
  std::size_t errors_ = 0;
};

// A piece of a file as it may stand in a message: in single quotes, on one line, shortened, and
// with nothing in it that a terminal would obey.
std::string Shown(std::string_view text);

}  // namespace lineman
