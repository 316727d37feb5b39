// How fast chemistry is: speciation, kinetics and their derivatives in ns per cell, Newton's method for cells
// without transport, and speciation from totals, by packs of one, four and eight lanes. See README.md.
//
// One lane is the 128-bit register that scalar code uses, with the same instructions, exp and log; both its
// halves hold the same cell. All widths are compiled from the same templates with the same flags, and take
// turns.
#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "benchmarks/speed/cells.h"
#include "benchmarks/speed/lanes.h"
#include "benchmarks/speed/machine_speed.h"
#include "benchmarks/speed/stopwatch.h"
#include "chemistry/speciation/totals.h"

namespace talus::speed {

namespace {

template <class R>
StageStart<R> spread(const StageStart<double>& one) {
  StageStart<R> all;
  all.porosity = R(one.porosity);
  all.weight = R(one.weight);
  for (double v : one.amount) all.amount.push_back(R(v));
  for (double v : one.area) all.area.push_back(R(v));
  for (double v : one.recession) all.recession.push_back(R(v));
  return all;
}

/// Solves a y = b in place by elimination without pivoting; y is left in b.
template <class R>
void eliminate(std::vector<R>& a, std::vector<R>& b) {
  const std::size_t n = b.size();
  for (std::size_t p = 0; p < n; ++p) {
    const R over = R(1.0) / a[p * n + p];
    for (std::size_t i = p + 1; i < n; ++i) {
      const R factor = a[i * n + p] * over;
      for (std::size_t k = p + 1; k < n; ++k) a[i * n + k] -= factor * a[p * n + k];
      b[i] -= factor * b[p];
    }
    a[p * n + p] = over;
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[i * n + k] * b[k];
    b[i] *= a[i * n + i];
  }
}

/// What Newton's method did to all cells.
struct Solved {
  std::size_t iterations = 0;  ///< of all cells
  double worst = 0;            ///< largest distance from an answer, ln
};

/// Solves all cells in lanes; one that has converged takes the next cell. `size` numbers make a cell's x,
/// from `first`; take(lane, cell) gives a lane a cell, improve(x) is an iteration and returns the imbalances
/// of the lanes before it, of which `converged` is small enough to need no other.
template <class R, class Take, class Improve>
Solved in_lanes(const Cells& cells, std::size_t size, double converged, Take&& take, Improve&& improve) {
  constexpr std::size_t width = lanes<R>;
  const std::size_t none = cells.count();
  std::array<std::size_t, width> cell;
  std::vector<double> x(size * width);
  Solved solved;
  std::size_t next = 0, busy = 0;
  const auto begin = [&](std::size_t i) {
    cell[i] = next < none ? next++ : none;
    if (cell[i] != none) ++busy;
    for (std::size_t j = 0; j < size; ++j) x[j * width + i] = cells.first_x[j];
    take(i, std::min(cell[i], none - 1));  // an idle lane does what another one has done
  };
  for (std::size_t i = 0; i < width; ++i) begin(i);
  for (std::size_t round = 0; busy > 0 && round < 100 * none; ++round) {
    std::array<double, width> imbalance;
    store(improve(x), imbalance.data());
    for (std::size_t i = 0; i < width; ++i) {
      if (cell[i] == none) continue;
      ++solved.iterations;
      if (imbalance[i] > converged) continue;
      for (std::size_t j = 0; j < size; ++j)
        solved.worst =
            std::max(solved.worst, std::abs(x[j * width + i] - cells.answer[cell[i] * cells.unknowns() + j]));
      --busy;
      begin(i);
    }
  }
  if (busy > 0) solved.worst = std::numeric_limits<double>::infinity();
  return solved;
}

/// A tile of cells in R, and what to measure with it.
template <class R>
class Chemistry {
 public:
  static constexpr std::size_t width = lanes<R>;

  explicit Chemistry(const Cells& cells)
      : cells_(cells),
        start_(spread<R>(cells.start)),
        contents_(cells.system, cells.reactions.solids.size()),
        derivatives_(cells.system),
        x_(cells.unknowns(), R(0.0)),
        balance_(cells.unknowns(), R(0.0)) {}

