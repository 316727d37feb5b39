// A column of tailings under open air, as `talus run` runs it, whose fields are read while it runs.
//
//     pile pile.toml pile.h5
#include <talus/talus.h>

#include <algorithm>
#include <cstdio>
#include <string>

int main(int argc, char** argv) try {
  talus::Session session(argc, argv);  // MPI and PETSc
  talus::Simulation pile(argc > 1 ? argv[1] : "pile.toml", {"run.length=60 d"});
  if (argc > 2) pile.write_to(argv[2], true);

  const talus::Cells cells = pile.cells();
  const std::span<const double> depth = cells.depth();
  double next = 0;
  pile.run([&](talus::Simulation& now) {
    if (now.time() < next) return;
    next = now.time() + 10 * 86400.0;
    const talus::Fields fields = now.fields();
    const std::span<const double> pressure = fields["partial_pressure_CO2(g)"], pH = fields["pH"];
    // How deep CO2 of the air goes: where less than a tenth of it is left.
    double reach = 0;
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (pressure[i] > 4.2) reach = std::max(reach, depth[i]);
    const auto [lowest, highest] = std::minmax_element(pH.begin(), pH.end());
    std::printf("%6.1f d: CO2 above %g %s down to %.3f m, pH %.2f to %.2f, stored %.4f mol\n",
                now.time() / 86400, 4.2, fields.unit("partial_pressure_CO2(g)").c_str(), reach, *lowest,
                *highest, now.co2_stored());
  });
  std::printf("%d steps, %.5f mol CO2 from the air, mass balance closed to %.1e\n", pile.steps(),
              pile.co2_from_air(), pile.mass_balance_error());
  return 0;
} catch (const talus::InputError& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
