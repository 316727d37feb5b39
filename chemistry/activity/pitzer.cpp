#include "chemistry/activity/pitzer.h"

#include <map>
#include <numbers>
#include <stdexcept>

#include "chemistry/activity/activity.h"

namespace talus {

namespace {

bool triple(PitzerKind kind) {
  return kind == PitzerKind::psi || kind == PitzerKind::zeta || kind == PitzerKind::eta ||
         kind == PitzerKind::mu;
}

bool opposite_only(PitzerKind kind) {
  return kind == PitzerKind::b0 || kind == PitzerKind::b1 || kind == PitzerKind::b2 || kind == PitzerKind::c0;
}

/// Species of a record, in an order that does not depend on how it was written.
std::vector<std::string> species_of(const PitzerParameter& p) {
  std::vector<std::string> names(p.species.begin(), p.species.begin() + (triple(p.kind) ? 3 : 2));
  std::ranges::sort(names);
  return names;
}

using Key = std::pair<PitzerKind, std::vector<std::string>>;

/// The last record of each kind and species.
std::map<Key, const PitzerParameter*> last_of_each(std::span<const PitzerParameter> parameters) {
  std::map<Key, const PitzerParameter*> last;
  for (const PitzerParameter& p : parameters) last[{p.kind, species_of(p)}] = &p;
  return last;
}

/// Fills PitzerTerms, one parameter after the other.
class Compiler {
 public:
  Compiler(std::span<const PitzerParameter> parameters, std::span<const Solute> solutes, double temperature,
           const PitzerConventions& conventions)
      : known_(last_of_each(parameters)), temperature_(temperature) {
    terms_.a_phi =
        conventions.a_phi > 0 ? conventions.a_phi : debye_huckel(temperature).a * std::numbers::ln10 / 3;
    terms_.solutes = solutes.size();
    for (const Solute& s : solutes) add_solute(s);
    if (conventions.macinnes) choose_macinnes();
    for (const auto& [key, parameter] : known_) add(*parameter);
    if (conventions.unsymmetrical_mixing) mix();
  }

  PitzerTerms take() { return std::move(terms_); }

 private:
  void add_solute(const Solute& s) {
    numbers_[s.name] = terms_.charge.size();
    names_.push_back(s.name);
    terms_.charge.push_back(s.charge);
  }

  /// The parameter of KCl; 0 where there is none.
  double of_potassium_chloride(PitzerKind kind) const {
    const auto found = known_.find({kind, {"Cl-", "K+"}});
    return found == known_.end() ? 0 : parameter_at(found->second->coefficients, temperature_);
  }

  void choose_macinnes() {
    const auto known = [&](PitzerKind kind) { return known_.contains({kind, {"Cl-", "K+"}}); };
    if (!known(PitzerKind::b0) && !known(PitzerKind::b1) && !known(PitzerKind::c0))
      throw std::invalid_argument("MacInnes's scale needs B0, B1 or C0 of K+ and Cl-, and there is none");
    if (!numbers_.contains("Cl-")) add_solute({"Cl-", -1});
    terms_.macinnes = true;
    terms_.chloride = numbers_.at("Cl-");
    terms_.b0 = of_potassium_chloride(PitzerKind::b0);
    terms_.b1 = of_potassium_chloride(PitzerKind::b1);
    terms_.c0 = of_potassium_chloride(PitzerKind::c0);
  }

  void add(const PitzerParameter& p) {
    std::array<std::size_t, 3> at = {};
    for (std::size_t k = 0; k < (triple(p.kind) ? 3U : 2U); ++k) {
      const auto found = numbers_.find(p.species[k]);
      if (found == numbers_.end()) return;  // a species that this system does not have
      at[k] = found->second;
    }
    if (p.kind == PitzerKind::alphas) return;
    if (triple(p.kind)) return add_triple(p, at);
    add_pair(p, at[0], at[1]);
  }

