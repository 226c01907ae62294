// Prometheus' text format (its "Exposition formats", version 0.0.4).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/time.h"

namespace lineman {

// Samples, one family after the other.
class PrometheusText {
 public:
  using Label = std::pair<std::string_view, std::string_view>;

  // Begins a family; `type` is "gauge" or "counter".
  void Family(std::string_view name, std::string_view type, std::string_view help);
  // A sample of the family begun last.
  void Sample(std::initializer_list<Label> labels, std::string_view value);
  template <typename Number>
  requires std::is_arithmetic_v<Number>
  void Sample(std::initializer_list<Label> labels, Number value) {
    Sample(labels, std::string_view(std::to_string(value)));
  }

  const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
};

// Milliseconds as seconds: "90.25".
std::string Seconds(Duration duration);
// Seconds since 1970.
std::string Timestamp(WallTime at);

}  // namespace lineman
