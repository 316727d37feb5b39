#include "chemistry/rates/words.h"

#include <cstdio>

namespace talus {

namespace {

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string factor(const std::string& name, double power) {
  return " a(" + name + ")" + (power == 1 ? "" : "^" + short_number(power));
}

std::string sum(const Named<Influence>& influences) {
  std::string text = "(1";
  for (const auto& [name, i] : influences) text += " + " + short_number(i.constant) + factor(name, i.power);
  return text + ")";
}

}  // namespace

std::string factors_in_words(const Mechanism& mechanism) {
  std::string text;
  for (const auto& [name, power] : mechanism.catalysts.powers) text += factor(name, power);
  if (!mechanism.promoters.empty()) text += " " + sum(mechanism.promoters);
  if (!mechanism.inhibitors.empty()) text += " / " + sum(mechanism.inhibitors);
  return text;
}

std::string range_in_words(const Mechanism& mechanism) {
  if (!mechanism.low && !mechanism.high) return "";
  return " (" + short_number(mechanism.low.value_or(mechanism.log_k)) + " to " +
         short_number(mechanism.high.value_or(mechanism.log_k)) + ")";
}

std::optional<double> rate_in(const FarFromEquilibrium& water, RateLaw law) {
  const std::vector<double> lambda = {-water.pH * std::numbers::ln10, std::log(water.co2), 0.0};
  bool known = true;
  each_product(law, [&](ActivityProduct& product) {
    for (const auto& [name, power] : product.powers) {
      known = known && (name == "H+" || name == "CO2(g)");
      product.row.terms.push_back({name == "H+" ? 0 : 1, power});
    }
  });
  if (!known) return std::nullopt;
  const RateConstants constants = constants_of(law, water.temperature, {}, {});
  Rate<double> r;
  std::visit(
      [&](const auto& chosen) {
        rate(chosen, std::span<const double>(constants), std::span<const double>(lambda), -1e5, r);
      },
      law);
  return r.value;
}

}  // namespace talus
