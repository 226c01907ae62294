#include "rehearsal/html.h"

namespace lineman {

std::string Escape(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string Foreign(std::string_view text) { return "<bdi>" + Escape(text) + "</bdi>"; }

std::string Fill(std::string_view page, const std::map<std::string_view, std::string>& values) {
  std::string html;
  while (true) {
    const std::size_t from = page.find("{{");
    const std::size_t to = from == std::string_view::npos ? from : page.find("}}", from);
    if (to == std::string_view::npos) return html.append(page);
    const auto value = values.find(page.substr(from + 2, to - from - 2));
    html += page.substr(0, from);
    html += value == values.end() ? page.substr(from, to + 2 - from) : value->second;
    page.remove_prefix(to + 2);
  }
}

}  // namespace lineman
