// Why a text is no YAML, in words its writer can act on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/yaml_source.h"

namespace lineman {

class YamlBuilder;

// A place in a text and what is wrong there.
struct YamlFault {
  std::size_t offset;
  std::string message;
};

// Translates a complaint of yaml-cpp at an offset; `builder` tells how far the reading had come.
YamlFault ExplainFault(const YamlSource& source, const YamlBuilder& builder,
                       std::string_view complaint, std::size_t offset);

}  // namespace lineman
