#include "solver/growing_pile.h"

#include <type_traits>

#include "base/error.h"
#include "base/exact_sum.h"
#include "chemistry/pack.h"
#include "solver/output/fields.h"
#include "solver/state/arrays.h"
#include "solver/state/budget.h"
#include "solver/state/sizes_of_model.h"

namespace talus {

namespace {

/// What is copied between a part and the whole: from the one that is const to the other.
template <class S>
using Number = std::conditional_t<std::is_const_v<S>, const double, double>;

/// The values of all arrays of cells, one span for each value of a cell, in the order of their declarations.
template <class S>
std::vector<std::span<Number<S>>> arrays_of(S& state) {
  std::vector<std::span<Number<S>>> spans;
  visit_arrays(state, [&](auto& array, const ArrayInfo&) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(array)>, Fields>)
      for (std::size_t j = 0; j < array.size(); ++j) spans.push_back(array[j]);
    else
      spans.emplace_back(array);
  });
  return spans;
}

/// What is summed at the faces of a patch, one array after the other.
template <class S>
std::vector<std::span<Number<S>>> face_arrays_of(S& state, std::size_t patch) {
  std::vector<std::span<Number<S>>> spans;
  visit_face_arrays(state.entered[patch], state.crossings[patch],
                    [&](auto& array, const FaceArrayInfo&) { spans.emplace_back(array); });
  return spans;
}

/// Blocks of the same length, each at its place of the whole.
template <class Mine, class All>
void copy_blocks(std::span<Mine> part, std::span<All> whole, const auto& places, std::size_t block) {
  for (std::size_t i = 0; i < part.size(); ++i) {
    Mine& here = part[i];
    All& there = whole[static_cast<std::size_t>(places[i / block]) * block + i % block];
    if constexpr (std::is_const_v<Mine>)
      there = here;
    else
      here = there;
  }
}

/// All that cells and patches have.
template <class Standing, class Whole>
void copy_state(const StandingPart& part, const Mesh& mesh, Standing& standing, Whole& whole) {
  const auto mine = arrays_of(standing);
  const auto all = arrays_of(whole);
  check(mine.size() == all.size(), "a part has the arrays of the whole");
  for (std::size_t i = 0; i < mine.size(); ++i) copy_blocks(mine[i], all[i], part.cell, 1);
  for (std::size_t p = 0; p < part.faces.size(); ++p) {
    const auto of_part = face_arrays_of(standing, p);
    const auto of_whole = face_arrays_of(whole, p);
    for (std::size_t i = 0; i < of_part.size(); ++i)
      if (!of_part[i].empty())
        copy_blocks(of_part[i], of_whole[i], part.faces[p], of_whole[i].size() / mesh.patches[p].size());
  }
}

/// What does not belong to cells or faces.
void copy_numbers(const State& from, State& to) {
  to.time = from.time;
  to.flow_step = from.flow_step;
  to.heat_step = from.heat_step;
  to.heated_for = from.heated_for;
  to.external = from.external;
}

/// Values of local cells, with lanes beyond the last one as the whole has them.
std::vector<double> padded(const std::vector<double>& values, const std::vector<Index>& cells) {
  std::vector<double> result = picked(values, cells);
  result.resize(cells.size() + 2 * tile_width, values.back());
  return result;
}

CellProperties properties_of(const CellProperties& whole, const StandingPart& part) {
  CellProperties cells = whole;
  const auto owned = std::span<const Index>(part.cell).first(static_cast<std::size_t>(part.mesh.owned));
  cells.porosity = padded(whole.porosity, part.cell);
  cells.critical_porosity = padded(whole.critical_porosity, part.cell);
  cells.material = picked(whole.material, owned);
  cells.dry_density = picked(whole.dry_density, owned);
  cells.local_material = picked(whole.local_material, part.cell);
  return cells;
}

/// What a patch lets through, of the faces that stand.
PatchConditions conditions_of(const PatchConditions& whole, const std::vector<std::size_t>& faces) {
  PatchConditions conditions = whole;
  const auto pick = [&](auto& values) {
    if (values.empty()) return;
    auto all = std::move(values);
    values.clear();
    for (const std::size_t face : faces) values.push_back(all[face]);
  };
  pick(conditions.water.head);
  pick(conditions.water.open);
  return conditions;
}

}  // namespace

