// The acid-base account of the solids: how much acid their sulfides can make, and how much their carbonates and hydroxides can
// neutralise (Sobek and others 1978, EPA-600/2-78-054; Price 2009, MEND 1.20.1).
//
//     AP = n(S in sulfides) M(CaCO3)                 two H+ for each S, as pyrite and pyrrhotite make with air and water
//     NP = n(Ca, Mg in carbonates and hydroxides) M(CaCO3)       siderite gives none: its iron makes the acid again
//     NNP = NP - AP,    NPR = NP / AP
//
// Silicates neutralise too, slower than is known beforehand, and do not count.
#pragma once

#include "report/run.h"

namespace talus::report {

/// kg CaCO3 per t of dry solids at the start, at the output times.
struct AcidBase {
  Curve acid_potential;  ///< AP
  Curve of_carbonates;   ///< part of NP
  Curve of_hydroxides;   ///< the other part: brucite, portlandite, periclase

  double neutralisation(std::size_t row) const { return of_carbonates[row] + of_hydroxides[row]; }  ///< NP
};

/// The account of all minerals of the run. FileError when the file lacks one of their fields.
AcidBase acid_base_of(const Run& run);

}  // namespace talus::report
