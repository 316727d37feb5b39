// The kinds of number whose speed is compared, and how they are filled. One lane is the 128-bit register that
// scalar code uses, with the same instructions, exp and log; both its halves hold the same cell.
#pragma once

#include <cstddef>
#include <type_traits>

#include "chemistry/pack.h"

#if !defined(__AVX2__) || !defined(__FMA__)
#error "measures AVX2 and AVX-512 against one lane; compile it with -march=x86-64-v3 or -march=x86-64-v4"
#endif

namespace talus::speed {

using OneLane = xsimd::batch<double, xsimd::sse4_2>;
using FourLanes = xsimd::batch<double, xsimd::fma3<xsimd::avx2>>;
#ifdef __AVX512BW__
using EightLanes = xsimd::batch<double, xsimd::avx512bw>;
#endif

/// Cells in a number.
template <class R>
constexpr std::size_t lanes = R::size;
template <>
constexpr std::size_t lanes<OneLane> = 1;
template <>
constexpr std::size_t lanes<double> = 1;

/// The cells at `values` in one number, and back.
template <class R>
R load(const double* values) {
  if constexpr (lanes<R> == 1)
    return R(*values);
  else
    return R::load_unaligned(values);
}

template <class R>
void store(const R& number, double* values) {
  if constexpr (std::is_same_v<R, double>)
    *values = number;
  else if constexpr (lanes<R> == 1)
    *values = number.get(0);
  else
    number.store_unaligned(values);
}

}  // namespace talus::speed
