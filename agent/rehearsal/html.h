// HTML from text.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace lineman {

// Text as it may stand between tags and in quoted attributes.
std::string Escape(std::string_view text);

// Names and words of others: escaped, and kept from turning the writing around them.
std::string Foreign(std::string_view text);

// The template with what stands in `values` for each {{name}} in it. Values are HTML already and
// are not looked through again; a name that has none is left as it is.
std::string Fill(std::string_view page, const std::map<std::string_view, std::string>& values);

}  // namespace lineman
