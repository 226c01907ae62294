# The files of rehearsal/report go into the program as they are.

set(report ${CMAKE_CURRENT_SOURCE_DIR}/rehearsal/report)
file(GLOB parts CONFIGURE_DEPENDS ${report}/*)
set(made ${CMAKE_CURRENT_BINARY_DIR}/report_parts.cc)
add_custom_command(
  OUTPUT ${made}
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${report} -DOUTPUT=${made} -P ${report}/embed.cmake
  DEPENDS ${parts}
  VERBATIM)
target_sources(lineman_rehearsal PRIVATE ${made})
