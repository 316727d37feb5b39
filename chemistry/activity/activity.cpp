#include "chemistry/activity/activity.h"

#include <algorithm>
#include <array>
#include <numbers>

#include "base/error.h"
#include "chemistry/database/database.h"

namespace talus {

namespace {

constexpr double avogadro = 6.02214076e23;  // 1/mol

/// Density of water at 0.1 MPa, kg/m3; `t` in degC. Kell (1975), eq. 16.
double water_density(double t) {
  return (999.83952 + t * (16.945176 + t * (-7.9870401e-3 +
                                            t * (-46.170461e-6 + t * (105.56302e-9 - t * 280.54253e-12))))) /
         (1 + 16.879850e-3 * t);
}

/// Relative permittivity of water at `pressure` (bar). Bradley and Pitzer (1979), table II; `temperature` in
/// K.
double water_permittivity(double temperature, double pressure) {
  constexpr double u1 = 342.79, u2 = -5.0866e-3, u3 = 9.4690e-7, u4 = -2.0525, u5 = 3115.9, u6 = -182.89,
                   u7 = -8032.5, u8 = 4.2142e6, u9 = 2.1417;
  const double at_1000_bar = u1 * std::exp(u2 * temperature + u3 * temperature * temperature);
  const double c = u4 + u5 / (u6 + temperature);
  const double b = u7 + u8 / temperature + u9 * temperature;  // bar
  return at_1000_bar + c * std::log((b + pressure) / (b + 1000));
}

/// Density of water at 1 atm as PHREEQC 3 has it, kg/m3: saturated liquid (Wagner and Pruss 2002, J. Phys.
/// Chem. Ref. Data 31:387, eq. 2.6), pressed from the vapour pressure to 1 atm by PHREEQC's fit.
double phreeqc_water_density(double temperature) {
  const double t = temperature - 273.15, x = std::cbrt(1 - temperature / 647.096);
  const double saturated =
      322 * (1 + 1.99274064 * x + 1.09965342 * x * x - 0.510839303 * std::pow(x, 5) -
             1.75493479 * std::pow(x, 16) - 45.5170352 * std::pow(x, 43) - 6.7469445e5 * std::pow(x, 110));
  const double vapour = std::exp(11.6702 - 3816.44 / (temperature - 46.13));  // atm
  const double slope =
      5.188e-2 + t * (-4.1885519e-4 + t * (6.6780748e-6 + t * (-3.6648699e-8 + t * 8.3501912e-11)));
  return saturated + slope * (1 - vapour);
}

/// A and B as PHREEQC 3 calculates them, with its constants of nature, among them 6.02252e23 for Avogadro's
/// number; its units are cm, g, esu and bar.
DebyeHuckel phreeqc_debye_huckel(double temperature) {
  constexpr double length_times = 1.671008e-3;  // e^2 / k, cm K
  const double length = length_times / (water_permittivity(temperature, 1.01325) * temperature);
  const double b =
      std::sqrt(8 * std::numbers::pi * 6.02252e23 * length * phreeqc_water_density(temperature) * 1e-6);
  return {b * length / (2 * std::numbers::ln10), 100 * b, 0};
}

double helgeson_b_dot(double temperature) {
  constexpr std::array<double, 4> at = {273.15, 298.15, 333.15, 373.15};
  constexpr std::array<double, 4> value = {0.0374, 0.0410, 0.0438, 0.0460};
  std::size_t i = 0;
  while (i + 2 < at.size() && temperature > at[i + 1]) ++i;
  return value[i] + (value[i + 1] - value[i]) * (temperature - at[i]) / (at[i + 1] - at[i]);
}

}  // namespace

DebyeHuckel debye_huckel(double temperature) {
  // A = sqrt(2 pi N rho) (e^2 / (4 pi eps0 eps k T))^1.5 / ln 10;  B = sqrt(2 N rho e^2 / (eps0 eps k T))
  constexpr double charge = 1.602176634e-19, boltzmann = 1.380649e-23, vacuum = 8.8541878128e-12,
                   pi = std::numbers::pi;
  const double density = water_density(temperature - 273.15);
  const double medium = vacuum * water_permittivity(temperature, 1) * boltzmann * temperature;
  const double length = charge * charge / (4 * pi * medium);
  const double number = avogadro * density;
  return {std::sqrt(2 * pi * number) * std::pow(length, 1.5) / std::numbers::ln10,
          std::sqrt(2 * number * charge * charge / medium), helgeson_b_dot(temperature)};
}

DebyeHuckel debye_huckel(const AqueousModelRecord& grid, double temperature) {
  const std::vector<double>& at = grid.temperatures;
  std::size_t i = 0;
  while (i + 2 < at.size() && temperature > at[i + 1]) ++i;
  const double share = at.size() < 2 ? 0 : std::clamp((temperature - at[i]) / (at[i + 1] - at[i]), 0.0, 1.0);
  const auto between = [&](const std::vector<double>& values) {
    return values.size() < 2 ? values.at(0) : values[i] + share * (values[i + 1] - values[i]);
  };
  return {between(grid.a), between(grid.b), between(grid.b_dot)};
}

std::vector<std::string> activity_models() { return {"B-dot", "Davies", "Pitzer", "SIT", "WATEQ", "ideal"}; }

bool lacks_ion_size(const std::string& model, const AqueousRecord& species, double charge) {
  return model == "B-dot" && charge != 0 && !(species.ion_size > 0);
}

double activity_limit(const std::string& model) {
  if (model == "ideal") return 1e-3;
  if (model == "Davies") return 0.5;
  if (model == "SIT") return 3.5;
  return model == "Pitzer" ? 15 : 1;
}

std::vector<std::string> water_activity_models() { return {"Garrels-Christ", "Raoult", "unity"}; }

WaterActivity water_activity_model(const std::string& name) {
  if (name == "unity") return WaterActivity::unity;
  if (name == "Raoult") return WaterActivity::raoult;
  check(name == "Garrels-Christ", "the schema lets only known models of water activity through");
  return WaterActivity::garrels_christ;
}

ActivityConstants activity_constants(double temperature) {
  return {debye_huckel(temperature), {-1.0312, 0.0012806, 255.9, 0.4445, -0.001606}};
}

ActivityConstants activity_constants(const Database& database, const std::string& model, double temperature) {
  ActivityConstants c = activity_constants(temperature);
  if (model == "B-dot" && database.aqueous_model) {
    c.water = debye_huckel(*database.aqueous_model, temperature);
    if (database.aqueous_model->co2.size() == c.co2.size())
      std::ranges::copy(database.aqueous_model->co2, c.co2.begin());
    return c;
  }
  const auto of_phreeqc = [](const FileReading& reading) { return reading.file.ends_with(".dat"); };
  if (std::ranges::any_of(database.readings, of_phreeqc)) {
    const double b_dot = c.water.b_dot;
    c.water = phreeqc_debye_huckel(temperature);
    c.water.b_dot = b_dot;
  }
  return c;
}

ActivityConstantsOf<Pack> activity_constants(const Database& database, const std::string& model,
                                             const Pack& temperature) {
  alignas(Pack) double kelvin[tile_width], a[tile_width], b[tile_width], b_dot[tile_width];
  temperature.store_aligned(kelvin);
  ActivityConstants one{};
  for (std::size_t i = 0; i < static_cast<std::size_t>(tile_width); ++i) {
    if (i == 0 || kelvin[i] != kelvin[i - 1]) one = activity_constants(database, model, kelvin[i]);
    a[i] = one.water.a;
    b[i] = one.water.b;
    b_dot[i] = one.water.b_dot;
  }
  return {{Pack::load_aligned(a), Pack::load_aligned(b), Pack::load_aligned(b_dot)}, one.co2};
}

template <class K>
ActivityTermsOf<K> activity_terms(const std::string& model, const AqueousRecord& species, double charge,
                                  const K& temperature, const ActivityConstantsOf<K>& constants) {
  constexpr double ln10 = std::numbers::ln10;
  const K none(0.0);
  const DebyeHuckelOf<K>& water = constants.water;
  const K slope = K(ln10) * water.a * K(charge) * K(charge);
  const ActivityTermsOf<K> davies = {slope, K(1.0), charge == 0 ? K(0.1 * ln10) : K(K(0.3) * slope), none};
  if (model == "ideal") return {};
  if (model == "Davies") return davies;
  if (model == "WATEQ") {
    if (!species.wateq) return davies;
    const auto& [size, b] = *species.wateq;
    return {slope, K(size) * water.b, K(ln10 * b), none};
  }
  check(model == "B-dot", "ideal, Davies, B-dot and WATEQ are models of ionic strength");
  if (lacks_ion_size(model, species, charge)) return davies;
  if (charge != 0) return {slope, K(species.ion_size) * water.b, K(ln10) * water.b_dot, none};
  if (species.neutral != "CO2") return {};
  const auto& [c, f, g, e, h] = constants.co2;
  return {none, none, K(c) + K(f) * temperature + K(g) / temperature, K(e) + K(h) * temperature};
}

template ActivityTerms activity_terms(const std::string&, const AqueousRecord&, double, const double&,
                                      const ActivityConstants&);
template ActivityTermsOf<Pack> activity_terms(const std::string&, const AqueousRecord&, double, const Pack&,
                                              const ActivityConstantsOf<Pack>&);

}  // namespace talus
