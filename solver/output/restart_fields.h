// Which arrays of a state stand in /restart, in which datasets: what their declarations say (state/arrays.h).
// And the names and checks of what a run remembers besides.
#pragma once

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include "solver/output/restart.h"
#include "solver/state/arrays.h"

namespace talus {

/// A row of a dataset: one value of each cell.
template <class Number>
struct RestartRow {
  std::span<Number> values;  ///< of the owned cells, and maybe of more behind them
  ArrayInfo info;
};

/// A dataset of /restart: an array of the state, or some that follow each other in it.
template <class Number>
struct RestartSet {
  std::string name, dimension, unit, long_name;
  std::vector<RestartRow<Number>> rows;
  std::size_t arrays = 0;

  /// Takes in one more array of the name: where their units differ, the long name says them.
  void add(const ArrayInfo& info, std::vector<std::span<Number>> spans) {
    for (const std::span<Number> values : spans) rows.push_back({values, info});
    const auto with_unit = [](const std::string& text, std::string_view of) {
      return text + " in " + std::string(of);
    };
    const std::string long_name_of_array(info.long_name);
    if (++arrays == 1) {
      unit = info.unit;
      long_name = long_name_of_array;
    } else if (info.unit == unit) {
      long_name += "; " + long_name_of_array;
    } else {
      if (arrays == 2) long_name = with_unit(long_name, unit);
      long_name += "; " + with_unit(long_name_of_array, info.unit);
      unit = "-";
    }
  }
};

/// All of a state, const or not; an array that the state does not have has none.
template <class S>
auto restart_sets(S& state) {
  using Number = std::conditional_t<std::is_const_v<S>, const double, double>;
  std::vector<RestartSet<Number>> sets;
  const auto add = [&](const ArrayInfo& info, std::vector<std::span<Number>> rows) {
    if (info.restart.empty() || rows.empty()) return;
    auto set = std::ranges::find(sets, std::string(info.restart), &RestartSet<Number>::name);
    if (set == sets.end())
      set = sets.insert(
          sets.end(),
          RestartSet<Number>{std::string(info.restart), std::string(info.dimension), "", "", {}, 0});
    set->add(info, std::move(rows));
  };
  visit_arrays(state, [&](auto& array, const ArrayInfo& info) {
    std::vector<std::span<Number>> rows;
    if constexpr (std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(array)>>, Fields>) {
      for (std::size_t j = 0; j < array.size(); ++j) rows.push_back(array[j]);
    } else if (!info.with_richards || state.head.size() > 0) {
      rows.push_back(array);
    }
    add(info, std::move(rows));
  });
  return sets;
}

/// The declaration of what a run remembers besides its state, of each state that is written.
struct MemoryInfo {
  std::string_view name, unit, long_name;
  std::string_view dimension = {};  ///< of a list
  bool whole = false;               ///< a whole number
  double lowest = -std::numeric_limits<double>::infinity();
};

/// Calls visit(number or list, declaration) for all of it.
template <class M, class Visit>
void visit_memory(M& memory, Visit&& visit) {
  visit(memory.turnover, MemoryInfo{.name = "turnover",
                                    .unit = "mol",
                                    .long_name = "moved in and out since the start",
                                    .dimension = "components",
                                    .lowest = 0});
  visit(memory.control.change, MemoryInfo{.name = "change",
                                          .unit = "mol",
                                          .long_name = "what came in or formed since the start, step by step",
                                          .dimension = "judged"});
  visit(memory.control.carbon_errors,
        MemoryInfo{.name = "carbon_errors",
                   .unit = "mol",
                   .long_name =
                       "of the errors in time of stored CO2: sum of those above 0, of those below 0, and "
                       "the largest of a step",
                   .dimension = "sum_or_largest",
                   .lowest = 0});
  visit(memory.control.next,
        MemoryInfo{.name = "next_step", .unit = "s", .long_name = "length of the step to try", .lowest = 0});
  if (!memory.energy.empty())
    visit(memory.energy,
          MemoryInfo{.name = "energy",
                     .unit = "J",
                     .long_name =
                         "energy at the start, of 1 K, moved in and out since the start, and what came "
                         "in of each kind",
                     .dimension = "energies"});
  visit(memory.steps, MemoryInfo{.name = "steps",
                                 .unit = "-",
                                 .long_name = "accepted steps since the start",
                                 .whole = true,
                                 .lowest = 0});
}

/// Calls visit(list, declaration) for what the domain held at the start, which is written once.
template <class M, class Visit>
void visit_start(M& start, Visit&& visit) {
  visit(start.amount, MemoryInfo{.name = "start_amount",
                                 .unit = "mol",
                                 .long_name = "store at the start",
                                 .dimension = "components"});
  visit(start.magnitude, MemoryInfo{.name = "start_magnitude",
                                    .unit = "mol",
                                    .long_name = "sum of the absolute parts of the store at the start",
                                    .dimension = "components"});
  visit(
      start.solids,
      MemoryInfo{
          .name = "start_solids", .unit = "mol", .long_name = "solids at the start", .dimension = "solids"});
}

}  // namespace talus
