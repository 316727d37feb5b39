// Waters with conditions of the same kind (water_solver.h), a tile of them at once, in the lanes of packs.
//
// Unknowns are lambda, the ln activities of the components that no condition gives alone, the ionic strength I
// and L = ln a_w. Molalities follow by mass action, so that nothing is converged inside of another iteration:
//
//     ln m_i = ln K_i + nu_i . lambda - ln gamma_i(I)
//     ln(left / right) = 0                             two sides of a total, an alkalinity or the charge
//     nu . lambda = b                                  equilibrium with a phase, a redox couple
//     I = 1/2 sum_i z_i^2 m_i,     L = f(sum_i m_i)
//
// Totals are brought near by factors first, then Newton's method goes on in all unknowns. A lane in which it
// does not settle is left to solve_conditions(), which knows more ways and can say what is wrong. For models of
// activity in which gamma depends on the ionic strength.
#pragma once

#include <span>
#include <vector>

#include "chemistry/speciation/water_solver.h"

namespace talus {

class WaterTile {
 public:
  /// The solutes must outlive it. Of `conditions` all but their values and first guesses are taken.
  WaterTile(const Solutes& solutes, std::span<const WaterCondition> conditions);

  /// Solves for the `value` and `first_guess` (of the activity) of each condition: those of WaterCondition. All
  /// values of totals must be above 0. Bit i of the answer says that lane i is solved.
  unsigned solve(const ConstantsOf<Pack>& at, std::span<const Pack> value, std::span<const Pack> first_guess);

  // Of the waters that are solved, as in WaterState.
  std::vector<Pack> ln_activity, ln_molality, ln_gamma, molality;
  Pack ionic_strength = Pack(0.0);

 private:
  struct Power {
    std::size_t unknown;
    double power;
  };
  struct Part {
    std::size_t species;
    double share;
  };
  /// A condition that is solved for: a sum with two sides, or a linear one.
  struct Row {
    std::size_t component;
    WaterCondition::Kind kind;
    bool takes_logarithm;     // a total that all of it adds to
    std::vector<Part> parts;  // of a sum
    std::vector<Power> powers;
    double water = 0;
  };

  void find_classes();
  void begin(const ConstantsOf<Pack>& at, std::span<const Pack> value, std::span<const Pack> first_guess);
  void bring_totals_near(const ConstantsOf<Pack>& at, std::span<const Pack> value);
  void coefficients(const ConstantsOf<Pack>& at);
  void by_mass_action(const ConstantsOf<Pack>& at);
  Pack newton(std::span<const Pack> value);
  void fill_sum(std::size_t row, const Pack& value);
  void fill_strength_and_water();
  void eliminate();
  Pack& entry(std::size_t row, std::size_t column) { return matrix_[row * (size_ + 1) + column]; }
  void add_species(std::size_t row, std::size_t species, const Pack& weight);
  void finish(const ConstantsOf<Pack>& at);

  const Solutes& solutes_;
  std::vector<WaterCondition> conditions_;
  std::size_t components_, size_ = 0;       // of the matrix: unknown components, I and L
  std::vector<std::size_t> given_;          // components that a condition gives alone
  std::vector<Row> rows_;                   // in the order of their elimination
  std::vector<std::size_t> unknown_;        // component of each
  std::vector<std::size_t> class_;          // of each species: those with one activity coefficient
  std::vector<std::size_t> first_of_;       // species that stands for a class
  std::vector<std::vector<Power>> powers_;  // of each species in the unknowns
  std::vector<double> half_charge_;         // 1/2 z^2 of each species
  std::vector<Pack> class_gamma_, class_slope_;
  std::vector<Pack> matrix_;  // with the right side as its last column
};

}  // namespace talus
