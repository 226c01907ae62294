#include "text/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "text/utf8.h"

namespace lineman {
namespace {

constexpr std::size_t kLongestShown = 60;  // characters

std::string_view FileOf(const Place& place) {
  return place.file ? std::string_view(*place.file) : std::string_view();
}

}  // namespace

std::string Place::ToString() const { return fmt::format("{}:{}:{}", FileOf(*this), line, column); }

std::string Place::FileAndLine() const { return fmt::format("{}:{}", FileOf(*this), line); }

bool operator<(const Place& a, const Place& b) {
  if (a.file != b.file) {
    if (const int order = FileOf(a).compare(FileOf(b)); order != 0) return order < 0;
  }
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}

std::string Finding::ToString() const {
  return fmt::format("{}: {}: {}", place.ToString(),
                     severity == Severity::kError ? "error" : "warning", message);
}

void Findings::Error(const Place& place, std::string message) {
  all_.push_back({Severity::kError, place, std::move(message)});
  ++errors_;
}

void Findings::Warning(const Place& place, std::string message) {
  all_.push_back({Severity::kWarning, place, std::move(message)});
}

void Findings::Append(const Findings& other) {
  all_.reserve(all_.size() + other.all_.size());
  std::copy_n(other.all_.begin(), other.all_.size(), std::back_inserter(all_));
  errors_ += other.errors_;
}

std::vector<Finding> Findings::Sorted() const {
  std::vector<Finding> sorted = all_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Finding& a, const Finding& b) { return a.place < b.place; });
  std::vector<Finding> once;
  std::set<std::pair<Severity, std::string>> said;  // at the place of once.back()
  for (Finding& finding : sorted) {
    if (!once.empty() && once.back().place < finding.place) said.clear();
    if (said.emplace(finding.severity, finding.message).second) once.push_back(std::move(finding));
  }
  return once;
}

std::string Findings::ToString() const {
  std::string text;
  for (const Finding& finding : Sorted()) text += finding.ToString() + "\n";
  return text;
}

std::string Shown(std::string_view text) {
  std::string shown = "'";
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    if (count == kLongestShown) return shown + "…'";
    const Utf8Char character = DecodeUtf8(text, at);
    const std::size_t bytes = character.bytes;
    if (bytes == 0 || IsUnsafeToShow(character.code))
      shown += "\uFFFD";
    else
      shown += text.substr(at, bytes);
    at += bytes == 0 ? 1 : bytes;
  }
  return shown + "'";
}

}  // namespace lineman
