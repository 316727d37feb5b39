#include <filesystem>
#include <fstream>

#include "base/series.h"
#include "tests/base/csv_faults.h"
#include "tests/catch.h"

using namespace talus;

namespace {

/// Reads `text` as a table of saturation over depth.
Series read(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / "talus_test_series.csv";
  std::ofstream(path) << text;
  return Series::from_csv(path.string(), {"depth", "m", not_negative},
                          {"saturation", "1", Range{.low = 0, .high = 1, .low_open = true}});
}

/// What is wrong with `text`, each with its line and hint.
std::vector<std::string> faults(const std::string& text) {
  return faults_of([&] { read(text); });
}

}  // namespace

TEST_CASE("a table is read in its units, with straight lines between its rows", "[unit]") {
  const Series s = read("# water\n\ndepth [cm] , saturation [%]\r\n0, 20\r\n50, 60\n2e2, 100\n");
  CHECK(s.along == std::vector<double>{0, 0.5, 2});
  CHECK(s.at(0) == 0.2);
  CHECK(s.at(0.25) == Approx(0.4).epsilon(1e-15));
  CHECK(s.at(1.25) == Approx(0.8).epsilon(1e-15));
  CHECK(s.at(2) == 1);
  CHECK(s.at(-1) == 0.2);  // beyond its ends the nearest value
  CHECK(s.at(3) == 1);
  CHECK(Series::constant(7).at(123) == 7);
}

TEST_CASE("what is wrong in a table is told with its line", "[unit]") {
  using Faults = std::vector<std::string>;
  const std::string heading = "depth [m], saturation [1]\n";
  CHECK(faults("depth, saturation\n0, 1\n") ==
        Faults{"1: the heading must name two columns with units; depth [m], saturation [1]"});
  CHECK(faults(heading) == Faults{"1: the file has no row; "});
  CHECK(faults(heading + "0, 0.5\n1, 1.5\n2, 0\n") ==
        Faults{"3: saturation = 1.5 is out of range; it must be above 0, 1 or less",
               "4: saturation = 0 is out of range; it must be above 0, 1 or less"});
  CHECK(faults(heading + "1, 0.5\n1, 0.6\n2, nan\n3, 0.4 %\n4\n") ==
        Faults{"3: depth does not increase; ", "4: 'nan' is not a finite number; ",
               "5: '0.4 %' is not a number; units stand in the heading",
               "6: a row must have two numbers, this one has 1; "});
  CHECK(faults("depth [kg], saturation [1]\n0, 1\n").size() == 1);
  CHECK_THROWS_AS(Series::from_csv("/nothing/here.csv", {"depth", "m"}, {"saturation", "1"}), FileError);
}

TEST_CASE("a series knows its extremes between two places", "[unit]") {
  const Series hill{{0, 10, 20}, {5, 25, 1}};
  CHECK(hill.extremes(0, 20) == std::array{1.0, 25.0});
  CHECK(hill.extremes(0, 5) == std::array{5.0, 15.0});
  CHECK(hill.extremes(5, 12.5) == std::array{15.0, 25.0});
  CHECK(Series::constant(7).extremes(0, 100) == std::array{7.0, 7.0});
}
