#include <string>

#include "base/units.h"
#include "base/wall_clock.h"
#include "tests/catch.h"

using talus::UnitError;
using talus::wall_clock_time;

TEST_CASE("a wall time is read as batch systems and people write it", "[unit]") {
  CHECK(wall_clock_time("02:30:00") == 9000);
  CHECK(wall_clock_time("2:30:05") == 9005);
  CHECK(wall_clock_time("48:00:00") == 172800);
  CHECK(wall_clock_time("1-12:00:00") == 129600);
  CHECK(wall_clock_time("10-00:00:01") == 864001);
  CHECK(wall_clock_time("1-12") == 129600);
  CHECK(wall_clock_time("0-12:30") == 45000);
  CHECK(wall_clock_time("90 min") == 5400);
  CHECK(wall_clock_time("0.5 h") == 1800);
  CHECK(wall_clock_time("36000 s") == 36000);
}

TEST_CASE("a wall time that may mean two things, or nothing, is refused", "[unit]") {
  for (const std::string text :
       {"",           "90",       "30:00",    "2:60:00",    "2:00:75",    "1-24:00:00",  "1-2:60",
        "0-00:00:00", "00:00:00", "-1:00:00", "-5 min",     "0 h",        "nan h",       "inf h",
        "1e400 h",    "5 m",      "2:3:4",    "02:30:00 h", "1:02:30:00", "half an hour"}) {
    INFO(text);
    try {
      const double value = wall_clock_time(text);
      FAIL("it was taken as " << value << " s");
    } catch (const UnitError& error) {
      CHECK(error.hint().find("HH:MM:SS, D-HH:MM:SS or a quantity") != std::string::npos);
    }
  }
}

TEST_CASE("the clock of the program goes on", "[unit]") {
  const double before = talus::seconds_since_start();
  CHECK(before > 0);
  CHECK(talus::seconds_since_start() >= before);
}
