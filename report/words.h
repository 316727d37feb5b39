// Numbers, times and units as a person reads them.
#pragma once

#include <string>
#include <string_view>

namespace talus::report {

/// Three significant digits in plain text: "1.23", "12300", "1.23e-05"; "-" when there is no number.
std::string digits(double value, int significant = 3);

/// The same for a page: "1.23 × 10⁻⁵", with a true minus.
std::string typeset_number(double value, int significant = 3);

/// A number that somebody wrote, with the digits that it was written with: "2", "0.15".
std::string as_written(double value);

/// A text for a page: CO2 becomes CO₂, m2 m², kg/m3 kg/m³, 3.0e-16 3.0 × 10⁻¹⁶.
std::string typeset(std::string_view text);

/// `text` with &, <, > and quotes escaped, so that it can stand in HTML, in attributes too.
std::string escape_html(std::string_view text);

/// The unit in which times of a run are shown: h below 2 d, d below 2 yr, else yr (365.25 d).
struct TimeUnit {
  std::string name;
  double seconds;
};
TimeUnit time_unit(double length);

/// "24 d", "3.5 yr"; `length` in s.
std::string duration(double length);
std::string duration(double length, const TimeUnit& unit);

/// The unit in which depths are shown: cm up to 2 m, else m.
struct LengthUnit {
  std::string name;
  double metres;
};
LengthUnit depth_unit(double deepest);

}  // namespace talus::report
