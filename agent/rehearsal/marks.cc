#include "rehearsal/marks.h"

#include <fmt/format.h>

#include <utility>

namespace lineman {
namespace {

std::string DeedOf(const Entry& decision) {
  std::string text = decision.what;
  if (decision.number && !decision.number->empty()) text += " " + *decision.number;
  if (!decision.user.empty()) text += " as " + decision.user;
  if (!decision.answer.empty()) text += " " + decision.answer;
  if (!decision.detail.empty()) text += ": " + decision.detail;
  return text;
}

// What is asked of a person has a deadline; all others say how long they wait.
std::optional<Duration> WaitOf(const Entry& decision) {
  if (decision.after) return decision.after;
  if (decision.next_at && *decision.next_at > decision.wall)
    return *decision.next_at - decision.wall;
  return std::nullopt;
}

}  // namespace

void Marks::Decide(const Entry& decision) {
  const bool is_dial = decision.what == "dial";
  if (is_dial) dial_.reset();
  if (all_.size() >= kMost) {
    ++left_out_;
    return;
  }
  if (is_dial) dial_ = all_.size();
  all_.push_back({.at = decision.at,
                  .wait = WaitOf(decision),
                  .what = Place(DeedOf(decision)),
                  .by = Place(decision.by),
                  .why = Place(fmt::format("{}", fmt::join(decision.why, "\n"))),
                  .error = is_dial ? RasError::kNone : decision.error,
                  .is_dial = is_dial});
}

void Marks::Connect() {
  if (dial_) all_[*dial_].connected = true;
}

void Marks::End(RasError error) {
  if (const auto dial = std::exchange(dial_, std::nullopt)) all_[*dial].error = error;
}

std::int32_t Marks::Place(std::string text) {
  const auto [found, fresh] = places_.try_emplace(text, static_cast<std::int32_t>(texts_.size()));
  if (fresh) texts_.push_back(std::move(text));
  return found->second;
}

}  // namespace lineman
