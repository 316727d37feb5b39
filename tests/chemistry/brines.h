// Solutions and published parameters that the tests of Pitzer's and the SIT model share.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "base/dual.h"
#include "chemistry/system.h"

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

/// The same with the acids, bases and carbonates of brines, under the names of the shipped database. Harvie,
/// Moller and Weare (1984), tables 2 to 4, as pitzer.dat of PHREEQC has them unchanged.
inline Interactions brine_interactions(bool macinnes = false) {
  using enum PitzerKind;
  Interactions all;
  all.conventions.macinnes = macinnes;
  all.pitzer = published_parameters();
  const std::vector<PitzerParameter> more = {
      {b0, {"H+", "Cl-", ""}, {0.1775}},          {b1, {"H+", "Cl-", ""}, {0.2945}},
      {c0, {"H+", "Cl-", ""}, {0.0008}},          {b0, {"H+", "SO4-2", ""}, {0.0298}},
      {c0, {"H+", "SO4-2", ""}, {0.0438}},        {b0, {"Na+", "HSO4-", ""}, {0.0454}},
      {b1, {"Na+", "HSO4-", ""}, {0.398}},        {b0, {"Mg+2", "HSO4-", ""}, {0.4746}},
      {b1, {"Mg+2", "HSO4-", ""}, {1.729}},       {b0, {"Na+", "OH-", ""}, {0.0864}},
      {b1, {"Na+", "OH-", ""}, {0.253}},          {c0, {"Na+", "OH-", ""}, {0.0044}},
      {b0, {"Na+", "CO3-2", ""}, {0.0399}},       {b1, {"Na+", "CO3-2", ""}, {1.389}},
      {c0, {"Na+", "CO3-2", ""}, {0.0044}},       {b0, {"Mg+2", "HCO3-", ""}, {0.329}},
      {b1, {"Mg+2", "HCO3-", ""}, {0.6072}},      {b0, {"MgOH+", "Cl-", ""}, {-0.1}},
      {b1, {"MgOH+", "Cl-", ""}, {1.658}},        {theta, {"H+", "Na+", ""}, {0.036}},
      {theta, {"H+", "Mg+2", ""}, {0.1}},         {theta, {"Cl-", "OH-", ""}, {-0.05}},
      {theta, {"CO3-2", "HCO3-", ""}, {-0.04}},   {theta, {"CO3-2", "Cl-", ""}, {-0.02}},
      {theta, {"CO3-2", "SO4-2", ""}, {0.02}},    {psi, {"Na+", "CO3-2", "Cl-"}, {0.0085}},
      {lambda, {"CO2(aq)", "Mg+2", ""}, {0.183}}, {lambda, {"CO2(aq)", "Cl-", ""}, {-0.005}},
  };
  all.pitzer.insert(all.pitzer.end(), more.begin(), more.end());
  return all;
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
