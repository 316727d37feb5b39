// What values of each kind can be: beyond these bounds nothing is (a wrong unit, a slip). Beyond the usual
// ones (ranges.cpp) little is, and a warning says so. SI.
//
// Bounds are wide on purpose: an experiment at a limit is not refused, a metre in place of a millimetre
// mostly is. They come from nature (no solid is denser than osmium, no soil is drier than an oven leaves it)
// or from what double numbers and the mesh can follow.
#pragma once

#include "base/input.h"

namespace talus::ranges {

// A kind that has usual values has bounds that no other kind has: they are found by them.

// ------------------------------------------------------------------------------------ time and space
inline constexpr Range duration{.low = 8.64e-8, .high = 8.64e13};  ///< s: 1e-12 to 1e9 d
/// s from the start; a date is read too, where it is known when that was (Document::start).
inline constexpr Range instant{.low = 0, .high = 8.64e13};
inline constexpr Range run_length{.low = 8.64e-8, .high = 3.15576e13};
inline constexpr Range extent{.low = 1e-9, .high = 1e5};   ///< m
inline constexpr Range coordinate{.low = 0, .high = 1e5};  ///< m
inline constexpr Range area{.low = 1e-12, .high = 1e10};   ///< m2

// ------------------------------------------------------------------------------------ solids
/// kg of solids per m3 of medium.
inline constexpr Range bulk_density{.low = 1, .high = 25000};
/// kg/m3: from light organic matter to osmium.
inline constexpr Range grain_density{.low = 500, .high = 25000};
/// m2/kg: up to ten thousand m2/g, beyond any solid.
inline constexpr Range specific_surface{.low = 0, .high = 1e7};
inline constexpr Range crystal_surface{.low = 1e-9, .high = 1e7};  ///< m2/kg
inline constexpr Range grain_diameter{.low = 1e-9, .high = 10};    ///< m
inline constexpr Range coat_thickness{.low = 1e-13, .high = 1};    ///< m
inline constexpr Range factor{.low = 1, .high = 1e6};
inline constexpr Range exponent{.low = 0, .high = 100};
inline constexpr Range positive_exponent{.low = 0, .high = 100, .low_open = true};
inline constexpr Range surface_per_volume{.low = 1e-30, .high = 1e12};  ///< m2/m3
inline constexpr Range diffusivity{.low = 0, .high = 1e-4};             ///< m2/s, of solutes
inline constexpr Range solid_diffusivity{.low = 1e-40, .high = 1e-4};   ///< m2/s, in coats
inline constexpr Range concentration{.low = 1e-30, .high = 1e5};        ///< mol/m3

// ------------------------------------------------------------------------------------ water
inline constexpr Range temperature{.low = 273.15, .high = 373.15};  ///< K, of liquid water at 1 atm
/// K, of ground and air: from the coldest known on Earth to boiling water.
inline constexpr Range ground_temperature{.low = 183.15, .high = 373.15};
inline constexpr Range kelvins{.low = 1e-6, .high = 10, .high_open = true};  ///< K, an error of a temperature
inline constexpr Range heat_capacity{.low = 50, .high = 5000};               ///< J/kg/K, of solids
inline constexpr Range thermal_conductivity{.low = 1e-3,
                                            .high = 500};        ///< W/m/K, of solids and what they make
inline constexpr Range heat_flux{.low = -2e4, .high = 2e4};      ///< W/m2: from fires to ice
inline constexpr Range freezing_width{.low = 1e-4, .high = 20};  ///< K
inline constexpr Range impedance{.low = 0, .high = 30};
/// kg of water per kg: slurries too.
inline constexpr Range water_content{.low = 0, .high = 1000, .low_open = true};
/// m: soil dried in an oven has a suction of 1e5 m (pF 7), and holds no liquid water.
inline constexpr Range head{.low = -1e5, .high = 1e4, .low_open = true};
inline constexpr Range water_table{.low = -1e4, .high = 1e5};    ///< m
inline constexpr Range per_suction{.low = 1e-8, .high = 1e8};    ///< 1/m
inline constexpr Range per_pressure{.low = 1e-12, .high = 1e4};  ///< 1/Pa
inline constexpr Range suction{.low = 1e-6, .high = 1e6};        ///< m
/// m2: from crystals to boulders.
inline constexpr Range permeability{.low = 1e-30, .high = 1e-3};
/// m/s of water: the same.
inline constexpr Range conductivity{.low = 1e-23, .high = 1e4};
inline constexpr Range anisotropy{.low = 1e-5, .high = 1e5};
inline constexpr Range specific_storage{.low = 0, .high = 10};  ///< 1/m
/// m/s: the heaviest rain of a minute brought 38 mm; furrows and slurry bring more.
inline constexpr Range rain{.low = 0, .high = 0.5};
inline constexpr Range flux{.low = -1, .high = 1};           ///< m/s
inline constexpr Range ponding{.low = 0, .high = 50};        ///< m
inline constexpr Range water_rate{.low = 0, .high = 2e4};    ///< m3/s
inline constexpr Range dispersivity{.low = 0, .high = 1e4};  ///< m
inline constexpr Range solution_density{.low = 500, .high = 5000};

// ------------------------------------------------------------------------------------ chemistry
inline constexpr Range pH{.low = -2, .high = 16};
inline constexpr Range pe{.low = -20, .high = 30};
/// mol/kgw; totals of H+ and of what species lack may be below 0.
inline constexpr Range total{.low = -1000, .high = 1000};
inline constexpr Range log_k{.low = -3000, .high = 3000};
inline constexpr Range reaction_enthalpy{.low = -1e8, .high = 1e8};  ///< J/mol
inline constexpr Range log_rate{.low = -100, .high = 50};
inline constexpr Range activation_energy{.low = -1e6, .high = 1e6};  ///< J/mol
inline constexpr Range molar_volume{.low = 1e-7, .high = 1};         ///< m3/mol
inline constexpr Range ion_size{.low = 0, .high = 1e-8};             ///< m
inline constexpr Range gas_diffusivity{.low = 1e-9, .high = 1e-1};

// ------------------------------------------------------------------------------------ vessels
inline constexpr Range mass{.low = 1e-12, .high = 1e12};    ///< kg
inline constexpr Range amount{.low = 0, .high = 1e12};      ///< mol
inline constexpr Range change{.low = -1e12, .high = 1e12};  ///< mol
inline constexpr Range positive_amount{.low = 0, .high = 1e12, .low_open = true};
inline constexpr Range surface{.low = 0, .high = 1e18};        ///< m2
inline constexpr Range volume{.low = 1e-15, .high = 1e12};     ///< m3
inline constexpr Range transfer{.low = 1e-15, .high = 1e9};    ///< 1/s
inline constexpr Range gas_supply{.low = 1e-18, .high = 1e9};  ///< m3/s
inline constexpr Range pressure{.low = 1, .high = 2e9};        ///< Pa
/// Pa: from the thinnest air where anybody mines to the deepest shaft, with room for chambers.
inline constexpr Range air_pressure{.low = 2e4, .high = 5e5};

/// The bounds of what is usual of the kind that has this range; none where little is known of it.
Range usual(const Range& range);

/// Whether it is that of times since the start, which dates say too.
bool is_instant(const Range& range);

}  // namespace talus::ranges
