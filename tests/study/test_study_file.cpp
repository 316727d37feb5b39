// STUDY.toml: what is read of it, which runs it makes, what is wrong with it; and results that come together from parts.
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "base/document_parts.h"
#include "study/results.h"
#include "study/study.h"
#include "study/summary_output.h"
#include "tests/catch.h"
#include "tests/study/study_folder.h"

using namespace talus;
using namespace talus::study;

namespace {

std::vector<std::string> texts(const std::vector<Value>& values) {
  std::vector<std::string> all;
  for (const Value& value : values) all.push_back(value.text);
  return all;
}

/// Results as if runs had ended: a linear function of the parameters; every seventh has failed.
void end_runs(const Study& study, const Folder& folder, std::size_t from, std::size_t to) {
  for (std::size_t run = from; run < to; ++run) {
    double sum = 0;
    for (const Value& value : study.design.values(run)) sum += value.number;
    if (run % 7 == 6)
      write_row(folder, run, {}, {{}, "it fell, \"twice\"; and so on"});
    else
      write_row(folder, run, {"CO2 stored (kg)"}, {{run % 5 == 4 ? std::nan("") : sum / 3}, ""});
  }
}

std::string bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("A grid goes through every combination, the last parameter first", "[unit]") {
  const StudyFolder place;
  const Study study = place.study(
      head +
      "method = \"grid\"\n"
      "[[vary]]\nkeys = [\"mesh.depth\"]\ndistribution = \"list\"\nvalues = [\"1 m\", \"50 cm\"]\n"
      "[[vary]]\nkeys = [\"mesh.cells\"]\ndistribution = \"range\"\nlow = 1\nhigh = 100\npoints = 3\nspacing = \"logarithmic\"\n");
  REQUIRE(study.design.size() == 6);
  CHECK(texts(study.design.values(0)) == std::vector<std::string>{"1 m", "1"});
  CHECK(texts(study.design.values(1)) == std::vector<std::string>{"1 m", "10"});
  CHECK(texts(study.design.values(5)) == std::vector<std::string>{"50 cm", "100"});
  CHECK(study.design.values(5)[0].number == Approx(0.5));  // in the unit of the first value
  CHECK(study.sets(0, study.design.values(4)) ==
        std::vector<std::string>{"mesh.depth=50 cm", "mesh.cells=10"});
  CHECK(study.run_words(0, study.design.values(4))[2] == "--scenario");
}

TEST_CASE("Values carry their units, differences too, and factors multiply what the case says", "[unit]") {
  const StudyFolder place;
  const Study study = place.study(
      drawn +
      "tornado = \"16 %\"\n"
      "[[vary]]\nname = \"T\"\nkeys = [\"temperature.constant\"]\ndistribution = \"normal\"\nmean = \"15 degC\"\ndeviation = \"4 K\"\nhigh = \"300 K\"\n"
      "[[vary]]\nkeys = [\"chemistry.seed\", \"mesh.cells\"]\nfactor = true\ndistribution = \"uniform\"\nlow = 1\nhigh = 3\n");
  const auto& normal = std::get<Normal>(*study.design.parameters()[0].distribution);
  CHECK(normal.mean == 15);
  CHECK(normal.deviation == Approx(4));
  CHECK(normal.high == Approx(26.85));
  CHECK(study.design.parameters()[0].heading() == "T (degC)");
  REQUIRE(study.design.size() == 4 + 5);
  CHECK(study.design.role(0).part == Role::medians);
  CHECK(study.design.role(3).part == Role::low);
  CHECK(study.design.role(3).parameter == 1);
  CHECK(study.sets(0, study.design.values(0))[1] == "chemistry.seed=20 m2/m3");
  CHECK(study.sets(0, study.design.values(0))[2] == "mesh.cells=8");
  CHECK(study.design.values(3)[1].number == Approx(1.32));
}

TEST_CASE("The points of Saltelli's design, and of a pair", "[unit]") {
  const StudyFolder place;
  const Study study = place.study(
      "title = \"a pair\"\ncase = \"pile.toml\"\nproject = \"project\"\nbaseline = \"baseline\"\nquantities = [\"CO2 stored (kg)\"]\n"
      "method = \"random\"\nruns = 3\nseed = 1\nindices = true\n"
      "[[vary]]\nkeys = [\"mesh.cells\"]\ndistribution = \"uniform\"\nlow = 1\nhigh = 3\n"
      "[[vary]]\nkeys = [\"operations[0].every\"]\nonly = \"project\"\ndistribution = \"uniform\"\nlow = \"1 d\"\nhigh = \"3 d\"\n");
  REQUIRE(study.design.size() == 12);
  const auto a = texts(study.design.values(4)), b = texts(study.design.values(5)),
             ab = texts(study.design.values(7));
  CHECK(ab[0] == a[0]);
  CHECK(ab[1] == b[1]);
  CHECK(a[1] != b[1]);
  CHECK(study.sets(0, study.design.values(4)).size() == 2);
  CHECK(study.sets(1, study.design.values(4)) == std::vector<std::string>{"mesh.cells=" + a[0]});
}

TEST_CASE("More runs of points that do not depend on how many there are, are the same study", "[unit]") {
  const StudyFolder place;
  const std::string one =
      "[[vary]]\nkeys = [\"mesh.cells\"]\ndistribution = \"uniform\"\nlow = 1\nhigh = 3\n";
  const auto print = [&](const std::string& method, int runs) {
    return place
        .study(head + "seed = 1\nmethod = \"" + method + "\"\nruns = " + std::to_string(runs) + "\n" + one)
        .fingerprint;
  };
  CHECK(print("sobol", 4) == print("sobol", 8));
  CHECK(print("latin hypercube", 4) != print("latin hypercube", 8));
  CHECK(print("sobol", 4) != print("random", 4));
}

TEST_CASE("What is wrong with a study is said at its place", "[unit]") {
  const StudyFolder place;
  const auto wrong = [&](const std::string& vary) {
    return place.mistakes(drawn + "[[vary]]\nkeys = [\"mesh.depth\"]\n" + vary);
  };
  CHECK(has(wrong("distribution = \"uniform\"\nlow = \"1 m\"\nhigh = \"50 cm\"\n"),
            "ends at '50 cm', which is not above 'low'"));
  CHECK(has(wrong("distribution = \"uniform\"\nlow = \"1 m\"\nhigh = \"5 kg\"\n"), "study.toml:12:"));
  CHECK(has(wrong("distribution = \"uniform\"\nlow = \"1 m\"\n"), "needs 'high'"));
  CHECK(has(wrong("distribution = \"unifrom\"\nlow = \"1 m\"\nhigh = \"2 m\"\n"), "did you mean 'uniform'?"));
  CHECK(has(wrong("distribution = \"list\"\nvalues = [\"1 m\"]\n"), "which only a grid goes through"));
  CHECK(has(wrong("distribution = \"normal\"\nmean = \"1 m\"\ndeviation = \"0 m\"\n"), "deviation above 0"));
  CHECK(has(wrong("distribution = \"normal\"\nmean = \"1 m\"\ndeviation = \"1 cm\"\nlow = \"2 m\"\n"),
            "leave nothing of its distribution"));
  CHECK(has(wrong("distribution = \"lognormal\"\nmean = \"1 m\"\nspread = 2\n"), "needs 'deviation'"));
  CHECK(has(wrong("distribution = \"triangular\"\nlow = \"1 m\"\nmode = \"3 m\"\nhigh = \"2 m\"\n"),
            "outside of 'low' and 'high'"));
  CHECK(has(wrong("distribution = \"discrete\"\nvalues = [\"a\", \"b\"]\nweights = [1]\n"),
            "1 weights for 2 values"));
  CHECK(has(wrong("factor = true\ndistribution = \"uniform\"\nlow = \"1 m\"\nhigh = \"2 m\"\n"),
            "its values are no pure numbers"));
  place.write("warm.toml", "[temperature]\nconstant = \"15 degC\"\n");
  const std::string warm =
      "title = \"x\"\ncase = \"warm.toml\"\nquantities = [\"x\"]\nmethod = \"sobol\"\nruns = 1\nseed = 1\n"
      "[[vary]]\nkeys = [\"temperature.constant\"]\nfactor = true\ndistribution = \"uniform\"\nlow = 1\nhigh = 2\n";
  CHECK(has(place.mistakes(warm), "counts from a zero of its own"));
  place.write("warm.toml", "[temperature]\nconstant = \"288.15 K\"\n");
  CHECK(place.mistakes(warm).empty());
  CHECK(has(wrong("only = \"project\"\ndistribution = \"uniform\"\nlow = \"1 m\"\nhigh = \"2 m\"\n"),
            "'only' goes with a pair"));
  const std::string good =
      "[[vary]]\nname = \"depth\"\nkeys = [\"mesh.depth\"]\ndistribution = \"uniform\"\nlow = \"1 m\"\nhigh = \"2 m\"\n";
  CHECK(has(place.mistakes(drawn + good + good), "two parameters are called 'depth'"));
  CHECK(has(place.mistakes(drawn + good +
                           "[[correlated]]\nnames = [\"depth\", \"dept\"]\nrank_correlation = 0.5\n"),
            "did you mean 'depth'?"));
  CHECK(has(place.mistakes(drawn + good + "[[credit]]\nrule = \"percentile\"\n"), "needs 'percentile'"));
  CHECK(has(place.mistakes(head + "method = \"sobol\"\nseed = 1\n" + good), "'runs' is missing"));
  CHECK(has(
      place.mistakes(
          "title = \"x\"\ncase = \"pile.toml\"\nscenario = \"projcet\"\nquantities = [\"x\"]\nmethod = \"sobol\"\nruns = 1\nseed = 1\n" +
          good),
      "did you mean 'project'?"));
  CHECK(has(
      place.mistakes(
          "title = \"x\"\ncase = \"pile.toml\"\nquantities = [\"x\"]\nmethod = \"sobol\"\nruns = 1\nseed = 1\n" +
          good),
      "does not say which of them is run"));
  CHECK(has(
      place.mistakes(
          drawn +
          "[[vary]]\nkeys = [\"mesh.area\"]\nfactor = true\ndistribution = \"uniform\"\nlow = 1\nhigh = 2\n"),
      "it says no quantity at mesh.area"));
}

TEST_CASE("Results are the same whatever order rows come in and however often they are gathered", "[unit]") {
  const StudyFolder place;
  const std::string text =
      head +
      "method = \"random\"\nruns = 40\nseed = 1\n[[vary]]\nname = \"depth, of all\"\nkeys = [\"mesh.depth\"]\n"
      "distribution = \"uniform\"\nlow = \"1 m\"\nhigh = \"2 m\"\n[[vary]]\nkeys = [\"law\"]\ndistribution = \"discrete\"\nvalues = [\"a\", \"b 2\"]\n";
  const Study study = place.study(text);
  const Folder one{place.path() / "one"}, other{place.path() / "other"};
  prepare_folder(one, study);
  prepare_folder(other, study);
  end_runs(study, one, 0, 40);
  gather(one, study, read_results(one, study));
  for (const auto& [from, to] : {std::pair<std::size_t, std::size_t>{20, 30}, {0, 20}, {30, 40}}) {
    end_runs(study, other, from, to);
    gather(other, study, read_results(other, study));
  }
  CHECK(bytes(one.results()) == bytes(other.results()));
  CHECK(fs::is_empty(other.rows()));
  const Results results = read_results(other, study);
  CHECK(results.by_run.size() == 40);
  CHECK(results.failed() == 5);
  CHECK(results.by_run.at(6).failure == "it fell, \"twice\"; and so on");
  const Summary summary = summarise(study, results);
  CHECK(summary_json(study, summary) == summary_json(study, summarise(study, read_results(one, study))));
  CHECK(has(summary_page(study, summary), "5 of 40 runs failed"));
  CHECK(has(summary_csv(study, summary), "CO2 stored (kg),P50,,"));
  CHECK_THROWS_AS(prepare_folder(one, place.study(text + "source = \"another\"\n")), FileError);
  place.write("one/results.csv", "run,part\n");
  CHECK_THROWS_AS(read_results(one, study), FileError);
}

TEST_CASE("A folder that a kill left before it said whose it is, is taken; one with other files is not",
          "[unit]") {
  const StudyFolder place;
  const Study study = place.study(head +
                                  "method = \"sobol\"\nseed = 1\nruns = 4\n[[vary]]\nkeys = [\"law\"]\n"
                                  "distribution = \"discrete\"\nvalues = [\"a\", \"b\"]\n");
  const Folder folder{place.path() / "left"};
  fs::create_directories(folder.rows());
  prepare_folder(folder, study);
  CHECK(fs::exists(folder.about()));
  fs::rename(folder.about(), folder.about().string() + ".part");
  prepare_folder(folder, study);
  CHECK(fs::exists(folder.about()));
  end_runs(study, folder, 0, 1);
  fs::remove(folder.about());
  CHECK_THROWS_AS(prepare_folder(folder, study), FileError);  // a row of something
  const Folder other{place.path() / "other"};
  fs::create_directories(other.path);
  place.write("other/notes.txt", "mine");
  CHECK_THROWS_AS(prepare_folder(other, study), FileError);
}

TEST_CASE("Rows of runs that the study has no more are kept for when it has them again", "[unit]") {
  const StudyFolder place;
  const auto of = [&](int runs) {
    return place.study(
        head + "method = \"sobol\"\nseed = 1\nruns = " + std::to_string(runs) +
        "\n[[vary]]\nkeys = [\"law\"]\ndistribution = \"discrete\"\nvalues = [\"auto, or so\", \"5\"]\n");
  };
  const Folder folder{place.path() / "kept"};
  prepare_folder(folder, of(16));
  end_runs(of(16), folder, 0, 16);
  gather(folder, of(16), read_results(folder, of(16)));
  const std::string before = bytes(folder.results());
  CHECK(has(before, ",5,"));  // a word, though it begins with a digit
  CHECK(has(before, "\"auto, or so\""));
  const Results fewer = read_results(folder, of(4));
  CHECK(fewer.by_run.size() == 4);
  gather(folder, of(4), fewer);
  CHECK(bytes(folder.results()) == before);
  CHECK(read_results(folder, of(16)).by_run.size() == 16);
}

TEST_CASE("Times that are not reached are later than all others, and said", "[unit]") {
  const StudyFolder place;
  const auto of = [&](const std::string& key) {
    return place.study(head + "method = \"sobol\"\nruns = 20\nseed = 1\n[[vary]]\nname = \"x\"\nkeys = [\"" +
                       key + "\"]\ndistribution = \"uniform\"\nlow = \"1 d\"\nhigh = \"2 d\"\n");
  };
  const Study study = of("mesh.depth");
  const Folder folder{place.path() / "times"};
  prepare_folder(folder, study);
  const double never = HUGE_VAL;
  for (std::size_t run = 0; run < 20; ++run)
    write_row(folder, run, {"time to 50 % of Brucite (d)"},
              {{run % 5 < 2 ? 1.0 + static_cast<double>(run) : never}, ""});
  gather(folder, study, read_results(folder, study));
  CHECK(has(bytes(folder.results()), ",inf,"));
  const Results results = read_results(folder, study);
  const Summary summary = summarise(study, results);
  const QuantitySummary& one = summary.quantities[0];
  CHECK(one.beyond == 12);
  CHECK(one.at[0].value == Approx(1.95));
  CHECK(std::isinf(one.at[2].value));
  CHECK(std::isnan(one.mean.value));
  CHECK(std::isnan(one.rank_correlation[0]));
  CHECK(has(one.headline(false), "P50 open, P16 to P84 7.16 to open (20 runs; 12 of them do not reach it)"));
  CHECK(has(summary_text(study, summary), "In 12 of 20 runs it is not reached"));
  CHECK(has(summary_json(study, summary), "\"not_reached\": 12"));
  CHECK(has(summary_page(study, summary), "In 12 of 20 runs it is not reached"));
  const Study of_lengths = of("run.length");  // a short run may have reached it before a longer one did
  const Summary unknown = summarise(of_lengths, results);
  CHECK(unknown.quantities[0].unordered == 12);
  CHECK(std::isnan(unknown.quantities[0].at[0].value));
  CHECK(has(unknown.quantities[0].headline(false), "no percentiles (20 runs; 12 of them do not reach it)"));
}

TEST_CASE("What decides is said as sure as it is, of words too", "[unit]") {
  const StudyFolder place;
  const Study study = place.study(
      head +
      "method = \"sobol\"\nruns = 256\nseed = 1\n"
      "[[vary]]\nname = \"number\"\nkeys = [\"a\"]\ndistribution = \"uniform\"\nlow = 0\nhigh = 1\n"
      "[[vary]]\nname = \"other\"\nkeys = [\"b\"]\ndistribution = \"uniform\"\nlow = 0\nhigh = 1\n"
      "[[vary]]\nname = \"law\"\nkeys = [\"c\"]\ndistribution = \"discrete\"\nvalues = [\"low\", \"high\", \"middle\"]\n");
  const auto deciding = [&](double first, double second, double words) {
    Results results;
    results.columns = {"CO2 stored (kg)"};
    const std::array<double, 3> steps{0, 1, 0.5};
    for (std::size_t run = 0; run < study.design.size(); ++run) {
      const auto values = study.design.values(run);
      results.by_run[run] = {{first * values[0].number + second * values[1].number +
                              words * steps[static_cast<std::size_t>(values[2].number)]},
                             ""};
    }
    const Summary summary = summarise(study, results);
    return summary.deciding(study, summary.quantities[0]);
  };
  CHECK(has(deciding(3, 1, 0), "Most of its spread comes from number (rank correlation"));
  CHECK(has(deciding(1.05, 1, 0.5), "The largest part of its spread that is seen comes from number"));
  CHECK(has(deciding(1, 0, 3), "Most of its spread comes from law (share of the variance of ranks"));
}

TEST_CASE("A bar of which an end failed has no size; common numbers that do harm are said to", "[unit]") {
  CHECK(TornadoBar{0, "", "", 2, 1, 4}.relative() == 1);
  CHECK(std::isnan(TornadoBar{0, "", "", 2, std::nan(""), 4}.relative()));
  CHECK(std::isnan(TornadoBar{0, "", "", 2, 1, HUGE_VAL}.relative()));
  const StudyFolder place;
  const Study study = place.study(
      drawn + "[[vary]]\nkeys = [\"mesh.cells\"]\ndistribution = \"uniform\"\nlow = 1\nhigh = 3\n");
  const auto said = [&](double of_baseline) {
    Results results;
    results.columns = {"m (kg)", "m, project (kg)", "m, baseline (kg)"};
    for (std::size_t run = 0; run < 4; ++run) {
      const auto x = static_cast<double>(run);
      results.by_run[run] = {{x - of_baseline * x, x, of_baseline * x}, ""};
    }
    return summary_text(study, summarise(study, results));
  };
  CHECK(has(said(0.5), "variance of the difference 5.00 times smaller"));
  CHECK(has(said(-1), "variance of the difference 2.00 times larger"));
  CHECK(!has(said(1), "Common random numbers"));  // no difference varies
}

TEST_CASE("The page of ten thousand runs", "[unit]") {
  const StudyFolder place;
  const Study study = place.study(
      head +
      "method = \"latin hypercube\"\nruns = 10000\nseed = 1\n[[vary]]\nkeys = [\"mesh.depth\"]\ndistribution = \"uniform\"\nlow = \"1 m\"\nhigh = \"2 m\"\n"
      "[[vary]]\nkeys = [\"mesh.area\"]\ndistribution = \"uniform\"\nlow = \"1 m2\"\nhigh = \"2 m2\"\n");
  Results results;
  results.columns = {"CO2 stored (kg)"};
  for (std::size_t run = 0; run < 10000; ++run) {
    const auto values = study.design.values(run);
    results.by_run[run] = {{values[0].number + 0.1 * values[1].number}, ""};
  }
  const Summary summary = summarise(study, results);
  CHECK(summary.quantities[0].at[2].value == Approx(1.65).margin(0.01));
  CHECK(summary.deciding(study, summary.quantities[0]).find("comes from depth") != std::string::npos);
  CHECK(summary_page(study, summary).size() < 3000000);
}
