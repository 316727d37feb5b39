// Problems of the families of random_problems.h made by chance, without answers.
#pragma once

#include <cstdio>
#include <random>

#include "tests/chemistry/random_problems.h"

namespace talus {

class RandomMaker {
 public:
  explicit RandomMaker(unsigned seed) : engine_(seed) {}

  /// Totals of ions, aluminium, iron in two states, ...; pH given, or from the charge, or balanced by Cl.
  RandomProblem water();
  /// Minerals in a kilogram of water, with up to five that may form, beside a gas or none.
  RandomProblem batch() { return vessel(false); }
  /// Much of one to three minerals forced into water, with up to two that may form.
  RandomProblem forced() { return vessel(true); }

 private:
  double between(double low, double high) { return std::uniform_real_distribution<>(low, high)(engine_); }
  double over_decades(double low, double high) {
    return std::pow(10, between(std::log10(low), std::log10(high)));
  }
  bool chance(double part) { return between(0, 1) < part; }
  const char* one_of(const std::vector<const char*>& words) {
    return words[std::uniform_int_distribution<std::size_t>(0, words.size() - 1)(engine_)];
  }
  static void put(RandomProblem& p, const std::string& column, double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", value);
    p.cells[column] = text;
  }
  RandomProblem vessel(bool forced);
  void fill(RandomProblem& p, bool forced, bool iron);

