// Files that lie over the shipped database: minerals that only get rates, slow reactions.
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

/// The shipped database under `text`.
Database under(const std::string& text) {
  const DatFolder folder;
  folder.write("mine.toml", text);
  return Database::read({"talus", "mine.toml"}, folder.path());
}

std::string complaint(const std::string& text) try {
  under(text);
  return "no complaint";
} catch (const InputError& error) {
  return error.what();
}

}  // namespace

TEST_CASE("a mineral without a reaction adds rates to the one that is there", "[unit]") {
  const Database database = under(R"(
[[minerals.Kaolinite.rates]]
set = "Hermanska"
law = "transition state"
direction = "both"
source = "a test"
status = "assumed"
mechanisms = [{ log_k = -13, activation_energy = "22 kJ/mol" }]
)");
  const MineralRecord &before = shipped_database().minerals.at("Kaolinite"),
                      &after = database.minerals.at("Kaolinite");
  CHECK(after.reaction == before.reaction);
  CHECK(after.constant.log_k == before.constant.log_k);
  CHECK(after.molar_volume == before.molar_volume);
  CHECK(after.rates.size() == before.rates.size());
  CHECK(after.rates.back().set == "Hermanska");
  CHECK(after.rates.back().direction == "both");
  CHECK_THAT(
      complaint("[[minerals.Unheard.rates]]\nset = \"a\"\nlaw = \"transition state\"\ndirection = \"both\"\n"
                "source = \"a\"\nstatus = \"assumed\"\nmechanisms = [{ log_k = -1, activation_energy = \"1 "
                "J/mol\" }]\n"),
      Contains("has no reaction"));
}

TEST_CASE("slow reactions are checked like all others", "[input]") {
  const auto oxidation = [](const std::string& reaction, const std::string& catalyst) {
    return complaint("[reactions.oxidation]\nreaction = \"" + reaction +
                     "\"\nlog_k = 8.5\nsource = \"a\"\nstatus = \"derived\"\nrate.source = "
                     "\"a\"\nrate.status = \"derived\"\n"
                     "rate.mechanisms = [{ log_k = 1, activation_energy = \"0 kJ/mol\", catalysts = { \"" +
                     catalyst + "\" = 1 } }]\n");
  };
  CHECK(oxidation("Fe+2 + 0.25 O2(aq) + H+ = Fe+3 + 0.5 H2O", "O2(aq)") == "no complaint");
  CHECK_THAT(oxidation("Fe+2 + O2(aq) + H+ = Fe+3 + 0.5 H2O", "O2(aq)"), Contains("does not balance"));
  CHECK_THAT(oxidation("Fe+2 + 0.25 O2(aq) + H+ = Fe+3 + 0.5 H2O", "O3(aq)"),
             Contains("unknown catalyst 'O3(aq)'"));
}

TEST_CASE("what goes on beside a way of dissolution is known, and belongs to one", "[input]") {
  const auto pyrite = [](const std::string& reaction, const std::string& law, const std::string& direction) {
    return complaint("[[minerals.Pyrite.rates]]\nset = \"mine\"\nlaw = \"" + law + "\"\ndirection = \"" +
                     direction +
                     "\"\nsource = \"a\"\nstatus = \"assumed\"\nmechanisms = [{ log_k = 1, activation_energy "
                     "= \"0 kJ/mol\", beside = { \"" +
                     reaction + "\" = -14 } }]\n");
  };
  CHECK(pyrite("oxidation of Fe+2", "transition state", "dissolution") == "no complaint");
  CHECK_THAT(pyrite("oxidation of Fe+3", "transition state", "dissolution"),
             Contains("unknown reaction 'oxidation of Fe+3' in 'beside'") && Contains("oxidation of Fe+2"));
  CHECK_THAT(pyrite("oxidation of Fe+2", "transition state", "both"),
             Contains("'beside' belongs to laws \"transition state\" with direction = \"dissolution\""));
  CHECK_THAT(pyrite("oxidation of Fe+2", "first order", "dissolution"), Contains("'beside' belongs to laws"));
}
