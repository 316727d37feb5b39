// What covers the grains of a mineral, as far as the case and the run file say it (chemistry/solids/coat.h).
//
//     thickness   delta = sum over minerals of the coat V n / A0       A0: surface at the start
//     covered     1 - (1 - delta / delta_c)^p                          1 from delta_c on; of a coat that blocks
//
// covered is the share by which the coat slows the grain down: that of its surface behind which nothing dissolves. A coat that lets
// through covers all of the surface as soon as it is there, and has a thickness alone.
#pragma once

#include <string>

#include "report/run.h"

namespace talus::report {

/// Means by surface over all cells, at the output times of the run.
struct CoatOfGrains {
  std::string words;  ///< what the coat is, or why nothing is known of one
  Curve thickness;    ///< m; none where it is not known
  Curve covered;      ///< share of the surface; none where it is not known
};

/// The coat of the case of the run on a mineral. FileError.
CoatOfGrains coat_on(const Run& run, const std::string& mineral);

}  // namespace talus::report
