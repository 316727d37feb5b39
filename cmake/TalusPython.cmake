# The Python module talus: bindings.cpp and the folder python/talus, together in one folder of the build
# (PYTHONPATH=build/release/python) and of an installed copy. It is for Debian's Python, whose modules it uses, and which
# need not be the one that stands first in PATH.
set(python_packages "pybind11-dev, python3-dev and python3-numpy of Debian")
set(Python_EXECUTABLE /usr/bin/python3 CACHE FILEPATH "Python that the module is for")
set(PYBIND11_FINDPYTHON ON)
if(EXISTS ${Python_EXECUTABLE} AND (PROJECT_IS_TOP_LEVEL OR TALUS_PYTHON))
  find_package(Python 3.11 QUIET COMPONENTS Interpreter Development)
endif()
if(Python_FOUND)
  find_package(pybind11 2.10 QUIET CONFIG)
endif()
set(python_is_possible OFF)
if(Python_FOUND AND pybind11_FOUND AND PROJECT_IS_TOP_LEVEL)
  set(python_is_possible ON)
endif()
option(TALUS_PYTHON "Build the Python module; needs ${python_packages}" ${python_is_possible})
if(NOT TALUS_PYTHON)
  message(STATUS "Python module: not built (-DTALUS_PYTHON=ON builds it; needs ${python_packages})")
  return()
endif()
if(NOT Python_FOUND OR NOT pybind11_FOUND)
  message(FATAL_ERROR
    "TALUS_PYTHON is ON, but pybind11 2.10 or Python 3.11 with its headers is not there: install ${python_packages}, or "
    "leave the module out with -DTALUS_PYTHON=OFF.")
endif()
message(STATUS "Python module: built for ${Python_EXECUTABLE} (target talus_python; -DTALUS_PYTHON=OFF leaves it out)")

set(TALUS_PYTHON_DIR lib/python${Python_VERSION_MAJOR}.${Python_VERSION_MINOR}/dist-packages CACHE STRING
  "Where the Python module goes, below the prefix of the installation")
set(python_folder ${PROJECT_BINARY_DIR}/python/talus)
pybind11_add_module(talus_python MODULE NO_EXTRAS python/bindings.cpp python/runs.cpp)
target_link_libraries(talus_python PRIVATE talus_api)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_link_options(talus_python PRIVATE -Wl,-init=talus_refuse_foreign_processor)  # first of all that it does
endif()
set_target_properties(talus_python PROPERTIES OUTPUT_NAME _talus LIBRARY_OUTPUT_DIRECTORY ${python_folder}
  INSTALL_RPATH_USE_LINK_PATH ON)
file(GLOB python_files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/python/talus ${PROJECT_SOURCE_DIR}/python/talus/*.py*)
list(APPEND python_files py.typed)
foreach(file IN LISTS python_files)
  configure_file(python/talus/${file} ${python_folder}/${file} COPYONLY)
endforeach()
if(TALUS_INSTALL)
  install(TARGETS talus_python LIBRARY DESTINATION ${TALUS_PYTHON_DIR}/talus)
  list(TRANSFORM python_files PREPEND python/talus/)
  install(FILES ${python_files} DESTINATION ${TALUS_PYTHON_DIR}/talus)
endif()
