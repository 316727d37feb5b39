#include "report/words.h"

#include <cmath>

#include "tests/catch.h"

using namespace talus::report;

TEST_CASE("Numbers have three digits", "[unit]") {
  CHECK(digits(1.2345) == "1.23");
  CHECK(digits(12345.6) == "12300");
  CHECK(digits(999.6) == "1000");
  CHECK(digits(0.0012345) == "0.00123");
  CHECK(digits(-1.2345e-7) == "-1.23e-07");
  CHECK(digits(0) == "0");
  CHECK(digits(std::nan("")) == "-");
  CHECK(typeset_number(-1.2345e-7) == "−1.23 × 10⁻⁷");
  CHECK(typeset_number(1.5e12) == "1.50 × 10¹²");
}

TEST_CASE("Times have the unit that suits the length of the run", "[unit]") {
  CHECK(duration(3600) == "1 h");
  CHECK(duration(24 * 86400.0) == "24 d");
  CHECK(duration(729 * 86400.0) == "729 d");
  CHECK(duration(3 * 365.25 * 86400) == "3 yr");
}

TEST_CASE("Formulas and units are typeset, nothing else is touched", "[unit]") {
  CHECK(typeset("CO2 uptake per area, kg/m2/yr, 3.0e-16") == "CO₂ uptake per area, kg/m²/yr, 3.0 × 10⁻¹⁶");
  CHECK(typeset("m2") == "m²");
  CHECK(escape_html("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
}
