#include "chemistry/database/common_basis.h"

#include <cmath>

namespace talus {

namespace {

/// The record of a species; SiO2 of one file is SiO2(aq) of another.
auto record_of(const Database& database, const std::string& name) {
  auto record = database.aqueous.find(name);
  if (record == database.aqueous.end()) record = database.aqueous.find(name + "(aq)");
  if (record == database.aqueous.end() && name.ends_with("(aq)"))
    record = database.aqueous.find(name.substr(0, name.size() - 4));
  return record;
}

/// Adds `amount` of a name to `to`, taken apart as far as the database can; false when it does not know it.
/// Circles cannot be: Database::read refuses them.
bool take_apart(const Database& database, const std::string& name, double amount, double temperature,
                Composition& to) {
  const auto record = name == "H2O" ? database.aqueous.end() : record_of(database, name);
  if (record == database.aqueous.end() || record->second.reaction.empty()) {
    to.amounts[record == database.aqueous.end() ? name : record->first] += amount;
    return name == "H2O" || record != database.aqueous.end();
  }
  std::map<std::string, double> parts = parse_reaction(record->second.reaction);
  const double own = parts.at(record->first);
  parts.erase(record->first);
  to.log_k += amount / own * record->second.constant.at(temperature);
  bool known = true;
  for (const auto& [part, share] : parts)
    known = take_apart(database, part, -amount * share / own, temperature, to) && known;
  return known;
}

void drop_zeros(Composition& composition) {
  std::erase_if(composition.amounts, [](const auto& part) { return std::abs(part.second) < 1e-9; });
}

}  // namespace

std::optional<Composition> composition_of(const Database& database, const std::string& name,
                                          const std::string& reaction, const EquilibriumConstant& constant,
                                          double temperature) {
  std::map<std::string, double> parts = parse_reaction(reaction);
  const auto own = parts.find(name);
  if (own == parts.end()) return std::nullopt;
  const double amount = own->second;
  parts.erase(own);
  Composition result{{}, constant.at(temperature) / amount};
  bool known = true;
  for (const auto& [part, share] : parts)
    known = take_apart(database, part, -share / amount, temperature, result) && known;
  if (!known) return std::nullopt;
  drop_zeros(result);
  return result;
}

Composition on_basis_of(const Database& database, const Composition& composition, double temperature) {
  Composition result{{}, composition.log_k};
  for (const auto& [part, amount] : composition.amounts)
    take_apart(database, part, amount, temperature, result);
  drop_zeros(result);
  return result;
}

bool same_amounts(const Composition& a, const Composition& b) {
  for (const auto& [one, other] : {std::pair{&a, &b}, std::pair{&b, &a}})
    for (const auto& [part, amount] : one->amounts) {
      const auto found = other->amounts.find(part);
      if (std::abs(amount - (found == other->amounts.end() ? 0 : found->second)) > 1e-6) return false;
    }
  return true;
}

}  // namespace talus