GrowingPile::GrowingPile(Model whole, State start) : model_(std::move(whole)), state_(std::move(start)) {
  check(model_.lift_of_cell.size() == static_cast<std::size_t>(model_.mesh.local),
        "every cell belongs to a lift");
  place(state_.time);
  at_start_ = placed();
  const std::size_t balances = model_.unknowns.size();
  std::vector<ExactSum> sums(model_.lift_times.size() * (balances + 1));
  for (std::size_t c = 0; c < static_cast<std::size_t>(model_.mesh.owned); ++c) {
    if (model_.lift_of_cell[c] == 0) continue;
    ExactSum* lift = &sums[(static_cast<std::size_t>(model_.lift_of_cell[c]) - 1) * (balances + 1)];
    const double volume = model_.mesh.volume[c];
    lift[0].add(volume * model_.cells.dry_density[c]);
    for (std::size_t j = 0; j < balances; ++j) lift[j + 1].add(volume * held_in_cell(model_, state_, c, j));
  }
  const std::vector<double> all = sum_over_ranks(model_.mesh.communicator, sums);
  for (std::size_t k = 0; k < model_.lift_times.size(); ++k) {
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(k * (balances + 1));
    holds_.emplace_back(from, from + static_cast<std::ptrdiff_t>(balances + 1));
  }
}

void GrowingPile::fit(Model& standing) {
  std::vector<std::uint8_t> there;
  for (const int lift : model_.lift_of_cell)
    there.push_back(static_cast<std::size_t>(lift) <= placed() ? 1 : 0);
  part_ = standing_part(model_.mesh, there);
  standing.mesh = part_.mesh;
  standing.cells = properties_of(model_.cells, part_);
  standing.patches.clear();
  for (std::size_t p = 0; p < model_.patches.size(); ++p)
    standing.patches.push_back(conditions_of(model_.patches[p], part_.faces[p]));
}

Model GrowingPile::standing_model() {
  Model standing = model_;
  fit(standing);
  standing.lift_times.clear();
  standing.lift_of_cell.clear();
  return standing;
}

State GrowingPile::standing_state() const {
  State standing = state_of(sizes_of(model_, part_.mesh));
  for (std::size_t p = 0; p < part_.faces.size(); ++p) {
    const std::size_t faces = model_.mesh.patches[p].size(), there = part_.faces[p].size();
    standing.entered.push_back(state_.entered[p]);
    standing.crossings.push_back(state_.crossings[p]);
    visit_face_arrays(standing.entered[p], standing.crossings[p],
                      [&](std::vector<double>& array, const FaceArrayInfo&) {
                        array.assign(faces == 0 ? 0 : array.size() / faces * there, 0.0);
                      });
  }
  copy_state(part_, model_.mesh, standing, state_);
  copy_numbers(state_, standing);
  return standing;
}

void GrowingPile::take(const State& standing) {
  copy_state(part_, model_.mesh, standing, state_);
  copy_numbers(standing, state_);
}

std::optional<double> GrowingPile::next() const {
  if (placed() >= model_.lift_times.size()) return {};
  return model_.lift_times[placed()];
}

void GrowingPile::place(double time) {
  while (next() && *next() <= time) state_.placed_lifts += 1;
}

std::vector<std::vector<double>> GrowingPile::whole_fields(
    const std::vector<std::vector<double>>& standing) const {
  const auto owned = static_cast<std::size_t>(model_.mesh.owned),
             there = static_cast<std::size_t>(part_.mesh.owned);
  std::vector<std::size_t> waiting;
  std::vector<double> placed_cells(owned, 0.0);
  for (std::size_t c = 0; c < there; ++c) placed_cells[static_cast<std::size_t>(part_.cell[c])] = 1;
  for (std::size_t c = 0; c < owned; ++c)
    if (placed_cells[c] == 0) waiting.push_back(c);
  const std::vector<std::vector<double>> others = evaluate_fields(model_, state_, waiting);
  std::vector<std::vector<double>> fields(standing.size(), std::vector<double>(owned));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t c = 0; c < there; ++c)
      fields[i][static_cast<std::size_t>(part_.cell[c])] = standing[i][c];
    for (std::size_t c = 0; c < waiting.size(); ++c) fields[i][waiting[c]] = others[i][c];
  }
  fields.push_back(std::move(placed_cells));
  return fields;
}

std::vector<ColumnInfo> GrowingPile::columns() const {
  std::vector<ColumnInfo> columns{{"placed_dry_mass", "kg", "dry mass of the lifts placed since the start"}};
  for (const Unknown& unknown : model_.unknowns)
    columns.push_back({"placed_" + unknown.name, unknown.amount,
                       unknown.name + " in the lifts placed since the start, as they were placed"});
  return columns;
}

std::vector<double> GrowingPile::row() const {
  std::vector<double> sum(model_.unknowns.size() + 1, 0.0);
  for (std::size_t k = at_start_; k < placed(); ++k)
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += holds_[k][i];
  return sum;
}

}  // namespace talus