  void add_pair(const PitzerParameter& p, std::size_t i, std::size_t j) {
    const double product = terms_.charge[i] * terms_.charge[j],
                 value = parameter_at(p.coefficients, temperature_);
    if (opposite_only(p.kind) && product >= 0)
      throw std::invalid_argument("B0, B1, B2 and C0 are for a cation and an anion, not for " + names_[i] +
                                  " and " + names_[j]);
    if (p.kind == PitzerKind::theta && product <= 0)
      throw std::invalid_argument("theta is for two cations or two anions, not for " + names_[i] + " and " +
                                  names_[j]);
    if (vanishes(p.coefficients)) return;
    if (p.kind == PitzerKind::c0)
      terms_.by_charge.push_back({i, j, value / (2 * std::sqrt(-product))});
    else if (p.kind == PitzerKind::b1 || p.kind == PitzerKind::b2)
      pairs_of(alpha(p.kind, i, j)).push_back({i, j, 2 * value});
    else
      terms_.constant.push_back({i, j, i == j ? value : 2 * value});
  }

  void add_triple(const PitzerParameter& p, const std::array<std::size_t, 3>& at) {
    double orders = 1;
    if (p.kind == PitzerKind::mu) {
      const int alike = (at[0] == at[1]) + (at[1] == at[2]) + (at[0] == at[2]);
      orders = alike == 3 ? 1 : alike == 1 ? 3 : 6;
    }
    const double value = parameter_at(p.coefficients, temperature_);
    if (!vanishes(p.coefficients)) terms_.triples.push_back({at[0], at[1], at[2], orders * value});
  }

  /// alpha1 for B1, alpha2 for B2.
  double alpha(PitzerKind kind, std::size_t i, std::size_t j) const {
    const bool first = kind == PitzerKind::b1;
    std::vector<std::string> pair = {names_[i], names_[j]};
    std::ranges::sort(pair);
    const auto given = known_.find({PitzerKind::alphas, pair});
    if (given != known_.end()) {
      const double value = given->second->coefficients[first ? 0 : 1];
      if (value > 0) return value;
      throw std::invalid_argument("alpha" + std::string(first ? "1" : "2") + " of " + names_[i] + " and " +
                                  names_[j] + " must be above 0");
    }
    const double a = std::abs(terms_.charge[i]), c = std::abs(terms_.charge[j]);
    if (a == 2 && c == 2) return first ? 1.4 : 12;
    if (first) return 2;
    return a == 1 || c == 1 ? 12 : 50;
  }

  std::vector<PairTerm>& pairs_of(double alpha) {
    for (ShapedPairs& s : terms_.shaped)
      if (s.alpha == alpha) return s.pairs;
    terms_.shaped.push_back({alpha, {}});
    return terms_.shaped.back().pairs;
  }

  /// Pairs of unlike charges of the same sign.
  void mix() {
    for (std::size_t i = 0; i < terms_.charge.size(); ++i)
      for (std::size_t j = i + 1; j < terms_.charge.size(); ++j) {
        const double z = terms_.charge[i], other = terms_.charge[j];
        if (z * other > 0 && z != other) mixed_pairs(z, other).push_back({i, j, 2});
      }
  }

  std::vector<PairTerm>& mixed_pairs(double z, double other) {
    const double low = std::min(std::abs(z), std::abs(other)), high = std::max(std::abs(z), std::abs(other));
    const std::size_t unlike = product_number(low * high), first = product_number(low * low),
                      second = product_number(high * high);
    for (MixedPairs& s : terms_.mixed)
      if (s.first == first && s.second == second) return s.pairs;
    terms_.mixed.push_back({low * high, unlike, first, second, {}});
    return terms_.mixed.back().pairs;
  }

  std::size_t product_number(double product) {
    std::vector<double>& all = terms_.products;
    const auto found = std::ranges::find(all, product);
    if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
    all.push_back(product);
    return all.size() - 1;
  }

  std::map<Key, const PitzerParameter*> known_;
  double temperature_;
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::string> names_;
  PitzerTerms terms_;
};

}  // namespace

PitzerTerms pitzer_terms(std::span<const PitzerParameter> parameters, std::span<const Solute> solutes,
                         double temperature, const PitzerConventions& conventions) {
  return Compiler(parameters, solutes, temperature, conventions).take();
}

}  // namespace talus
