#include "chemistry/formation.h"

#include <stdexcept>

namespace talus {

std::optional<Formation> formation(const Database& database, const std::set<std::string>& components,
                                   const std::string& name, const std::string& reaction,
                                   const EquilibriumConstant& constant, const std::set<std::string>& absent) {
  std::map<std::string, double> sides = parse_reaction(reaction);
  if (!sides.contains(name))
    throw std::invalid_argument("the reaction of '" + name + "' does not contain it: " + reaction);
  const double own = sides[name];
  sides.erase(name);
  Formation result{{}, {{{&constant, 1 / own}}}};
  for (const auto& [other, amount] : sides) {
    const double share = -amount / own;
    if (other == "H2O" || components.contains(other)) {
      result.amounts[other] += share;
      continue;
    }
    const auto record = database.aqueous.find(other);
    if (absent.contains(other) || record == database.aqueous.end() || record->second.reaction.empty())
      return std::nullopt;
    const auto inner =
        formation(database, components, other, record->second.reaction, record->second.constant, absent);
    if (!inner) return std::nullopt;
    for (const auto& [part, power] : inner->amounts) result.amounts[part] += share * power;
    for (const auto& [k, power] : inner->log_k.terms) result.log_k.terms.push_back({k, share * power});
  }
  return result;
}

std::optional<Formation> net_reaction(const Database& database, const std::set<std::string>& components,
                                      const std::string& reaction, const EquilibriumConstant& constant) {
  Formation result{{}, {{{&constant, 1}}}};
  for (const auto& [name, amount] : parse_reaction(reaction)) {
    if (name == "H2O" || components.contains(name)) {
      result.amounts[name] += amount;
      continue;
    }
    const auto record = database.aqueous.find(name);
    if (record == database.aqueous.end() || record->second.reaction.empty()) return std::nullopt;
    const auto made_of =
        formation(database, components, name, record->second.reaction, record->second.constant);
    if (!made_of) return std::nullopt;
    for (const auto& [part, power] : made_of->amounts) result.amounts[part] += amount * power;
    for (const auto& [k, power] : made_of->log_k.terms) result.log_k.terms.push_back({k, -amount * power});
  }
  return result;
}

ReactionRow row_of(const std::map<std::string, double>& amounts, const std::vector<std::string>& components) {
  ReactionRow row;
  for (std::size_t j = 0; j < components.size(); ++j)
    if (const auto found = amounts.find(components[j]); found != amounts.end() && found->second != 0)
      row.terms.push_back({static_cast<int>(j), found->second});
  if (const auto found = amounts.find("H2O"); found != amounts.end()) row.water = found->second;
  return row;
}

}  // namespace talus
