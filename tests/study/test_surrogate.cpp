// What a study says of its surrogates.
#include <cmath>

#include "study/summary_output.h"
#include "tests/catch.h"
#include "tests/study/study_folder.h"

using namespace talus;
using namespace talus::study;

TEST_CASE("A surrogate is used where it foretells runs, and what it cannot be of is refused", "[unit]") {
  const StudyFolder place;
  const std::string vary =
      "[[vary]]\nname = \"a\"\nkeys = [\"mesh.depth\"]\ndistribution = \"lognormal\"\nmedian = \"1 m\"\nspread = 1.5\n"
      "[[vary]]\nname = \"b\"\nkeys = [\"law\"]\ndistribution = \"discrete\"\nvalues = [\"low\", \"high\"]\n";
  const std::string surrogate = "[surrogate]\nkind = \"polynomial chaos\"\ndegree = 4\n";
  const std::string more = head + "method = \"random\"\nruns = 64\nseed = 1\n";
  const Study study = place.study(more + vary + surrogate);
  const auto summary_with = [&](const auto& answer) {
    Results results;
    results.columns = {"CO2 stored (kg)"};
    for (std::size_t run = 0; run < 64; ++run) {
      const auto values = study.design.values(run);
      results.by_run[run] = run == 9 ? Row{{}, "it fell"}
                                     : Row{{answer(run, std::log(values[0].number), values[1].number)}, ""};
    }
    return summarise(study, results);
  };
  const Summary good = summary_with([](std::size_t, double a, double b) { return 1 + a * a + 3 * b; });
  const PolynomialChaos& found = *good.quantities[0].surrogate->polynomial;
  CHECK(found.runs == 63);
  CHECK(found.mean() == Approx(2.5 + std::pow(std::log(1.5), 2)));
  CHECK(found.indices(1).total == Approx(2.25 / (2.25 + 2 * std::pow(std::log(1.5), 4))));
  CHECK(has(summary_csv(study, good), "total index of the surrogate,b"));
  CHECK(has(summary_page(study, good), "first-order index of the surrogate"));
  const Summary noise = summary_with(
      [](std::size_t run, double, double) { return static_cast<double>(run * run * 7919 % 101); });
  CHECK(has(summary_text(study, noise), "It is not to be used: that is more than 5.0 %"));
  CHECK(!has(summary_csv(study, noise), "index of the surrogate"));
  CHECK(!has(summary_page(study, noise), "index of the surrogate"));
  const Summary never =
      summary_with([](std::size_t run, double, double) { return run == 3 ? HUGE_VAL : 1.0; });
  CHECK(has(summary_text(study, never), "No surrogate: it needs a number of every run"));
  CHECK(place.study(more + vary).fingerprint == study.fingerprint);

  const std::string together = "[[correlated]]\nnames = [\"a\", \"b\"]\nrank_correlation = 0.5\n";
  CHECK(has(place.mistakes(more + vary + together + surrogate), "and a and b are correlated"));
  CHECK(has(place.mistakes(more + vary + surrogate + "quantities = [\"CO2 stord (kg)\"]\n"),
            "did you mean 'CO2 stored (kg)'?"));
  CHECK(has(place.mistakes(head +
                           "method = \"grid\"\n[[vary]]\nkeys = [\"mesh.cells\"]\ndistribution = \"list\"\n"
                           "values = [1, 2]\n" +
                           surrogate),
            "a grid has no distribution that a surrogate could be of"));
}
