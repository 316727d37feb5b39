// Constants of equilibrium and rate laws, from the numbers of a record to what Talus evaluates.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <stdexcept>

#include "chemistry/database/phreeqc/into_database.h"

namespace talus::phreeqc {

namespace {

constexpr double phreeqc_gas_constant = 8.3147;  // J/mol/K, R_KJ_DEG_MOL of PHREEQC
constexpr double rate_gas_constant = 8.314;  // J/mol/K, of PHREEQC's rates; with 2.303 for ln 10 in one set
constexpr double room = 298.15;              // K
constexpr double absent = -30;               // log k that stands for "no such mechanism"

using Coefficients = std::array<double, 6>;

/// Any constant in the form of the analytic expression; van 't Hoff's is a + c/T.
Coefficients coefficients_of(const EquilibriumConstant& k) {
  Coefficients all{};
  if (!k.analytic.empty()) {
    std::ranges::copy(k.analytic, all.begin());
  } else {
    const double slope = k.enthalpy.value_or(0) / (k.gas_constant * std::numbers::ln10);
    all[0] = (std::isnan(k.log_k) ? 0 : k.log_k) + slope / room;
    all[2] = -slope;
  }
  return all;
}

void add(EquilibriumConstant& to, const EquilibriumConstant& other, double factor) {
  if (to.analytic.empty() && other.analytic.empty()) {
    if (to.enthalpy || other.enthalpy)
      to.enthalpy = to.enthalpy.value_or(0) + factor * other.enthalpy.value_or(0);
  } else {
    Coefficients sum = coefficients_of(to);
    const Coefficients more = coefficients_of(other);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += factor * more[i];
    to.analytic.assign(sum.begin(), sum.end());
    to.enthalpy.reset();
  }
  to.log_k = (std::isnan(to.log_k) ? 0 : to.log_k) + factor * other.log_k;
  if (!to.analytic.empty()) to.log_k = to.at(room);
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

/// A mechanism of Palandri and Kharaka: log k, E in kJ/mol, and the powers behind them.
void add_mechanism(RateRecord& law, double log_k, double energy, const Named<double>& powers,
                   double gas_constant = rate_gas_constant * 2.303 / std::numbers::ln10) {
  if (log_k <= absent) return;
  Mechanism mechanism;
  mechanism.log_k = log_k;
  mechanism.activation_energy = energy * 1e3;
  mechanism.gas_constant = gas_constant;
  for (const auto& power : powers)
    if (power.second != 0) mechanism.catalysts.powers.push_back(power);
  mechanisms_of(law.law).push_back(mechanism);
}

RateReading palandri_kharaka(const RateParameterRecord& parameters) {
  const std::vector<double>& p = parameters.values;
  RateReading reading;
  RateRecord& law = reading.law;
  // the number of the table of the report follows the values where a table differs from the others
  const auto table = static_cast<int>(p.size() == 9 || p.size() > 10 ? p.back() : 0);
  if (table == 35 && p.size() == 11) {
    add_mechanism(law, p[0], p[1], {{"H+", p[2]}, {"Fe+3", p[3]}});
    add_mechanism(law, p[4], p[5], {{"O2", p[6]}});
    add_mechanism(law, p[7], p[8], {{"H+", p[9]}});
  } else if (table == 0 || table == 33) {
    add_mechanism(law, p[0], p[1], {{"H+", p[2]}});
    add_mechanism(law, p[3], p[4], {});
    add_mechanism(law, p[5], p[6], {{table == 33 ? "CO2(g)" : "H+", p[7]}});
  } else {
    throw std::invalid_argument("RATE_PARAMETERS_PK of '" + parameters.mineral +
                                "': PHREEQC has no form for table " + std::to_string(table) +
                                ", only for 33 and 35");
  }
  if (p[0] > absent && p[2] == 0)
    reading.doubt = "RATE_PARAMETERS_PK of " + parameters.mineral + ": the acid mechanism (log k " +
                    short_number(p[0]) + ") has no power of a(H+), so that it runs at every pH";
  law.provenance.source += "; Palandri and Kharaka (2004) USGS Open-File Report 2004-1068";
  return reading;
}

/// A exp(-E/RT) a(H+)^n, A in mol/m2/s and E in kJ/mol; PHREEQC does not use the log k that is printed
/// beside.
RateReading hermanska(const RateParameterRecord& parameters) {
  const std::vector<double>& p = parameters.values;
  RateReading reading;
  const auto mechanism = [&](double printed, double a, double energy, double power) {
    if (a <= 0 || printed == 0) return;
    const double log_k = std::log10(a) - energy * 1e3 / (rate_gas_constant * room * std::numbers::ln10);
    add_mechanism(reading.law, log_k, energy, {{"H+", power}}, rate_gas_constant);
    if (std::abs(log_k - printed) > 0.2)
      reading.doubt += (reading.doubt.empty() ? "RATE_PARAMETERS_HERMANSKA of " + parameters.mineral +
                                                    ": log k that is printed, and that of A and E: "
                                              : "; ") +
                       short_number(printed) + ", " + short_number(log_k);
  };
  mechanism(p[0], p[1], p[2], p[3]);
  mechanism(p[4], p[5], p[6], 0);
  mechanism(p[7], p[8], p[9], p[10]);
  reading.law.provenance.source +=
      "; Hermanska and others (2022, 2023) Chemical Geology 597:120807 and 121632";
  return reading;
}

}  // namespace

EquilibriumConstant constant_of(const DatConstant& constant, const Origin& origin,
                                const std::map<std::string, EquilibriumConstant, std::less<>>& expressions) {
  EquilibriumConstant k;
  k.gas_constant = phreeqc_gas_constant;
  k.provenance = {origin.file + " line " + std::to_string(origin.line), "derived", ""};
  if (constant.log_k) k.log_k = *constant.log_k;
  if (constant.enthalpy.value_or(0) != 0) k.enthalpy = constant.enthalpy;
  if (std::ranges::any_of(constant.analytic, [](double a) { return a != 0; })) {
    k.analytic = constant.analytic;
    if (!constant.log_k) k.log_k = k.at(room);
  }
  for (const Added& added : constant.added) {
    if (added.name.empty()) {  // -add_constant
      if (!k.analytic.empty()) k.analytic.front() += added.factor;
      k.log_k = (std::isnan(k.log_k) ? 0 : k.log_k) + added.factor;
      continue;
    }
    const auto found = expressions.find(added.name);
    if (found == expressions.end()) throw std::invalid_argument("no named expression '" + added.name + "'");
    add(k, found->second, added.factor);
    k.provenance.note += (k.provenance.note.empty() ? "with " : " and ") + short_number(added.factor) +
                         " times the expression " + added.name;
  }
  return k;
}

RateReading rate_of(const RateParameterRecord& parameters) {
  RateReading reading = parameters.set == "PK" ? palandri_kharaka(parameters) : hermanska(parameters);
  RateRecord& law = reading.law;
  law.set = "RATE_PARAMETERS_" + parameters.set;
  law.direction = "both";
  law.provenance.source =
      parameters.origin.file + " line " + std::to_string(parameters.origin.line) + law.provenance.source;
  law.provenance.status = "derived";
  return reading;
}

}  // namespace talus::phreeqc
