#include "chemistry/exchanger.h"

#include <numbers>
#include <stdexcept>

#include "base/error.h"
#include "chemistry/formation.h"

namespace talus {

std::string sites_of(const Database& database, const std::string& name) {
  const auto master = database.exchange_masters.find(name);
  const std::string& sites = master == database.exchange_masters.end() ? name : master->second;
  const auto record = database.exchange.find(sites);
  if (record != database.exchange.end() && record->second.reaction.empty()) return sites;
  std::vector<std::string> known;
  for (const auto& [other, r] : database.exchange)
    if (r.reaction.empty()) known.push_back(other);
  throw std::invalid_argument(known.empty() ? "the databases have no exchanger"
                                            : "no exchanger '" + name + "'; " + suggestion(name, known));
}

Exchanger exchanger(const Database& database, std::vector<std::string> components, const std::string& name,
                    ExchangeConvention convention) {
  Exchanger made{
      .name = sites_of(database, name), .convention = convention, .species = {}, .database = &database};
  const auto last = static_cast<int>(components.size());
  std::vector<std::string> parts = std::move(components);
  parts.push_back(made.name);
  for (const auto& [own, record] : database.exchange) {
    if (record.reaction.empty()) continue;
    auto found = formation(database, {parts.begin(), parts.end()}, own, record.reaction, record.constant);
    if (!found) continue;
    ReactionRow row = row_of(found->amounts, parts);
    std::vector<Term>& terms = row.terms;
    if (terms.empty() || terms.back().component != last) continue;
    const double sites = terms.back().power;
    terms.pop_back();
    made.species.push_back({own, std::move(row), sites, std::move(found->log_k), &record});
  }
  if (made.species.empty())
    throw std::invalid_argument("nothing that the components make can stand on the exchanger '" + made.name +
                                "'");
  return made;
}

std::vector<std::string> exchange_conventions() { return {"Gaines-Thomas", "Gapon"}; }

ExchangeConvention exchange_convention(const std::string& name) {
  if (name == "Gaines-Thomas") return ExchangeConvention::gaines_thomas;
  if (name == "Gapon") return ExchangeConvention::gapon;
  throw std::invalid_argument("no convention of exchange '" + name + "'; " +
                              suggestion(name, exchange_conventions()));
}

template <class K>
ExchangeConstantsOf<K> constants_of(const Exchanger& exchanger, const K& temperature) {
  ExchangeConstantsOf<K> at;
  const TemperatureOf<K> t(temperature);
  const auto terms = [&](const char* model, const AqueousRecord& ion, double sites) {
    return activity_terms(model, ion, sites, temperature,
                          activity_constants(*exchanger.database, model, temperature));
  };
  for (const ExchangeSpecies& species : exchanger.species) {
    at.ln_k.push_back(K(std::numbers::ln10) * species.log_k.at(t));
    AqueousRecord as_ion;
    as_ion.wateq = species.record->wateq;
    as_ion.ion_size = species.record->ion_size;
    at.activity.push_back(as_ion.wateq          ? terms("WATEQ", as_ion, species.sites)
                          : as_ion.ion_size > 0 ? terms("B-dot", as_ion, species.sites)
                                                : ActivityTermsOf<K>{});
  }
  return at;
}

template ExchangeConstantsOf<double> constants_of(const Exchanger&, const double&);
template ExchangeConstantsOf<Pack> constants_of(const Exchanger&, const Pack&);

}  // namespace talus
