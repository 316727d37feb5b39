// Ten digits of a number, as printf writes them.
#include "base/ten_digits.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <limits>
#include <random>
#include <string>

#include "tests/catch.h"

using namespace talus;

namespace {

std::string ten_digits(double value) {
  char text[ten_digits_room];
  return {text, put_ten_digits(text, value)};
}

std::string by_printf(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

}  // namespace

TEST_CASE("ten digits are those of printf, to the last", "[unit]") {
  const double infinite = std::numeric_limits<double>::infinity();
  for (const double value :
       {0.0, -0.0, 1.0, -1.0, 1e-5, 9.9999e-5, 0.5, 1234567890.5, 12345678905.0, infinite, -infinite, 5e-324,
        2.2e-308, 1.7976931348623157e308, 3 * 0.1, 100.0, 1e10, 9999999999.5})
    CHECK(ten_digits(value) == by_printf(value));
  CHECK(ten_digits(std::numeric_limits<double>::quiet_NaN()).find("nan") != std::string::npos);
  // powers of ten, what is next to them and what is next to a half in the last digit
  std::string wrong;
  const auto judge = [&](double value) {
    if (std::isfinite(value) && ten_digits(value) != by_printf(value)) wrong += " " + by_printf(value);
  };
  for (int power = -307; power <= 308; ++power) {
    const double ten = std::pow(10.0, power);
    for (const double value :
         {ten, std::nextafter(ten, 0.0), std::nextafter(ten, infinite), ten * 9.9999999995,
          ten * 9.99999999949999, ten * 1.00000000005, ten * 1.2345678905})
      judge(value);
  }
  std::mt19937_64 random(7);
  for (int i = 0; i < 200'000; ++i) {
    judge(std::bit_cast<double>(random()));
    judge(std::pow(10.0, std::uniform_real_distribution<double>(-20, 12)(random)));
    judge(std::uniform_int_distribution<int>(-2'000'000'000, 2'000'000'000)(random) / 20.0);
  }
  CHECK(wrong == "");
}
