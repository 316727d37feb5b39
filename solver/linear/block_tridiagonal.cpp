#include "solver/linear/block_tridiagonal.h"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "base/petsc.h"
#include "solver/linear/small_blocks.h"

namespace talus {

std::vector<std::ptrdiff_t> faces_upwards(const Mesh& mesh) {
  std::vector<std::ptrdiff_t> up(static_cast<std::size_t>(mesh.owned), -1);
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const Index left = mesh.faces.left[f], right = mesh.faces.right[f];
    if (mesh.faces.nz[f] != 0 && left < mesh.owned && right < mesh.owned)
      up[static_cast<std::size_t>(std::min(left, right))] = static_cast<std::ptrdiff_t>(f);
  }
  return up;
}

bool columns_touch(const Mesh& mesh) {
  return any_rank(mesh.communicator, std::ranges::any_of(mesh.faces.nz, [](double nz) { return nz == 0; }));
}

struct BlockTridiagonal::Factors {
  virtual ~Factors() = default;
  virtual bool factor(BlockOperator& matrix) = 0;
  virtual void solve(std::span<const double> b, std::span<double> x, std::uint8_t colour) const = 0;
};

namespace {

template <int V, class Number>
class FactorsOf : public BlockTridiagonal::Factors {
  using Small = SmallBlocks<V>;
  static constexpr bool single = std::is_same_v<Number, float>;

 public:
  FactorsOf(const Mesh& mesh, std::size_t unknowns)
      : n_(unknowns),
        size_(unknowns * Small::height),
        up_(faces_upwards(mesh)),
        left_is_below_(up_.size(), 0),
        first_(mesh.column_first.begin(), mesh.column_first.end()) {
    for (std::size_t k = 0; k < mesh.columns(); ++k)
      colour_.push_back(mesh.colour[static_cast<std::size_t>(mesh.column_first[k])]);
    for (std::size_t c = 0; c < up_.size(); ++c)
      if (up_[c] >= 0)
        left_is_below_[c] = mesh.faces.left[static_cast<std::size_t>(up_[c])] == static_cast<Index>(c);
    for (auto* blocks : {&inverse_, &above_, &below_}) blocks->assign(up_.size() * size_, Number(0));
    if (single) scale_.assign(up_.size() * Small::height, 1.0);
    for (auto* block : {&inverse_at_work_, &above_at_work_, &below_at_work_, &upper_})
      block->assign(size_, 0.0);
  }

  bool factor(BlockOperator& matrix) override {
    for (std::size_t k = 0; k + 1 < first_.size(); ++k) {
      const auto begin = matrix.changed().begin();
      const auto changed = std::find(begin + first_[k], begin + first_[k + 1], std::uint8_t{1}) - begin;
      for (auto c = static_cast<std::size_t>(changed); c < static_cast<std::size_t>(first_[k + 1]); ++c)
        if (!eliminate(matrix, c, c > static_cast<std::size_t>(first_[k]))) return false;
    }
    matrix.forget_changes();
    return true;
  }

  void solve(std::span<const double> b, std::span<double> x, std::uint8_t colour) const override {
    for (std::size_t k = 0; k + 1 < first_.size(); ++k)
      if (colour_[k] == colour)
        solve_column(static_cast<std::size_t>(first_[k]), static_cast<std::size_t>(first_[k + 1]), b, x);
  }

 private:
  Number* of(std::vector<Number>& blocks, std::size_t cell) const { return blocks.data() + cell * size_; }
  const Number* of(const std::vector<Number>& blocks, std::size_t cell) const {
    return blocks.data() + cell * size_;
  }

  /// Where a block of a cell is computed: where it is kept, in single precision beside it.
  double* at_work(std::vector<double>& beside, std::vector<Number>& blocks, std::size_t cell) const {
    if constexpr (single)
      return beside.data();
    else
      return of(blocks, cell);
  }
  void keep(const std::vector<double>& beside, std::vector<Number>& blocks, std::size_t cell) const {
    if constexpr (single)
      std::ranges::transform(beside, of(blocks, cell),
                             [](double entry) { return static_cast<float>(entry); });
  }
  /// Scales the rows of a block of a cell, in single precision.
  void scale(std::size_t cell, double* block) const {
    if constexpr (single) Small::scale_rows(Small::load(scale_.data() + cell * Small::height), n_, block);
  }

