// How far a run file can be trusted.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "base/hdf5.h"
#include "report/run.h"

namespace talus::report {

/// What of a run file is as it was written.
struct GoodStates {
  std::int64_t steps = -1;           ///< rows of /series that belong to the states; below 0: all
  std::set<std::string> bad_series;  ///< paths in /series that are not read
};

/// Reads time and moment, and notes the places, of the states that are committed and as they were written, up to the first that is
/// not, and notes in Run::damage what is not good. FileError when no state is good.
GoodStates read_good_states(const hdf5::File& file, const std::string& path, Run& run);

/// read(file) of a run file; of one that is cut off what is good in it, which Run::damage says. FileError.
Run read_what_is_there(const std::string& path, const std::function<Run(const hdf5::File&)>& read);

}  // namespace talus::report
