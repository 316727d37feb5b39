#include <string>
#include <vector>

#include "base/units.h"
#include "tests/catch.h"

using talus::from_si;
using talus::to_si;
using talus::UnitError;
using talus::with_unit;

namespace {

struct Refusal {
  std::string what, hint;
};

Refusal refusal(const std::string& text, const std::string& unit) {
  try {
    const double value = to_si(text, unit);
    FAIL("'" << text << "' was taken as " << value << " in " << unit);
  } catch (const UnitError& error) {
    return {error.what(), error.hint()};
  }
  return {};
}

}  // namespace

TEST_CASE("a quantity becomes the double nearest to its SI value", "[unit]") {
  CHECK(to_si("12 cm", "m") == 0.12);
  CHECK(to_si("2e-11 m2", "m2") == 2e-11);
  CHECK(to_si("24 d", "s") == 24 * 86400.0);
  CHECK(to_si("36.9 cm3/mol", "m3/mol") == 36.9e-6);
  CHECK(to_si("1600 kg/m3", "kg/m3") == 1600);
  CHECK(to_si("1.6 g/cm3", "kg/m3") == 1600);
  CHECK(to_si("420e-6 atm", "Pa") == Approx(42.5565).epsilon(1e-15));
  CHECK(to_si("1 bar", "Pa") == 100000);
  CHECK(to_si("101.325 kPa", "atm") == 101325);
  CHECK(to_si("5 m2/g", "m2/kg") == 5000);
  CHECK(to_si("5 mm per day", "m/s") == Approx(0.005 / 86400).epsilon(1e-15));
  CHECK(to_si("65 kJ/mol", "J/mol") == 65000);
  CHECK(to_si("  +12cm ", "m") == 0.12);
  CHECK(to_si("-5 m", "m") == -5);
}

TEST_CASE("units of the field that udunits2 lacks", "[unit]") {
  CHECK(to_si("1 yr", "s") == 365.25 * 86400);
  CHECK(to_si("1 year", "s") == to_si("1 yr", "s"));
  CHECK(to_si("2 Myr", "yr") == Approx(2e6 * 31557600).epsilon(1e-15));
  CHECK(to_si("1 kyr", "d") == 31557600e3);
  CHECK(to_si("3 kWh", "J") == 10.8e6);
  CHECK(to_si("1 MWh", "kWh") == 3.6e9);
  CHECK(to_si("100 mD", "m2") == Approx(9.869233e-14).epsilon(1e-15));
  CHECK(to_si("1 D", "m2") == Approx(9.869233e-13).epsilon(1e-15));
  CHECK(to_si("1 cP", "Pa s") == 1e-3);
  CHECK(to_si("1 gpm", "L/min") == Approx(3.785411784e-3 / 60).epsilon(1e-14));
  CHECK(to_si("2 mM", "mol/L") == 2);
  CHECK(to_si("0.5 M", "mol/m3") == 500);
  CHECK(to_si("2 meq/kgw", "mmol/kgw") == 2e-3);
  CHECK(to_si("1 eq", "mol") == 1);
  CHECK(to_si("1 kcal/mol", "J/mol") == 4184);
  CHECK(to_si("30 EUR/t", "EUR/kg") == 0.03);
  CHECK(to_si("2 MUSD", "USD") == 2e6);
}

TEST_CASE("temperatures with an offset become kelvin", "[unit]") {  // T1
  CHECK(to_si("25 degC", "K") == 298.15);
  CHECK(to_si("15 °C", "degC") == 288.15);
  CHECK(to_si("59 degF", "K") == Approx(288.15).epsilon(1e-15));
  CHECK(to_si("288.15 K", "degC") == 288.15);
  CHECK(from_si(288.15, "degC") == Approx(15).epsilon(1e-14));
  CHECK(with_unit(288.15, "degC") == "15 degC");
  CHECK(to_si("2 W/m/degC", "W/m/K") == 2);  // a difference has no offset
}

TEST_CASE("a unit of another kind is refused", "[unit]") {  // T2
  CHECK(refusal("3 kg", "m").what == "'kg' is not a unit of m's kind");
  CHECK(refusal("3 kg", "m").hint == "write it in m or a unit of the same kind");
  CHECK(refusal("1 s", "Hz").what == "'s' is not a unit of Hz's kind");
  CHECK(refusal("1 1/m", "m").what == "'1/m' is not a unit of m's kind");
  CHECK(refusal("1 m2/mol", "mol/m2").what == "'m2/mol' is not a unit of mol/m2's kind");
  CHECK(refusal("1 rad", "1").what == "'rad' is a unit where a pure number is asked for");
  CHECK(refusal("1 m/s", "rad m/s").what == "'m/s' is not a unit of rad m/s's kind");
  CHECK(refusal("30 EUR/t", "USD/t").what == "'EUR/t' is not a unit of USD/t's kind");
}

