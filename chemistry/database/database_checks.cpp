#include "chemistry/database/database_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "chemistry/database/formula.h"
#include "chemistry/reaction_steps.h"

namespace talus {
namespace {

using Reaction = std::map<std::string, double>;

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

/// The names that a reaction or a rate law may use, besides that of the record itself.
std::vector<std::string> known_names(const Database& database) {
  std::vector<std::string> names{"H2O"};
  for (const auto& [name, record] : database.aqueous) names.push_back(name);
  for (const auto& [name, record] : database.gases) names.push_back(name);
  std::ranges::sort(names);
  return names;
}

/// Elements and charge that a reaction makes from nothing, or loses: "Mg 1, charge -2"; empty when it
/// balances.
std::string imbalance(const Database& database, const Reaction& reaction) {
  std::map<std::string, double> sums;
  for (const auto& [name, amount] : reaction) {
    const auto mineral = database.minerals.find(name);
    const Formula formula =
        database.formula(mineral == database.minerals.end() ? name : mineral->second.formula);
    for (const auto& [element, atoms] : formula.elements) sums[element] += amount * atoms;
    sums["charge"] += amount * formula.charge;
  }
  std::string words;
  for (const auto& [what, sum] : sums)
    if (std::abs(sum) > 1e-6)
      words += (words.empty() ? "" : ", ") + what + (sum > 0 ? " +" : " ") + short_number(sum);
  return words;
}

/// Checks one record after the other; knows where to complain.
class RecordChecks {
 public:
  RecordChecks(const Database& database, std::vector<Document>& documents, const Origins& origins)
      : database_(database),
        documents_(documents),
        origins_(origins),
        known_(known_names(database)),
        endless_(endless_reactions(database)) {
    for (const Document& document : documents_) clean_.push_back(document.clean());
  }

  void all() {
    for (const auto& [name, record] : database_.aqueous)
      if (begin("aqueous." + name, record.origin)) species(record);
    for (const auto& [name, record] : database_.gases)
      if (begin("gases." + name, record.added.value_or(record.origin))) gas(record);
    for (const auto& [name, record] : database_.minerals)
      if (begin("minerals." + name, record.added.value_or(record.origin))) mineral(record);
    for (const auto& [name, record] : database_.reactions)
      if (begin("reactions." + name, record.origin)) water_reaction(record);
    for (const auto& [name, record] : database_.exchange) known_.push_back(name);
    std::ranges::sort(known_);
    for (const auto& [name, record] : database_.exchange)
      if (begin("exchange." + name, record.origin)) on_exchanger(record);
  }

 private:
  /// Goes to a record; false when it is not for us: of a file with problems, or of a .dat file, whose records
  /// were checked as they were laid over the others.
  bool begin(const std::string& path, const Origin& origin) {
    path_ = path;
    const auto found = origins_.find(path);
    if (found == origins_.end() || documents_[found->second].name() != origin.file) return false;
    document_ = found->second;
    return clean_[document_];
  }

  void complain(const std::string& key, const std::string& what, const std::string& hint = "") {
    Document& document = documents_[document_];
    document.problem(document.place_of_value(path_ + "." + key), path_ + ": " + what, hint);
  }

  bool known(const std::string& name) const { return std::ranges::binary_search(known_, name); }

  void species(const AqueousRecord& record) {
    double charge = 0;
    try {
      charge = database_.formula(record.name).charge;
    } catch (const std::invalid_argument& error) {
      complain("reaction", error.what(),
               "the name of a species is its formula, as in \"MgOH+\" or \"SiO2(aq)\"");
      return;
    }
    if (charge != 0 && record.ion_size == 0 && record.name != "e-")
      complain("activity", "a charged species needs activity.ion_size", "4 angstrom is usual for complexes");
    if (record.wateq && (std::isnan(record.wateq->front()) || std::isnan(record.wateq->back())))
      complain("activity", "has one of activity.wateq_size and wateq_slope, and needs both or none");
    if (!record.stands_for.empty()) stands_for(record);
    if (record.reaction.empty()) return;
    constant(record.constant);
    reaction(record.name, record.reaction, 1);
    if (const auto found = endless_.find(record.name); found != endless_.end())
      complain("reaction", "its reaction " + found->second, "write it to components");
  }

