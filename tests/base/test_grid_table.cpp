#include <filesystem>
#include <fstream>

#include "base/grid_table.h"
#include "tests/base/csv_faults.h"
#include "tests/catch.h"

using namespace talus;

namespace {

/// Reads `text` as a table of heads over x, y or both.
GridTable read(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / "talus_test_grid_table.csv";
  std::ofstream(path) << text;
  return GridTable::from_csv(path.string(), {{"x", "m", not_negative}, {"y", "m", not_negative}},
                             {"head", "m"});
}

/// What is wrong with `text`, each with its line and hint.
std::vector<std::string> faults(const std::string& text) {
  return faults_of([&] { read(text); });
}

}  // namespace

TEST_CASE("a table over one coordinate has straight lines between its points, in any order", "[unit]") {
  const GridTable table = read("y [cm], head [cm]\n100, 40\n0, -20\n300, 0\n");
  CHECK(table.along == std::vector<std::string>{"y"});
  CHECK(table.at({0.25}) == Approx(-0.05).epsilon(1e-14));
  CHECK(table.at({2.0}) == Approx(0.2).epsilon(1e-14));
  CHECK(table.at({-1}) == -0.2);  // beyond its ends the nearest value
  CHECK(table.at({9}) == 0);
}

TEST_CASE("a table over two coordinates is bilinear: exact for a + bx + cy + dxy", "[unit]") {
  const auto f = [](double x, double y) { return 1 + 2 * x - 3 * y + 0.5 * x * y; };
  std::string text = "x [m], y [m], head [m]\n";
  for (const double y : {7.0, 0.0, 2.0})
    for (const double x : {0.0, 5.0, 1.0})
      text += std::to_string(x) + ", " + std::to_string(y) + ", " + std::to_string(f(x, y)) + "\n";
  const GridTable table = read(text);
  for (const double x : {0.0, 0.3, 1.0, 4.4, 5.0})
    for (const double y : {0.0, 1.9, 6.0, 7.0}) CHECK(table.at({x, y}) == Approx(f(x, y)).epsilon(1e-13));
  CHECK(table.at({8, 9}) == Approx(f(5, 7)).epsilon(1e-13));
}

TEST_CASE("what is wrong in a table over coordinates is told with its line", "[unit]") {
  using Faults = std::vector<std::string>;
  const std::string heading = "x [m], y [m], head [m]\n";
  CHECK(faults("x [m], depth [m], head [m]\n0, 0, 0\n") ==
        Faults{"1: the heading must name two or three columns with units; x [m], head [m]; or y [m], head "
               "[m]; or x "
               "[m], y [m], head [m]"});
  CHECK(faults(heading + "0, 0, 1\n0, 1\n") == Faults{"3: a row must have three numbers, this one has 2; "});
  CHECK(faults(heading + "0, 0, 1\n0, -1, 1\n") ==
        Faults{"3: y = -1 m is out of range; it must be 0 or more"});
  CHECK(faults(heading + "0, 0, 1\n0, 2, 1\n3, 0, 1\n3, 0, 2\n") ==
        Faults{"2: there is no row for x = 3 m, y = 2 m; each value of one coordinate must stand beside each "
               "of the "
               "other",
               "5: this point stands there twice; "});
}
