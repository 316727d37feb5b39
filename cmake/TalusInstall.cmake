# What `cmake --install` takes along: the program, the library with its headers, package files of CMake and pkg-config that
# work from wherever the folder stands, and the documents.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(TALUS_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/Talus)
set(TALUS_PKGCONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

list(TRANSFORM TALUS_ROOMS PREPEND talus_ OUTPUT_VARIABLE talus_libraries)
set_target_properties(talus PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)  # a PETSc or MPI that stands elsewhere
install(TARGETS talus RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS ${talus_libraries} EXPORT TalusTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY api/public/talus base/public/talus chemistry/public/talus
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")

install(EXPORT TalusTargets NAMESPACE Talus:: DESTINATION ${TALUS_CMAKE_DIR})
configure_package_config_file(cmake/TalusConfig.cmake.in ${PROJECT_BINARY_DIR}/packages/TalusConfig.cmake
  INSTALL_DESTINATION ${TALUS_CMAKE_DIR} NO_SET_AND_CHECK_MACRO)
# Until 1.0 a minor version may change names.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/packages/TalusConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/packages/TalusConfig.cmake ${PROJECT_BINARY_DIR}/packages/TalusConfigVersion.cmake
  cmake/TalusDependencies.cmake
  DESTINATION ${TALUS_CMAKE_DIR})

# The libraries from the top down, as a linker wants static ones.
list(REVERSE talus_libraries)
list(TRANSFORM talus_libraries PREPEND -l)
list(JOIN talus_libraries " " TALUS_LINK_LIBRARIES)
file(RELATIVE_PATH TALUS_PREFIX_FROM_PKGCONFIG
  ${CMAKE_INSTALL_PREFIX}/${TALUS_PKGCONFIG_DIR} ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" TALUS_PREFIX_FROM_PKGCONFIG "${TALUS_PREFIX_FROM_PKGCONFIG}")
configure_file(cmake/talus.pc.in ${PROJECT_BINARY_DIR}/packages/talus.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/packages/talus.pc DESTINATION ${TALUS_PKGCONFIG_DIR})

install(FILES README.md LICENSE CITATION.cff CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING
  PATTERN "*.md" PATTERN "*.png" PATTERN "*.svg" PATTERN "*.json" PATTERN "*.sbatch")
install(DIRECTORY inputs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING
  PATTERN "*.toml" PATTERN "*.csv" PATTERN "*.py" PATTERN "*.md")
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING
  PATTERN "*.cpp" PATTERN "*.toml" PATTERN "*.md" PATTERN "CMakeLists.txt")
