// What each array of the state is, declared once. Whoever deals with all of them walks over these lists: the
// start (case/build.cpp), restarts and the layout of the run file (output/restart_fields.h, run_layout.cpp),
// its fields (output/fields.cpp), operations that mix cells (operations/churn.cpp). A new array is a member of
// State and a declaration here; the code of what it is for writes and reads it by its member.
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "solver/state/state.h"

namespace talus {

/// How many values of an array a cell has: one of each.
enum class Rows {
  one,
  component,
  balance,
  solid,
  exchanger,
  equilibrium,
  carbon_source,
  carbon_source_of_holder
};

/// What mixing makes of an array: the cells keep what they have; or each gets its part of the mean by volume.
/// The sum over the cells of an extensive array, so much per bulk volume, stays; of an intensive one there is
/// no sum.
enum class Mixing { none, extensive, intensive };

/// The declaration of an array of cells.
struct ArrayInfo {
  std::string_view name, unit, long_name;  ///< unit SI, "-" of logarithms
  Rows rows = Rows::one;
  bool with_ghosts = false;    ///< local cells have it; else owned ones
  bool with_richards = false;  ///< only where water flows by Richards' equation
  double start = 0;            ///< until somebody writes it
  Mixing mixing = Mixing::none;
  bool mixed_by_exponential = false;  ///< it is a logarithm; what mixes is what it is the logarithm of
  bool is_field = false;              ///< written as it is to /fields, under its name; of Rows::one
  std::string_view restart = {};  ///< its dataset in /restart; arrays that share one follow each other there
  std::string_view dimension = {};  ///< what the dataset counts, beside states and cells
  double lowest = -std::numeric_limits<double>::infinity();  ///< what a restart takes for possible
  double highest = std::numeric_limits<double>::infinity();
};

/// Calls visit(array, declaration) for every array of cells, Fields or std::vector<double>.
template <class S, class Visit>
void visit_arrays(S& state, Visit&& visit) {
  visit(state.ln_molality, ArrayInfo{.name = "ln_molality",
                                     .unit = "-",
                                     .long_name = "ln of molality in mol/kgw",
                                     .rows = Rows::component,
                                     .mixing = Mixing::intensive,  // a first guess of the new equilibrium
                                     .restart = "unknowns",
                                     .dimension = "components",
                                     .lowest = -700,
                                     .highest = 700});
  visit(state.ln_water, ArrayInfo{.name = "ln_water",
                                  .unit = "-",
                                  .long_name = "of H2O ln of water in kg/m3",
                                  .mixing = Mixing::extensive,
                                  .mixed_by_exponential = true,
                                  .restart = "unknowns",
                                  .dimension = "components",
                                  .lowest = -700,
                                  .highest = 700});
  visit(state.totals,
        ArrayInfo{.name = "totals",
                  .unit = "mol/m3",
                  .long_name = "what water, gas and exchangers hold, as carried by the balances",
                  .rows = Rows::balance,
                  .mixing = Mixing::extensive,
                  .restart = "totals",
                  .dimension = "components"});
  visit(state.porosity, ArrayInfo{.name = "porosity",
                                  .unit = "1",
                                  .long_name = "volume of pores per bulk volume",
                                  .mixing = Mixing::extensive,
                                  .is_field = true,
                                  .restart = "porosity",
                                  .dimension = "pores",
                                  .lowest = 0,
                                  .highest = 1});
  const auto with_heat = [&](std::string_view name) { return state.heat_flows ? name : std::string_view{}; };
  visit(state.temperature, ArrayInfo{.name = "temperature",
                                     .unit = "K",
                                     .long_name = "temperature",
                                     .with_ghosts = true,
                                     .is_field = true,
                                     .restart = with_heat("temperature"),
                                     .dimension = with_heat("temperatures"),
                                     .lowest = 0});
  visit(state.solutes, ArrayInfo{.name = "solutes",
                                 .unit = "mol/m3",
                                 .long_name = "osmolality of the liquid water, per bulk volume",
                                 .mixing = Mixing::extensive,
                                 .restart = with_heat("solutes"),
                                 .dimension = with_heat("osmotic_contents"),
                                 .lowest = 0});
  visit(state.reaction_heat,
        ArrayInfo{.name = "reaction_heat",
                  .unit = "J/m3",
                  .long_name = "heat of reactions in the last step, which the next brings, per bulk volume",
                  .mixing = Mixing::extensive,
                  .restart = state.reactions_heat ? "reaction_heat" : "",
                  .dimension = state.reactions_heat ? "heats_of_reaction" : ""});
  visit(state.head, ArrayInfo{.name = "head",
                              .unit = "m",
                              .long_name = "pressure head",
                              .with_ghosts = true,
                              .with_richards = true,
                              .restart = "flow",
                              .dimension = "head_and_rate"});
  visit(state.water_rate, ArrayInfo{.name = "water_rate",
                                    .unit = "1/s",
                                    .long_name = "rate of the water content",
                                    .with_richards = true,
                                    .restart = "flow",
                                    .dimension = "head_and_rate"});
  visit(state.permeability, ArrayInfo{.name = "permeability",
                                      .unit = "1",
                                      .long_name = "permeability divided by that of the material",
                                      .with_ghosts = true,
                                      .with_richards = true,
                                      .start = 1});
  visit(state.suction, ArrayInfo{.name = "suction",
                                 .unit = "1",
                                 .long_name = "what a suction counts for, divided by that in the material",
                                 .with_ghosts = true,
                                 .with_richards = true,
                                 .start = 1});
  visit(state.amount, ArrayInfo{.name = "amount",
                                .unit = "mol/m3",
                                .long_name = "solid per bulk volume",
                                .rows = Rows::solid,
                                .mixing = Mixing::extensive,
                                .restart = "amount",
                                .dimension = "solids",
                                .lowest = 0});
  visit(state.initial_amount, ArrayInfo{.name = "initial_amount",
                                        .unit = "mol/m3",
                                        .long_name = "V0 of the surface law, per bulk volume",
                                        .rows = Rows::solid,
                                        .mixing = Mixing::extensive,
                                        .restart = "initial_amount",
                                        .dimension = "solids",
                                        .lowest = 0});
  visit(state.initial_surface, ArrayInfo{.name = "initial_surface",
                                         .unit = "m2/m3",
                                         .long_name = "A0 of the surface law, per bulk volume",
                                         .rows = Rows::solid,
                                         .mixing = Mixing::extensive,
                                         .restart = "initial_surface",
                                         .dimension = "solids",
                                         .lowest = 0});
  visit(state.sites, ArrayInfo{.name = "sites",
                               .unit = "mol/m3",
                               .long_name = "sites of an exchanger per bulk volume",
                               .rows = Rows::exchanger,
                               .mixing = Mixing::extensive,
                               .restart = "sites",
                               .dimension = "exchangers",
                               .lowest = 0});
  visit(state.equilibrium, ArrayInfo{.name = "equilibrium",
                                     .unit = "mol/m3",
                                     .long_name = "mineral at equilibrium per bulk volume",
                                     .rows = Rows::equilibrium,
                                     .mixing = Mixing::extensive,
                                     .restart = "equilibrium",
                                     .dimension = "equilibrium_minerals",
                                     .lowest = 0});
  visit(state.initial_equilibrium,
        ArrayInfo{.name = "initial_equilibrium",
                  .unit = "mol/m3",
                  .long_name = "mineral at equilibrium that was there at the start",
                  .rows = Rows::equilibrium,
                  .mixing = Mixing::extensive,
                  .restart = "initial_equilibrium",
                  .dimension = "equilibrium_minerals",
                  .lowest = 0});
  visit(state.carbon_in_pores, ArrayInfo{.name = "carbon_in_pores",
                                         .unit = "mol/m3",
                                         .long_name = "carbon of a source in gas, water and on exchangers",
                                         .rows = Rows::carbon_source,
                                         .mixing = Mixing::extensive,
                                         .restart = "carbon_in_pores",
                                         .dimension = "carbon_sources"});
  visit(state.carbon_in_minerals,
        ArrayInfo{.name = "carbon_in_minerals",
                  .unit = "mol/m3",
                  .long_name = "carbon of a source in a mineral, mineral by mineral",
                  .rows = Rows::carbon_source_of_holder,
                  .mixing = Mixing::extensive,
                  .restart = "carbon_in_minerals",
                  .dimension = "carbon_sources_of_minerals",
                  .lowest = 0});
}

/// The declaration of an array of the faces of a patch, [face][kind], mol since the start; its datasets are
/// /patches/PATCH/NAME_KIND.
struct FaceArrayInfo {
  std::string_view name;
  std::string_view sentence;  ///< what follows the name of a kind
  bool of_gases = false;      ///< the kinds are the gases; else components and water
  bool of_water = false;      ///< there is one kind, H2O
  bool of_carbon = false;     ///< the kinds are the sources of carbon
  bool there = true;          ///< the patch has it
};

/// What such arrays can have one value of each of.
struct FaceKinds {
  std::vector<std::string> balances;  ///< H2O last
  std::vector<std::string> gases;
  std::vector<std::string> carbon_sources;
};

/// The names of the kinds of such an array.
inline std::vector<std::string> kinds_of(const FaceArrayInfo& info, const FaceKinds& kinds) {
  if (info.of_water) return {kinds.balances.back()};
  if (info.of_carbon) return kinds.carbon_sources;
  return info.of_gases ? kinds.gases : kinds.balances;
}

/// Calls visit(array, declaration) for what is summed at the faces of a patch.
template <class Entered, class C, class Visit>
void visit_face_arrays(Entered& entered, C& crossing, Visit&& visit) {
  visit(entered, FaceArrayInfo{"entered", "that has come in"});
  visit(
      crossing.inflow,
      FaceArrayInfo{.name = "inflow", .sentence = "that water has brought in", .there = crossing.has_water});
  visit(
      crossing.outflow,
      FaceArrayInfo{.name = "outflow", .sentence = "that water has taken out", .there = crossing.has_water});
  visit(
      crossing.gas,
      FaceArrayInfo{
          .name = "gas", .sentence = "that has come in as gas", .of_gases = true, .there = crossing.has_gas});
  visit(crossing.vapour, FaceArrayInfo{.name = "vapour",
                                       .sentence = "that has come in as vapour; what evaporates is negative",
                                       .of_water = true,
                                       .there = crossing.has_vapour});
  visit(crossing.runoff, FaceArrayInfo{.name = "runoff",
                                       .sentence = "that ran off: rain that did not enter, and what came out",
                                       .of_water = true,
                                       .there = crossing.has_rain});
  visit(crossing.ponded, FaceArrayInfo{.name = "ponded",
                                       .sentence = "that has come to stand on the face and has not left it",
                                       .of_water = true,
                                       .there = crossing.has_pond});
  visit(crossing.pond_vapour, FaceArrayInfo{.name = "pond_vapour",
                                            .sentence = "that has evaporated from what stood on the face",
                                            .of_water = true,
                                            .there = crossing.has_pond});
  visit(crossing.carbon_in, FaceArrayInfo{.name = "carbon_in",
                                          .sentence = "carbon that has come in, with what left again",
                                          .of_carbon = true,
                                          .there = crossing.has_carbon});
  visit(crossing.carbon_out, FaceArrayInfo{.name = "carbon_out",
                                           .sentence = "carbon that has left, with what came in again",
                                           .of_carbon = true,
                                           .there = crossing.has_carbon});
}

/// The declaration of a number of the whole run, or of one of each balance.
struct NumberInfo {
  std::string_view name, unit, long_name;
  std::string_view earlier = "";  ///< its name in run files of earlier versions
};

/// Calls visit(number, declaration) for the numbers that a restart needs besides the arrays.
template <class S, class Visit>
void visit_numbers(S& state, Visit&& visit) {
  visit(state.flow_step, NumberInfo{"flow_step", "s", "length of the step of the flow to try"});
  if (state.heat_flows)
    visit(state.heat_step, NumberInfo{"heat_step", "s", "length of the step of heat to try"});
  if (state.grows) visit(state.placed_lifts, NumberInfo{"placed_lifts", "1", "lifts that have been placed"});
}

/// Calls visit(share, declaration) for what is counted on each rank, of each balance.
template <class S, class Visit>
void visit_shares(S& state, Visit&& visit) {
  visit(
      state.external,
      NumberInfo{"external", "mol",
                 "put into the whole domain since the start by operations, make-up water and slow reactions",
                 "booked"});
}

/// How long the arrays of a state are.
struct StateSizes {
  std::size_t components = 0, solids = 0, exchangers = 0, equilibrium = 0, owned = 0, local = 0;
  std::size_t carbon_sources = 0, carbon_holders = 0;
  bool richards = false, heat = false, grows = false, reactions_heat = false;

