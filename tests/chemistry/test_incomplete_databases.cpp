// Databases that lack something, or make species of themselves: refused with their line, or with what is
// missing.
#include "chemistry/reaction_steps.h"
#include "chemistry/speciation/speciated_water.h"
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

/// The lines `reaction`(1), `reaction`(2), ... with a constant each.
template <class Reaction>
std::string chain(int count, const Reaction& reaction) {
  std::string text;
  for (int i = 1; i <= count; ++i) text += reaction(i) + "\n log_k 1\n";
  return text;
}

/// Mg+2 with the digits of `i` as brackets around it: as many names as one likes for one composition.
std::string name(int i) {
  std::string word = "Mg";
  for (; i > 0; i /= 2) word = "(" + word + (i % 2 == 1 ? ")" : ")1");
  return word + "+2";
}

void refuses(const std::string& text, const std::string& place, const std::string& why) {
  INFO(text);
  CHECK_THAT(dat_complaint(text), Contains(place) && Contains(why));
}

}  // namespace

TEST_CASE("a species that is made of itself is refused", "[input]") {
  const std::string itself = "makes it of itself";
  refuses("Mg+2 + H2O = Mg+2 + H2O\n log_k 0\n", "mine.dat:20:", "the reaction of 'Mg+2' " + itself);
  refuses("HCO3- + Mg+2 = Mg+2 + HCO3-\n log_k 0\n", "mine.dat:20:", "the reaction of 'Mg+2' " + itself);
  refuses("Ca+2 = Ca+2 + Ca+2\n log_k 0\n", "mine.dat:20:", "the reaction of 'Ca+2' " + itself);
  refuses("H+ = H+ + H+\n", "mine.dat:20:", "the reaction of 'H+' " + itself);
  refuses("2Ca+2 = Ca+2\n log_k 0\n", "mine.dat:20:", "the reaction of 'Ca+2' " + itself);
  const std::string alone =
      "is made of itself alone, as a component is, and no line of SOLUTION_MASTER_SPECIES";
  refuses("MgOH+ = MgOH+\n", "mine.dat:20:", "'MgOH+' " + alone);
  refuses("Acetate- = Acetate-\n", "mine.dat:20:", "unknown element 'Acetate'");
  refuses("SOLUTION_MASTER_SPECIES\nK K+ 0 K 39\nSOLUTION_SPECIES\nKCl = KCl\n",
          "mine.dat:23:", "'KCl' " + alone);
  refuses("SOLUTION_MASTER_SPECIES\nK Ab+ 0 K 39\nSOLUTION_SPECIES\nAb+ = Ab+\n",
          "mine.dat:23:", "unknown element 'Ab'");
  refuses("EXCHANGE_SPECIES\nX- = X-\n", "mine.dat:21:", "unknown element 'X'");
  refuses("EXCHANGE_MASTER_SPECIES\nX X-\nEXCHANGE_SPECIES\nX- + Na+ = X- + Na+\n log_k 0\n",
          "mine.dat:23:", itself);
  CHECK(dat_complaint("Ca+2 = Ca+2\n" + clay_of_dat) == "no complaint");  // said again
}

TEST_CASE("circles of any length are refused, and species that are only made of those in one are not named",
          "[input]") {
  const auto ring = [](int count) {
    return chain(count, [&](int i) { return name(i) + " = " + name(i % count + 1); });
  };
  refuses(ring(2), "mine.dat:20:", "leads back to itself through other species");
  refuses(ring(60), "mine.dat:138:", "leads back to itself through other species");
  const std::string told = dat_complaint(ring(3) + name(1) + " + H2O = MgOH+ + H+\n log_k 1\n");
  CHECK_THAT(told, Contains("3 errors") && !Contains("'MgOH+' leads"));
}

TEST_CASE("reactions that nobody can follow to their end are refused", "[input]") {
  const auto line = [](int i) { return (i == 1 ? "Mg+2" : name(i - 1)) + " = " + name(i); };
  CHECK(dat_complaint(chain(900, line)) == "no complaint");
  refuses(chain(1200, line), "mine.dat:", "leads through more than 1000 others");
  // each of two ones before it: as many as there are ways, which doubles with every step
  const auto ladder = [](int i) {
    return i < 3 ? "Mg+2 = " + name(i) : name(i - 1) + " + " + name(i - 2) + " = " + name(i) + " + Mg+2";
  };
  refuses(chain(80, ladder), "mine.dat:", "leads through more than 1000 others");
}

TEST_CASE("a database without H+ says so when a water is asked for", "[input]") {
  const std::string masters = "SOLUTION_MASTER_SPECIES\nCa Ca+2 0 Ca 40.08\nSOLUTION_SPECIES\nCa+2 = Ca+2\n";
  const Database calcium = dat(masters, "");
  const auto speciator = [](const Database& d) { Speciator s(d, {.model = "database"}); };
  CHECK_THROWS_WITH(speciator(calcium),
                    Contains("the database has no H+, and every water has it") && Contains("phreeqc.dat"));
  CHECK_NOTHROW(speciator(dat("")));
  CHECK_THROWS_WITH(speciator(dat("SOLUTION_SPECIES\nCa+2 = Ca+2\n", "")),
                    Contains("the database has no H+"));
}

TEST_CASE("the later of two expressions of isotopes holds", "[unit]") {
  const Database d =
      dat("NAMED_EXPRESSIONS\nLog_alpha\n -ln_alpha1000 1 2 3 4 5 6\n -ln_alpha1000 1000 0 0\n", dat_basis);
  const auto& expression = d.named_expressions.at("log_alpha");
  REQUIRE(expression.analytic.size() == 3);
  CHECK(expression.analytic[0] == Approx(1 / 2.302585092994046));
}
