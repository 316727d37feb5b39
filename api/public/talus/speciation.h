// Speciation: from what is known of a water to its species, activities and saturation indices.
#pragma once

#include <talus/database.h>
#include <talus/errors.h>
#include <talus/speciated_water.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace talus::api {

/// What is known of a water, in the words of `talus speciate` (docs/speciation.md). Amounts are texts with
/// their unit: "412 mg/L", "120 mg/L as CaCO3", "2 mmol/kgw", "<0.01 mg/L".
struct Water {
  std::string name = "water";
  std::string temperature = "25 degC";
  std::optional<double> pH = {};  ///< of the activity of H+; the first guess where something else fixes it
  std::optional<double> pe = {};  ///< of the activity of e-: all redox states react
  std::string units = {};         ///< of totals without one: "mg/L", "mmol/kgw"
  std::map<std::string, std::string> total =
      {};                   ///< of elements ("Ca"), redox states ("S(6)") and "Alkalinity"
  std::string charge = {};  ///< what gives way until the charges balance: "pH" or an element
  std::map<std::string, std::string> equilibrium = {};  ///< what a phase fixes: {"C(4)", "CO2(g) -3.4"}
  std::string redox = {};                               ///< the couple that fixes pe: "Fe(2)/Fe(3)"
  std::string density = {};  ///< of the solution; amounts per litre need it: "1.02 kg/L"
  std::map<std::string, std::string> exchange = {};  ///< exchangers beside the water: {"X", "1.1 mmol/kgw"}
};

/// How activities are taken; what is empty is as in a file of `talus speciate` that does not say it.
struct Conventions {
  std::string activity = {};  ///< "B-dot", "Davies", "WATEQ", "Pitzer", "SIT"; else as the database asks
  std::string water_activity = {};       ///< "Garrels-Christ", "Raoult", "unity"
  std::string pH_scale = {};             ///< of Pitzer's model
  std::string fugacity = {};             ///< of gases that fix an element: "Peng-Robinson", "ideal", ...
  std::string exchange_convention = {};  ///< "Gaines-Thomas", ...
};

/// Speciates a water. Waters with the same database and conventions share what is the same for their
/// elements. InputError: unknown words, too few or too many conditions, amounts that cannot be read;
/// SolveError: no solution.
SpeciatedWater speciate(const Database& database, const Water& water, const Conventions& conventions = {});

/// Speciates the waters of a file of `talus speciate`, *.toml or *.csv, with the database and the conventions
/// that it names, in the order of the file. InputError and SolveError of the first water that fails;
/// FileError.
std::vector<SpeciatedWater> speciate(const std::string& file);

}  // namespace talus::api

#ifndef TALUS_INSIDE  // the sources of Talus have a struct of that name, of what a solver starts from
namespace talus {
using api::Conventions;
using api::speciate;
using api::Water;
}  // namespace talus
#endif
