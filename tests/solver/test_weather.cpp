// Files of weather: what a case makes of dates, units, gaps, typical years and normals.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <string>

#include "base/warnings.h"
#include "case/build.h"
#include "solver/flow/richards.h"
#include "solver/laws/vapour.h"
#include "tests/catch.h"
#include "tests/solver/run_sample.h"

using namespace talus;

namespace {

constexpr double hour = 3600, day = 86400;

/// A column of water alone under the weather of `keys`, for as long as that.
std::string case_under(const std::string& keys, const std::string& length, const std::string& evaporation) {
  return "title = 't'\nrun = { length = '" + length +
         "', output_every = '1 yr' }\n"
         "mesh = { shape = 'column', depth = '10 cm', area = '1 m2', cells = { count = 2 } }\n"
         "layers = [{ thickness = '10 cm', material = 'm' }]\n"
         "temperature = { constant = '15 degC' }\nflow = {}\n"
         "[materials.m]\nporosity = 0.4\ngrain_density = '2800 kg/m3'\nwater = { saturation = 0.5, moves = true }\n"
         "conductivity = '1e-6 m/s'\nretention = { model = 'Gardner', alpha = '1 1/m' }\n"
         "[boundaries.top]\nwater = { weather = true }\n" +
         evaporation + "[weather]\n" + keys;
}

const std::string aerodynamic =
    "evaporation = { method = 'aerodynamic', wind_height = '2 m', roughness = '1 mm', surface_resistance = 'none' }\n";

struct Read {
  std::shared_ptr<const Weather> weather;
  std::vector<Problem> warnings;
};

Read read(const run_sample::Scratch& scratch, const std::string& keys, const std::string& length,
          const std::string& evaporation = aerodynamic) {
  const Input input =
      read_input(Document::from_text(case_under(keys, length, evaporation), "case.toml"), scratch.path(""));
  return {input.tables.weather, warnings_of(input.document)};
}

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

long warnings_with(const Read& read, const std::string& words) {
  return std::ranges::count_if(
      read.warnings, [&](const Problem& warning) { return warning.what.find(words) != std::string::npos; });
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1e-9, std::abs(b)); }

}  // namespace

TEST_CASE("rows of weather hold until the next, in any unit and order", "[unit]") {
  const run_sample::Scratch scratch;
  write(scratch.path("w.csv"),
        "# a station\n"
        "date; wind_speed [km/h]; note; rain (mm); air_temperature (degF); vapour_pressure (hPa)\n"
        "2020-01-01T00:00; 3,6; a; 0; 50; 8\n"
        "2020-01-01T06:00; 7,2; b; 3; 59; 9\n"
        "2020-01-01T12:00; 10,8; c; 0; 50; 10\n");
  const auto weather = read(scratch, "file = 'w.csv'", "18 h").weather;
  REQUIRE(weather);
  CHECK(weather->rain.along == std::vector<double>{0, 6 * hour, 12 * hour});
  CHECK(near(weather->rain.value[1], 3e-3 / (6 * hour)));
  CHECK(near(weather->at(5.9 * hour).wind, 1));
  CHECK(near(weather->at(6 * hour).wind, 2));
  CHECK(near(weather->at(7 * hour).temperature, 288.15));
  CHECK(near(weather->at(17 * hour).vapour_pressure, 1000));
  CHECK(weather->next(0) == 6 * hour);
  CHECK(std::isinf(weather->next(12 * hour)));

  const auto later = read(scratch, "file = 'w.csv'\nstart = '2020-01-01T09:00'", "9 h").weather;
  REQUIRE(later);
  CHECK(later->rain.along == std::vector<double>{0, 3 * hour});
  CHECK(near(later->at(hour).wind, 2));
  const std::string dated = "18 h', start = '2020-01-01T06:00";  // the run's own date
  CHECK_THROWS_AS(read(scratch, "file = 'w.csv'", dated), InputError);
  CHECK(read(scratch, "file = 'w.csv'\nstart = '2020-01-01'", dated).weather->rain.along.size() == 3);
}

