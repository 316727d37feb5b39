// Whole columns dealt to ranks, so that what couples strongly, up and down, stays inside of a rank.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace talus {

/// The first column of each rank, and the number of columns at the end: rank r owns columns first[r] up to,
/// not including, first[r + 1]. Runs are contiguous and no rank carries more than the mean weight plus one
/// column's. With fewer columns than ranks some ranks own none; rank 0 always owns some. `weights` is the
/// work in each column, in any unit, each above 0.
std::vector<std::int64_t> deal_columns(std::span<const double> weights, int ranks);

}  // namespace talus
