// Solutions and published parameters that the tests of Pitzer's and the SIT model share.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "base/dual.h"
#include "chemistry/pitzer.h"

namespace talus {

/// At 25 degC. NaCl, KCl, MgCl2 and Na2SO4: Pitzer and Mayorga (1973) J. Phys. Chem. 77:2300; MgSO4: the same
/// (1974) J. Solution Chem. 3:539; theta and psi: Harvie, Moller and Weare (1984) Geochim. Cosmochim. Acta
/// 48:723, table 2; all as listed in that table.
inline std::vector<PitzerParameter> published_parameters() {
  using enum PitzerKind;
  return {
      {b0, {"Na+", "Cl-", ""}, {0.0765}},       {b1, {"Na+", "Cl-", ""}, {0.2664}},
      {c0, {"Na+", "Cl-", ""}, {0.00127}},      {b0, {"K+", "Cl-", ""}, {0.04835}},
      {b1, {"K+", "Cl-", ""}, {0.2122}},        {c0, {"K+", "Cl-", ""}, {-0.00084}},
      {b0, {"Mg+2", "Cl-", ""}, {0.35235}},     {b1, {"Mg+2", "Cl-", ""}, {1.6815}},
      {c0, {"Mg+2", "Cl-", ""}, {0.00519}},     {b0, {"Na+", "SO4-2", ""}, {0.01958}},
      {b1, {"Na+", "SO4-2", ""}, {1.113}},      {c0, {"Na+", "SO4-2", ""}, {0.00497}},
      {b0, {"Mg+2", "SO4-2", ""}, {0.2210}},    {b1, {"Mg+2", "SO4-2", ""}, {3.343}},
      {b2, {"Mg+2", "SO4-2", ""}, {-37.23}},    {c0, {"Mg+2", "SO4-2", ""}, {0.025}},
      {theta, {"Na+", "Mg+2", ""}, {0.07}},     {theta, {"Cl-", "SO4-2", ""}, {0.02}},
      {psi, {"Na+", "Mg+2", "Cl-"}, {-0.012}},  {psi, {"Na+", "Mg+2", "SO4-2"}, {-0.015}},
      {psi, {"Cl-", "SO4-2", "Na+"}, {0.0014}}, {psi, {"Cl-", "SO4-2", "Mg+2"}, {-0.004}},
  };
}

/// Composition and activities of a solution by Pitzer's model.
inline PitzerWork<double> pitzer(const PitzerTerms& terms, const std::vector<double>& molality) {
  PitzerWork<double> work;
  pitzer_activities(terms, std::span<const double>(molality), work);
  return work;
}

/// The same with the derivative by molality k.
inline PitzerWork<Dual> pitzer_dual(const PitzerTerms& terms, const std::vector<double>& molality,
                                    std::size_t k) {
  PitzerWork<Dual> work;
  std::vector<Dual> dual(molality.begin(), molality.end());
  dual[k].d = 1;
  pitzer_activities(terms, std::span<const Dual>(dual), work);
  return work;
}

}  // namespace talus