TEST_CASE("weather begins again", "[unit]") {
  const run_sample::Scratch scratch;
  write(scratch.path("w.csv"),
        "time (d), rain (mm/d), air_temperature (degC), dew_point (degC), wind_speed (m/s)\n"
        "0, 1, 10, 5, 2\n1, 0, 10, 6, 2\n2, 4, 10, 7, 2\n");
  const auto weather = read(scratch, "file = 'w.csv'\nrepeat = '3 d'", "8 d").weather;
  REQUIRE(weather);
  CHECK(weather->time ==
        std::vector<double>{0, day, 2 * day, 3 * day, 4 * day, 5 * day, 6 * day, 7 * day, 8 * day});
  CHECK(near(held(weather->rain, 5.5 * day), 4e-3 / day));
  CHECK(near(held(weather->rain, 6.5 * day), 1e-3 / day));
  CHECK(near(weather->at(4.5 * day).vapour_pressure, saturation_vapour_pressure(279.15)));
  // the air of the last row holds for the quarter of a day that a year is longer
  const auto longer = read(scratch, "file = 'w.csv'\nrepeat = '3.25 d'", "8 d").weather;
  REQUIRE(longer);
  CHECK(longer->time[3] == 3.25 * day);
  CHECK_THROWS_AS(read(scratch, "file = 'w.csv'\nrepeat = '5 d'", "8 d"), InputError);
  CHECK_THROWS_AS(read(scratch, "file = 'w.csv'", "3.1 d"), InputError);
}

TEST_CASE("gaps are filled and wrong values mended where a case says so, and counted", "[unit]") {
  const run_sample::Scratch scratch;
  write(
      scratch.path("w.csv"),
      "time (h), rain (mm/h), air_temperature (degC), relative_humidity (%), wind_speed (m/s)\n"
      "0, 0, 10, 80, 2\n1, 0, , 104, 2\n2, 0, NaN, 80, 200\n5, -1, 18, 80, 5\n6, 0, 18, 80, 5\n7, 0, 18, 80, 5\n");
  CHECK_THROWS_AS(read(scratch, "file = 'w.csv'", "8 h"), InputError);
  CHECK_THROWS_AS(
      read(scratch, "file = 'w.csv'\ngaps = 'interpolate'\nlongest_gap = '2 h'\nwrong_values = 'as gaps'",
           "8 h"),
      InputError);
  const Read mended = read(
      scratch, "file = 'w.csv'\ngaps = 'interpolate'\nlongest_gap = '5 h'\nwrong_values = 'as gaps'", "8 h");
  REQUIRE(mended.weather);
  CHECK(near(mended.weather->at(1.5 * hour).temperature, 273.15 + 11.6));
  CHECK(near(mended.weather->at(4.5 * hour).temperature, 273.15 + 16.4));
  CHECK(near(mended.weather->at(2 * hour).wind, 2.75));
  CHECK(near(mended.weather->at(hour).vapour_pressure, 0.8 * saturation_vapour_pressure(273.15 + 11.6)));
  CHECK(std::ranges::count_if(mended.warnings, [](const Problem& warning) {
          return warning.place.file.ends_with("w.csv");
        }) == 7);  // three kinds of wrong values, gaps of four columns
  const Read nearest = read(
      scratch, "file = 'w.csv'\ngaps = 'interpolate'\nlongest_gap = '5 h'\nwrong_values = 'nearest allowed'",
      "8 h");
  REQUIRE(nearest.weather);
  CHECK(near(nearest.weather->at(2 * hour).wind, 75));
  CHECK(held(nearest.weather->rain, 5.5 * hour) == 0);
}

