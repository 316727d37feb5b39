#include "solver/output/only_dissolve.h"

#include <algorithm>
#include <cstdio>
#include <limits>

#include "base/mpi.h"
#include "solver/output/fields.h"
#include "solver/output/progress.h"

namespace talus {

namespace {

/// Above this saturation index a mineral counts as supersaturated: 2 % in the saturation ratio, which
/// rounding and steps do not make.
constexpr double noticeable = 0.01;

std::size_t column_of(const std::vector<ColumnInfo>& columns, const std::string& name) {
  return static_cast<std::size_t>(std::ranges::find(columns, name, &ColumnInfo::name) - columns.begin());
}

}  // namespace

std::vector<std::size_t> minerals_that_only_dissolve(const Model& model) {
  std::vector<std::size_t> minerals;
  for (std::size_t m = 0; m < model.system.minerals.size(); ++m) {
    const auto grows = [&](const Solid& s) { return s.mineral == m && (s.formed || s.grows); };
    if (model.system.minerals[m].dissolves && std::ranges::none_of(model.reactions.solids, grows))
      minerals.push_back(m);
  }
  return minerals;
}

std::vector<std::string> supersaturated_at_start(const Model& model, const Named<Water>& waters) {
  std::vector<std::string> found;
  for (const std::size_t m : minerals_that_only_dissolve(model)) {
    double highest = noticeable;
    std::string in;
    for (const auto& [name, water] : waters)
      if (water.saturation_index[m] > highest) {
        highest = water.saturation_index[m];
        in = name;
      }
    char text[40];
    std::snprintf(text, sizeof text, " (SI %.2f in water '", highest);
    if (!in.empty()) found.push_back(model.system.minerals[m].name + text + in + "')");
  }
  return found;
}

OnlyDissolve::OnlyDissolve(const Model& model) : model_(model) {
  const std::vector<ColumnInfo> columns = field_columns(model);
  for (const std::size_t m : minerals_that_only_dissolve(model)) {
    const std::string& name = model.system.minerals[m].name;
    findings_.push_back({.mineral = name,
                         .amount = column_of(columns, "mineral_" + name),
                         .index = column_of(columns, "saturation_index_" + name)});
  }
}

void OnlyDissolve::look(const std::vector<std::vector<double>>& fields, double time) {
  for (Finding& finding : findings_) look(finding, fields[finding.amount], fields[finding.index], time);
}

void OnlyDissolve::look(Finding& finding, const std::vector<double>& amount, const std::vector<double>& index,
                        double time) const {
  double cells = 0, here = 0;
  std::size_t highest = 0;
  for (std::size_t c = 0; c < index.size(); ++c) {
    if (!(amount[c] > 0 && index[c] > noticeable)) continue;
    ++cells;
    if (index[c] <= here) continue;
    here = index[c];
    highest = c;
  }
  cells = sum_over_ranks(model_.mesh.communicator, cells);
  if (cells == 0) return;
  if (finding.first < 0) finding.first = time;
  finding.most = std::max(finding.most, cells);
  const double worst = max_over_ranks(model_.mesh.communicator, here);
  if (worst <= finding.worst) return;
  constexpr double nowhere = std::numeric_limits<double>::max();
  const double mine = here == worst ? static_cast<double>(model_.mesh.number[highest]) : nowhere;
  finding.worst = worst;
  finding.number = min_over_ranks(model_.mesh.communicator, mine);
  finding.depth =
      sum_over_ranks(model_.mesh.communicator, mine == finding.number ? model_.mesh.depth[highest] : 0.0);
  finding.time = time;
}

std::string OnlyDissolve::warning() const {
  std::string lines;
  for (const Finding& f : findings_) {
    if (f.first < 0) continue;
    char text[400];
    std::snprintf(
        text, sizeof text,
        "the water was supersaturated with %s, which this case lets only dissolve, in up to %.0f of "
        "%lld cells that hold it: SI %.2f in cell %.0f, %.3g m deep, after %s; first after %s. It "
        "stays as it is there; chemistry.precipitate lets it grow",
        f.mineral.c_str(), f.most, static_cast<long long>(model_.mesh.total), f.worst, f.number, f.depth,
        spoken_time(f.time).c_str(), spoken_time(f.first).c_str());
    lines += (lines.empty() ? "" : "\n") + std::string(text);
  }
  return lines;
}

}  // namespace talus
