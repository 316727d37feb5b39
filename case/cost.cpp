#include "case/cost.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "base/units.h"
#include "base/warnings.h"
#include "case/checks.h"
#include "mesh/cut_lattice.h"

namespace talus {

namespace {

constexpr double megabyte = 1e6;

std::string counted(double count) {
  char text[40];
  std::snprintf(text, sizeof text, count < 1e6 ? "%.0f" : "%.2g", count);
  return text;
}

std::string size_words(double bytes) {
  constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t k = 0;
  for (; k + 1 < std::size(units) && bytes >= 1000; ++k) bytes /= 1000;
  char text[40];
  std::snprintf(text, sizeof text, "%.3g %s", bytes, units[k]);
  return text;
}

double cells_of(const Case& c) {
  const std::vector<double> thickness = thicknesses_of(layers_of_finished_pile(c));
  if (c.pile) return cells_of_pile(c.mesh, thickness);
  const double levels = static_cast<double>(horizontal_faces(c.mesh, thickness).size()) - 1;
  return levels * c.mesh.columns_x * c.mesh.columns_y;
}

/// Values of a cell in a written state: fields (output/fields.cpp) and what a restart needs.
double values_per_cell(const Case& c, double balances) {
  std::set<std::string> minerals(c.chemistry.dissolve.begin(), c.chemistry.dissolve.end());
  for (const auto& [name, growth] : c.chemistry.precipitate) minerals.insert(name);
  const auto solids = static_cast<double>(minerals.size());
  const auto gases = static_cast<double>(c.chemistry.gases.size());
  return 10 + (c.has_richards() ? 6 : 0) + 2 * gases + 3 * balances + 6 * solids;
}

/// Whether the file, or --set, has the key.
bool stands(const Document& document, const std::string& table, const std::string& key) {
  const Place parent = document.place_of_value(table), here = document.place_of_value(table + "." + key);
  return here.file != parent.file || here.line != parent.line || here.column != parent.column ||
         here.line_text != parent.line_text;
}

void check_steps(Document& document, const Case& c) {
  const StepsCase& s = c.steps;
  const auto refuse = [&](const std::string& key, const std::string& than, double value, double bound,
                          const std::string& relation, const std::string& hint) {
    document.problem(document.place_of_value("steps." + key),
                     "steps." + key + " = " + with_unit(value, "s") + " is " + relation + " " + than + " = " +
                         with_unit(bound, "s"),
                     hint);
  };
  constexpr double finest = 1e-10;  // rounding of the solver's sums
  if (!s.fixed) refuse_finer_than_rounding(document, s.tolerance, finest, "1e-3 is usual, 1e-6 very fine");
  const std::string none = "leave one of them out";
  const bool first = stands(document, "steps", "first"), smallest = stands(document, "steps", "smallest");
  if (s.largest && s.first > *s.largest && first)
    refuse("first", "steps.largest", s.first, *s.largest, "longer than", none);
  if (s.largest && s.smallest > *s.largest)
    refuse("largest", "steps.smallest", *s.largest, s.smallest, "shorter than", none);
  if (s.smallest > s.first && (first || smallest))
    refuse(smallest ? "smallest" : "first", smallest ? "steps.first" : "steps.smallest",
           smallest ? s.smallest : s.first, smallest ? s.first : s.smallest,
           smallest ? "longer than" : "shorter than", "the first step is at least as long as the shortest");
  if (s.fixed && *s.fixed > c.run.length)
    refuse("fixed", "run.length", *s.fixed, c.run.length, "longer than", "all steps are this long");
  const auto refuse_fixed = [&](const std::string& key, const std::optional<double>& fixed,
                                const std::string& what) {
    if (fixed && *fixed > c.run.length)
      document.problem(document.place_of_value(key),
                       key + " = " + with_unit(*fixed, "s") +
                           " is longer than run.length = " + with_unit(c.run.length, "s"),
                       "all steps of " + what + " are this long");
  };
  if (c.flow) refuse_fixed("flow.fixed", c.flow->fixed, "the flow");
  if (c.heat) refuse_fixed("heat.fixed", c.heat->fixed, "heat");
  if (c.weather && c.weather->repeat && *c.weather->repeat >= c.run.length && !reported(document, "weather"))
    warn(document, document.place_of_value("weather.repeat"),
         "weather.repeat = " + with_unit(*c.weather->repeat, "d") + " changes nothing: the run ends at " +
             with_unit(c.run.length, "d"),
         "leave it out, or let the run be longer");
}

/// How often an operation is done in the run.
double times_of(const OperationCase& o, double length) {
  if (o.every && o.scheduled.empty()) return times_before(length, o.begin(), *o.every);  // too many to list
  double count = 0;
  for (const ScheduledOperation& one : o.scheduled)
    count += static_cast<double>(std::ranges::lower_bound(one.times, length) - one.times.begin());
  return count;
}

}  // namespace

void refuse_finer_than_rounding(Document& document, double tolerance, double finest,
                                const std::string& usual) {
  if (tolerance > 0 && tolerance < finest)
    document.problem(document.place_of_value("steps.tolerance"),
                     "steps.tolerance = " + with_unit(tolerance, "1") +
                         " is finer than rounding lets steps be: the run would not end",
                     usual + "; the least is " + with_unit(finest, "1"));
}

double times_before(double end, double first, double every) {
  if (!(first < end)) return 0;
  return std::max(1.0, std::ceil((end - first) / every - 1e-9));
}

Cost cost_of(const Case& c) {
  Cost cost;
  cost.cells = cells_of(c);
  cost.balances = static_cast<double>(c.chemistry.components.size()) + 1;
  cost.outputs =
      1 + std::ceil(c.run.length / c.run.output_every - 1e-9) + static_cast<double>(c.run.output_at.size());
  cost.states = cost.outputs;
  for (const OperationCase& o : c.operations) {
    cost.operations.push_back(times_of(o, c.run.length));
    cost.states += 2 * cost.operations.back();
  }
  cost.states += 2 * static_cast<double>(c.placed_lifts.size());
  const double values = values_per_cell(c, cost.balances);
  constexpr double bytes_of_value = 8, shortest_array = 8192;  // arrays grow by chunks (base/hdf5.cpp)
  const double patches = std::max(2.0, static_cast<double>(c.boundaries.size()));
  const double series = 35 + (cost.balances + 1) * (1 + patches * (c.has_richards() ? 2 : 1));
  const double tables = 2e5;
  cost.bytes = tables + series * shortest_array +
               values * std::max(shortest_array, cost.states * cost.cells * bytes_of_value);
  cost.memory = cost.cells * bytes_of_value * (4 * values + 8 * cost.balances * cost.balances);
  return cost;
}

std::string cost_words(const Cost& cost) {
  return counted(cost.cells) + " cells with " + counted(cost.balances) + " equations, " +
         counted(cost.states) + " written states; run file about " + size_words(cost.bytes) +
         ", memory about " + size_words(cost.memory);
}

void refuse_stops(Document& document, const std::string& path, const std::string& what, double count,
                  double limit) {
  if (count <= limit) return;
  document.problem(
      document.place_of_value(path),
      path + " asks for " + counted(count) + " " + what + ", more than steps.limit = " + counted(limit),
      "is the unit right? steps.limit lifts the limit");
}

void refuse_bytes(Document& document, const std::string& path, double bytes, double limit) {
  if (bytes <= limit * megabyte) return;
  document.problem(document.place_of_value(path),
                   "the file of the run would grow to about " + size_words(bytes) +
                       ", more than steps.limit = " + counted(limit) + " MB",
                   "write fewer states, or use fewer cells; steps.limit lifts the limit");
}

void check_cost(Document& document, const Case& c) {
  if (!document.clean()) return;
  const Cost cost = cost_of(c);
  const double limit = c.steps.limit;
  refuse_stops(document, "run.output_every", "written states", cost.outputs, limit);
  for (std::size_t i = 0; i < cost.operations.size(); ++i)
    refuse_stops(document, "operations[" + std::to_string(i) + "].every", "operations", cost.operations[i],
                 limit);
  if (document.clean()) refuse_bytes(document, "run.output_every", cost.bytes, limit);
}

void warn_of_never(Document& document, const std::string& path, const std::string& what, double time,
                   double length) {
  warn(document, document.place_of_value(path),
       what + " never happens: it is at " + with_unit(time, "d") + ", and the run ends at " +
           with_unit(length, "d"),
       "a longer run, or an earlier time");
}

void check_times(Document& document, const Case& c) {
  if (reported(document, "run.length")) return;
  check_steps(document, c);
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    const OperationCase& o = c.operations[i];
    const std::string path = "operations[" + std::to_string(i) + "]";
    if (o.every && !reported(document, path) && !(o.begin() < c.run.length))
      warn_of_never(document, path + (o.first ? ".first" : ".every"), path + " (" + o.kind + ")", o.begin(),
                    c.run.length);
    for (const ScheduledOperation& one : o.scheduled)
      for (const double time : one.times)
        if (!o.every && !(time < c.run.length))
          warn_of_never(document, path + (o.file ? ".file" : ".at"), path + " (" + o.kind + ")", time,
                        c.run.length);
  }
  for (std::size_t i = 0; i < c.run.output_at.size(); ++i)
    if (c.run.output_at[i] > c.run.length)
      document.problem(document.place_of_value("run.output_at"),
                       "run.output_at: " + with_unit(c.run.output_at[i], "d") +
                           " is after the end of the run at " + with_unit(c.run.length, "d"),
                       "a longer run, or an earlier time");
  if (c.run.output_every > c.run.length)
    warn(document, document.place_of_value("run.output_every"),
         "run.output_every = " + with_unit(c.run.output_every, "d") + " is longer than the run of " +
             with_unit(c.run.length, "d") + ": the start and the end are written",
         "a shorter one shows what happens between");
}

}  // namespace talus