TEST_CASE("a typical year of EnergyPlus is read as it is", "[unit]") {
  const run_sample::Scratch scratch;
  std::string text = "LOCATION,X\nDESIGN\nTYPICAL\nGROUND\nHOLIDAYS\nCOMMENTS 1\nCOMMENTS 2\nDATA PERIODS\n";
  for (int h = 1; h <= 24; ++h)
    text += "1987,1,1," + std::to_string(h) +
            ",60,?9,12.5,3.0,52,98000,0,0,300,450,0,0,0,0,0,0,180,3.6,5,5,20,777,9,9,10,"
            "0.1,0,88,0.2," +
            std::string(h == 3 ? "1.5" : "0.0") + ",1\n";
  write(scratch.path("w.epw"), text);
  const auto weather =
      read(
          scratch, "file = 'w.epw'", "24 h",
          "evaporation = { method = 'Penman-Monteith', wind_height = '10 m', roughness = '1 mm', albedo = 0.2, "
          "surface_resistance = 'Sun 1982' }\n")
          .weather;
  REQUIRE(weather);
  const AirAbove air = weather->at(10 * hour);
  CHECK(near(air.temperature, 285.65));
  CHECK(near(air.vapour_pressure, 0.52 * saturation_vapour_pressure(285.65)));
  CHECK(near(air.wind, 3.6));
  CHECK(near(air.shortwave, 450));
  CHECK(near(air.longwave, 300));
  CHECK(weather->rain.along == std::vector<double>{0, 2 * hour, 3 * hour});
  CHECK(near(weather->rain.value[1], 1.5e-3 / hour));
}

TEST_CASE("normals become days with the rain of their months", "[unit]") {
  const run_sample::Scratch scratch;
  std::string text =
      "month [1], rain [mm], wet_days [1], air_temperature [degC], relative_humidity [%], wind_speed [m/s]\n";
  for (int m = 1; m <= 12; ++m)
    text += std::to_string(m) + ", " + std::to_string(10 * m) + ", 6, " + std::to_string(m) + ", 50, 3\n";
  write(scratch.path("n.csv"), text);
  const auto weather = read(scratch, "normals = 'n.csv'\nseed = 3", "730 d").weather;
  REQUIRE(weather);
  const auto sum = [&](double from, double to) {
    return HeldSum(weather->rain)(to) - HeldSum(weather->rain)(from);
  };
  CHECK(near(sum(0, 31 * day), 0.010));
  CHECK(near(sum(31 * day, 59 * day), 0.020));
  CHECK(near(sum(334 * day, 365 * day), 0.120));
  CHECK(near(sum(365 * day, 396 * day), 0.010));
  int wet = 0;
  for (int d = 0; d < 31; ++d) wet += held(weather->rain, (d + 0.5) * day) > 0;
  CHECK(wet == 6);
  CHECK(near(weather->at(32 * day).temperature, 275.15));
  CHECK(read(scratch, "normals = 'n.csv'\nseed = 3", "730 d").weather->rain.value == weather->rain.value);
  CHECK(read(scratch, "normals = 'n.csv'\nseed = 4", "730 d").weather->rain.value != weather->rain.value);
  const auto first = held(weather->rain, 0.5 * day), again = held(weather->rain, 365.5 * day);
  CHECK((first != again ||
         held(weather->rain, 1.5 * day) != held(weather->rain, 366.5 * day)));  // another year
}

namespace {

/// A typical year of hours, whose temperature is the number of its month.
std::string typical_year() {
  std::string text = "LOCATION,X\nDESIGN\nTYPICAL\nGROUND\nHOLIDAYS\nCOMMENTS 1\nCOMMENTS 2\nDATA PERIODS\n";
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int m = 1; m <= 12; ++m)
    for (int d = 1; d <= days[m - 1]; ++d)
      for (int h = 1; h <= 24; ++h)
        text += "1987," + std::to_string(m) + "," + std::to_string(d) + "," + std::to_string(h) + ",60,?9," +
                std::to_string(m) +
                ",-3.0,52,98000,0,0,300,450,0,0,0,0,0,0,180,3.6,5,5,20,777,9,9,10,0.1,0,88,0.2,0.1,1\n";
  return text;
}

