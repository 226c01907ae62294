# Makes OUTPUT, a source file that holds the files of FOLDER as texts: cmake -DFOLDER=… -DOUTPUT=… -P

# add(NAME FILE...): the files one after the other, as kReportNAME.
function(add name)
  set(literals)
  foreach(file ${ARGN})
    file(READ ${FOLDER}/${file} text)
    # A checkout on Windows may have other ends of lines: the pages are the same everywhere.
    string(REPLACE "\r\n" "\n" text "${text}")
    string(APPEND literals "\n    R\"lineman(${text})lineman\"")
  endforeach()
  file(APPEND ${OUTPUT} "const std::string_view kReport${name} =${literals};\n")
endfunction()

file(WRITE ${OUTPUT} "// Made from the files of rehearsal/report.\n#include \"rehearsal/report_parts.h\"\n
namespace lineman {\n")
add(Page page.html)
add(Line line.html)
add(Style page.css)
add(Script data.js pen.js lens.js days.js timeline.js page.js)
file(APPEND ${OUTPUT} "}  // namespace lineman\n")
