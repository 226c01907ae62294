// The files of report/, as they are. The build makes the source file (report/embed.cmake).
#pragma once

#include <string_view>

namespace lineman {

extern const std::string_view kReportPage;    // page.html: a template for Fill
extern const std::string_view kReportLine;    // line.html: the same, of one line
extern const std::string_view kReportStyle;   // page.css
extern const std::string_view kReportScript;  // data.js and the others

}  // namespace lineman