/// Twelve months whose temperature is their number.
std::string months(const std::string& third, const std::string& wet_days) {
  std::string text =
      "month [1], wet_days [1], rain [mm], air_temperature [degC], relative_humidity [%], wind_speed [m/s]\n";
  for (int m = 1; m <= 12; ++m)
    text += (m == 3 ? third : std::to_string(m)) + ", " + wet_days + ", " + (m == 2 ? "0" : "20") + ", " +
            std::to_string(m) + ", 50, 3\n";
  return text;
}

/// A length of a run that begins at a date.
std::string from(const std::string& date, const std::string& length) {
  return length + "', start = '" + date;
}

const std::string air_of_hours = "air_temperature (degC), relative_humidity (%), wind_speed (m/s)\n";

}  // namespace

TEST_CASE("typical years begin at the day of the run", "[unit]") {
  const run_sample::Scratch scratch;
  write(scratch.path("w.epw"), typical_year());
  write(scratch.path("n.csv"), months("3", "6"));
  for (const std::string keys : {"file = 'w.epw'\n", "normals = 'n.csv'\nseed = 1\n"}) {
    const auto month = [&](const std::shared_ptr<const Weather>& weather, double time) {
      return std::lround(weather->at(time).temperature - 273.15);
    };
    CHECK(month(read(scratch, keys, "365 d").weather, 0) == 1);
    const auto late = read(scratch, keys, from("2020-11-01T12:00", "365 d")).weather;
    REQUIRE(late);
    CHECK(month(late, 0) == 11);
    CHECK(month(late, 29.4 * day) == 11);
    CHECK(month(late, 29.6 * day) == 12);
    CHECK(month(late, 60.4 * day) == 12);
    CHECK(month(late, 60.6 * day) == 1);
    CHECK(month(late, 364.9 * day) == 11);
    CHECK(month(read(scratch, keys, from("2020-02-29", "3 d")).weather, 0) == 3);
    CHECK(month(read(scratch, keys, from("2020-03-01", "3 d")).weather, 0) == 3);
    CHECK(month(read(scratch, keys, from("2021-02-28", "3 d")).weather, 0.9 * day) == 2);
  }
  CHECK_THROWS_AS(read(scratch, "file = 'w.epw'", "400 d"), InputError);
}

TEST_CASE("columns of normals that the case does not need are left out", "[unit]") {
  const run_sample::Scratch scratch;
  const std::string keys = "normals = 'n.csv'\nseed = 1";
  for (const std::string name : {"shortwave_radiation [W/m2]", "snow [mm]"}) {
    std::string text =
        "month [1], rain [mm], wet_days [1], air_temperature [degC], relative_humidity [%], wind_speed [m/s], " +
        name + "\n";
    for (int m = 1; m <= 12; ++m) text += std::to_string(m) + ", 20, 4, 10, 50, 3, 200\n";
    write(scratch.path("n.csv"), text);
    if (name.starts_with("snow"))
      CHECK_THROWS_AS(read(scratch, keys, "30 d"), InputError);
    else
      CHECK(near(read(scratch, keys, "30 d").weather->at(0).temperature, 283.15));
  }
}

TEST_CASE("what is held to the end of a period brings no rain", "[unit]") {
  const run_sample::Scratch scratch;
  std::string text = "time (h), rain (mm/h), " + air_of_hours;
  for (int h = 0; h < 8760; ++h) text += std::to_string(h) + (h == 8759 ? ", 5" : ", 0") + ", 10, 50, 2\n";
  write(scratch.path("w.csv"), text);
  const auto weather = read(scratch, "file = 'w.csv'\nrepeat = '1 yr'", "2 yr").weather;
  REQUIRE(weather);
  CHECK(near(HeldSum(weather->rain)(730.5 * day), 0.010));
  CHECK(weather->at(365.1 * day).temperature == 283.15);
  write(scratch.path("w.csv"),
        "time (h), rain (mm/h), " + air_of_hours + "0, 0, 10, 50, 2\n1, 1, 10, 50, 2\n");
  CHECK_THROWS_AS(read(scratch, "file = 'w.csv'\nrepeat = '1 d'", "2 d"), InputError);
}