  std::mt19937 engine_;
};

inline RandomProblem RandomMaker::water() {
  RandomProblem p;
  const std::string database =
      one_of({"llnl.dat", "phreeqc.dat", "wateq4f.dat", "minteq.v4.dat", "pitzer.dat"});
  const bool brine = database == "pitzer.dat";
  p.cells = {{"database", database}, {"redox", "states apart"}, {"polysulfides", brine ? "" : "left out"}};
  put(p, "temperature [degC]", between(5, 60));
  double charge = 0;  // of the ions at about neutral pH
  const auto total = [&](double part, const char* name, double ion, double value) {
    if (!chance(part)) return;
    if (chance(0.12)) value = 0;
    charge += ion * value;
    put(p, std::string("total ") + name + " [mol/kgw]", value);
  };
  const double salt = over_decades(1e-5, brine ? 3 : 0.7);
  total(1, "K", 1, over_decades(1e-6, salt));
  total(1, "Mg", 2, over_decades(1e-6, salt));
  total(1, "Ca", 2, over_decades(1e-6, salt));
  total(1, "S(6)", -2, over_decades(1e-6, salt));
  total(0.7, "C(4)", -1, over_decades(1e-6, 0.1));
  total(0.4, brine ? "Fe" : "Fe(2)", 2, over_decades(1e-9, 0.1));
  if (!brine) {
    total(0.6, "Si", 0, over_decades(1e-6, 3e-3));
    total(0.5, "Al", 3, over_decades(1e-9, 0.05));
    total(0.5, "Fe(3)", 3, over_decades(1e-9, 0.1));
    total(0.3, "N(-3)", 1, over_decades(1e-6, 1e-2));
    total(0.3, "S(-2)", -1, over_decades(1e-6, 1e-2));
    total(0.2, "O(0)", 0, over_decades(1e-6, 5e-4));
  }
  const double sodium = salt * between(0.1, 1);
  const bool acid = charge + sodium > 0;  // what is left over is balanced, more or less, by one ion
  const double rest = std::abs(charge + sodium) * (chance(0.5) ? 1 : between(0.9, 1.1));
  put(p, "total Na [mol/kgw]", sodium + (acid ? 0 : rest));
  put(p, "total Cl [mol/kgw]", acid ? rest : 0);
  const double way = between(0, 1);
  p.cells["pH is"] = way < 0.6 ? "first guess" : "given";
  p.cells["balanced by"] = way < 0.6 ? "pH" : way < 0.9 ? "nothing" : "Cl";
  put(p, "pH [-]", way < 0.9 ? between(2, 12) : between(2, 6));
  return p;
}

inline RandomProblem RandomMaker::vessel(bool forced) {
  RandomProblem p;
  p.cells["database"] = forced ? "llnl.dat" : one_of({"llnl.dat", "llnl.dat", "phreeqc.dat"});
  put(p, "temperature [degC]", between(5, 60));
  const double sodium = over_decades(1e-4, 0.5), potassium = 1e-4;
  double chloride = sodium + potassium;
  put(p, "water total Na [mol/kgw]", sodium);
  put(p, "water total K [mol/kgw]", potassium);
  if (!forced) {
    const double magnesium = over_decades(1e-4, 0.03), calcium = over_decades(1e-4, 0.01);
    put(p, "water total Mg [mol/kgw]", magnesium);
    put(p, "water total Ca [mol/kgw]", calcium);
    chloride += 2 * (magnesium + calcium);
  }
  put(p, "water total Cl [mol/kgw]", chloride);
  const std::string gas =
      forced ? one_of({"open", "closed"}) : one_of({"open", "open", "closed", "headspace"});
  const bool iron = !forced && chance(0.4);
  p.cells["gas"] = gas;
  if (gas != "closed") {
    put(p, "CO2(g) pressure [atm]", over_decades(4e-4, 2));
    if (iron) put(p, "O2(g) pressure [atm]", over_decades(1e-6, 0.21));
    if (gas == "headspace") put(p, "gas volume [L]", over_decades(0.01, 10));
  } else if (chance(0.5)) {
    put(p, "add CO2 [mol]", over_decades(1e-3, 0.3));
  }
  fill(p, forced, iron);
  return p;
}

/// What is added, and what may form.
inline void RandomMaker::fill(RandomProblem& p, bool forced, bool iron) {
  const bool llnl = p.is("database", "llnl.dat");
  const std::vector<const char*> minerals =
      llnl ? std::vector<const char*>{"Albite",     "Anorthite",  "Brucite",     "Calcite",
                                      "Chrysotile", "Diopside",   "Enstatite",   "Forsterite",
                                      "Gypsum",     "K-Feldspar", "Portlandite", "Wollastonite"}
           : std::vector<const char*>{"Albite", "Anorthite",  "Calcite", "Chrysotile", "Dolomite",
                                      "Gypsum", "K-feldspar", "Talc",    "Gibbsite",   "Halite"};
  for (int k = 0, n = 1 + static_cast<int>(between(0, 3)); k < n; ++k)
    put(p, std::string("add ") + one_of(minerals) + " [mol]",
        forced ? over_decades(0.003, 0.5) : over_decades(1e-4, 0.1));
  if (iron) {
    put(p, std::string("add ") + one_of({"FeCl2", "FeSO4", "FeCl3", "Siderite"}) + " [mol]",
        over_decades(1e-4, 0.1));
    if (!p.is("gas", "open") && chance(0.5)) put(p, "add O2 [mol]", over_decades(1e-4, 0.05));
  }
  std::vector<const char*> form =
      llnl ? std::vector<const char*>{"Chrysotile",     "Magnesite", "Talc",      "Gibbsite",  "SiO2(am)",
                                      "Chalcedony",     "Sepiolite", "Kaolinite", "Muscovite", "Saponite-Mg",
                                      "Hydromagnesite", "Huntite",   "Calcite",   "Artinite",  "Nesquehonite",
                                      "Portlandite",    "Brucite",   "Dolomite",  "Gypsum"}
           : std::vector<const char*>{"Calcite", "Dolomite", "Gypsum",     "Gibbsite", "Kaolinite", "SiO2(a)",
                                      "Quartz",  "Talc",     "Chrysotile", "K-mica",   "Sepiolite"};
  if (iron) form.insert(form.end(), {"Hematite", "Goethite", "Siderite", llnl ? "Fe(OH)3" : "Fe(OH)3(a)"});
  std::set<std::string> chosen;
  for (int k = 0, n = static_cast<int>(between(0, forced ? 3 : 6)); k < n; ++k) chosen.insert(one_of(form));
  for (const std::string& name : chosen) {
    std::string& all = p.cells["minerals that may form"];
    all += (all.empty() ? "" : ";") + name;
  }
}

}  // namespace talus
