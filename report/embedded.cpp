// The assembler copies the files as they are: no generated sources, nothing to compile.
// The build gives TALUS_REPORT_FOLDER (this folder) and TALUS_ECHARTS_FILE (the one file of ECharts).
#include "report/embedded.h"

#include <cstddef>

// name: the bytes of a file, between name_begin and name_end.
#define TALUS_EMBED(name, file)                                 \
  asm(".pushsection .rodata\n.balign 16\n"                      \
      ".globl " #name "_begin\n.hidden " #name "_begin\n" #name \
      "_begin:\n"                                               \
      ".incbin \"" file                                         \
      "\"\n"                                                    \
      ".globl " #name "_end\n.hidden " #name "_end\n" #name     \
      "_end:\n.byte 0\n"                                        \
      ".popsection\n");                                         \
  extern "C" const char name##_begin[];                         \
  extern "C" const char name##_end[]

TALUS_EMBED(talus_page_style, TALUS_REPORT_FOLDER "/page.css");
#if TALUS_REPORT_CHARTS
TALUS_EMBED(talus_page_script, TALUS_REPORT_FOLDER "/charts.js");
TALUS_EMBED(talus_chart_library, TALUS_ECHARTS_FILE);
#endif

namespace talus::report {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view page_style() { return between(talus_page_style_begin, talus_page_style_end); }

#if TALUS_REPORT_CHARTS
std::string_view page_script() { return between(talus_page_script_begin, talus_page_script_end); }
std::string_view chart_library() { return between(talus_chart_library_begin, talus_chart_library_end); }
#else
std::string_view page_script() { return {}; }
std::string_view chart_library() { return {}; }
#endif

}  // namespace talus::report