  void stands_for(const AqueousRecord& record) {
    const std::size_t bracket = record.stands_for.find('(');
    const bool component = record.reaction.empty(), state = bracket != std::string::npos;
    if (!database_.formula(record.name).elements.contains(record.stands_for.substr(0, bracket)) ||
        component == state)
      complain("stands_for", "'" + record.stands_for + "' is not what it can stand for",
               component ? "a component stands for an element that it holds, as in \"Fe\""
                         : "a species with a reaction stands for a redox state, as in \"Fe(3)\"");
  }

  void gas(const GasRecord& record) {
    if (record.reaction.empty())
      return complain("reaction", "has no reaction",
                      "a record without one adds to that of a file before it, and there is none");
    if (record.added) return;
    constant(record.constant);
    reaction(record.name, record.reaction, -1);
  }

  void mineral(const MineralRecord& record) {
    if (record.reaction.empty() || record.formula.empty())
      return complain("reaction", record.reaction.empty() ? "has no reaction" : "has no formula",
                      "a record with neither adds to that of a file before it, and there is none");
    if (!record.added || record.constant_added) constant(record.constant);
    if (!record.added) {
      if (!(record.molar_volume > 0)) complain("volume", "has no molar volume", "volume = { molar = ... }");
      try {
        database_.formula(record.formula);
        reaction(record.name, record.reaction, -1);
      } catch (const std::invalid_argument& error) {
        complain("formula", error.what());
      }
    }
    for (std::size_t i = 0; i < record.rates.size(); ++i) rate(record, i);
  }

  void on_exchanger(const ExchangeRecord& record) {
    if (!record.reaction.empty()) {
      constant(record.constant);
      return reaction(record.name, record.reaction, 1);
    }
    const auto named = [&](const auto& master) { return master.second == record.name; };
    if (std::ranges::none_of(database_.exchange_masters, named))
      complain("reaction", "has neither a reaction nor a name that sites can have",
               "a capital, small letters and one negative charge, that is no element: \"X-\"");
  }

  void water_reaction(const WaterReactionRecord& record) {
    constant(record.constant);
    try {
      balance(parse_reaction(record.reaction), "");
    } catch (const std::invalid_argument& error) {
      complain("reaction", error.what());
    }
    mechanisms("rate", record.law.mechanisms);
    for (const Mechanism& mechanism : record.law.mechanisms) {
      catalysts("rate", mechanism.catalysts);
      if (!mechanism.beside.empty())
        complain("rate", "'beside' belongs to the ways in which minerals dissolve",
                 "put it into [[minerals.NAME.rates]]");
    }
  }

  void constant(const EquilibriumConstant& k) {
    if (std::isnan(k.log_k)) complain("log_k", "has no log_k");
    if (k.provenance.source.empty()) complain("source", "has no source");
    if (k.provenance.status.empty()) complain("status", "has no status", "measured, derived or assumed");
    if (k.analytic.size() > 6)
      complain("analytic", "has more than the six coefficients a to f");
    else if (!k.analytic.empty() && k.enthalpy)
      complain("enthalpy", "has both an enthalpy and an analytic expression");
    else if (!k.analytic.empty() && std::abs(k.at(298.15) - k.log_k) > 0.05)
      complain("analytic",
               "the analytic expression gives " + short_number(k.at(298.15)) + " at 25 degC, log_k is " +
                   short_number(k.log_k),
               "databases in use have this fault; find out which of the two is meant");
    if (k.range[0] >= k.range[1]) complain("range", "the range ends below its beginning");
  }

