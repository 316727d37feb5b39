#include "base/unit_names.h"

#include <array>

namespace talus {

std::span<const OwnUnit> own_units() {
  static constexpr auto units = std::to_array<OwnUnit>({
      {"yr", "(365.25 day)"},
      {"yrs", "(365.25 day)"},
      {"year", "(365.25 day)"},
      {"years", "(365.25 day)"},
      {"kyr", "(365.25e3 day)"},
      {"Myr", "(365.25e6 day)"},
      {"Gyr", "(365.25e9 day)"},
      {"eq", "mol"},
      {"meq", "mmol"},
      {"ueq", "umol"},
      {"µeq", "umol"},
      {"M", "(mol/L)"},
      {"mM", "(mmol/L)"},
      {"uM", "(umol/L)"},
      {"µM", "(umol/L)"},
      {"nM", "(nmol/L)"},
      {"Wh", "(W hour)"},
      {"kWh", "(kW hour)"},
      {"MWh", "(MW hour)"},
      {"GWh", "(GW hour)"},
      {"TWh", "(TW hour)"},
      {"cal", "(4.184 J)"},
      {"calorie", "(4.184 J)"},
      {"calories", "(4.184 J)"},
      {"kcal", "(4184 J)"},
      {"D", "darcy"},
      {"mD", "millidarcy"},
      {"uD", "microdarcy"},
      {"µD", "microdarcy"},
      {"cP", "(mPa s)"},
      {"gpm", "(3.785411784e-3 m^3/minute)"},
      {"kgw", "kilogram_of_water"},
      {"EUR", "euro_currency"},
      {"kEUR", "(1e3 euro_currency)"},
      {"MEUR", "(1e6 euro_currency)"},
      {"USD", "dollar_currency"},
      {"kUSD", "(1e3 dollar_currency)"},
      {"MUSD", "(1e6 dollar_currency)"},
  });
  return units;
}

std::span<const AmbiguousUnit> ambiguous_units() {
  static constexpr auto units = std::to_array<AmbiguousUnit>({
      {"a", "write yr for a year, ha for an area"},
      {"ka", "write kyr"},
      {"Ma", "write Myr"},
      {"Ga", "write Gyr"},
      {"annum", "write yr"},
      {"month", "a month has 28 to 31 days: write d or yr"},
      {"months", "a month has 28 to 31 days: write d or yr"},
      {"kt", "write t, with 1000 times the number, for a mass; knot for a speed"},
      {"mt", "write t for 1000 kg, kg for a thousandth of it"},
      {"MT", "write t for 1000 kg, Mt for a million of them"},
      {"ton", "write t for 1000 kg, short_ton for 907 kg"},
      {"tons", "write t for 1000 kg, short_ton for 907 kg"},
      {"gr", "write g"},
      {"oz", "write g for a mass, mL for a volume"},
      {"pt", "write L for a volume"},
      {"gal", "write L, or US_liquid_gallon; m/s2 for an acceleration"},
      {"C", "write degC for a temperature, coulomb for a charge"},
      {"F", "write degF for a temperature, farad for a capacitance"},
      {"at", "write atm"},
      {"ppt", "write ppb, with 1000 times the number or a thousandth of it"},
      {"pH", "a pH is a pure number: write it without a unit"},
      {"molal", "write mol/kgw"},
      {"vol%", "write % where a share of volume is asked for"},
      {"mol%", "write % where a share of moles is asked for"},
  });
  return units;
}

std::span<const std::string_view> common_units() {
  static constexpr auto units = std::to_array<std::string_view>({
      "m",       "km",      "cm",       "mm",      "um",    "m2",     "cm2",      "ha",       "mD",
      "D",       "m3",      "L",        "mL",      "kg",    "g",      "mg",       "t",        "Mt",
      "s",       "min",     "h",        "hour",    "d",     "day",    "yr",       "kyr",      "K",
      "degC",    "degF",    "Pa",       "kPa",     "MPa",   "mbar",   "bar",      "atm",      "psi",
      "mol",     "mmol",    "umol",     "eq",      "meq",   "J",      "kJ",       "MJ",       "kWh",
      "MWh",     "kcal",    "W",        "kW",      "m/s",   "mm/d",   "mm/h",     "m/yr",     "mm/yr",
      "kgw",     "mol/kgw", "mmol/kgw", "meq/kgw", "mol/L", "mmol/L", "mM",       "mol/m3",   "kg/m3",
      "g/cm3",   "t/m3",    "g/L",      "mg/L",    "m2/g",  "m2/kg",  "m2/m3",    "1/m",      "1/cm",
      "1/s",     "1/d",     "m2/s",     "cm2/s",   "J/mol", "kJ/mol", "kcal/mol", "mol/m2/s", "m3/s",
      "L/min",   "gpm",     "kg/m2/s",  "W/m/K",   "W/m2",  "Pa s",   "cP",       "J/kg/K",   "m3/mol",
      "cm3/mol", "%",       "ppm",      "ppb",     "wt%",   "g/kg",   "kg/t",     "mg/kg",    "mol/kg",
      "mmol/kg", "EUR",     "USD",      "EUR/t",   "USD/t", "kg/mol", "g/mol",    "degree",   "N",
      "m/s2",    "Hz",
  });
  return units;
}

}  // namespace talus
