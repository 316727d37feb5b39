#include "report/losses.h"

#include <algorithm>
#include <cmath>

#include "report/carbon.h"

namespace talus::report {
namespace {

/// Carbon and metals in mol.
struct Moved {
  double carbon = 0, metals = 0;
  double carbon_per_metal() const { return metals > 0 ? carbon / metals : 0; }
};

/// A mineral with carbon: what a mole of it holds, and its amounts.
struct Carbonate {
  double carbon, metals;
  const Curve* amount;
};

std::vector<Carbonate> carbonates_of(const Run& run) {
  const System& system = run.system;
  std::vector<Carbonate> list;
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    Carbonate one{system.atoms(system.mineral_components, m, "C"), 0,
                  &run.total_of("mineral_" + system.minerals[m])};
    if (one.carbon <= 0) continue;
    for (const std::string& element : system.elements)
      if (element != "C" && element != "H" && element != "O")
        one.metals += system.atoms(system.mineral_components, m, element);
    list.push_back(one);
  }
  return list;
}

}  // namespace

Losses losses_of(const Run& run, std::size_t from, std::size_t to) {
  const std::vector<Carbonate> carbonates = carbonates_of(run);
  const double mass = carbon_dioxide_molar_mass();
  Losses losses;
  for (std::size_t k = from + 1; k <= to; ++k) {
    Moved lost, gained;
    for (const Carbonate& one : carbonates) {
      const double change = (*one.amount)[k] - (*one.amount)[k - 1];
      Moved& side = change < 0 ? lost : gained;
      side.carbon += one.carbon * std::abs(change);
      side.metals += one.metals * std::abs(change);
    }
    const double matured = std::min(lost.metals, gained.metals);
    losses.matured += mass * matured * lost.carbon_per_metal();
    losses.maturation += mass * matured * std::max(0.0, lost.carbon_per_metal() - gained.carbon_per_metal());
    losses.dissolution += mass * (lost.carbon - matured * lost.carbon_per_metal());
    for (const PatchRecord& patch : run.patches)
      for (std::size_t g = 0; g < patch.gas.size(); ++g)
        losses.degassing += mass * run.system.atoms(run.system.gas_components, g, "C") *
                            std::max(0.0, patch.gas[g][k - 1] - patch.gas[g][k]);
  }
  return losses;
}

}  // namespace talus::report
