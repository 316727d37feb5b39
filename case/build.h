// From the words of a case to the numbers of the solver.
#pragma once

#include <memory>
#include <string>

#include "case/case.h"
#include "case/tables.h"
#include "chemistry/speciation/water_recipe.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// A case that has been read and checked, and all that it refers to.
struct Input {
  Document document;
  Case values;
  std::string folder;  ///< of the case file; paths in the case are relative to it
  std::shared_ptr<const Database> database;
  Tables tables;
  Named<CaseWater> waters;  ///< of the case, in its components
};

/// Reads a case file with values of --set on top. InputError with every problem; FileError.
Input read_input(const std::string& path, const std::vector<std::string>& sets = {});
/// The same for a document that has been parsed; paths in it are relative to `folder`.
Input read_input(Document document, std::string folder);

/// A model and where it starts.
struct ModelAndState {
  Model model;
  State state;
  Named<Water> waters;                ///< every recipe, at the temperature of the surface at the start
  std::vector<std::string> left_out;  ///< components that nothing in the case contains
};

/// Builds mesh, system, properties and the initial state of this rank, for a run of all of `ranks`.
/// InputError when a water has no solution. Collective.
ModelAndState build(const Input& input, MPI_Comm ranks);

/// What a cubic metre of water that enters brings of each component and of water, mol; `density` of water in kg/m3. Water
/// alone where there is no composition.
std::vector<double> entering_water(const Water* composition, double density);

/// Fills the owned cells with the water of the case, where it flows by Richards' equation with what they hold
/// at their heads; gas at equilibrium with it, and minerals. build() has done so.
void initialise_cells(const Input& input, const Model& model, State& state);

}  // namespace talus
