#include "base/calendar.h"

#include "base/units.h"
#include "tests/catch.h"

using namespace talus;

TEST_CASE("Dates are those of the calendar", "[unit]") {
  CHECK(seconds_of_date("1970-01-01") == 0);
  CHECK(seconds_of_date("2000-02-29") == 11016 * 86400.0);  // a leap day, and 2100 has none
  CHECK(seconds_of_date("2027-01-01T06:30") == seconds_of_date("2027-01-01") + 6.5 * 3600);
  CHECK(seconds_of_date("2027-01-01 06:30:05Z") == seconds_of_date("2027-01-01") + 6.5 * 3600 + 5);
  CHECK(seconds_of_date("1969-12-31") == -86400);
  CHECK(date_of(seconds_of_date("2027-12-31") + 86400) == "2028-01-01");
  CHECK(date_of(seconds_of_date("1969-12-31T18:00")) == "1969-12-31 18:00");
  CHECK(date_of(86399.9) == "1970-01-02");  // to the minute
  CHECK(is_date("2027-01-01"));
  CHECK_FALSE(is_date("28 d"));
  CHECK_FALSE(is_date("-2027-1"));
}

TEST_CASE("What is no date is refused", "[unit]") {
  for (const char* text :
       {"2027-02-29", "2100-02-29", "2027-13-01", "2027-1-1", "2027-01-01Z", "2027-01-01T25:00",
        "2027-01-01T6", "2027-01-01x06:00", "2027-01-01T06:00:99", "2027-", "", "27-01-01"})
    CHECK_THROWS_AS(seconds_of_date(text), UnitError);
}
