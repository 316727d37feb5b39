// A stirred tank with brucite under CO2, as `talus react` runs it, for three amounts of CO2 in the gas.
//
//     batch batch.toml
#include <talus/talus.h>

#include <cstdio>
#include <string>

int main(int argc, char** argv) try {
  const std::string file = argc > 1 ? argv[1] : "batch.toml";
  std::printf("%10s %10s %14s %14s %10s\n", "CO2 atm", "pH", "brucite mol", "nesqueh. mol", "balance");
  for (const char* pressure : {"0.01", "0.1", "1"}) {
    talus::Reactor reactor(file, {std::string("gas.air={ \"CO2(g)\" = \"") + pressure + " atm\" }"});
    const talus::Table& table = reactor.run();  // a column for each quantity, a row for each time
    std::printf("%10s %10.3f %14.5f %14.5f %10.1e\n", pressure, table["pH"].back(), table["Brucite"].back(),
                table["Nesquehonite"].back(), reactor.mass_balance_error());
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
