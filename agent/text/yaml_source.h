// A text that is fit to be read as YAML, and the places in it.
//
// What yaml-cpp answers badly or not at all is refused here first, with a place: other encodings,
// control characters, emptiness, size. What is left is UTF-8 with plain line feeds.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/findings.h"
#include "text/yaml.h"

namespace lineman {

class YamlSource {
 public:
  // Nothing after an error.
  static std::optional<YamlSource> Open(std::string_view text, const std::string& file,
                                        const YamlLimits& limits, Findings& findings);

  // Without byte order mark and carriage returns; offsets count its bytes.
  const std::string& text() const { return text_; }
  // The place of an offset; offsets past the end mean the end.
  Place PlaceAt(std::size_t offset) const;
  // Lines count from 0 here. Without the line feed.
  std::size_t LineOf(std::size_t offset) const;
  std::size_t StartOf(std::size_t line) const { return starts_.at(line); }
  std::string_view Line(std::size_t line) const;
  std::size_t lines() const { return starts_.size(); }

 private:
  YamlSource(std::string text, std::shared_ptr<const std::string> file);

  std::shared_ptr<const std::string> file_;
  std::string text_;
  std::vector<std::size_t> starts_;      // of each line
  std::vector<std::size_t> characters_;  // before each kStride-th byte
};

}  // namespace lineman