TEST_CASE("kilograms of water are not kilograms of rock", "[unit]") {
  CHECK(to_si("2 mmol/kgw", "mol/kgw") == 2e-3);
  CHECK(refusal("2 mmol/kg", "mol/kgw").what == "'mmol/kg' is not a unit of mol/kgw's kind");
  CHECK(refusal("2 mmol/kg", "mol/kgw").hint == "per kg of water: write mmol/kgw");
  CHECK(refusal("2 mol/kgw", "mol/kg").hint == "kgw counts water only; here it is kg: write mol/kg");
  CHECK(refusal("2 mmol/L", "mol/kgw").what == "'mmol/L' is not a unit of mol/kgw's kind");
  CHECK(refusal("2 molal", "mol/kgw").hint == "write mol/kgw");
  CHECK(refusal("2 mkgw", "kgw").what == "unknown unit 'mkgw'");
}

TEST_CASE("shares of mass are not pure numbers", "[unit]") {
  CHECK(to_si("1.5 wt%", "wt%") == 0.015);
  CHECK(to_si("15 g/kg", "wt%") == 0.015);
  CHECK(to_si("0.15 kg/kg", "wt%") == 0.15);
  CHECK(to_si("3 kg/t", "wt%") == 0.003);
  CHECK(to_si("40 mg/kg", "wt%") == 40e-6);
  CHECK(to_si("0.2 wt%", "g/kg") == 0.002);
  CHECK(refusal("15 %", "wt%").what == "'%' does not say that it is a share of mass");
  CHECK(refusal("15 %", "wt%").hint == "write wt%, or a ratio of masses such as g/kg");
  CHECK(refusal("15 ppm", "wt%").what == "'ppm' does not say that it is a share of mass");
  CHECK(refusal("0.15", "wt%").what == "'0.15' has no unit");
  CHECK(refusal("0.15", "wt%").hint == "write it in wt% or as a ratio of masses, for example \"0.15 kg/kg\"");
  CHECK(refusal("2 m", "wt%").what == "'m' is not a unit of wt%'s kind");
  CHECK(refusal("1.5 wt%", "1").what == "'wt%' is a share of mass, which is not asked for here");
  CHECK(refusal("7 wt%/d", "1/s").what == "'wt%' stands alone");
  CHECK(refusal("5 vol%", "wt%").what == "'vol%' is ambiguous as a unit");
}

TEST_CASE("pure numbers", "[unit]") {
  CHECK(to_si("0.5", "1") == 0.5);
  CHECK(to_si("15 %", "1") == 0.15);
  CHECK(to_si("15%", "1") == 0.15);
  CHECK(to_si("420 ppm", "1") == 420e-6);
  CHECK(to_si("3 ppb", "1") == 3e-9);
  CHECK(refusal("5 m", "1").hint == "write a number without a unit, or with %");
  CHECK(refusal("15", "%").what == "'15' has no unit");
  CHECK(with_unit(1.15, "1") == "1.15");
}

TEST_CASE("names with several meanings are refused", "[unit]") {  // T3
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"1 m/a", "m/yr"}, {"5 ka", "yr"},  {"5 Ma", "yr"},   {"3 a", "yr"},    {"1 kt", "t"},
      {"1 gal", "m3"},   {"9 pH", "1"},   {"25 C", "degC"}, {"25 F", "degC"}, {"2 ton", "t"},
      {"3 month", "d"},  {"1 at", "atm"}, {"4 ppt", "1"},   {"1 gr", "g"},    {"3 mt", "t"}};
  for (const auto& [text, unit] : cases) {
    INFO(text);
    CHECK_THAT(refusal(text, unit).what, Catch::Matchers::EndsWith("' is ambiguous as a unit"));
    CHECK(!refusal(text, unit).hint.empty());
  }
  CHECK(refusal("5 m/a", "m/yr").what == "'a' is ambiguous as a unit");
  CHECK(refusal("5 m/a", "m/yr").hint == "write yr for a year, ha for an area");
}

