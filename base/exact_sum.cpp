#include "base/exact_sum.h"

#include <algorithm>

namespace talus {

void ExactSum::carry() {
  added_ = 0;
  for (std::size_t i = 0; i + 1 < width; ++i) {
    const std::int64_t over = chunks_[i] >> 32;  // rounds down, so that what stays is 0 to 2^32 - 1
    chunks_[i] -= over * (std::int64_t{1} << 32);
    chunks_[i + 1] += over;
  }
}

double ExactSum::value() const {
  if (not_finite_ != 0) return not_finite_;
  ExactSum sum = *this;
  sum.carry();
  const bool negative = sum.chunks_[width - 1] < 0;
  if (negative) {
    for (std::int64_t& chunk : sum.chunks_) chunk = -chunk;
    sum.carry();
  }
  std::size_t top = width - 1;
  while (top > 0 && sum.chunks_[top] == 0) --top;
  double value = 0;
  for (std::size_t i = top + 1; i-- > (top >= 3 ? top - 3 : 0);)
    value += std::ldexp(static_cast<double>(sum.chunks_[i]), static_cast<int>(32 * i) - 1075);
  return negative ? -value : value;
}

std::vector<double> sum_over_ranks(MPI_Comm ranks, std::vector<ExactSum>& sums) {
  std::vector<std::int64_t> chunks;
  std::vector<double> not_finite, values;
  chunks.reserve(sums.size() * ExactSum::width);
  for (ExactSum& sum : sums) {
    chunks.insert(chunks.end(), sum.carried().begin(), sum.carried().end());
    not_finite.push_back(sum.not_finite());
  }
  if (size_of(ranks) > 1) {
    MPI_Allreduce(MPI_IN_PLACE, chunks.data(), static_cast<int>(chunks.size()), MPI_INT64_T, MPI_SUM, ranks);
    MPI_Allreduce(MPI_IN_PLACE, not_finite.data(), static_cast<int>(not_finite.size()), MPI_DOUBLE, MPI_SUM,
                  ranks);
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    ExactSum::Chunks of_this{};
    std::copy_n(chunks.begin() + static_cast<std::ptrdiff_t>(i * ExactSum::width), ExactSum::width,
                of_this.begin());
    values.push_back(ExactSum::of(of_this, not_finite[i]).value());
  }
  return values;
}

}  // namespace talus