  /// contents(), find_accumulation() and contents_derivatives() of every cell at its answer. Returns something of
  /// all results.
  double evaluate() {
    const std::size_t n = cells_.unknowns();
    std::array<double, width> values{};
    R sum(0.0);
    for (std::size_t first = 0; first + width <= cells_.count(); first += width) {
      for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = 0; i < width; ++i) values[i] = cells_.answer[(first + i) * n + j];
        x_[j] = load<R>(values.data());
      }
      fill();
      for (std::size_t j = 0; j < n; ++j) sum += derivatives_.accumulation[j * n + j] / balance_[j];
    }
    store(sum, values.data());
    return std::accumulate(values.begin(), values.end(), 0.0);
  }

  /// Finds the unknowns of every cell from the first guess.
  Solved solve() {
    using std::max, std::min;
    const std::size_t n = cells_.unknowns();
    std::vector<double> base(n * width);
    const auto take = [&](std::size_t lane, std::size_t cell) {
      for (std::size_t j = 0; j < n; ++j) base[j * width + lane] = cells_.base[cell * n + j];
    };
    return in_lanes<R>(cells_, n, 1e-10, take, [&](std::vector<double>& x) {
      for (std::size_t j = 0; j < n; ++j) x_[j] = load<R>(&x[j * width]);
      fill();
      const R imbalance = residual(base);
      eliminate(derivatives_.accumulation, balance_);
      for (std::size_t j = 0; j < n; ++j)
        store(R(x_[j] - max(min(balance_[j], R(2.0)), R(-2.0))), &x[j * width]);
      return imbalance;
    });
  }

 private:
  void fill() {
    contents(cells_.system, cells_.at, cells_.reactions, start_, std::span<const R>(x_), contents_);
    find_accumulation(cells_.system, cells_.reactions, contents_, std::span<R>(balance_));
    contents_derivatives(cells_.system, cells_.at, cells_.reactions, start_, contents_, derivatives_);
  }

  /// Takes `base` from balance_ and returns the largest imbalance relative to what a balance is a difference
  /// of.
  R residual(const std::vector<double>& base) {
    using std::abs, std::max;
    R worst(0.0);
    for (std::size_t j = 0; j < balance_.size(); ++j) {
      balance_[j] -= load<R>(&base[j * width]);
      worst = max(worst, abs(balance_[j]) / contents_.magnitude[j]);
    }
    return worst;
  }

  const Cells& cells_;
  StageStart<R> start_;
  Contents<R> contents_;
  ContentsDerivatives<R> derivatives_;
  std::vector<R> x_, balance_;
};

/// Finds the molalities of every cell from its totals.
template <class R>
Solved speciate_all(const Cells& cells) {
  constexpr std::size_t width = lanes<R>;
  const std::size_t n = cells.system.components();
  TotalsSolver<R> solver(cells.system, cells.at);
  std::vector<double> total(n * width), strength(width), water(width);
  std::vector<R> x(n, R(0.0)), totals(n, R(0.0));
  const auto take = [&](std::size_t lane, std::size_t cell) {
    for (std::size_t j = 0; j < n; ++j) total[j * width + lane] = cells.total[cell * n + j];
    strength[lane] = cells.first_strength;
    water[lane] = cells.first_ln_water_activity;
  };
  return in_lanes<R>(cells, n, 1e-6, take, [&](std::vector<double>& all) {
    for (std::size_t j = 0; j < n; ++j) {
      x[j] = load<R>(&all[j * width]);
      totals[j] = load<R>(&total[j * width]);
    }
    solver.ionic_strength = load<R>(strength.data());
    solver.ln_water_activity = load<R>(water.data());
    const R imbalance = solver.improve(std::span<const R>(totals), std::span<R>(x));
    for (std::size_t j = 0; j < n; ++j) store(x[j], &all[j * width]);
    store(solver.ionic_strength, strength.data());
    store(solver.ln_water_activity, water.data());
    return imbalance;
  });
}

