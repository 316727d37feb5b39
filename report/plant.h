// What a site does that treats its tailings as a run does: area, CO2 per year as it grows and at steady state, and money.
//
//     dry mass per area     q = dry mass of the run / footprint
//     area that is open     P t / q                        P: tailings per time, t: how long a lift is open
//     CO2 at steady state   P u(t)                         u: CO2 stored per dry mass at an age
//     CO2 by the time T     P integral over ages of u(min(age, t)) from 0 to T
//
//     levelised cost        sum C_k / (1 + i)^k  /  sum N_k / (1 + i)^k       k: years, paid at their ends
//     net present value     sum (R_k - C_k) / (1 + i)^k
//     break-even price      (sum C_k - sum R_k of all but CO2) / (1 + i)^k  /  sum N_k / (1 + i)^k
//
//     metal by the time T   P r m(t) max(0, T - t)        r: share recovered, m: metal per dry mass of what it is recovered from
//
//     N: CO2 stored in the year, minus the baseline's, minus what costs emit; what is paid once is paid at k = 0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/plant_case.h"

namespace talus::report {

/// One year of the site, counted from 1.
struct PlantYear {
  double stored = 0;   ///< kg CO2, minus the baseline's
  double emitted = 0;  ///< kg CO2
  /// Money; credits are the revenue per CO2, metals that of metals, both in `revenue`.
  double cost = 0, revenue = 0, credits = 0, metals = 0;
  double net() const { return stored - emitted; }
};

/// What the money comes to; in the currency of [economics].
struct Money {
  double once = 0;                                     ///< costs at the start
  double levelised = 0;                                ///< per kg of net CO2
  double present_value = 0;                            ///< net
  double break_even = 0;                               ///< price per kg of net CO2 at which that is nothing
  double metals = 0;                                   ///< revenue of metals per kg of net CO2
  std::vector<std::pair<std::string, double>> shares;  ///< discounted costs by name
  std::vector<std::pair<std::string, double>> earned;  ///< discounted revenues by name, metals too
};

/// A site by one run.
struct Plant {
  std::string run;
  double lift = 0;             ///< m, thickness
  double open_area = 0;        ///< m2
  double stored_per_mass = 0;  ///< kg CO2 per kg of dry tailings, minus the baseline's
  double steady = 0;           ///< kg CO2 per year
  double steady_per_area = 0;  ///< kg CO2 per m2 of open area and year
  int churned = 0;             ///< how often a lift is churned while it is open
  std::vector<PlantYear> years;
  std::optional<Money> money;
};

/// What is wrong with the values of the table; noted in `document`.
void check_economics(Document& document, const EconomicsCase& economics);

/// A site by each of the runs but the baseline. InputError where a run is shorter than a lift is open, or has no
/// footprint.
std::vector<Plant> make_plants(std::span<const Account> accounts, const PlantCase& plant,
                               const EconomicsCase* economics, const Document& document);

}  // namespace talus::report
