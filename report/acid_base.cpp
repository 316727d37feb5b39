#include "report/acid_base.h"

#include <algorithm>
#include <cmath>

#include "chemistry/database/formula.h"

namespace talus::report {
namespace {

/// What a mole of a mineral can make or neutralise, in moles of CaCO3.
struct Potential {
  double acid = 0, carbonate = 0, hydroxide = 0;
};

/// A mineral is a sulfide when it has sulfur and no oxygen; a carbonate when it has carbon; a hydroxide when it has
/// nothing but Ca and Mg, oxygen and hydrogen.
Potential potential_of(const System& system, std::size_t mineral) {
  const auto atoms = [&](const char* element) {
    return system.atoms(system.mineral_components, mineral, element);
  };
  double others = 0;
  for (const std::string& element : system.elements)
    if (element != "Ca" && element != "Mg" && element != "O" && element != "H")
      others += std::abs(atoms(element.c_str()));
  const double carbon = atoms("C"), base = atoms("Ca") + atoms("Mg"), none = 1e-9;
  if (atoms("S") > none && std::abs(atoms("O")) < none) return {.acid = atoms("S")};
  if (carbon > none) return {.carbonate = base};
  if (others < none) return {.hydroxide = base};
  return {};
}

}  // namespace

AcidBase acid_base_of(const Run& run) {
  const std::size_t rows = run.time.size();
  AcidBase account{Curve(rows, 0), Curve(rows, 0), Curve(rows, 0)};
  const double per_mole = 1e3 * parse_formula("CaCO3").molar_mass / run.dry_mass;  // kg per t
  for (std::size_t m = 0; m < run.system.minerals.size(); ++m) {
    const Potential one = potential_of(run.system, m);
    if (one.acid == 0 && one.carbonate == 0 && one.hydroxide == 0) continue;
    const Curve& amount = run.total_of("mineral_" + run.system.minerals[m]);
    for (std::size_t k = 0; k < rows; ++k) {
      account.acid_potential[k] += per_mole * one.acid * amount[k];
      account.of_carbonates[k] += per_mole * one.carbonate * amount[k];
      account.of_hydroxides[k] += per_mole * one.hydroxide * amount[k];
    }
  }
  return account;
}

}  // namespace talus::report
