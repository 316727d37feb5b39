#include "report/measured_output.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "report/csv_row.h"
#include "report/json_number.h"
#include "report/table.h"
#include "report/words.h"

namespace talus::report {
namespace {

using nlohmann::json;
using Kind = HtmlTable::Cell::Kind;

HtmlTable::Cell number(double value) { return {typeset_number(value), Kind::number}; }

double or_none(const std::optional<double>& value) { return value.value_or(std::nan("")); }

std::string fit_table(std::span<const MeasuredSeries> all) {
  HtmlTable table({"quantity", "run", "points", "bias", "RMSE", "|z| above 2", "unit", "how", "source"}, 2,
                  6);
  for (const MeasuredSeries& one : all)
    table.row({{typeset(one.quantity), Kind::head},
               {one.run},
               number(static_cast<double>(one.points.size())),
               number(one.bias()),
               number(one.rmse()),
               number(static_cast<double>(one.outside())),
               {typeset(one.unit), Kind::unit},
               {one.kind},
               {one.source, Kind::long_text}});
  return table.text();
}

std::string points_table(std::span<const MeasuredSeries> all) {
  HtmlTable table({"quantity", "run", "day or date", "depth, cm", "measured", "uncertainty", "modelled",
                   "residual", "z", "unit"},
                  2, 9);
  for (const MeasuredSeries& one : all)
    for (const MeasuredPoint& point : one.points)
      table.row(
          {{typeset(one.quantity), Kind::head},
           {one.run},
           {one.start ? date_of(*one.start + point.time) : typeset_number(point.time / 86400), Kind::number},
           number(50 * (point.top + point.bottom)),
           number(point.measured),
           number(or_none(point.uncertainty)),
           number(point.modelled),
           number(point.residual()),
           number(or_none(point.z())),
           {typeset(one.unit), Kind::unit}});
  return table.text();
}

/// The curve of a run with the points that were measured, for quantities of the whole pile.
void add_time_figure(const MeasuredSeries& one, std::span<const Account> accounts,
                     std::vector<Figure>& figures) {
  const auto account =
      std::ranges::find_if(accounts, [&](const Account& a) { return a.run.name == one.run; });
  const std::optional<TimedCurve> curve = modelled_curve(*account, one);
  if (!curve) return;
  Figure figure;
  figure.id = "measured" + std::to_string(figures.size());
  figure.title = one.quantity + ", " + (one.instrument.empty() ? "" : one.instrument + ", ") + one.run;
  figure.y_name = one.unit;
  const TimeUnit unit = set_time_axis(figure, account->run.time.back(), account->run.start);
  FigureCurve modelled{.name = "modelled", .color = 0, .points = {}};
  FigureCurve measured{.name = "measured", .color = 5, .marks = true, .points = {}};
  for (std::size_t k = 0; k < curve->time.size(); ++k)
    modelled.points.emplace_back(curve->time[k] / unit.seconds, curve->value[k]);
  for (const MeasuredPoint& point : one.points)
    measured.points.emplace_back(point.time / unit.seconds, point.measured);
  figure.curves = {std::move(modelled), std::move(measured)};
  figures.push_back(std::move(figure));
}

/// Modelled against measured, with the line on which they agree.
void add_pair_figure(const MeasuredSeries& one, std::vector<Figure>& figures) {
  if (one.points.size() < 3) return;
  Figure figure;
  figure.id = "measured" + std::to_string(figures.size());
  figure.title = one.quantity + ", " + one.run + ": modelled against measured";
  figure.x_name = "measured (" + one.unit + ")";
  figure.y_name = "modelled (" + one.unit + ")";
  FigureCurve points{.name = "points", .color = 0, .marks = true, .points = {}};
  double most = 0;
  for (const MeasuredPoint& point : one.points) {
    points.points.emplace_back(point.measured, point.modelled);
    most = std::max({most, point.measured, point.modelled});
  }
  figure.x_end = most;
  figure.curves = {
      std::move(points),
      {.name = "where they agree", .color = -1, .dashed = true, .points = {{0, 0}, {most, most}}}};
  figures.push_back(std::move(figure));
}

}  // namespace

std::string measured_section(std::span<const MeasuredSeries> series) {
  return "<h2>Measured values</h2>\n" + fit_table(series) +
         "<p class=\"note\">Bias and RMSE are of modelled minus measured, in the unit of the row; z divides that by the "
         "uncertainty of the measured value and the numerical error of the run together.</p>\n<details><summary>Every "
         "point</summary>\n" +
         points_table(series) + "</details>\n";
}

std::vector<Figure> measured_figures(std::span<const MeasuredSeries> series,
                                     std::span<const Account> accounts) {
  std::vector<Figure> figures;
  for (const MeasuredSeries& one : series) add_time_figure(one, accounts, figures);
  for (const MeasuredSeries& one : series) add_pair_figure(one, figures);
  return figures;
}

std::vector<std::string> measured_words(std::span<const MeasuredSeries> series) {
  std::vector<std::string> lines;
  for (const MeasuredSeries& one : series)
    lines.push_back(one.run + ", " + one.quantity + ": " + std::to_string(one.points.size()) +
                    (one.points.size() == 1 ? " measured value" : " measured values") + ", bias " +
                    digits(one.bias()) + ", RMSE " + digits(one.rmse()) + " " + one.unit + ", " +
                    std::to_string(one.outside()) + " with |z| above 2");
  return lines;
}

std::string measured_csv(std::span<const MeasuredSeries> series) {
  std::string table =
      "run,quantity,kind,source,time_s,depth_from_m,depth_to_m,unit,measured,uncertainty,modelled,residual,z\n";
  for (const MeasuredSeries& one : series)
    for (const MeasuredPoint& point : one.points)
      add_csv_row(table, one.run, one.quantity, one.kind, one.source, point.time, point.top, point.bottom,
                  one.unit, point.measured, or_none(point.uncertainty), point.modelled, point.residual(),
                  or_none(point.z()));
  return table;
}

std::string observations_text(std::span<const MeasuredSeries> series) {
  std::string text;
  int number = 0;
  for (const MeasuredSeries& one : series)
    for (const MeasuredPoint& point : one.points) {
      char value[40];
      std::snprintf(value, sizeof value, "%24.16e", point.modelled);
      std::string name = one.quantity;
      for (char& c : name)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
      text += std::string(value) + " o" + std::to_string(++number) + "_" + name + "\n";
    }
  return text;
}

json measured_json(std::span<const MeasuredSeries> series) {
  json list = json::array();
  for (const MeasuredSeries& one : series) {
    json points = json::array();
    for (const MeasuredPoint& point : one.points)
      points.push_back({{"time_s", point.time},
                        {"depth_from_m", json_number(point.top)},
                        {"depth_to_m", json_number(point.bottom)},
                        {"measured", point.measured},
                        {"uncertainty", json_number(or_none(point.uncertainty))},
                        {"modelled", json_number(point.modelled)},
                        {"residual", json_number(point.residual())},
                        {"z", json_number(or_none(point.z()))}});
    list.push_back({{"run", one.run},
                    {"quantity", one.quantity},
                    {"unit", one.unit},
                    {"kind", one.kind},
                    {"source", one.source},
                    {"bias", json_number(one.bias())},
                    {"rmse", json_number(one.rmse())},
                    {"outside", one.outside()},
                    {"points", points}});
  }
  return list;
}

}  // namespace talus::report
