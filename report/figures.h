// What the charts of the page show, as curves; charts.js draws them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "report/account.h"
#include "report/words.h"

namespace talus::report {

/// One curve of a figure.
struct FigureCurve {
  std::string name;
  int color = 0;  ///< number in the palette of charts.js; -1 is ink
  bool dashed = false;
  bool marks = false;                             ///< points alone, without a line
  bool stacked = false;                           ///< filled, and on top of the stacked curves before it
  std::vector<std::pair<double, double>> points;  ///< in the units of the axes
};

/// What went from one place to another.
struct FigureFlow {
  std::string from, to;
  double amount = 0;
};

/// One chart with its title.
struct Figure {
  /// x against time; depth downwards against x; stacked bars of runs; flows between places; any y against any x.
  enum class Kind { time, depth, bars, flows, xy };
  std::string id;
  Kind kind = Kind::time;
  std::string title;
  std::string x_name, y_name;           ///< with units
  bool logarithmic = false;             ///< the y axis
  double x_end = 0;                     ///< where a time axis ends
  std::vector<std::string> categories;  ///< of bars: the runs
  std::vector<FigureCurve> curves;
  std::vector<FigureFlow> flows{};
  std::optional<double> start{};  ///< s from 1970 to 0 of a time axis, which then shows dates
  double second = 1;              ///< s of the unit of a time axis
};

/// Gives the figure a time axis of `longest` s, with dates where the `start` is known (s from 1970). The unit of the axis.
TimeUnit set_time_axis(Figure& figure, double longest, const std::optional<double>& start);

Figure stored_figure(std::span<const Account> accounts);      ///< CO2 stored over time, by place for one run
Figure balance_figure(std::span<const Account> accounts);     ///< CO2 from air, by water, exported over time
Figure flow_figure(const Account& account);                   ///< where the CO2 came from and went
Figure place_figure(std::span<const Account> accounts);       ///< where the CO2 is at the end, by run
Figure rate_figure(std::span<const Account> accounts);        ///< of CO2 from air over time
Figure conversion_figure(std::span<const Account> accounts);  ///< conversions over time
std::vector<Figure> profile_figures(std::span<const Account> accounts);  ///< state over depth

/// JSON for charts.js.
std::string figures_json(std::span<const Figure> figures);

}  // namespace talus::report
