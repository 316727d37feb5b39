#include "report/solids_output.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/csv_row.h"
#include "report/dates.h"
#include "report/json_number.h"
#include "report/table.h"

namespace talus::report {
namespace {

using nlohmann::json;
using Kind = HtmlTable::Cell::Kind;

constexpr double centimetre = 0.01, micrometre = 1e-6;  // m

HtmlTable::Cell number(double value) { return {typeset_number(value), Kind::number}; }

double last_of(const Curve& curve) { return curve.empty() ? std::nan("") : curve.back(); }

std::string note(const std::string& text) {
  return "<p class=\"note\">" + escape_html(typeset(text)) + "</p>\n";
}

json list_of(const Curve& values) {
  json list = json::array();
  for (const double value : values) list.push_back(json_number(value));
  return list;
}

double longest_of(std::span<const Account> accounts) {
  double longest = 0;
  for (const Account& account : accounts) longest = std::max(longest, account.run.time.back());
  return longest;
}

std::string join(std::span<const std::string> names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

std::vector<Result> results_of(const Fibre& fibre) {
  if (!fibre.unknown.empty()) return {};
  const auto result = [&](const char* what, const char* unit, double value) {
    return Result{Topic::waste, "fibre " + fibre.mineral + ", " + what, unit, value};
  };
  return {result("at the start", "kg", fibre.initial), result("left", "kg", fibre.left.back()),
          result("dissolved", "%", 100 * fibre.dissolved()),
          result("surface covered", "%", 100 * last_of(fibre.coat.covered)),
          result("thickness of its coat", "um", last_of(fibre.coat.thickness) / micrometre)};
}

std::string fibres_section(std::span<const Fibre> fibres) {
  HtmlTable table(
      {"fibre", "run", "at the start, kg", "left, kg", "dissolved, %", "surface covered, %", "coat, µm"}, 2,
      7);
  std::vector<std::string> notes;
  const auto add_note = [&](const std::string& text) {
    if (std::ranges::count(notes, text) == 0) notes.push_back(text);
  };
  for (const Fibre& one : fibres) {
    if (!one.unknown.empty()) {
      add_note(one.unknown);
      continue;
    }
    table.row({{one.mineral, Kind::head},
               {one.run},
               number(one.initial),
               number(one.left.back()),
               number(100 * one.dissolved()),
               number(100 * last_of(one.coat.covered)),
               number(last_of(one.coat.thickness) / micrometre)});
    add_note(one.mineral + ": " + one.coat.words);
  }
  std::string text = "<h2>Fibres that are left</h2>\n" + table.text();
  for (const std::string& one : notes) text += note(one);
  return text +
         note(
             "Whether what is left can become dust is not modelled. fibres.csv has every output, and every depth at the end.");
}

std::vector<Figure> fibres_figures(std::span<const Fibre> fibres, std::span<const Account> accounts) {
  Figure over_time, over_depth;
  over_time.id = "fibres";
  over_time.title = "Fibres left";
  over_time.y_name = "% of what was there at the start";
  const TimeUnit unit = set_time_axis(over_time, longest_of(accounts), common_start(accounts));
  over_depth.id = "fibres_depth";
  over_depth.kind = Figure::Kind::depth;
  over_depth.title = "Fibres left over depth, at the end";
  over_depth.x_name = "kg per m³ of pile";
  double deepest = 0;
  for (const Fibre& one : fibres)
    for (const FibreLayer& layer : one.layers) deepest = std::max(deepest, layer.depth);
  const LengthUnit length = depth_unit(deepest);
  over_depth.y_name = "depth (" + length.name + ")";
  for (std::size_t i = 0; i < fibres.size(); ++i) {
    const Fibre& one = fibres[i];
    const std::string name = accounts.size() > 1 ? one.mineral + ", " + one.run : one.mineral;
    FigureCurve left{.name = name, .color = static_cast<int>(i), .points = {}};
    FigureCurve at_end = left;
    FigureCurve at_start{
        .name = name + ", at the start", .color = static_cast<int>(i), .dashed = true, .points = {}};
    for (std::size_t k = 0; k < one.left.size(); ++k)
      left.points.emplace_back(one.time[k] / unit.seconds, 100 * one.left[k] / one.initial);
    for (const FibreLayer& layer : one.layers) {
      if (!std::isfinite(layer.left)) continue;
      at_end.points.emplace_back(layer.left, layer.depth / length.metres);
      at_start.points.emplace_back(layer.initial, layer.depth / length.metres);
    }
    if (!left.points.empty()) over_time.curves.push_back(std::move(left));
    if (at_end.points.empty()) continue;
    over_depth.curves.push_back(std::move(at_end));
    if (accounts.size() == 1) over_depth.curves.push_back(std::move(at_start));
  }
  return {std::move(over_time), std::move(over_depth)};
}

std::vector<std::string> fibres_words(std::span<const Fibre> fibres) {
  std::vector<std::string> lines;
  for (const Fibre& one : fibres)
    lines.push_back(one.unknown.empty() ? one.run + ", " + one.mineral + ": " + digits(one.left.back()) +
                                              " of " + digits(one.initial) + " kg are left (" +
                                              digits(100 * one.dissolved()) + " % dissolved)"
                                        : one.unknown);
  return lines;
}

std::string fibres_csv(std::span<const Fibre> fibres) {
  std::string table = "run,fibre,time_s,depth_m,quantity,unit,value\n";
  for (const Fibre& one : fibres) {
    const auto add = [&](std::size_t k, double depth, const char* quantity, const char* unit, double value) {
      add_csv_row(table, one.run, one.mineral, one.time[k], depth, quantity, unit, value);
    };
    const double whole = std::nan("");
    for (std::size_t k = 0; k < one.time.size(); ++k) {
      add(k, whole, "left", "kg", one.left[k]);
      add(k, whole, "dissolved", "1", 1 - one.left[k] / one.initial);
      if (!one.coat.covered.empty()) add(k, whole, "surface covered", "1", one.coat.covered[k]);
      if (!one.coat.thickness.empty()) add(k, whole, "thickness of the coat", "m", one.coat.thickness[k]);
    }
    for (const FibreLayer& layer : one.layers) {
      add(one.time.size() - 1, layer.depth, "at the start", "kg/m3", layer.initial);
      add(one.time.size() - 1, layer.depth, "left", "kg/m3", layer.left);
      add(one.time.size() - 1, layer.depth, "dissolved", "1", layer.dissolved);
    }
  }
  return table;
}

json fibres_json(std::span<const Fibre> fibres) {
  json list = json::array();
  for (const Fibre& one : fibres) {
    json layers = json::array();
    for (const FibreLayer& layer : one.layers)
      layers.push_back({{"depth_m", layer.depth},
                        {"initial_kg_per_m3", json_number(layer.initial)},
                        {"left_kg_per_m3", json_number(layer.left)},
                        {"dissolved", json_number(layer.dissolved)}});
    const bool known = one.unknown.empty();
    list.push_back({{"run", one.run},
                    {"mineral", one.mineral},
                    {"unknown", one.unknown},
                    {"initial_kg", known ? json_number(one.initial) : json(nullptr)},
                    {"dissolved", known ? json_number(one.dissolved()) : json(nullptr)},
                    {"time_s", list_of(one.time)},
                    {"left_kg", list_of(one.left)},
                    {"layers", layers},
                    {"coat", one.coat.words},
                    {"coat_thickness_m", list_of(one.coat.thickness)},
                    {"surface_covered", list_of(one.coat.covered)}});
  }
  return list;
}

std::vector<Result> results_of(const Cement& cement) {
  if (!cement.unknown.empty()) return {};
  const auto result = [&](const char* what, const char* unit, double value) {
    return Result{Topic::waste, std::string("cemented ") + what, unit, value};
  };
  return {result("thickness", "cm", cement.thickness.back() / centimetre),
          result("thickness, thickest column", "cm", cement.thickest.back() / centimetre),
          result("from depth", "cm", cement.top.back() / centimetre),
          result("to depth", "cm", cement.bottom.back() / centimetre),
          result("pores filled, mean", "%", 100 * cement.pores_filled.back()),
          result("volume formed, greatest of a cell", "%", 100 * cement.most.back())};
}

std::string cement_section(std::span<const Cement> cement) {
  HtmlTable table(
      {"run", "thickness, cm", "thickest, cm", "from, cm", "to, cm", "pores filled, %", "most formed, %"}, 1,
      7);
  std::string unknown;
  for (const Cement& one : cement) {
    if (!one.unknown.empty()) {
      unknown += note(one.unknown);
      continue;
    }
    std::vector<HtmlTable::Cell> cells{{one.run, Kind::head}};
    for (const Result& result : results_of(one)) cells.push_back(number(result.value));
    table.row(cells);
  }
  const auto known = std::ranges::find_if(cement, [](const Cement& one) { return one.unknown.empty(); });
  std::string text = "<h2>Cemented thickness</h2>\n" + table.text() + unknown;
  if (known == cement.end()) return text;
  return text +
         note(
             "At the end. A cell counts as cemented where what has formed of " + join(known->minerals) +
             " fills more than " + as_written(100 * known->threshold) + " % of its volume (" + known->source +
             "). Thickness: mean of all columns by their area; thickest: of a column; from and to: depths of the highest and the lowest cemented cell. "
             "Pores filled: of those of the start, in the cemented cells; most formed: share of the volume of a cell. "
             "A threshold is no strength; cement.csv has every output.");
}

Figure cement_figure(std::span<const Cement> cement, std::span<const Account> accounts) {
  Figure figure;
  figure.id = "cement";
  figure.title = "Cemented thickness";
  figure.y_name = "cm";
  const TimeUnit unit = set_time_axis(figure, longest_of(accounts), common_start(accounts));
  for (std::size_t i = 0; i < cement.size(); ++i) {
    const Cement& one = cement[i];
    const std::string name = accounts.size() > 1 ? one.run + ", " : "";
    FigureCurve mean{.name = name + "mean of all columns", .color = static_cast<int>(i), .points = {}};
    FigureCurve most{
        .name = name + "thickest column", .color = static_cast<int>(i), .dashed = true, .points = {}};
    for (std::size_t k = 0; k < one.time.size(); ++k) {
      mean.points.emplace_back(one.time[k] / unit.seconds, one.thickness[k] / centimetre);
      most.points.emplace_back(one.time[k] / unit.seconds, one.thickest[k] / centimetre);
    }
    if (mean.points.empty()) continue;
    const bool differs = !std::ranges::equal(mean.points, most.points, [](const auto& a, const auto& b) {
      return std::abs(a.second - b.second) <= 1e-9 * std::abs(b.second);
    });
    figure.curves.push_back(std::move(mean));
    if (differs) figure.curves.push_back(std::move(most));
  }
  return figure;
}

std::vector<std::string> cement_words(std::span<const Cement> cement) {
  std::vector<std::string> lines;
  for (const Cement& one : cement)
    lines.push_back(!one.unknown.empty() ? one.unknown
                    : one.thickest.back() > 0
                        ? one.run + ": " + digits(one.thickness.back() / centimetre) +
                              " cm are cemented, from " + digits(one.top.back() / centimetre) + " to " +
                              digits(one.bottom.back() / centimetre) + " cm"
                        : one.run + ": nothing is cemented; at most " + digits(100 * one.most.back(), 2) +
                              " % of the volume of a cell has formed");
  return lines;
}

std::string cement_csv(std::span<const Cement> cement) {
  std::string table =
      "run,time_s,thickness_m,thickest_m,top_m,bottom_m,pores_filled,greatest_volume_formed\n";
  for (const Cement& one : cement)
    for (std::size_t k = 0; k < one.time.size(); ++k)
      add_csv_row(table, one.run, one.time[k], one.thickness[k], one.thickest[k], one.top[k], one.bottom[k],
                  one.pores_filled[k], one.most[k]);
  return table;
}

json cement_json(std::span<const Cement> cement) {
  json list = json::array();
  for (const Cement& one : cement)
    list.push_back({{"run", one.run},
                    {"threshold", one.threshold},
                    {"source", one.source},
                    {"minerals", one.minerals},
                    {"unknown", one.unknown},
                    {"time_s", list_of(one.time)},
                    {"thickness_m", list_of(one.thickness)},
                    {"thickest_m", list_of(one.thickest)},
                    {"top_m", list_of(one.top)},
                    {"bottom_m", list_of(one.bottom)},
                    {"pores_filled", list_of(one.pores_filled)},
                    {"greatest_volume_formed", list_of(one.most)}});
  return list;
}

}  // namespace talus::report