  std::size_t count(Rows rows) const {
    switch (rows) {
      case Rows::component:
        return components;
      case Rows::balance:
        return components + 1;
      case Rows::solid:
        return solids;
      case Rows::exchanger:
        return exchangers;
      case Rows::equilibrium:
        return equilibrium;
      case Rows::carbon_source:
        return carbon_sources;
      case Rows::carbon_source_of_holder:
        return carbon_sources * carbon_holders;
      case Rows::one:
        break;
    }
    return 1;
  }
};

/// A state with room for its cells, and with what each array has until somebody writes it. What patches and
/// the flow of water have is not made.
inline State state_of(const StateSizes& sizes) {
  State state;
  state.heat_flows = sizes.heat;
  state.grows = sizes.grows;
  state.reactions_heat = sizes.reactions_heat;
  struct Make {
    const StateSizes& sizes;
    std::size_t cells(const ArrayInfo& info) const { return info.with_ghosts ? sizes.local : sizes.owned; }
    void operator()(Fields& array, const ArrayInfo& info) const {
      if (info.with_richards && !sizes.richards) return;
      array = Fields(sizes.count(info.rows), cells(info), info.start);
    }
    void operator()(std::vector<double>& array, const ArrayInfo& info) const {
      if (info.with_richards && !sizes.richards) return;
      array.assign(cells(info), info.start);
    }
  };
  visit_arrays(state, Make{sizes});
  state.external.assign(sizes.count(Rows::balance), 0.0);
  return state;
}

}  // namespace talus
