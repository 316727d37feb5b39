// From the words of a case of `talus react` to the numbers of a reactor.
#pragma once

#include "batch/case.h"
#include "chemistry/reactor/reactor.h"

namespace talus::batch {

/// Matter that is added: its composition and how much of it.
struct Addition {
  ReactionRow row;
  double moles = 0;
};

/// Something that happens to the vessel, at its times.
struct VesselOperation {
  std::string kind;
  std::vector<double> times;  ///< s
  double part = 0;
  const Water* water = nullptr;
  std::vector<Addition> additions;
};

/// A case, ready to run. Stays where it is: the model points into it.
struct ReactSetup {
  explicit ReactSetup(const ReactInput& of_input);
  ReactSetup(const ReactSetup&) = delete;
  ReactSetup& operator=(const ReactSetup&) = delete;

  const ReactInput& input;
  ChemicalSystem system;
  ReactorModel model;
  Named<Water> waters;
  ReactorState<double> start;
  double dry_mass = 0;         ///< kg of solids at the start
  std::vector<Phase> watched;  ///< whose saturation index is written besides
  std::vector<VesselOperation> operations;
  std::vector<Addition> added;  ///< by the whole of a path
  bool has_charge = false;      ///< whether a water or what is added has more of one charge than of the other

  const Water& water(const std::string& name) const;
};

}  // namespace talus::batch
