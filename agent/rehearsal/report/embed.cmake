# Makes OUTPUT, a source file that holds the files of FOLDER as texts: cmake -DFOLDER=… -DOUTPUT=… -P

set(code "// Made from the files of rehearsal/report.\n#include \"rehearsal/report_parts.h\"\n\n")
string(APPEND code "namespace lineman {\n")
foreach(part Page=page.html Line=line.html Style=page.css Script=page.js)
  string(REGEX MATCH "^(.*)=(.*)$" matched ${part})
  set(name ${CMAKE_MATCH_1})
  file(READ ${FOLDER}/${CMAKE_MATCH_2} text)
  # A checkout on Windows may have other ends of lines: the pages are the same everywhere.
  string(REPLACE "\r\n" "\n" text "${text}")
  string(APPEND code "const std::string_view kReport${name} = R\"lineman(${text})lineman\";\n")
endforeach()
string(APPEND code "}  // namespace lineman\n")
file(WRITE ${OUTPUT} "${code}")