TEST_CASE("files with dates begin together, or a start says where", "[unit]") {
  const run_sample::Scratch scratch;
  const auto days = [&](const std::string& name, const std::string& heading, const std::string& cells,
                        const std::string& year) {
    std::string text = "date, " + heading;
    for (int d = 10; d < 30; ++d) text += year + "-" + std::to_string(d) + cells;
    write(scratch.path(name), text);
  };
  days("w.csv", air_of_hours, ", 10, 50, 2\n", "2019-01");
  days("rain.csv", "rain (mm/d)\n", ", 3\n", "2019-01");
  const std::string keys = "file = 'w.csv'\nrain_file = 'rain.csv'\n";
  CHECK(read(scratch, keys, "10 d").weather);
  days("rain.csv", "rain (mm/d)\n", ", 3\n", "2019-04");
  CHECK_THROWS_AS(read(scratch, keys, "10 d"), InputError);
  CHECK_THROWS_AS(read(scratch, keys, from("2019-01-10", "10 d")), InputError);
  write(scratch.path("w.epw"), typical_year());
  const std::string typical = "file = 'w.epw'\nrain_file = 'rain.csv'\n";
  CHECK_THROWS_AS(read(scratch, typical, "10 d"), InputError);
  CHECK(read(scratch, typical, from("2019-04-12", "10 d")).weather);
  write(scratch.path("t.csv"),
        "time (d), rain (mm/h), " + air_of_hours + "0, 0, 10, 50, 2\n1, 1, 10, 50, 2\n");
  CHECK_THROWS_AS(read(scratch, "file = 't.csv'\nstart = '2019-01-01'", "1 d"), InputError);
}

TEST_CASE("vapour beyond saturation is mended as the case says", "[unit]") {
  const run_sample::Scratch scratch;
  for (const std::string& column : {std::string("dew_point (degC)"), std::string("vapour_pressure (kPa)")}) {
    const bool dew = column.starts_with("dew");
    std::string text = "time (h), rain (mm/h), air_temperature (degC), wind_speed (m/s), " + column + "\n";
    for (int h = 0; h < 4; ++h)
      text +=
          std::to_string(h) + ", 0, 10, 2, " + (h == 1 ? (dew ? "11" : "1.3") : (dew ? "5" : "0.8")) + "\n";
    write(scratch.path("w.csv"), text);
    CHECK_THROWS_AS(read(scratch, "file = 'w.csv'", "4 h"), InputError);
    const Read nearest = read(scratch, "file = 'w.csv'\nwrong_values = 'nearest allowed'", "4 h");
    CHECK(near(nearest.weather->at(hour).vapour_pressure, saturation_vapour_pressure(283.15)));
    CHECK(warnings_with(nearest, "above saturation") == 1);
    const Read gaps =
        read(scratch, "file = 'w.csv'\nwrong_values = 'as gaps'\ngaps = 'interpolate'\nlongest_gap = '2 h'",
             "4 h");
    CHECK(near(gaps.weather->at(hour).vapour_pressure, gaps.weather->at(0).vapour_pressure));
  }
}

