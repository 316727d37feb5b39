// [[carbon_sources]]: where the carbon of a case comes from.
#pragma once

#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

struct Case;
struct CarbonSources;
struct Input;
struct Model;
struct State;

/// One source, and what brings its carbon.
struct CarbonSourceCase {
  std::string name, kind;
  std::vector<std::string> air, waters, minerals;
};
template <class V>
void describe(CarbonSourceCase& s, V& v) {
  v("name", s.name,
    "A word for it, of letters, digits, '_' and '-', under which the run file and the report show it.");
  v("kind", s.kind, one_of({"air", "biogenic", "fossil", "rock"}),
    "What its carbon is: of the air, of living things, of fossil fuel, or of the rock.");
  v("air", s.air, "Patches whose gas ('air' of the patch) has its CO2.", optional_key);
  v("waters", s.waters,
    "Waters whose dissolved carbon is its: those of the pores at the start (with the gas beside them), of rain, of "
    "irrigation, of sources.",
    optional_key);
  v("minerals", s.minerals, "Minerals of the materials whose carbon, as the run begins, is its.",
    optional_key);
}

/// Notes names that are not there, or stand in two sources.
void check_carbon_sources(Document& document, const Case& c);

/// A line for each source: "flue (fossil): the gas at east". None without sources.
std::vector<std::string> carbon_source_words(const Case& c);

/// What the sources come to, all but the minerals that are there at the start. InputError where inorganic carbon is not counted
/// by one component, or where something that brings carbon has no source.
CarbonSources carbon_sources_of(const Input& input, const Model& model);

/// Labels what is there at the start. Collective. InputError where a mineral that is there has no source.
void label_carbon(const Input& input, const Model& model, State& state);

/// The source of the carbon of a water that is irrigated, -1 where it has none; `brings` of each component, mol/m3. InputError
/// where nobody says.
int irrigating_source(const Input& input, const CarbonSources& carbon, const std::vector<double>& brings,
                      const std::string& water);

}  // namespace talus
