#include "base/ranges.h"

#include <limits>

namespace talus::ranges {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A kind, known by its bounds, and what is usual of it.
struct Usual {
  Range kind;
  double low, high;
};
constexpr Usual all[] = {
    {run_length, 1e-3, 3.15576e11},
    {extent, 1e-5, 1e4},
    {area, 1e-7, 1e8},
    {bulk_density, 200, 6000},
    {grain_density, 1500, 8000},
    {specific_surface, -infinity, 1e6},
    {crystal_surface, -infinity, 1e6},
    {grain_diameter, 1e-8, 0.5},
    {coat_thickness, -infinity, 1e-3},
    {factor, -infinity, 1e3},
    {diffusivity, -infinity, 1e-7},
    {solid_diffusivity, -infinity, 1e-7},
    {heat_capacity, 500, 1500},
    {thermal_conductivity, 0.05, 12},
    {heat_flux, -500, 500},
    {freezing_width, 1e-2, 5},
    {water_content, -infinity, 5},
    {head, -2e4, 200},
    {water_table, -100, 1e4},
    {per_suction, 1e-3, 1e3},
    {per_pressure, 1e-7, 0.1},
    {suction, 1e-4, 1e4},
    {permeability, 1e-22, 1e-7},
    {conductivity, 1e-15, 1},
    {anisotropy, 1e-2, 1e3},
    {specific_storage, -infinity, 0.1},
    {rain, -infinity, 1e-3},
    {flux, -1e-3, 1e-3},
    {ponding, -infinity, 2},
    {water_rate, -infinity, 10},
    {dispersivity, -infinity, 100},
    {solution_density, 900, 2000},
    {pH, 0, 14.5},
    {total, -20, 20},
    {molar_volume, 5e-6, 2e-3},
    {ion_size, -infinity, 2e-9},
    {gas_diffusivity, 1e-7, 1e-3},
    {pressure, 1e4, 3e7},
    {air_pressure, 5e4, 1.2e5},
};

bool same(const Range& a, const Range& b) {
  return a.low == b.low && a.high == b.high && a.low_open == b.low_open && a.high_open == b.high_open;
}

}  // namespace

Range usual(const Range& range) {
  for (const Usual& one : all)
    if (same(one.kind, range)) return {.low = one.low, .high = one.high};
  return {};
}

bool is_instant(const Range& range) { return same(range, instant); }

}  // namespace talus::ranges
