# What belongs to an installed lineman beside the program: manual pages, completion in shells, and the
# service. Folders of systemd are below the prefix, where systemd looks in /usr and in /usr/local.

find_program(SCDOC scdoc REQUIRED)
set(LINEMAN_SYSTEMD_PREFIX lib CACHE STRING "What systemd's folders are below")

set(pages)
foreach(page lineman.1 lineman-tray.1 lineman.yaml.5 lineman-plugin.7)
  set(source ${CMAKE_CURRENT_SOURCE_DIR}/app/man/${page}.scd)
  set(made ${CMAKE_BINARY_DIR}/man/${page})
  add_custom_command(OUTPUT ${made} COMMAND ${SCDOC} < ${source} > ${made} DEPENDS ${source} VERBATIM)
  list(APPEND pages ${made})
  string(REGEX REPLACE ".*\\." "" section ${page})
  install(FILES ${made} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/man)
add_custom_target(lineman_man ALL DEPENDS ${pages})

# The program knows its own command line.
if(NOT CMAKE_CROSSCOMPILING)
  set(completions)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/completion)
  foreach(shell bash fish zsh)
    set(made ${CMAKE_BINARY_DIR}/completion/lineman.${shell})
    add_custom_command(OUTPUT ${made} COMMAND lineman completion ${shell} > ${made}
                       DEPENDS lineman VERBATIM)
    list(APPEND completions ${made})
  endforeach()
  add_custom_target(lineman_completion ALL DEPENDS ${completions})
  install(FILES ${CMAKE_BINARY_DIR}/completion/lineman.bash
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME lineman)
  install(FILES ${CMAKE_BINARY_DIR}/completion/lineman.fish
          DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
  install(FILES ${CMAKE_BINARY_DIR}/completion/lineman.zsh
          DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _lineman)
endif()

if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  set(system ${PROJECT_SOURCE_DIR}/config/system)
  set(LINEMAN_PROGRAM ${CMAKE_INSTALL_FULL_SBINDIR}/lineman)
  configure_file(${system}/lineman.service.in ${CMAKE_BINARY_DIR}/system/lineman.service @ONLY)
  # `cmake --install --prefix` may choose another place than was configured.
  install(CODE "set(LINEMAN_PROGRAM \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_SBINDIR}/lineman)
    configure_file(${system}/lineman.service.in ${CMAKE_BINARY_DIR}/system/lineman.service @ONLY)")
  install(FILES ${CMAKE_BINARY_DIR}/system/lineman.service
          DESTINATION ${LINEMAN_SYSTEMD_PREFIX}/systemd/system)
  install(FILES ${system}/lineman.sysusers DESTINATION ${LINEMAN_SYSTEMD_PREFIX}/sysusers.d
          RENAME lineman.conf)
  install(FILES ${system}/lineman.tmpfiles DESTINATION ${LINEMAN_SYSTEMD_PREFIX}/tmpfiles.d
          RENAME lineman.conf)
endif()
