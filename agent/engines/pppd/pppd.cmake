# What the pppd engine needs beside the agent: the plugin that pppd loads and the helper that dials
# modems. They lie beside the program when built, and in LINEMAN_PARTS, below the prefix, when installed.

set(LINEMAN_PARTS ${CMAKE_INSTALL_LIBEXECDIR}/lineman)
if(NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
  return()
endif()
find_path(PPPD_INCLUDE pppd/pppd.h REQUIRED)
enable_language(C)

# pppd loads it, so it knows no sanitizer, whatever the rest is built with.
set(pppd ${CMAKE_CURRENT_SOURCE_DIR}/engines/pppd)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
file(GLOB sources CONFIGURE_DEPENDS ${pppd}/plugin/*.c)
add_library(lineman_pppd_plugin MODULE ${sources})
set_target_properties(
  lineman_pppd_plugin
  PROPERTIES PREFIX "" OUTPUT_NAME lineman-pppd C_STANDARD 11 C_VISIBILITY_PRESET hidden
             LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
target_include_directories(lineman_pppd_plugin PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_include_directories(lineman_pppd_plugin SYSTEM PRIVATE ${PPPD_INCLUDE})
target_compile_options(lineman_pppd_plugin PRIVATE -Wall -Wextra -Wshadow)
target_compile_definitions(lineman_pppd_plugin PRIVATE OPENSSL_SUPPRESS_DEPRECATED)
target_link_libraries(lineman_pppd_plugin PRIVATE OpenSSL::Crypto)
if(LINEMAN_WERROR)
  target_compile_options(lineman_pppd_plugin PRIVATE -Werror)
endif()

file(GLOB sources CONFIGURE_DEPENDS ${pppd}/connect/*.cc)
add_executable(lineman_connect ${sources})
set_target_properties(lineman_connect PROPERTIES OUTPUT_NAME lineman-connect RUNTIME_OUTPUT_DIRECTORY
                                                                             ${CMAKE_BINARY_DIR})
target_include_directories(lineman_connect PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(lineman_connect PRIVATE lineman_engines_pppd lineman_options fmt::fmt)

add_dependencies(lineman lineman_pppd_plugin lineman_connect)
target_compile_definitions(lineman_app PRIVATE LINEMAN_HAS_PPPD)
set_source_files_properties(app/pppd_host_posix.cc PROPERTIES
                            COMPILE_DEFINITIONS LINEMAN_PARTS="${LINEMAN_PARTS}")
install(TARGETS lineman_pppd_plugin LIBRARY DESTINATION ${LINEMAN_PARTS})
install(TARGETS lineman_connect RUNTIME DESTINATION ${LINEMAN_PARTS})
