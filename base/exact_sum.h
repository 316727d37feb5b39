// Sums that do not depend on the order of what they add, nor on the ranks that hold it: fixed-point numbers
// as wide as the range of double (the small superaccumulator of Neal 2015, arXiv:1505.05571).
//
//     std::vector<ExactSum> sums(2);
//     sums[0].add(0.1), sums[1].add(1e300);
//     const std::vector<double> totals = sum_over_ranks(ranks, sums);   // the same bits on any number
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/mpi.h"

namespace talus {

class ExactSum {
 public:
  /// Adds a number, without any rounding.
  void add(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const auto exponent = static_cast<unsigned>(bits >> 52) & 0x7ffu;
    if (exponent == 0x7ffu) {
      not_finite_ += value;
      return;
    }
    const std::uint64_t digits = bits & ((std::uint64_t{1} << 52) - 1);
    const std::uint64_t mantissa = exponent == 0 ? digits : digits | (std::uint64_t{1} << 52);
    const unsigned place = exponent == 0 ? 1 : exponent;  // the value is mantissa 2^(place - 1075)
    const unsigned chunk = place / 32, shift = place % 32;
    const auto low = static_cast<std::int64_t>((mantissa << shift) & 0xffffffffu);
    const auto high = static_cast<std::int64_t>(shift == 0 ? mantissa >> 32 : mantissa >> (32 - shift));
    const std::int64_t sign = value < 0 ? -1 : 1;
    chunks_[chunk] += sign * low;
    chunks_[chunk + 1] += sign * high;
    if (++added_ >= most_between_carries) carry();
  }

  /// The sum, to the last bit or the one before.
  double value() const;

  // For sums over ranks.
  static constexpr std::size_t width = 67;  ///< chunks of 32 bits; what they hold may be more, until carried
  using Chunks = std::array<std::int64_t, width>;
  /// Carries what is above 32 bits, so that the chunks of 2^31 ranks can be added up.
  const Chunks& carried() {
    carry();
    return chunks_;
  }
  double not_finite() const { return not_finite_; }  ///< sum of infinities and of what is no number; 0: none
  static ExactSum of(const Chunks& chunks, double not_finite) {
    ExactSum sum;
    sum.chunks_ = chunks;
    sum.not_finite_ = not_finite;
    return sum;
  }

 private:
  static constexpr int most_between_carries = 1 << 10;  // of 2^53 each into 63 bits
  void carry();

  Chunks chunks_{};
  double not_finite_ = 0;
  int added_ = 0;
};

/// The sums over all of `ranks`; each must call with as many. Collective.
std::vector<double> sum_over_ranks(MPI_Comm ranks, std::vector<ExactSum>& sums);

}  // namespace talus
