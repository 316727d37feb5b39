#include "chemistry/activity/interactions.h"

#include <map>
#include <stdexcept>

#include "chemistry/database/database.h"

namespace talus {

namespace {

std::string place_of(const InteractionRecord& record) {
  return record.origin.file + " line " + std::to_string(record.origin.line);
}

PitzerParameter pitzer_parameter(const InteractionRecord& record) {
  static const std::map<std::string, PitzerKind> kinds = {
      {"B0", PitzerKind::b0},   {"B1", PitzerKind::b1},        {"B2", PitzerKind::b2},
      {"C0", PitzerKind::c0},   {"THETA", PitzerKind::theta},  {"LAMBDA", PitzerKind::lambda},
      {"PSI", PitzerKind::psi}, {"ZETA", PitzerKind::zeta},    {"ETA", PitzerKind::eta},
      {"MU", PitzerKind::mu},   {"ALPHAS", PitzerKind::alphas}};
  const auto kind = kinds.find(record.parameter);
  if (kind == kinds.end())
    throw std::invalid_argument("Pitzer's model knows no parameter '" + record.parameter + "' (" +
                                place_of(record) + ")");
  PitzerParameter parameter{kind->second, {}, record.coefficients};
  for (std::size_t i = 0; i < record.species.size() && i < 3; ++i) parameter.species[i] = record.species[i];
  return parameter;
}

SitParameter sit_parameter(const InteractionRecord& record) {
  if (record.parameter != "EPSILON")
    throw std::invalid_argument("the SIT model knows no parameter '" + record.parameter + "' (" +
                                place_of(record) + "), only EPSILON");
  return {{record.species.at(0), record.species.at(1)}, record.coefficients};
}

bool has_potassium_chloride(const Database& database) {
  for (const InteractionRecord& r : database.pitzer)
    if (r.parameter == "B0" &&
        ((r.species[0] == "K+" && r.species[1] == "Cl-") || (r.species[0] == "Cl-" && r.species[1] == "K+")))
      return true;
  return false;
}

}  // namespace

std::vector<std::string> ph_scales() { return {"database", "MacInnes", "Pitzer"}; }

void check_model(const Database& database, const std::string& ph_scale, const std::string& model) {
  if (const auto& pairs = database.left_out_for_pitzer; !pairs.empty() && model != "Pitzer")
    throw std::invalid_argument(
        "activity = \"" + model + "\": a database of this case leaves out " + std::to_string(pairs.size()) +
        " species that parameters of Pitzer's model stand for, such as " + pairs.front() +
        "; say activity = \"Pitzer\", or take that database (as \"talus brines\") away");
  if (ph_scale != "database" && model != "Pitzer")
    throw std::invalid_argument("pH_scale = \"" + ph_scale + "\" is for activity = \"Pitzer\", not for \"" +
                                model + "\"");
}

Interactions interactions_of(const Database& database, const std::string& model,
                             const std::string& ph_scale) {
  Interactions all;
  if (model == "SIT") {
    for (const InteractionRecord& record : database.sit) all.sit.push_back(sit_parameter(record));
    if (all.sit.empty())
      throw std::invalid_argument("no database of this case has SIT parameters, as sit.dat of PHREEQC has");
    return all;
  }
  for (const InteractionRecord& record : database.pitzer) all.pitzer.push_back(pitzer_parameter(record));
  if (all.pitzer.empty())
    throw std::invalid_argument(
        "no database of this case has parameters of Pitzer's model, as pitzer.dat of PHREEQC has");
  all.conventions.macinnes =
      ph_scale == "MacInnes" || (ph_scale == "database" && database.macinnes.value_or(true));
  if (all.conventions.macinnes && !has_potassium_chloride(database))
    throw std::invalid_argument(
        "MacInnes's scale needs the parameters of KCl, which the database does not have; say pH_scale = "
        "\"Pitzer\"");
  return all;
}

}  // namespace talus
