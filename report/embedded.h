// Files that are compiled into the program, so that a report needs nothing but the program.
#pragma once

#include <string_view>

/// 0 builds a report with tables only, without ECharts.
#ifndef TALUS_REPORT_CHARTS
#define TALUS_REPORT_CHARTS 1
#endif

namespace talus::report {

std::string_view page_style();     ///< report/page.css
std::string_view page_script();    ///< report/charts.js; empty without charts
std::string_view chart_library();  ///< dist/echarts.min.js of ECharts (Apache-2.0); empty without charts

}  // namespace talus::report
