#include "solver/output/full_pores.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/mpi.h"
#include "solver/output/progress.h"

namespace talus {

namespace {
constexpr double no_room = 0.01;  // of that of the material
constexpr double too_full = 1.001;
constexpr double not_small = 0.05;  // of the pores
constexpr double full_of_water = 0.95;
}  // namespace

void FullPores::Finding::note(MPI_Comm ranks, double time, double count, double extreme) {
  cells = sum_over_ranks(ranks, count);
  worst = max_over_ranks(ranks, extreme);
  if (cells > 0 && first < 0) first = time;
}

/// Part of the pores of a cell that minerals have filled (or freed) since the start, though it counts for
/// nothing.
double FullPores::filled(const State& state, std::size_t cell) const {
  if (model_.reactions.fill_pores) return 0;
  double volume = 0;
  for (std::size_t p = 0; p < model_.reactions.solids.size(); ++p)
    volume += model_.system.minerals[model_.reactions.solids[p].mineral].molar_volume *
              (state.amount[p][cell] - state.initial_amount[p][cell]);
  return std::abs(volume) / state.porosity[0][cell];
}

double FullPores::saturation(const State& state, std::size_t cell) const {
  return std::exp(state.ln_water[0][cell]) / (model_.system.water_density * state.porosity[0][cell]);
}

/// The area, m2, of patches with air behind which the pores are full of water.
void FullPores::look_at_air(const State& state) {
  double shut = 0, all = 0;
  for (std::size_t p = 0; p < model_.patches.size(); ++p) {
    const Patch& patch = model_.mesh.patches[p];
    if (model_.patches[p].air.empty() || patch.inside) continue;
    for (std::size_t f = 0; f < patch.size(); ++f) {
      all += patch.area[f];
      if (saturation(state, static_cast<std::size_t>(patch.cell[f])) > full_of_water) shut += patch.area[f];
    }
  }
  const MPI_Comm ranks = model_.mesh.communicator;
  const double area = sum_over_ranks(ranks, all);
  shut_.note(ranks, state.time, shut, area > 0 ? sum_over_ranks(ranks, shut) / area : 0);
}

void FullPores::look(const State& state) {
  double closed = 0, overfull = 0, unheeded = 0, highest = 0, lowest = 1, most = 0;
  for (std::size_t c = 0; c < static_cast<std::size_t>(model_.mesh.owned); ++c) {
    const double porosity = state.porosity[0][c], critical = model_.cells.critical_porosity[c];
    const double room = (porosity - critical) / (model_.cells.porosity[c] - critical);
    closed += room < no_room ? 1 : 0;
    const double full = saturation(state, c);
    overfull += full > too_full ? 1 : 0;
    const double part = filled(state, c);
    unheeded += part > not_small ? 1 : 0;
    most = std::max(most, part);
    lowest = std::min(lowest, room);
    highest = std::max(highest, full);
  }
  const MPI_Comm ranks = model_.mesh.communicator;
  closed_.note(ranks, state.time, closed, 1 - lowest);
  overfull_.note(ranks, state.time, overfull, highest);
  look_at_air(state);
  unheeded_.note(ranks, state.time, unheeded, most);
}

std::string FullPores::warning() const {
  std::string lines;
  char text[300];
  if (closed_.first >= 0) {
    std::snprintf(
        text, sizeof text,
        "minerals have closed the pores of %.0f of %lld cells at the end, the first after %s: nothing grows "
        "there, and next to nothing passes",
        closed_.cells, static_cast<long long>(model_.mesh.total), spoken_time(closed_.first).c_str());
    lines = text;
  }
  if (overfull_.first >= 0) {
    std::snprintf(text, sizeof text,
                  "%.0f of %lld cells hold more water than their pores at the end, %.3g times as much in the "
                  "worst, the first after %s: water that has nowhere to go; let it move",
                  overfull_.cells, static_cast<long long>(model_.mesh.total), overfull_.worst,
                  spoken_time(overfull_.first).c_str());
    lines += (lines.empty() ? "" : "\n") + std::string(text);
  }
  if (shut_.first >= 0) {
    std::snprintf(
        text, sizeof text,
        "the pores behind %.3g %% of the area with air were full of water (above 95 %%) at the end, first "
        "after %s: gas gets in there only dissolved, by diffusion in the water; see what thinner cells at the "
        "face change",
        100 * shut_.worst, spoken_time(shut_.first).c_str());
    lines += (lines.empty() ? "" : "\n") + std::string(text);
  }
  if (unheeded_.first >= 0) {
    std::snprintf(
        text, sizeof text,
        "minerals would change the pores of %.0f of %lld cells by more than 5 %% at the end, by %.3g %% in "
        "the worst, the first after %s; chemistry.porosity = \"fixed\" leaves that out: see what \"from "
        "minerals\" changes",
        unheeded_.cells, static_cast<long long>(model_.mesh.total), 100 * unheeded_.worst,
        spoken_time(unheeded_.first).c_str());
    lines += (lines.empty() ? "" : "\n") + std::string(text);
  }
  return lines;
}

}  // namespace talus
