// The keys of heat: [heat], and 'heat' of a material.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "solver/laws/freezing.h"
#include "solver/laws/thermal.h"

namespace talus {

/// What a material is to heat.
struct MaterialHeatCase {
  double grain_heat_capacity = 0;            ///< J/kg/K
  std::optional<double> grain_conductivity;  ///< W/m/K
  std::optional<double> quartz;              ///< of the volume of grains
  std::optional<std::string> grains, texture;
  std::optional<double> conductivity, frozen_conductivity;  ///< W/m/K
};
template <class V>
void describe(MaterialHeatCase& h, V& v) {
  v("grain_heat_capacity", h.grain_heat_capacity, in("J/kg/K"), ranges::heat_capacity,
    "Heat that warms a mass of dry grains; minerals that form or dissolve do not change it.");
  v("grain_conductivity", h.grain_conductivity, in("W/m/K"), ranges::thermal_conductivity,
    "Cote-Konrad and Johansen: thermal conductivity of the grains; or give 'quartz'.");
  v("quartz", h.quartz, in("1"), fraction,
    "Cote-Konrad and Johansen: quartz in the volume of the grains, which then conduct as Johansen (1975) says.");
  v("grains", h.grains, one_of({"crushed rock", "natural"}),
    "Cote-Konrad and Johansen: shape of the grains; mill tailings and waste rock are crushed rock.");
  v("texture", h.texture, one_of({"gravel and coarse sand", "medium and fine sand", "silt and clay"}),
    "Cote-Konrad and Johansen: size of the grains.");
  v("conductivity", h.conductivity, in("W/m/K"), ranges::thermal_conductivity,
    "given: thermal conductivity of the material, whatever water it holds.");
  v("frozen_conductivity", h.frozen_conductivity, in("W/m/K"), ranges::thermal_conductivity,
    "given: the same where all of its water is ice; needed with heat.freezing.");
}

/// A horizontal end of the pile.
struct HeatFaceCase {
  std::optional<double> temperature;            ///< K
  std::optional<std::string> temperature_file;  ///< CSV with the columns time and temperature
  std::optional<double> flux;                   ///< W/m2
};
template <class V>
void describe(HeatFaceCase& f, V& v) {
  v("temperature", f.temperature, in("degC"), ranges::ground_temperature, "Temperature of the face.");
  v("temperature_file", f.temperature_file,
    "The same over time: CSV file, relative to the case, with a heading such as 'time [d], temperature [degC]'; "
    "straight lines between its rows. It must cover the whole run.");
  v("flux", f.flux, in("W/m2"), ranges::heat_flux,
    "Heat that enters through the face per area, such as \"0.06 W/m2\" from below; \"0 W/m2\" where none passes.");
}

/// Water that freezes.
struct FreezingCase {
  std::string curve;
  std::optional<double> residual;  ///< -
  std::optional<double> width;     ///< K
  std::string constants;
  std::optional<double> impedance;  ///< -
};
template <class V>
void describe(FreezingCase& f, V& v) {
  v("curve", f.curve, one_of({ClapeyronFreezing::name, ExponentialFreezing::name}),
    "How much of the water stays liquid below 0 degC. Clapeyron: as much as the material holds by 'retention' at "
    "the suction that ice leaves to water; exponential: S_r + (1 - S_r) exp(-(t / width)^2) of the pores.");
  v("residual", f.residual, in("1"), Range{.low = 0, .high = 1, .high_open = true},
    "exponential: S_r, the saturation that never freezes.");
  v("width", f.width, in("K"), ranges::freezing_width, "exponential: how far below 0 degC water freezes.");
  v("constants", f.constants, one_of({"held", "extrapolated"}),
    "Constants of reactions, rates and gases below 0 degC: those of 0 degC, or what their formulas give.");
  v("impedance", f.impedance, in("1"), ranges::impedance,
    "By Richards' equation, where it is needed: Omega of k 10^(-Omega i), i the part of the pores that is ice; 7 is usual (Hansson "
    "and others 2004).");
}

/// [heat]: the temperature follows from a heat equation.
struct HeatCase {
  std::string conductivity;
  HeatFaceCase surface, base;
  Named<double> entering;  ///< K
  std::optional<FreezingCase> freezing;
  bool reaction = false;
  double tolerance = 0.01;      ///< K
  std::optional<double> fixed;  ///< s
};
template <class V>
void describe(HeatCase& h, V& v) {
  v("conductivity", h.conductivity, one_of(conductivity_laws()),
    "Law of the thermal conductivity: of Cote and Konrad (2005), of Johansen (1975), or one that 'heat' of each "
    "material gives.");
  v("surface", h.surface, "What the top has: one of temperature, temperature_file and flux.");
  v("base", h.base, "What the base has: one of the three. Sides let no heat pass but with water.");
  v("entering", h.entering, in("degC"), ranges::temperature,
    "Temperature of the water that enters through a patch or a source: { pipe = \"8 degC\" }. Where the face has "
    "a temperature it is that when absent, at least 0 degC; elsewhere it must be given.",
    optional_key);
  v("reaction", h.reaction,
    "true where the heat that reactions give off and take warms and cools the pile, by the enthalpies in the constants of the "
    "database at 25 degC. All of them must be known.",
    by_default("false"));
  v("freezing", h.freezing, "Water that freezes; without it nothing may be below 0 degC.");
  v("tolerance", h.tolerance, in("K"), ranges::kelvins,
    "Allowed error in time of the temperature, per step of heat. Steps of transport may leave a straight line in "
    "time by 100 times this.",
    by_default("0.01 K"));
  v("fixed", h.fixed, in("s"), ranges::duration,
    "All steps of heat this long, whatever the error; for convergence tests.");
}

}  // namespace talus
