#include "case/surface_checks.h"

#include <cmath>
#include <numeric>

#include "case/checks.h"
#include "case/solids.h"
#include "solver/named.h"

namespace talus {

namespace {

/// The law of a mineral that is not of the direction `other` only; nullptr where there is none.
const RateRecord* record_of(const Case& c, const Database& database, const std::string& mineral,
                            std::string_view other) {
  const std::string* own = find(c.chemistry.rates_of, mineral);
  const auto record = database.minerals.find(mineral);
  if (record == database.minerals.end()) return nullptr;
  for (const std::string& set : {own == nullptr ? c.chemistry.rates : *own, std::string("any")})
    for (const RateRecord& rate : record->second.rates)
      if (rate.set == set && rate.direction != other) return &rate;
  return nullptr;
}

/// Whether the mineral's surface is its amount, by its law.
bool by_amount(const Case& c, const Database& database, const std::string& mineral) {
  const RateRecord* record = record_of(c, database, mineral, "precipitation");
  return record != nullptr && std::holds_alternative<FirstOrder>(record->law);
}

/// Whether crystals of the mineral have to be born, by its law.
bool is_born(const Case& c, const Database& database, const std::string& mineral) {
  const RateRecord* record = record_of(c, database, mineral, "dissolution");
  return record != nullptr && has_barrier(record->law);
}

/// Notes names, left of values in the table at `path`, of minerals that do not dissolve.
void check_dissolving(Document& document, const std::string& path, const std::vector<std::string>& names,
                      const Case& c, const std::vector<std::string>& minerals) {
  const std::vector<std::string>& dissolve = c.chemistry.dissolve;
  const auto misspelt = [&](const std::string& name) { return !is_among(minerals, name); };
  const bool sure = !std::ranges::any_of(dissolve, misspelt) && !reported(document, "chemistry.dissolve");
  for (const std::string& name : names) {
    check_key(document, path, "mineral", name, minerals, "the database");
    if (sure && is_among(minerals, name) && !is_among(dissolve, name))
      document.problem(document.place_of_key(path + "." + name),
                       path + " names '" + name + "', which does not dissolve",
                       "add it to chemistry.dissolve, or leave it out here");
  }
}

void check_grains(Document& document, const std::string& path, const Grains& grains) {
  if (reported(document, path + ".diameter") || reported(document, path + ".share")) return;
  const Place place = document.place_of_value(path + ".share");
  if (grains.diameter.size() != grains.share.size())
    return document.problem(place,
                            path + " has " + std::to_string(grains.diameter.size()) + " diameters and " +
                                std::to_string(grains.share.size()) + " shares",
                            "give one share for each diameter");
  if (std::abs(std::accumulate(grains.share.begin(), grains.share.end(), -1.0)) > 1e-6)
    document.problem(place, path + ".share does not add up to 1", "the shares are of the mineral's mass");
}

/// What a passivation of that kind needs and does not use.
void check_passivation(Document& document, const std::string& mineral, const Case& c,
                       const PassivationCase& p) {
  const std::string path = "chemistry.passivation." + step(mineral);
  const bool blocks = p.by == "blocking coat", core = p.by == "shrinking core";
  if (reported(document, path + ".by")) return;
  const auto needs = [&](bool there, const char* key, const char* example) {
    if (!there)
      document.problem(document.place_of_key(path), path + ": '" + p.by + "' needs '" + key + "'",
                       std::string("write for example: ") + key + " = " + example);
  };
  const auto has_no = [&](bool there, const char* key) {
    if (there)
      document.problem(document.place_of_key(path + "." + key),
                       path + ": '" + p.by + "' has no '" + key + "'", "leave it out");
  };
  if (core) {
    has_no(!p.coat.empty(), "coat");
    if (std::abs(surface_exponent(c, mineral) - 2.0 / 3) > 1e-9)
      document.problem(
          document.place_of_key(path), path + ": a shrinking core is a sphere",
          "its exponent, by chemistry.surface_exponent or surface_exponents, must be 2/3, the default");
  } else {
    needs(!p.coat.empty(), "coat", "[\"Nesquehonite\"]");
    for (std::size_t i = 0; i < p.coat.size(); ++i)
      check_name(document, path + ".coat[" + std::to_string(i) + "]", "mineral", p.coat[i],
                 names_of(c.chemistry.precipitate), "chemistry.precipitate");
  }
  if (!core) has_no(p.driven_by.has_value(), "driven_by");
  if (!core) has_no(p.rim.has_value(), "rim");
  if (blocks) {
    needs(p.thickness.has_value(), "thickness", "\"0.5 um\"");
    has_no(p.diffusivity.has_value(), "diffusivity");
    has_no(p.concentration.has_value(), "concentration");
  } else {
    needs(p.diffusivity.has_value(), "diffusivity", "\"1e-15 m2/s\"");
    if (!p.driven_by) needs(p.concentration.has_value(), "concentration", "\"1 mol/m3\"");
    if (p.driven_by && p.concentration)
      document.problem(document.place_of_key(path + ".concentration"),
                       path + ": what drives diffusion is said twice",
                       "leave out 'concentration' or 'driven_by'");
    has_no(p.thickness.has_value(), "thickness");
  }
}

/// Whether a rate is the activity of that component times a constant, far from equilibrium.
bool first_order_in(const RateLaw& law, int component) {
  const auto* transition = std::get_if<TransitionState>(&law);
  return transition != nullptr && std::ranges::all_of(transition->mechanisms, [&](const Mechanism& m) {
           const ReactionRow& row = m.catalysts.row;
           return row.terms.size() == 1 && row.terms[0].component == component && row.terms[0].power == 1 &&
                  row.water == 0 && m.promoters.empty() && m.inhibitors.empty();
         });
}

/// What a mineral needs that grows on the grains that were there, and what it cannot have.
void check_one_surface(Document& document, const std::string& mineral, const Case& c,
                       const Database& database) {
  const std::string path = "chemistry.precipitate." + step(mineral);
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    document.problem(document.place_of_value(path + ".grows_on"), path + ".grows_on: " + what, hint);
  };
  if (!is_among(c.chemistry.dissolve, mineral))
    refuse("'" + mineral + "' has no grains to grow on, as it is not in chemistry.dissolve",
           "add it there, or leave grows_on out");
  const GrowthCase& growth = *find(c.chemistry.precipitate, mineral);
  if (growth.specific_surface && !(*growth.specific_surface > 0))
    refuse("grains that are gone come back from nuclei, which have a surface",
           "specific_surface must be above 0");
  if (find(c.chemistry.passivation, mineral) != nullptr)
    refuse("'" + mineral + "' has something before its surface, by chemistry.passivation",
           "it grows as new crystals then");
  if (find(c.chemistry.amorphous_factor, mineral) != nullptr)
    refuse("'" + mineral + "' has an amorphous part, by chemistry.amorphous_factor",
           "it grows as new crystals then");
  for (const auto& [name, keys] : c.chemistry.passivation)
    if (is_among(keys.coat, mineral))
      refuse("'" + mineral + "' makes a coat on '" + name + "'", "a coat is of new crystals");
  if (by_amount(c, database, mineral) || is_born(c, database, mineral))
    refuse("the law of '" + mineral + "' has no surface that grains could share",
           "it grows as new crystals then, by first order or by nucleation");
}

}  // namespace

