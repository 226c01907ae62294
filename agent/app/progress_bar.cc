#include "app/progress_bar.h"

#include <fmt/format.h>

#include <utility>

#include "app/terminal.h"

namespace lineman {
namespace {

constexpr int kWidth = 40;

}  // namespace

ProgressBar::ProgressBar(std::string title)
    : title_(title.empty() ? std::move(title) : title + " "), shown_(IsTerminal(stderr)) {}

ProgressBar::~ProgressBar() {
  if (drawn_ >= 0) PrintError(fmt::format("\r{:{}}\r", "", title_.size() + kWidth + 8));
}

void ProgressBar::Show(double share) {
  const int percent = static_cast<int>(share * 100);
  if (!shown_ || percent == drawn_) return;
  drawn_ = percent;
  const int filled = percent * kWidth / 100;
  PrintError(
      fmt::format("\r{}[{:#<{}}{:.<{}}] {:>3}%", title_, "", filled, "", kWidth - filled, percent));
}

}  // namespace lineman
