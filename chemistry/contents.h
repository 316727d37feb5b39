// What a cell holds, and where a stage of a step begins (balances.h).
#pragma once

#include <algorithm>
#include <vector>

#include "chemistry/solids/birth.h"
#include "chemistry/solids/coat.h"
#include "chemistry/solids/pores.h"
#include "chemistry/solids/shrinking_core.h"
#include "chemistry/solids/surface.h"
#include "chemistry/solids/wetting.h"
#include "chemistry/speciation/dissolved_gas.h"
#include "chemistry/speciation/exchange.h"
#include "chemistry/speciation/speciation.h"

namespace talus {

/// The solids of a system and what their rates need besides the water.
struct Reactions {
  std::vector<Solid> solids;
  std::vector<Coat> coats;
  Wetting wetting;
  bool fill_pores = false;  ///< the porosity follows the solids; else it is what it was

  /// Whether a solid dissolves behind a layer.
  bool has_layers() const {
    return std::ranges::any_of(solids, [](const Solid& solid) { return solid.layer > 0; });
  }
};

/// More liquid water than any cell has: none of it freezes, kg/m3.
inline constexpr double all_is_liquid = 1e300;

/// The start of a stage of a step, in a tile of cells.
template <class R>
struct StageStart {
  R porosity = R(0.0);       ///< phi_n, at the start of the step
  R weight = R(0.0);         ///< h, s
  std::vector<R> amount;     ///< of each solid at the start of the step, mol/m3
  std::vector<R> area;       ///< of each solid at the start of the step, m2/m3
  std::vector<R> recession;  ///< of each solid by earlier stages, mol/m2
  R reference_porosity = R(1.0), critical_porosity = R(0.0);  ///< phi_0 and phi_c of pores.h
  std::vector<R>
      extent;  ///< of each slow reaction by earlier stages, mol/m3: W_i beside a mineral; empty where none runs
  R elapsed = R(0.0);  ///< weights of earlier stages, s; with h the time that recessions took
  std::vector<R>
      fraction_left;      ///< n/n0 of each solid at the start of the step; empty where none has a layer
  std::vector<R> coated;  ///< surface under each coat at the start of the run, m2/m3
  std::vector<R> sites;   ///< of each exchanger, mol/m3; empty where nothing counts them
  R most_liquid = R(all_is_liquid);  ///< l_max, kg/m3
};

/// What the cells hold at x.
template <class R>
struct Contents {
  explicit Contents(const ChemicalSystem& system, std::size_t solids)
      : solution(system),
        rate(solids),
        store(system.balances(), R(0.0)),
        magnitude(system.balances(), R(0.0)),
        concentration(system.balances(), R(0.0)),
        gas(system.gases.size(), R(0.0)),
        dissolved(system.gases.size(), R(0.0)),
        active(solids, R(0.0)),
        speed(solids, R(0.0)),
        slowed(solids),
        birth(solids),
        per_driver(solids, R(0.0)),
        speed_by_porosity(solids, R(0.0)),
        change(solids),
        slow_rate(system.slow_reactions.size()),
        slow_speed(system.slow_reactions.size(), R(0.0)),
        slow_progress(slow_speed),
        extent(system.slow_reactions.size(), R(0.0)),
        loading(system.exchangers.size()),
        loaded(system.exchangers.size(), false),
        ln_omega(system.equilibrium.size(), R(0.0)) {
    for (std::size_t g = 0; g < gas.size(); ++g) dissolves_as.push_back(dissolved_species(system, g));
  }
  Solution<R> solution;
  std::vector<Rate<R>> rate;      ///< s of each solid, mol/m2/s, without the wetted factor
  Rate<R> growth;                 ///< work space of a solid with two laws
  R water = R(0.0);               ///< w, kg/m3
  R liquid = R(0.0);              ///< l, kg/m3
  R liquid_slope = R(0.0);        ///< d l / d ln w, kg/m3: l, or 0 where there is ice
  R porosity = R(0.0);            ///< phi
  R porosity_slope = R(1.0);      ///< of what phi is the root of, by phi (pores.h)
  R gas_volume = R(0.0);          ///< theta_g
  R water_volume = R(0.0);        ///< of liquid water that finds room in the pores, m3/m3
  std::vector<R> store;           ///< aqueous, gas and on exchangers, mol/m3; water last
  std::vector<R> magnitude;       ///< mol/m3: as store_j, but of absolute values: what it is a difference of
  std::vector<R> concentration;   ///< t_j rho, mol per m3 of water; of water only what is bound in solutes
  std::vector<R> gas;             ///< c_g, mol per m3 of gas
  std::vector<R> dissolved;       ///< H of each gas (dissolved_gas.h), m3 of gas per m3 of water
  std::vector<R> active;          ///< f(S) k: part of the surface of each solid that reacts
  std::vector<R> speed;           ///< f(S) k s, of each solid, mol/m2/s
  std::vector<Slowed<R>> slowed;  ///< speed behind a coat, and how it follows that of the bare surface
  std::vector<Birth<R>> birth;    ///< of each solid: what surface that is not born takes from its speed
  std::vector<R> per_driver;      ///< s over the activity of its driver, of each solid that has one
  R wetted_slope = R(0.0);        ///< d ln f / d ln w
  std::vector<R> speed_by_porosity;                    ///< d speed / d phi, where phi follows the solids
  std::vector<AmountChange<R>> change;                 ///< of each solid over the stage
  std::vector<Rate<R>> slow_rate;                      ///< r of each slow reaction, mol/kgw/s
  std::vector<R> slow_speed;                           ///< l r, or A s r_i / r, mol/m3/s
  std::vector<R> slow_progress;                        ///< what adds to StageStart::extent, mol/m3/s
  std::vector<R> extent;                               ///< of each slow reaction over the stage, mol/m3
  std::vector<std::vector<std::size_t>> dissolves_as;  ///< species of each gas (dissolved_gas.h)
  std::vector<Loading<R>> loading;                     ///< what stands on each exchanger
  std::vector<bool> loaded;  ///< whether a cell of the tile has sites of it; else nothing was found
  std::vector<R> ln_omega;   ///< of each mineral at equilibrium, less its target
};

}  // namespace talus
