# What a program for Windows needs beside what is compiled: Windows' own libraries, and the rules of time
# zones, which lie in a folder beside the program.

target_link_libraries(lineman_control PRIVATE advapi32 ws2_32 mswsock)
target_link_libraries(lineman_app PRIVATE advapi32 ws2_32 mswsock)

set(zones ${LINEMAN_WINDOWS_PREFIX}/tzdata)
add_custom_command(
  OUTPUT ${CMAKE_BINARY_DIR}/tzdata/version
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${zones} ${CMAKE_BINARY_DIR}/tzdata
  DEPENDS ${zones}/version VERBATIM)
add_custom_target(lineman_zones ALL DEPENDS ${CMAKE_BINARY_DIR}/tzdata/version)
add_dependencies(lineman_base lineman_zones)
install(DIRECTORY ${zones} DESTINATION ${CMAKE_INSTALL_SBINDIR})

enable_language(RC)
target_sources(lineman PRIVATE app/lineman.rc)
set_source_files_properties(app/lineman.rc PROPERTIES OBJECT_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/app/lineman.manifest)