TEST_CASE("a product after a division needs brackets", "[unit]") {  // T3
  CHECK(to_si("2 W/(m K)", "W/m/K") == 2);
  CHECK(to_si("5 mol/m2/s", "mol/(m2 s)") == 5);
  CHECK(refusal("5 kg/m2 s", "kg/m2/s").what == "'kg/m2 s' can be read in two ways");
  CHECK(refusal("5 kg/m2 s", "kg/m2/s").hint == "write kg/(m2 s)");
  CHECK(refusal("2 W/m.K", "W/m/K").what == "'W/m.K' can be read in two ways");
  CHECK(refusal("2 kg/m3)", "kg/m3").hint == "its brackets do not match");
}

TEST_CASE("a text is one number and one unit", "[unit]") {  // T3, T4
  CHECK(refusal("24", "d").what == "'24' has no unit");
  CHECK(refusal("24", "d").hint == "write it in d or a unit of the same kind, for example \"24 d\"");
  CHECK(refusal("", "d").what == "'' does not begin with a number");
  CHECK(refusal("d", "d").hint == "write for example \"1 d\"");
  CHECK(refusal("1,5 m", "m").what == "'1,5 m' has a comma in its number");
  CHECK(refusal("1,5 m", "m").hint == "write a decimal point, and nothing between thousands");
  CHECK(refusal("1 000 m", "m").what == "'1 000 m' is not one number with a unit");
  CHECK(refusal("2 3 m", "m").what == "'2 3 m' is not one number with a unit");
  CHECK(refusal("1'000 m", "m").what == "'1'000 m' is not one number with a unit");
  CHECK(refusal("1.2.3 m", "m").what == "'1.2.3 m' is not one number with a unit");
  CHECK(refusal("1 m since 3", "m").what == "'m since 3' is not a unit");
  CHECK(refusal("nan m", "m").what == "'nan m' is not a finite number");
  CHECK(refusal("inf m", "m").what == "'inf m' is not a finite number");
  CHECK(refusal("1e999 m", "m").what == "'1e999 m' is not a finite number");
  CHECK(refusal("1e308 km", "m").what == "'1e308 km' is too large");
}

TEST_CASE("unknown units come with a suggestion", "[unit]") {
  CHECK(refusal("24 dayz", "d").what == "unknown unit 'dayz'");
  CHECK(refusal("24 dayz", "d").hint ==
        "did you mean 'day'? units of this kind: s, min, h, hour, d, day, yr, kyr");
  CHECK(refusal("3 qqqq", "m").hint == "units of this kind: m, km, cm, mm, um");
  CHECK(refusal("1 MkWh", "J").what == "unknown unit 'MkWh'");
  CHECK(refusal("1 mol/kgq", "mol/kg").what == "unknown unit 'kgq'");
  CHECK(refusal("1 k", "K").hint == "did you mean 'K'? units of this kind: K, degC, degF");
}

TEST_CASE("powers are written in many ways", "[unit]") {  // T4
  for (const std::string unit : {"1/m", "m-1", "m^-1", "m**-1", "m⁻¹"}) CHECK(to_si("6 " + unit, "1/m") == 6);
  CHECK(to_si("2 m²", "m2") == 2);
  CHECK(to_si("24 µm", "m") == 24e-6);  // the micro sign
  CHECK(to_si("24 μm", "m") == 24e-6);  // the Greek letter
  CHECK(to_si("3 kg·m⁻³", "kg/m3") == 3);
}

TEST_CASE("what is written reads back to the same double", "[unit]") {
  CHECK(with_unit(0.12, "cm") == "12 cm");
  CHECK(with_unit(24 * 86400.0, "d") == "24 d");
  CHECK(with_unit(2e-11, "m2") == "2e-11 m2");
  CHECK(with_unit(0.015, "wt%") == "1.5 wt%");
  CHECK(with_unit(0, "m") == "0 m");
  CHECK(with_unit(1e15, "m") == "1e15 m");
  const std::vector<std::string> units = {"m",    "mm",  "d",    "yr",      "atm", "degC",
                                          "degF", "wt%", "m2/g", "cm3/mol", "gpm", "1"};
  for (const std::string& unit : units) {
    double value = 0.1234567890123;
    for (int i = 0; i < 200; ++i) {
      value *= 1.3717421;
      INFO(with_unit(value, unit));
      CHECK(to_si(with_unit(value, unit), unit) == value);
    }
  }
}
