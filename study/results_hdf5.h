// The results of a study as an HDF5 file: results.csv for programs, with units.
#pragma once

#include <string>

#include "study/results.h"

namespace talus::study {

/// Writes `path`, whole or not at all, with an element for each run that is done or has failed, in the order of their numbers:
///
///     /run                 the number; the dimension of all others
///     /part                what it was for, as in results.csv
///     /parameters/NAME     values, with their unit; words as texts
///     /quantities/NAME     with the unit; not a number where the run failed, infinite where it was not reached
///     /failure             why it failed, empty where it did not
///
/// NAME is without the unit unless two would be called the same, and has '_' for '/'; long_name has all of it. FileError.
void write_results_hdf5(const std::string& path, const Study& study, const Results& results);

}  // namespace talus::study
