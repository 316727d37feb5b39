// Compiled with -O2 for any x86-64 processor, whatever the rest is compiled for, so that the numbers of two
// machines or of two builds can be compared.
#include "benchmarks/speed/machine_speed.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "benchmarks/speed/stopwatch.h"

namespace talus {

namespace {

// What a loop computed goes here, so that the loop is not left out.
volatile double computed = 0;

double triad(int runs) {
  constexpr std::size_t count = std::size_t{1} << 25;
  std::vector<double> sum(count, 1.0), first(count, 2.0), second(count, 3.0);
  const double seconds = least_seconds(runs, [&] {
    for (std::size_t i = 0; i < count; ++i) sum[i] = first[i] + 0.5 * second[i];
  });
  computed = sum[count / 2];
  return 3.0 * sizeof(double) * static_cast<double>(count) / seconds / 1e9;
}

double exponentials(int runs) {
  return least_seconds(runs, [] {
    double sum = 0;
    for (int i = 0; i < 100'000'000; ++i) sum += std::exp(-1e-8 * i);
    computed = sum;
  });
}

double factorisations(int runs) {
  constexpr std::size_t size = 40;
  std::vector<double> matrix(size * size);
  return least_seconds(runs, [&] {
    double sum = 0;
    for (int number = 0; number < 2000; ++number) {
      for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] = std::sin(static_cast<double>(i) + number);
      for (std::size_t i = 0; i < size; ++i) matrix[i * size + i] += size;
      for (std::size_t pivot = 0; pivot < size; ++pivot)
        for (std::size_t row = pivot + 1; row < size; ++row) {
          const double factor = matrix[row * size + pivot] /= matrix[pivot * size + pivot];
          for (std::size_t k = pivot + 1; k < size; ++k)
            matrix[row * size + k] -= factor * matrix[pivot * size + k];
        }
      sum += matrix.back();
    }
    computed = sum;
  });
}

}  // namespace

MachineSpeed machine_speed(int runs) { return {triad(runs), exponentials(runs), factorisations(runs)}; }

}  // namespace talus
