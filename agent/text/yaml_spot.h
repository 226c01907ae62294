// Where yaml-cpp gave up, and what stands around it.
#pragma once

#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "text/yaml_builder.h"
#include "text/yaml_faults.h"
#include "text/yaml_source.h"

namespace lineman {

namespace yaml_says = YAML::ErrorMsg;

// Where yaml-cpp gave up, and what stands around it.
struct Spot {
  const YamlSource& source;
  const YamlBuilder& builder;
  std::string_view complaint;
  std::size_t reached;  // as yaml-cpp counts, perhaps past the end
  std::size_t offset = std::min(reached, source.text().size());
  std::size_t line = source.LineOf(offset);

  std::string_view rest() const {  // of the line
    return source.Line(line).substr(offset - source.StartOf(line));
  }
  std::string_view before() const {  // on the line
    return source.Line(line).substr(0, offset - source.StartOf(line));
  }
  bool Is(std::string_view what) const { return complaint == what; }
  bool IsFirstOnLine() const { return before().find_first_not_of(" \t") == std::string_view::npos; }
  char CharacterBefore() const {  // '\0' at the start of the text
    const std::size_t at =
        offset == 0 ? std::string::npos : source.text().find_last_not_of(" \t\n", offset - 1);
    return at == std::string::npos ? '\0' : source.text()[at];
  }
};

// What is to be told of a spot; nothing when another explanation has to be sought.
using Explanation = std::optional<YamlFault>;

// Whether yaml-cpp met something it did not expect, not a fault inside of one text.
bool IsAboutStructure(const Spot& spot);

// Quotes and brackets that are never closed, or closed too late, or have something behind them.
Explanation ExplainUnclosed(const Spot& spot);
Explanation ExplainMissingQuote(const Spot& spot);
Explanation ExplainAfterEnd(const Spot& spot);

// Lines whose colon or indentation does not fit those above.
Explanation ExplainLineAbove(const Spot& spot);
Explanation ExplainColon(const Spot& spot);
Explanation ExplainMisfit(const Spot& spot);

}  // namespace lineman
