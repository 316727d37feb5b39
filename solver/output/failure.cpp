#include "solver/output/failure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include "base/mpi.h"
#include "solver/output/fields.h"
#include "solver/output/progress.h"

namespace talus {

namespace {

constexpr double dry = 0.01;         // saturation below which a cell counts as drying out
constexpr double full = 1;           // above which there is no room for gas
constexpr double short_step = 1e-3;  // s; one that is allowed to be shorter is not stopped by steps.smallest

template <class... Values>
std::string line(const char* format, Values... values) {
  char text[400];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

/// The worst cell of all ranks, as the last good state left it.
struct WorstCell {
  double number, x, y, z, depth, material;
  double balance, imbalance;  // component (n is water; below 0: none is known), mol/m3
  double ph, saturation, ionic_strength;
};

/// The values of one field of the owned cells; zeros where there is no chemistry to tell.
std::vector<double> field(const Model& model, const std::vector<std::vector<double>>& fields,
                          const char* name) {
  const auto columns = field_columns(model);
  const auto found = std::ranges::find(columns, name, &ColumnInfo::name);
  if (found == columns.end()) return std::vector<double>(static_cast<std::size_t>(model.mesh.owned), 0.0);
  return fields[static_cast<std::size_t>(found - columns.begin())];
}

WorstCell worst_cell(const Model& model, const State& state, const Step& step) {
  const auto fields = evaluate_fields(model, state);
  const auto ionic_strength = field(model, fields, "ionic_strength");
  const auto owned = static_cast<std::size_t>(model.mesh.owned);
  const bool balance_is_known = any_rank(model.mesh.communicator, step.worst_cell >= 0);
  double badness = -1;
  std::size_t cell = 0;
  if (balance_is_known && step.worst_cell >= 0) {
    badness = std::isfinite(step.worst_imbalance) ? std::abs(step.worst_imbalance)
                                                  : std::numeric_limits<double>::max();
    cell = static_cast<std::size_t>(step.worst_cell - model.mesh.first);
  } else if (!balance_is_known && owned > 0) {
    const auto saltiest = std::ranges::max_element(ionic_strength);
    cell = static_cast<std::size_t>(saltiest - ionic_strength.begin());
    badness = *saltiest;
  }
  const double worst = max_over_ranks(model.mesh.communicator, badness);
  constexpr double nowhere = std::numeric_limits<double>::max();
  const bool here_too = owned > 0 && badness == worst;
  const double number = here_too ? static_cast<double>(model.mesh.number[cell]) : nowhere;
  const bool here = number == min_over_ranks(model.mesh.communicator, number) && here_too;

  const auto on_all_ranks = [&](double value) {
    return sum_over_ranks(model.mesh.communicator, here ? value : 0.0);
  };
  const auto of_cell = [&](const std::vector<double>& values) {
    return on_all_ranks(here ? values[cell] : 0.0);
  };
  const Mesh& mesh = model.mesh;
  WorstCell w{};
  w.number = on_all_ranks(number);
  w.x = of_cell(mesh.x);
  w.y = of_cell(mesh.y);
  w.z = of_cell(mesh.z);
  w.depth = of_cell(mesh.depth);
  w.material = on_all_ranks(here ? model.cells.material[cell] : 0);
  w.balance = on_all_ranks(balance_is_known ? step.worst_balance : -1);
  w.imbalance = on_all_ranks(balance_is_known ? step.worst_imbalance : 0);
  w.ph = of_cell(field(model, fields, "pH"));
  w.saturation = of_cell(field(model, fields, "saturation"));
  w.ionic_strength = of_cell(ionic_strength);
  return w;
}

/// What fits this failure, most telling first.
std::vector<std::string> advice(const Model& model, const WorstCell& w, const FailureMoment& moment) {
  std::vector<std::string> list;
  if (w.saturation < dry)
    list.push_back(
        "more water at the start (materials.<name>.water): this cell dries out, as minerals that form take "
        "its "
        "water; or materials.<name>.water.moves = true with [flow], where water is made up");
  if (w.saturation > full)
    list.push_back(
        "less water at the start (materials.<name>.water) or a larger porosity: water fills the pores of "
        "this cell, "
        "and reactions release more");
  const double limit = activity_limit(model.system.activity_model);
  if (w.ionic_strength > limit && activity_limit("B-dot") > w.ionic_strength)
    list.push_back("chemistry.activity = \"B-dot\"");
  else if (w.ionic_strength > limit && w.saturation >= dry)
    list.push_back(
        "less salt in 'waters' or more water: this is a brine; or chemistry.activity = \"Pitzer\" with a "
        "database that has its parameters");
  if (moment.smallest > short_step)
    list.push_back("a smaller steps.smallest: it is " + spoken_time(moment.smallest) + ", by default 1e-6 s");
  if (list.empty())
    list.push_back(
        "a smaller steps.first or steps.largest, finer cells where reactions are fast, or talus check for "
        "waters "
        "and saturations that are not meant");
  return list;
}

}  // namespace

std::string failure_text(const Model& model, const State& state, const Step& step, const std::string& reason,
                         const FailureMoment& moment) {
  const WorstCell w = worst_cell(model, state, step);
  std::string text = reason;
  text += line(
      "\n  cell %.0f at (%.4g, %.4g, %.4g) m, %.4g m deep, in material '%s', after %s, step %d, dt %s (cut "
      "%d "
      "time%s)",
      w.number, w.x, w.y, w.z, w.depth, model.materials[static_cast<std::size_t>(w.material)].c_str(),
      spoken_time(state.time).c_str(), moment.steps + 1, spoken_time(moment.tried).c_str(), moment.cuts,
      moment.cuts == 1 ? "" : "s");
  text += "\n  ";
  if (w.balance >= 0) {
    const Unknown& of = model.unknowns[static_cast<std::size_t>(w.balance)];
    text += line("largest imbalance: %s %.2g %s/m3; ", of.name.c_str(), w.imbalance, of.amount.c_str());
  }
  if (model.system.components() == 0)
    text += line("before the step saturation %.2g", w.saturation);
  else
    text += line("before the step pH %.3g, saturation %.2g, ionic strength %.3g mol/kg", w.ph, w.saturation,
                 w.ionic_strength);
  const std::string& activity = model.system.activity_model;
  if (w.ionic_strength > activity_limit(activity))
    text += line("\n  %s activity is meant for ionic strength below %.2g mol/kg", activity.c_str(),
                 activity_limit(activity));
  text += "\n  try: ";
  const std::vector<std::string> all = advice(model, w, moment);
  for (std::size_t i = 0; i < all.size(); ++i) text += (i > 0 ? ";\n    or " : "") + all[i];
  if (!moment.run_file.empty()) text += "\n  the last good state is in " + moment.run_file;
  return text;
}

}  // namespace talus
