// Pore water of tailings from 5 to 25 degC: pH follows the temperature at constant totals, and so does what
// could form.
#include <talus/talus.h>

#include <cstdio>

int main() try {
  const talus::Database database;  // the shipped one; talus::Database({"phreeqc.dat"}) reads another

  // Alkalinity and carbon together give the pH; chloride balances the charge.
  talus::Water pore{
      .name = "pore water",
      .units = "mmol/kgw",
      .total = {{"Mg", "5"}, {"Na", "1"}, {"Cl", "2"}, {"C(4)", "8"}, {"Alkalinity", "9 meq/kgw"}},
      .charge = "Cl"};

  std::printf("%8s %8s %12s %12s %12s %12s\n", "degC", "pH", "I mol/kgw", "SI brucite", "SI nesqueh.",
              "Mg+2 mol/kgw");
  for (const char* temperature : {"5 degC", "15 degC", "25 degC"}) {
    pore.temperature = temperature;
    const talus::SpeciatedWater water = talus::speciate(database, pore);
    std::printf("%8.1f %8.3f %12.5f %12.3f %12.3f %12.4e\n", water.temperature - 273.15, water.pH,
                water.ionic_strength, water.saturation_index("Brucite"),
                water.saturation_index("Nesquehonite"), water.molality("Mg+2"));
    for (const talus::WaterNote& note : water.notes)
      std::printf("  note: %s: %s\n", note.kind.c_str(), note.what.c_str());
  }
  return 0;
} catch (const std::exception& error) {  // InputError says what is wrong and what would be right
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