  /// One cell of the elimination, when all below it in its column are done.
  bool eliminate(const BlockOperator& matrix, std::size_t c, bool has_below) {
    double* inverse = at_work(inverse_at_work_, inverse_, c);
    matrix.write_diagonal(c, inverse);
    if constexpr (single) Small::store(Small::over_largest(inverse, n_), scale_.data() + c * Small::height);
    scale(c, inverse);
    if (has_below) {
      double* below = at_work(below_at_work_, below_, c);
      matrix.write_coupling(static_cast<std::size_t>(up_[c - 1]), left_is_below_[c - 1] != 0, below);
      scale(c, below);
      Small::multiply_add_block(below, of(above_, c - 1), n_, -1, inverse);
      keep(below_at_work_, below_, c);
    }
    if (!Small::invert(inverse, n_)) return false;
    keep(inverse_at_work_, inverse_, c);
    if (up_[c] < 0) return true;
    matrix.write_coupling(static_cast<std::size_t>(up_[c]), left_is_below_[c] == 0, upper_.data());
    scale(c, upper_.data());
    double* above = at_work(above_at_work_, above_, c);
    std::fill_n(above, size_, 0.0);
    Small::multiply_add_block(inverse, upper_.data(), n_, 1, above);
    keep(above_at_work_, above_, c);
    return true;
  }

  void solve_column(std::size_t first, std::size_t end, std::span<const double> b,
                    std::span<double> x) const {
    std::array<double, Small::height> right{}, below{}, answer{};
    for (std::size_t c = first; c < end; ++c) {
      std::copy_n(b.data() + c * n_, n_, right.data());
      if constexpr (single)
        for (std::size_t j = 0; j < n_; ++j) right[j] *= scale_[c * Small::height + j];
      if (c > first) Small::multiply_add(of(below_, c), below.data(), n_, -1, right.data());
      below.fill(0);
      Small::multiply_add(of(inverse_, c), right.data(), n_, 1, below.data());
      std::copy_n(below.data(), n_, x.data() + c * n_);
    }
    std::copy_n(x.data() + (end - 1) * n_, n_, answer.data());
    for (std::size_t c = end - 1; c-- > first;) {
      std::copy_n(x.data() + c * n_, n_, right.data());
      Small::multiply_add(of(above_, c), answer.data(), n_, -1, right.data());
      answer = right;
      std::copy_n(answer.data(), n_, x.data() + c * n_);
    }
  }

  std::size_t n_, size_;
  std::vector<std::ptrdiff_t> up_;               // per cell, face to the next one up, or -1
  std::vector<std::uint8_t> left_is_below_;      // per cell, of that face
  std::vector<std::ptrdiff_t> first_;            // first cell of each column, and the end
  std::vector<std::uint8_t> colour_;             // of each column
  std::vector<Number> inverse_, above_, below_;  // per cell: S^-1, X, L
  std::vector<double> scale_;                    // per cell, of the rows of its balances; single precision
  std::vector<double> inverse_at_work_, above_at_work_, below_at_work_;  // of the cell at work, likewise
  std::vector<double> upper_;                                            // U of the cell at work
};

}  // namespace

BlockTridiagonal::BlockTridiagonal(const Mesh& mesh, std::size_t unknowns, Precision precision)
    : factors_(with_small_blocks(unknowns, [&]<int V>(SmallBlocks<V>) -> std::unique_ptr<Factors> {
        if (precision == Precision::full) return std::make_unique<FactorsOf<V, double>>(mesh, unknowns);
        return std::make_unique<FactorsOf<V, float>>(mesh, unknowns);
      })) {}
BlockTridiagonal::~BlockTridiagonal() = default;

bool BlockTridiagonal::factor(BlockOperator& matrix) { return factors_->factor(matrix); }
void BlockTridiagonal::solve(std::span<const double> b, std::span<double> x) const {
  for (const bool second : {false, true}) solve(b, x, second);
}
void BlockTridiagonal::solve(std::span<const double> b, std::span<double> x, std::uint8_t colour) const {
  factors_->solve(b, x, colour);
}

}  // namespace talus
