// What can be read of a dataset whose end may be torn.
#pragma once

#include <vector>

#include "base/hdf5.h"

namespace talus::hdf5 {

/// The rows of a dataset, one after the other, up to the first that HDF5 cannot read: the place of a row may
/// be noted in a file before the row has one. For datasets of one or two dimensions.
template <class Number>
std::vector<Number> readable_rows(const Dataset& dataset);

}  // namespace talus::hdf5
