// How much of a long work is done.
#pragma once

#include <string>

namespace lineman {

// A bar on standard error that grows, where that is a terminal; it clears itself away at the end.
class ProgressBar {
 public:
  // `title` goes before it; may be empty.
  explicit ProgressBar(std::string title = {});
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `share` is done, 0 to 1.
  void Show(double share);

 private:
  std::string title_;
  bool shown_;
  int drawn_ = -1;
};

}  // namespace lineman
