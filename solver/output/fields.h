// The fields of the run file: what each cell holds, in the words of docs/outputs.md.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "solver/model.h"
#include "solver/output/run_layout.h"
#include "solver/state/state.h"

namespace talus {

/// Name, unit and sentence of every field of this model, in the order of evaluate_fields.
std::vector<ColumnInfo> field_columns(const Model& model);

/// The fields of the owned cells of `state`.
std::vector<std::vector<double>> evaluate_fields(const Model& model, const State& state);

/// The same of these owned cells alone.
std::vector<std::vector<double>> evaluate_fields(const Model& model, const State& state,
                                                 std::span<const std::size_t> cells);

}  // namespace talus
