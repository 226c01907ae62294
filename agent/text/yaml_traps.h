// What is valid YAML and yet not what its writer meant, and other things that can only be seen in
// the text itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "text/findings.h"
#include "text/yaml_source.h"

namespace lineman {

struct OpenCollection;

// Refuses quotes that are never closed (yaml-cpp lets them end with the file) and a NUL made by an
// escape; warns of a Windows path or name in double quotes, whose backslashes have become control
// characters. `offset` is where the value begins.
void CheckQuoted(const YamlSource& source, std::size_t offset, const YamlNode& scalar,
                 Findings& findings);

// Tells why the mapping's awaited value is missing: there is no ':' (yaml-cpp takes the last line
// of a file for a key all the same), no blank after it, or a comment (`number: #31#0301`).
void CheckMissingValue(const YamlSource& source, const OpenCollection& mapping, Findings& findings);

// Whether a line is like `online:always`, and what to tell its writer.
bool LacksBlankAfterColon(std::string_view line);
inline constexpr const char* kBlankAfterColon = "write a blank after the ':'";

// Refuses a document that begins at `offset` without the `---` it needs, as yaml-cpp begins one
// wherever the last ended, and lines with a '%' before it that are no directives. The end of the
// text counts as one more beginning. False after an error.
bool CheckBeginning(const YamlSource& source, std::size_t offset, bool first, Findings& findings);

// The '-' of the list item that is empty, when `offset` is where yaml-cpp noticed that it is.
std::optional<std::size_t> DashBefore(const YamlSource& source, std::size_t offset);

}  // namespace lineman
