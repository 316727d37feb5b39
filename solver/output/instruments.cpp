#include "solver/output/instruments.h"

#include <algorithm>

#include "base/error.h"
#include "base/exact_sum.h"
#include "solver/output/fields.h"
#include "solver/state/budget.h"

namespace talus {

std::string instrument_series(const std::string& instrument, const std::string& quantity) {
  return "instrument_" + instrument + "_" + quantity;
}

Instruments::Instruments(const Model& model, std::vector<Instrument> all) : all_(std::move(all)) {
  const std::vector<ColumnInfo> fields = field_columns(model);
  for (const Instrument& one : all_) {
    fields_.emplace_back();
    if (one.patch)
      columns_.push_back({instrument_series(one.name, chamber_quantity), "mol",
                          "carbon that came in as gas through what " + one.name + " covers since the start"});
    for (const std::string& quantity : one.quantities) {
      const auto field = std::ranges::find(fields, quantity, &ColumnInfo::name);
      check(field != fields.end(), "an instrument reads fields of the model: " + quantity);
      fields_.back().push_back(static_cast<std::size_t>(field - fields.begin()));
      columns_.push_back(
          {instrument_series(one.name, quantity), field->unit, field->long_name + " at " + one.name});
    }
  }
}

std::vector<double> Instruments::read(const Model& model, const State& state) const {
  if (columns_.empty()) return {};
  std::vector<std::size_t> cells;  // of this rank
  for (const Instrument& one : all_)
    if (one.cell) cells.push_back(*one.cell);
  const auto values = evaluate_fields(model, state, cells);
  const std::vector<double> carbon = carbon_in_gases(model.system);
  std::vector<ExactSum> sums(columns_.size());
  std::size_t column = 0, place = 0;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].patch) {
      const std::vector<double>& gas = state.crossings[*all_[i].patch].gas;
      for (const std::size_t face : all_[i].faces)
        for (std::size_t g = 0; g < carbon.size(); ++g)
          sums[column].add(carbon[g] * gas[face * carbon.size() + g]);
      ++column;
    }
    for (const std::size_t field : fields_[i]) {
      if (all_[i].cell) sums[column].add(values[field][place]);
      ++column;
    }
    if (all_[i].cell) ++place;
  }
  return sum_over_ranks(model.mesh.communicator, sums);
}

}  // namespace talus