void check_drivers(Document& document, const Case& c, const ChemicalSystem& system) {
  for (const auto& [name, keys] : c.chemistry.passivation) {
    if (!keys.driven_by) continue;
    const std::string path = "chemistry.passivation." + step(name) + ".driven_by";
    const int driver = system.component(*keys.driven_by);
    const Mineral& mineral = *std::ranges::find(system.minerals, name, &Mineral::name);
    const auto refuse = [&](const std::string& what, const std::string& hint) {
      document.problem(document.place_of_value(path), path + ": " + what, hint);
    };
    if (driver < 0 || static_cast<std::size_t>(driver) == system.components())
      refuse("no component '" + *keys.driven_by + "' in chemistry.components",
             suggestion(*keys.driven_by, c.chemistry.components));
    else if (mineral.row.of(static_cast<std::size_t>(driver)) >= 0)
      refuse("'" + name + "' takes no " + *keys.driven_by + " as it dissolves",
             "it reacts by " + mineral.record->reaction);
    else if (!first_order_in(mineral.dissolution, driver))
      refuse("the law of '" + name + "' is not of first order in " + *keys.driven_by + " alone",
             "all its mechanisms need catalysts = { \"" + *keys.driven_by +
                 "\" = 1 }; an overlay in chemistry.database can say so");
  }
}