TEST_CASE("months are twelve in their order, with days enough", "[unit]") {
  const run_sample::Scratch scratch;
  const std::string keys = "normals = 'n.csv'\nseed = 1";
  write(scratch.path("n.csv"), months("3", "28"));
  CHECK(read(scratch, keys, "30 d").weather);
  write(scratch.path("n.csv"), months("2", "6"));
  CHECK_THROWS_AS(read(scratch, keys, "30 d"), InputError);
  write(scratch.path("n.csv"), months("3", "30"));  // February has none of its rain, but too many wet days
  CHECK_THROWS_AS(read(scratch, keys, "30 d"), InputError);
}

TEST_CASE("keys that net radiation leaves without effect are named", "[unit]") {
  const run_sample::Scratch scratch;
  write(scratch.path("w.csv"), "time (d), rain (mm/h), net_radiation (W/m2), " + air_of_hours +
                                   "0, 0, 50, 10, 50, 2\n1, 1, 50, 10, 50, 2\n");
  const std::string evaporation =
      "evaporation = { method = 'Penman-Monteith', wind_height = '2 m', roughness = '1 mm', surface_resistance = "
      "'none'";
  const auto named = [&](const std::string& keys) {
    return warnings_with(read(scratch, "file = 'w.csv'", "1 d", evaporation + keys + " }\n"),
                         "net_radiation");
  };
  CHECK(named("") == 0);
  CHECK(named(", albedo = 0.2, emissivity = 0.9, sky = 'clear'") == 3);
}

TEST_CASE("slopes of the flow hold with vapour and evaporation", "[derivatives]") {
  const run_sample::Scratch scratch;
  write(
      scratch.path("w.csv"),
      "time (d), rain (mm/d), air_temperature (degC), relative_humidity (%), wind_speed (m/s), net_radiation (W/m2)\n"
      "0, 1, 20, 40, 2, 150\n1, 0, 10, 60, 2, 80\n");
  const std::string evaporation = GENERATE(
      std::string(
          "evaporation = { method = 'aerodynamic', wind_height = '2 m', roughness = '1 mm', surface_resistance = "
          "'Sun 1982' }\n"),
      std::string(
          "evaporation = { method = 'Penman-Monteith', wind_height = '2 m', roughness = '1 mm', surface_resistance = "
          "'none' }\n"));
  std::string text = case_under("file = 'w.csv'", "1 d", evaporation);
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"count = 2", "count = 6"},
        {"flow = {}", "flow = { vapour = true }"},
        {"porosity = 0.4\n", "porosity = 0.4\ngas_diffusion = 'Moldrup 2000'\n"},
        {"model = 'Gardner', alpha = '1 1/m'", "model = 'van Genuchten', alpha = '3 1/m', n = 1.8"}})
    text.replace(text.find(from), from.size(), to);
  const Input input = read_input(Document::from_text(text, "case.toml"), scratch.path(""));
  ModelAndState built = build(input, MPI_COMM_WORLD);
  const Controls controls;
  Richards flow(built.model, controls);
  State& state = built.state;
  for (std::size_t c = 0; c < 6; ++c) {
    state.head[0][c] = -std::pow(10.0, 0.9 * static_cast<double>(c) - 0.5);  // the base first, the top driest
    state.temperature[c] = 285 + 2 * static_cast<double>(c);
  }
  std::vector<double> direction(6), product, up, down;
  for (std::size_t c = 0; c < 6; ++c) direction[c] = -state.head[0][c] * (c % 2 == 0 ? 1 : -0.7);
  flow.test_jacobian(state, hour, direction, product);
  const auto at = [&](double step, std::vector<double>& residual) {
    State moved = state;
    for (std::size_t c = 0; c < 6; ++c) moved.head[0][c] += step * direction[c];
    flow.test_residual(moved, hour, residual);
  };
  constexpr double step = 1e-5;
  at(step, up);
  at(-step, down);
  double scale = 0;
  for (const double value : product) scale = std::max(scale, std::abs(value));
  for (std::size_t c = 0; c < 6; ++c)
    CHECK(std::abs(product[c] - (up[c] - down[c]) / (2 * step)) < 1e-7 * scale);
}
