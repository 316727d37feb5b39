// A run and those that continue it, as one run.
#pragma once

#include <vector>

#include "report/run.h"

namespace talus::report {

/// Whether `later` goes on from a state of `earlier`: by the name of its parent's file, the hash of that one's case,
/// and its time.
bool continues(const Run& later, const Run& earlier);

/// Both as one: the states of `earlier` up to the one from which `later` goes on, then those of `later`. What crossed the
/// boundary goes on from there; it has the name of `earlier`, and the file and the case of `later`. FileError when they have not the same chemical system, or when `later` does not
/// begin with the amounts that `earlier` ended with.
Run joined(Run earlier, const Run& later);

/// Which outputs of each run profiles are to be of, so that those of joined runs are at the start, the quarters and the end of
/// the whole. `heads` are of read_head().
std::vector<std::vector<std::size_t>> profile_rows_when_joined(const std::vector<Run>& heads);

/// The runs, with each that continues another joined to it.
std::vector<Run> join_runs(std::vector<Run> runs);

}  // namespace talus::report
