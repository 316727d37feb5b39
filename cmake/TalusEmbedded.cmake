# What the build embeds in the libraries: the shipped databases, the charts of the report, the commit.

# The databases that users call "talus", "talus redox", "talus pe", "talus oxidation" and "talus brines", in the order in which they are read, as texts and as
# trees. A program made before writes them, as talus itself is what needs them.
set(shipped_files "")
set(shipped_words "")
foreach(file IN ITEMS talus aqueous metals ligands exchange carbonates silicates sheet_silicates oxides salts sulfides redox
  electron oxidation brines)
  set(database_name talus)
  if(file STREQUAL redox)
    set(database_name "talus redox")
  elseif(file STREQUAL electron)
    set(database_name "talus pe")
  elseif(file STREQUAL oxidation)
    set(database_name "talus oxidation")
  elseif(file STREQUAL brines)
    set(database_name "talus brines")
  endif()
  list(APPEND shipped_files ${PROJECT_SOURCE_DIR}/chemistry/data/${file}.toml)
  list(APPEND shipped_words ${database_name} ${PROJECT_SOURCE_DIR}/chemistry/data/${file}.toml)
endforeach()
add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/embedded/shipped_database.cpp
  COMMAND talus_pack_shipped ${PROJECT_BINARY_DIR}/embedded/shipped_database.cpp ${shipped_words}
  DEPENDS talus_pack_shipped ${shipped_files} VERBATIM)

# ECharts 6.1.0, one file that the report carries with it; report/embedded.cpp takes it in.
if(TALUS_REPORT_CHARTS)
  set(echarts_file ${TALUS_ECHARTS_JS})
  if(NOT echarts_file)
    set(echarts_file ${PROJECT_BINARY_DIR}/echarts/node_modules/echarts/dist/echarts.min.js)
    find_program(NPM npm)
    set(npm_says "there is no npm on this machine.")
    if(NPM AND NOT EXISTS ${echarts_file})
      message(STATUS "Taking ECharts with npm")
      file(COPY package.json package-lock.json DESTINATION ${PROJECT_BINARY_DIR}/echarts)
      execute_process(
        COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --prefer-offline
        WORKING_DIRECTORY ${PROJECT_BINARY_DIR}/echarts OUTPUT_VARIABLE npm_says ERROR_VARIABLE npm_says)
    endif()
  endif()
  string(CONCAT ways_out
    "Either let npm reach its registry, or hand over the file (ECharts 6.1.0, dist/echarts.min.js) with "
    "-DTALUS_ECHARTS_JS=FILE, or build a report with tables only with -DTALUS_REPORT_CHARTS=OFF.")
  if(NOT EXISTS ${echarts_file})
    message(FATAL_ERROR "ECharts, which draws the charts of the report, is not there: ${npm_says}\n${ways_out}")
  endif()
  file(SHA256 ${echarts_file} echarts_sha256)
  if(NOT echarts_sha256 STREQUAL b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0)
    message(FATAL_ERROR "${echarts_file} is not the file of ECharts 6.1.0: SHA-256 ${echarts_sha256}\n${ways_out}")
  endif()
endif()

# Which commit this is, looked up in every build; the source changes, and is compiled again, only with the answer.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/embedded/name_commit.cmake @ONLY CONTENT [[
set(commit unknown)
find_program(git git)
if(git AND EXISTS "@PROJECT_SOURCE_DIR@/.git")
  execute_process(
    COMMAND ${git} --no-optional-locks describe --always --dirty --abbrev=10 --exclude=*
    WORKING_DIRECTORY "@PROJECT_SOURCE_DIR@" OUTPUT_VARIABLE answer RESULT_VARIABLE status
    ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(status EQUAL 0)
    set(commit ${answer})
  endif()
endif()
file(CONFIGURE OUTPUT "@PROJECT_BINARY_DIR@/embedded/version.cpp" CONTENT
"#include \"base/version.h\"
const char* const talus::talus_version = \"@PROJECT_VERSION@\";
const char* const talus::talus_commit = \"${commit}\";
")
]])
add_custom_target(talus_name_commit
  COMMAND ${CMAKE_COMMAND} -P ${PROJECT_BINARY_DIR}/embedded/name_commit.cmake
  BYPRODUCTS ${PROJECT_BINARY_DIR}/embedded/version.cpp VERBATIM)
