// Sums that do not depend on order nor on ranks.
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "base/exact_sum.h"
#include "base/petsc.h"
#include "tests/catch.h"

using namespace talus;

namespace {

/// Numbers of both signs whose sizes span the range of double but its ends.
std::vector<double> wild_numbers(std::size_t count) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> mantissa(-1, 1);
  std::uniform_int_distribution<int> exponent(-900, 900);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(std::ldexp(mantissa(random), exponent(random)));
  return numbers;
}

double sum_of(const std::vector<double>& numbers) {
  ExactSum sum;
  for (const double number : numbers) sum.add(number);
  return sum.value();
}

}  // namespace

TEST_CASE("a sum is exact", "[unit]") {
  CHECK(sum_of({}) == 0);
  CHECK(sum_of({1, 1e-30, -1}) == 1e-30);
  CHECK(sum_of({-0.1, -0.2}) == -0.1 - 0.2);
  CHECK(sum_of({1e308, 1e-300, -1e308}) == 1e-300);
  CHECK(sum_of({std::numeric_limits<double>::denorm_min()}) == std::numeric_limits<double>::denorm_min());
  CHECK(sum_of({std::numeric_limits<double>::max()}) == std::numeric_limits<double>::max());
  std::vector<double> numbers = wild_numbers(20000);
  for (std::size_t i = 0; i < 20000; ++i) numbers.push_back(-numbers[i]);
  numbers.push_back(1.25e-290);
  std::ranges::shuffle(numbers, std::mt19937(3));
  CHECK(sum_of(numbers) == 1.25e-290);
}

TEST_CASE("a sum does not depend on the order", "[unit]") {
  std::vector<double> numbers = wild_numbers(5000);
  const double sum = sum_of(numbers);
  for (unsigned seed = 0; seed < 5; ++seed) {
    std::ranges::shuffle(numbers, std::mt19937(seed));
    CHECK(sum_of(numbers) == sum);
  }
}

TEST_CASE("what is no number stays none", "[unit]") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(sum_of({1, infinity}) == infinity);
  CHECK(std::isnan(sum_of({infinity, -infinity})));
  CHECK(std::isnan(sum_of({std::numeric_limits<double>::quiet_NaN(), 1})));
}

TEST_CASE("a sum over ranks has the bits of that of one rank", "[parallel]") {
  const std::vector<double> numbers = wild_numbers(3000);
  std::vector<ExactSum> sums(2);
  const auto rank = static_cast<std::size_t>(Session::rank()),
             size = static_cast<std::size_t>(Session::size());
  for (std::size_t i = rank; i < numbers.size(); i += size) {
    sums[0].add(numbers[i]);
    sums[1].add(-0.1);
  }
  const std::vector<double> all = sum_over_ranks(PETSC_COMM_WORLD, sums);
  CHECK(all[0] == sum_of(numbers));
  CHECK(all[1] == sum_of(std::vector<double>(numbers.size(), -0.1)));
}
