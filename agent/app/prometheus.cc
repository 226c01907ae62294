#include "app/prometheus.h"

#include <fmt/format.h>

namespace lineman {
namespace {

// Quotes are escaped in the values of labels only.
std::string Escaped(std::string_view text, bool quotes) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '\n') {
      escaped += "\\n";
      continue;
    }
    if (letter == '\\' || (quotes && letter == '"')) escaped += '\\';
    escaped += letter;
  }
  return escaped;
}

}  // namespace

void PrometheusText::Family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, Escaped(help, false), name, type);
}

void PrometheusText::Sample(std::initializer_list<Label> labels, std::string_view value) {
  std::string list;
  for (const auto& [name, label] : labels) {
    list += fmt::format("{}{}=\"{}\"", list.empty() ? "" : ",", name, Escaped(label, true));
  }
  text_ += fmt::format("{}{} {}\n", name_, list.empty() ? "" : "{" + list + "}", value);
}

std::string Seconds(Duration duration) {
  return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1000.0);
}

std::string Timestamp(WallTime at) { return Seconds(at.time_since_epoch()); }

}  // namespace lineman
