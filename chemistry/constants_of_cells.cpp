#include "chemistry/constants_of_cells.h"

#include <algorithm>
#include <utility>

namespace talus {

void ConstantsOfCells::take(const ChemicalSystem& system, std::span<const double> temperature) {
  system_ = &system;
  if (std::ranges::equal(temperature, temperature_)) return;
  temperature_.assign(temperature.begin(), temperature.end());
  const auto other = [&](double t) { return t != temperature_.front(); };
  uniform_ = !temperature_.empty() && std::ranges::none_of(temperature_, other);
  of_cells_.clear();
  of_tile_.clear();
  std::map<Lanes, ConstantsOf<Pack>> before = std::exchange(sets_, {});
  for (std::size_t first = 0; first < temperature_.size(); first += width) {
    Lanes kelvin{};
    for (std::size_t i = 0; i < width; ++i)
      kelvin[i] = temperature_[std::min(first + i, temperature_.size() - 1)];
    auto found = sets_.find(kelvin);
    if (found == sets_.end()) {
      auto known = before.extract(kelvin);
      found = known.empty() ? sets_.emplace(kelvin, system_->at(Pack::load_unaligned(kelvin.data()))).first
                            : sets_.insert(std::move(known)).position;
    }
    of_tile_.push_back(&found->second);
  }
}

const Constants& ConstantsOfCells::of_cell(std::size_t cell) const {
  const double kelvin = temperature_[cell];
  const auto found = of_cells_.find(kelvin);
  return found != of_cells_.end() ? found->second
                                  : of_cells_.emplace(kelvin, system_->at(kelvin)).first->second;
}

}  // namespace talus