void check_surfaces(Document& document, const std::string& path, const Case& c, const MaterialCase& m,
                    const Database& database) {
  const std::vector<std::string> minerals = names_of(database.minerals);
  check_dissolving(document, path + ".surface", names_of(m.surface), c, minerals);
  check_dissolving(document, path + ".grains", names_of(m.grains), c, minerals);
  check_dissolving(document, path + ".activation", names_of(m.activation), c, minerals);
  check_dissolving(document, path + ".amorphous", names_of(m.amorphous), c, minerals);
  for (const auto& [name, grains] : m.grains) check_grains(document, path + ".grains." + name, grains);
  for (const auto& [name, share] : m.amorphous)
    if (find(c.chemistry.amorphous_factor, name) == nullptr)
      document.problem(document.place_of_key(path + ".amorphous." + name),
                       path + ".amorphous: how fast amorphous " + name + " dissolves is not said",
                       "add to chemistry: amorphous_factor = { " + name + " = 100 }");
  const auto misspelt = [&](const std::string& name) { return !is_among(minerals, name); };
  if (std::ranges::any_of(names_of(m.surface), misspelt) || reported(document, path + ".surface")) return;
  for (const std::string& name : c.chemistry.dissolve)
    if (is_among(names_of(m.minerals), name) && !is_among(names_of(m.surface), name) &&
        !is_among(names_of(m.grains), name) && !by_amount(c, database, name))
      document.problem(
          document.place_of_key(path + ".minerals." + name), path + ".surface does not name '" + name + "'",
          "it dissolves, so its reactive surface is needed: surface = { " + name + " = \"1 m2/g\" }");
}

void check_layers(Document& document, const Case& c, const Database& database) {
  const std::vector<std::string> minerals = names_of(database.minerals);
  check_dissolving(document, "chemistry.passivation", names_of(c.chemistry.passivation), c, minerals);
  check_dissolving(document, "chemistry.amorphous_factor", names_of(c.chemistry.amorphous_factor), c,
                   minerals);
  check_dissolving(document, "chemistry.surface_exponents", names_of(c.chemistry.surface_exponents), c,
                   minerals);
  for (const auto& [name, keys] : c.chemistry.passivation) check_passivation(document, name, c, keys);
  for (const auto& [name, growth] : c.chemistry.precipitate)
    if (growth.grows_on == "grains") check_one_surface(document, name, c, database);
  for (const auto& [name, exponent] : c.chemistry.surface_exponents)
    if (by_amount(c, database, name))
      document.problem(document.place_of_key("chemistry.surface_exponents." + step(name)),
                       "chemistry.surface_exponents: the surface of '" + name + "' is its amount, by its law",
                       "leave it out");
  const Wetting& wetting = c.chemistry.wetting;
  if (wetting.bound > 0 && !(wetting.exponent > 0) && !reported(document, "chemistry.bound_saturation"))
    document.problem(document.place_of_value("chemistry.bound_saturation"),
                     "chemistry.bound_saturation needs chemistry.wetted_exponent above 0",
                     "films slow reactions by the wetted part of surfaces; write wetted_exponent = 0.6667");
  if (wetting.bound >= wetting.full && !reported(document, "chemistry.bound_saturation"))
    document.problem(document.place_of_value("chemistry.wetted_full"),
                     "chemistry.wetted_full is not above bound_saturation");
}

}  // namespace talus
