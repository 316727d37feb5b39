#include "report/cement.h"

#include <algorithm>
#include <cmath>

#include "report/mineral_names.h"
#include "report/run_cells.h"

namespace talus::report {
namespace {

/// The carbonates of a run and what else is named.
std::vector<std::size_t> cementing_minerals(const System& system, const CementCase& said) {
  std::vector<std::size_t> minerals;
  for (std::size_t m = 0; m < system.minerals.size(); ++m)
    if (system.atoms(system.mineral_components, m, "C") > 1e-9 ||
        std::ranges::count(said.minerals, system.minerals[m]) > 0)
      minerals.push_back(m);
  return minerals;
}

/// Volume of what has formed per volume of each cell, at an output.
std::vector<double> formed_at(const RunCells& cells, const System& system,
                              std::span<const std::size_t> minerals, std::size_t output) {
  std::vector<double> formed(cells.size(), 0.0);
  for (const std::size_t m : minerals) {
    const auto now = cells.row("/fields/mineral_" + system.minerals[m], output);
    const auto was = cells.row("/fields/initial_" + system.minerals[m], output);
    for (std::size_t c = 0; c < formed.size(); ++c)
      formed[c] += system.mineral_molar_volume[m] * std::max(0.0, now[c] - was[c]);
  }
  return formed;
}

/// Columns of a pile, and the part of them that is cemented.
class Columns {
 public:
  Columns(const RunCells& cells, std::vector<CellPlace> places) : cells_(cells), places_(std::move(places)) {
    area_.resize(places_.back().column + 1, 0.0);
    std::vector<double> height(area_.size(), 0.0);
    for (std::size_t c = 0; c < places_.size(); ++c) {
      area_[places_[c].column] += cells.volume[c];
      height[places_[c].column] += thickness(c);
    }
    for (std::size_t k = 0; k < area_.size(); ++k) area_[k] /= height[k];
  }

  void add(std::span<const double> formed, double threshold, Cement& cement) const {
    std::vector<double> thick(area_.size(), 0.0);
    double top = std::nan(""), bottom = std::nan(""), filled = 0, pores = 0;
    for (std::size_t c = 0; c < formed.size(); ++c) {
      if (!(formed[c] > threshold)) continue;
      thick[places_[c].column] += thickness(c);
      top = std::fmin(top, places_[c].top);
      bottom = std::fmax(bottom, places_[c].bottom);
      filled += formed[c] * cells_.volume[c];
      pores += cells_.porosity[c] * cells_.volume[c];
    }
    double sum = 0, area = 0;
    for (std::size_t k = 0; k < thick.size(); ++k) {
      sum += thick[k] * area_[k];
      area += area_[k];
    }
    cement.thickness.push_back(sum / area);
    cement.thickest.push_back(std::ranges::max(thick));
    cement.top.push_back(top);
    cement.bottom.push_back(bottom);
    cement.most.push_back(std::ranges::max(formed));
    cement.pores_filled.push_back(filled / pores);
  }

 private:
  double thickness(std::size_t cell) const { return places_[cell].bottom - places_[cell].top; }

  const RunCells& cells_;
  std::vector<CellPlace> places_;
  std::vector<double> area_;  // m2, mean over the height
};

Cement cement_in(const Run& run, const CementCase& said) {
  Cement cement{.run = run.name,
                .source = said.source,
                .threshold = said.threshold,
                .minerals = {},
                .time = {},
                .thickness = {},
                .thickest = {},
                .top = {},
                .bottom = {},
                .most = {},
                .pores_filled = {}};
  const std::vector<std::size_t> minerals = cementing_minerals(run.system, said);
  for (const std::size_t m : minerals) cement.minerals.push_back(run.system.minerals[m]);
  if (minerals.empty()) {
    cement.unknown = "The case of " + run.name + " has none of the minerals that cement.";
    return cement;
  }
  const RunCells cells(run);
  std::vector<CellPlace> places = cells.places();
  if (places.empty()) {
    cement.unknown = "The run file of " + run.name + " does not say how thick its cells are (/geometry).";
    return cement;
  }
  const Columns columns(cells, std::move(places));
  for (std::size_t k = 0; k < run.time.size(); ++k) {
    if (run.moment[k] == 1) continue;  // of a time that stands twice, the state after the operation
    cement.time.push_back(run.time[k]);
    columns.add(formed_at(cells, run.system, minerals, k), said.threshold, cement);
  }
  return cement;
}

}  // namespace

std::vector<Cement> cement_of(std::span<const Account> accounts, const CementCase& said,
                              const Document& document) {
  check_minerals(accounts, said.minerals, document, "cement.minerals");
  std::vector<Cement> all;
  for (const Account& account : accounts) all.push_back(cement_in(account.run, said));
  return all;
}

}  // namespace talus::report
