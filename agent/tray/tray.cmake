# lineman-tray: the icon beside the clock. Its core is a room like the others (`tray`); this adds the
# program, where Qt 6 is.

set(LINEMAN_TRAY AUTO CACHE STRING "Build lineman-tray: AUTO (where Qt 6 is), ON (it must be), OFF")
set_property(CACHE LINEMAN_TRAY PROPERTY STRINGS AUTO ON OFF)
if(LINEMAN_TRAY STREQUAL "OFF")
  return()
endif()
if(WIN32)
  # Windows has what an icon needs.
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tray/win32/*_win32.cc)
  add_executable(lineman-tray WIN32 ${sources})
  target_link_options(lineman-tray PRIVATE -municode)
  target_link_libraries(lineman-tray PRIVATE lineman_tray lineman_options gdiplus shell32 gdi32 user32)
  set_target_properties(lineman-tray PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  install(TARGETS lineman-tray DESTINATION ${CMAKE_INSTALL_SBINDIR})
  return()
endif()
if(LINEMAN_TRAY STREQUAL "AUTO")
  find_package(Qt6 QUIET COMPONENTS Widgets Network DBus LinguistTools)
else()
  find_package(Qt6 REQUIRED COMPONENTS Widgets Network DBus LinguistTools)
endif()
if(NOT Qt6_FOUND)
  message(STATUS "lineman-tray is not built: there is no Qt 6 (qt6-base-dev, qt6-tools-dev, qt6-l10n-tools)")
  return()
endif()

set(folder ${CMAKE_CURRENT_SOURCE_DIR}/tray/qt)
file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cc)
list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
file(GLOB texts CONFIGURE_DEPENDS ${folder}/texts/*.ts)
add_library(lineman_tray_qt STATIC ${sources})
target_link_libraries(lineman_tray_qt PUBLIC lineman_tray Qt6::Widgets Qt6::Network Qt6::DBus PRIVATE lineman_options)
add_executable(lineman-tray ${folder}/main.cc)
target_compile_definitions(lineman-tray PRIVATE LINEMAN_VERSION="${PROJECT_VERSION}")
target_link_libraries(lineman-tray PRIVATE lineman_tray_qt lineman_options)
set_target_properties(lineman-tray PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

# The translations, inside the program.
set(compiled)
foreach(text ${texts})
  get_filename_component(name ${text} NAME_WE)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/texts/${name}.qm)
  add_custom_command(OUTPUT ${made} COMMAND Qt6::lrelease -silent -nounfinished ${text} -qm ${made}
                     DEPENDS ${text} VERBATIM)
  list(APPEND compiled ${made})
endforeach()
file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/texts)
add_custom_target(lineman_tray_compiled_texts DEPENDS ${compiled})
add_dependencies(lineman_tray_qt lineman_tray_compiled_texts)
qt_add_resources(lineman-tray texts PREFIX /texts BASE ${CMAKE_CURRENT_BINARY_DIR}/texts FILES ${compiled})

# Takes the sentences out of the source into the files of the translators.
add_custom_target(
  lineman_tray_texts
  COMMAND Qt6::lupdate -no-obsolete -locations none -tr-function-alias
          QT_TRANSLATE_NOOP+=TRAY_TEXT,QT_TRANSLATE_N_NOOP+=TRAY_COUNT ${CMAKE_CURRENT_SOURCE_DIR}/tray -ts
          ${folder}/texts/tray_de.ts
  COMMAND Qt6::lupdate -no-obsolete -locations none -pluralonly -tr-function-alias
          QT_TRANSLATE_NOOP+=TRAY_TEXT,QT_TRANSLATE_N_NOOP+=TRAY_COUNT ${CMAKE_CURRENT_SOURCE_DIR}/tray -ts
          ${folder}/texts/tray_en.ts
  VERBATIM)

install(TARGETS lineman-tray DESTINATION ${CMAKE_INSTALL_BINDIR})
# `cmake --install --prefix` may choose another place than was configured.
set(entry ${CMAKE_CURRENT_SOURCE_DIR}/tray/lineman-tray.desktop.in)
set(made ${CMAKE_BINARY_DIR}/system/lineman-tray.desktop)
set(LINEMAN_TRAY_PROGRAM ${CMAKE_INSTALL_FULL_BINDIR}/lineman-tray)
configure_file(${entry} ${made} @ONLY)
install(CODE "set(LINEMAN_TRAY_PROGRAM \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/lineman-tray)
  configure_file(${entry} ${made} @ONLY)")
install(FILES ${made} DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/tray/lineman-tray.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES ${made} DESTINATION ${CMAKE_INSTALL_SYSCONFDIR}/xdg/autostart)