/// The best times of one kind of number.
struct Row {
  std::string name;
  std::size_t lanes;
  double evaluate = 1e300, solve = 1e300, speciate = 1e300;  ///< s for all cells
  double sum = 0;                                            ///< of evaluate()
  Solved solved{}, speciated{};
};

template <class R>
void measure(const Cells& cells, Row& row) {
  Chemistry<R> chemistry(cells);
  row.evaluate = std::min(row.evaluate, seconds_of([&] { row.sum = chemistry.evaluate(); }));
  row.solve = std::min(row.solve, seconds_of([&] { row.solved = chemistry.solve(); }));
  row.speciate = std::min(row.speciate, seconds_of([&] { row.speciated = speciate_all<R>(cells); }));
}

void print(const std::vector<Row>& rows, std::size_t cells, const char* name, double Row::*seconds) {
  std::printf("%s\n", name);
  for (const Row& row : rows) {
    const double each = row.*seconds / static_cast<double>(cells);
    std::printf("  %-28s %9.0f ns per cell %11.0f cells/s %7.2f x one lane\n", row.name.c_str(), each * 1e9,
                1 / each, rows.front().*seconds / (row.*seconds));
  }
}

/// `over`: a database over the shipped one, of which all species are taken; none when empty.
int run(bool quick, const std::string& over) {
  std::vector<std::string> files{"talus", "benchmarks/speed/system.toml"};
  SystemChoice all = choice();
  if (!over.empty()) {
    files.push_back(over);
    all.leave_out.clear();
  }
  const Database database = Database::read(files, ".");
  const ChemicalSystem system(database, all);
  const Cells cells = disturbed_cells(system, quick ? 64 : 1024);
  std::printf("system   %zu components, %zu species, %zu gas, %zu minerals; activities %s\n",
              system.components(), system.species.size(), system.gases.size(), system.minerals.size(),
              system.activity_model.c_str());
  std::vector<Row> rows{{"one lane", 1}, {"AVX2", lanes<FourLanes>}};
#ifdef __AVX512BW__
  rows.push_back({"AVX-512", lanes<EightLanes>});
#endif
  rows.push_back({"double, exp and log of libm", 1});
  for (int turn = 0; turn < (quick ? 1 : 60); ++turn) {
    measure<OneLane>(cells, rows[0]);
    measure<FourLanes>(cells, rows[1]);
#ifdef __AVX512BW__
    measure<EightLanes>(cells, rows[2]);
#endif
    measure<double>(cells, rows.back());
  }
  print(rows, cells.count(), "values and derivatives", &Row::evaluate);
  print(rows, cells.count(), "Newton's method per cell", &Row::solve);
  print(rows, cells.count(), "speciation from totals", &Row::speciate);
  const MachineSpeed machine = machine_speed(quick ? 1 : 5);
  std::printf("machine  triad %.1f GB/s   exp %.3f s   solve %.3f s\n", machine.triad, machine.exp,
              machine.solve);
  bool good = true;
  for (const Row& row : rows) {
    const double each = 1 / static_cast<double>(cells.count());
    std::printf(
        "check    %-28s %.2f and %.2f iterations per cell, at most %.1e and %.1e from the answers, sum "
        "%.12g\n",
        row.name.c_str(), static_cast<double>(row.solved.iterations) * each,
        static_cast<double>(row.speciated.iterations) * each, row.solved.worst, row.speciated.worst, row.sum);
    good = good && row.solved.worst < 1e-7 && row.speciated.worst < 1e-7 &&
           std::abs(row.sum / rows[0].sum - 1) < 1e-9;
  }
  return good ? 0 : 1;
}

}  // namespace

}  // namespace talus::speed

int main(int count, char** words) {
#ifdef __AVX512BW__
  if (!__builtin_cpu_supports("avx512bw")) {
    std::puts("this processor has no AVX-512");
    return 77;
  }
#endif
  try {
    const std::string word = count > 1 ? words[1] : "";
    return talus::speed::run(word == "--quick", word == "--quick" ? "" : word);
  } catch (const std::exception& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
}