  /// `sign` is that of the record itself in its reaction: +1 for a species that forms, -1 for a solid or gas.
  void reaction(const std::string& name, const std::string& text, double sign) {
    try {
      const Reaction amounts = parse_reaction(text);
      const auto self = amounts.find(name);
      if (self == amounts.end() || self->second != sign)
        complain("reaction",
                 std::string("its reaction must ") + (sign > 0 ? "form" : "use") + " one '" + name + "'");
      balance(amounts, name);
    } catch (const std::invalid_argument& error) {
      complain("reaction", error.what());
    }
  }

  /// Names besides `own` must be known, and nothing may be made of nothing.
  void balance(const Reaction& amounts, const std::string& own) {
    bool all_known = true;
    for (const auto& [other, amount] : amounts)
      if (other != own && !known(other)) {
        complain("reaction", "unknown '" + other + "' in its reaction", suggestion(other, known_));
        all_known = false;
      }
    if (!all_known) return;
    const std::string excess = imbalance(database_, amounts);
    if (!excess.empty()) complain("reaction", "its reaction does not balance: " + excess);
  }

  void rate(const MineralRecord& record, std::size_t i) {
    const RateRecord& law = record.rates[i];
    const std::string key = "rates[" + std::to_string(i) + "]";
    const std::vector<Mechanism>& ways = mechanisms_of(law.law);
    if (const std::size_t needed = mechanisms_needed(law.law); needed > 0 && ways.size() != needed)
      complain(key, "the law '" + std::string(name_of(law.law)) + "' needs " + std::to_string(needed) +
                        " mechanisms, there are " + std::to_string(ways.size()));
    for (std::size_t other = 0; other < i; ++other) {
      const RateRecord& first = record.rates[other];
      if (first.set == law.set &&
          (first.direction == law.direction || first.direction == "both" || law.direction == "both"))
        complain(key, "the set '" + law.set + "' has two laws for the same direction");
    }
    mechanisms(key, ways);
    for (const Mechanism& way : ways) beside(key, law, way);
    each_product(law.law, [&](const ActivityProduct& product) { catalysts(key, product); });
  }

  void mechanisms(const std::string& key, const std::vector<Mechanism>& ways) {
    if (ways.empty()) complain(key, "a rate law without mechanisms");
    for (const Mechanism& mechanism : ways)
      if (mechanism.low.value_or(mechanism.log_k) > mechanism.log_k ||
          mechanism.high.value_or(mechanism.log_k) < mechanism.log_k)
        complain(key, "log_k lies outside low and high");
  }

  /// What goes on beside a way must be known, and have a law and a direction in which it can.
  void beside(const std::string& key, const RateRecord& law, const Mechanism& way) {
    for (const auto& [name, times] : way.beside) {
      std::vector<std::string> reactions;
      for (const auto& [known, record] : database_.reactions) reactions.push_back(known);
      if (!database_.reactions.contains(name))
        complain(key, "unknown reaction '" + name + "' in 'beside'", suggestion(name, reactions));
      if (!std::holds_alternative<TransitionState>(law.law) || law.direction != "dissolution")
        complain(key, "'beside' belongs to laws \"transition state\" with direction = \"dissolution\"");
    }
  }

  void catalysts(const std::string& key, const ActivityProduct& product) {
    for (const auto& [catalyst, power] : product.powers)
      if (!known(catalyst))
        complain(key, "unknown catalyst '" + catalyst + "'", suggestion(catalyst, known_));
  }

  const Database& database_;
  std::vector<Document>& documents_;
  const Origins& origins_;
  std::vector<std::string> known_;  ///< sorted; with what stands on exchangers once all else is checked
  std::map<std::string, std::string> endless_;  ///< species, and what is wrong with their reactions
  std::vector<bool> clean_;
  std::string path_;
  std::size_t document_ = 0;
};

}  // namespace

void check_records(const Database& database, std::vector<Document>& documents, const Origins& origins) {
  RecordChecks(database, documents, origins).all();
}

}  // namespace talus
