#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "base/calendar.h"
#include "base/csv_text.h"
#include "case/weather_table.h"

namespace talus {

namespace {

/// Fields of a line of data (EnergyPlus, Auxiliary Programs, "EnergyPlus Weather File (EPW) Data Dictionary"):
/// number from 0, the mark of what is missing, and SI over the number of the file.
struct EpwField {
  Measured kind;
  std::size_t number;
  double missing, scale, offset;
};
constexpr EpwField epw_fields[] = {
    {Measured::air_temperature, 6, 99.9, 1, 273.15},
    {Measured::dew_point, 7, 99.9, 1, 273.15},
    {Measured::relative_humidity, 8, 999, 0.01, 0},
    {Measured::longwave_radiation, 12, 9999, 1, 0},
    {Measured::shortwave_radiation, 13, 9999, 1, 0},
    {Measured::wind_speed, 21, 999, 1, 0},
    {Measured::rain, 33, 999, 1e-3, 0},
};
constexpr std::size_t header_lines = 8, least_fields = 22;

/// Hours from 1 January of a year with or without 29 February to the beginning of a row's hour.
double begin_of(int month, int day, int hour, bool leap) {
  const auto first = month_days.begin();
  const auto before = static_cast<double>(std::accumulate(first, first + (month - 1), std::size_t{0}));
  return 24.0 * (before + day - 1 + (leap && month > 2 ? 1 : 0)) + hour - 1;
}

int whole_number(const std::string& text, int low, int high) {
  const double value = weather_number(text);
  if (!(value >= low && value <= high && value == std::round(value)))
    throw std::invalid_argument("'" + text + "' must be a whole number from " + std::to_string(low) + " to " +
                                std::to_string(high));
  return static_cast<int>(value);
}

class EpwWeather {
 public:
  EpwWeather(const std::string& path, WeatherNotes& notes) : file_(path), notes_(notes) {
    table_.path = path;
  }

  WeatherTable read(const std::vector<Measured>& wanted) {
    std::vector<CsvCell> cells;
    for (std::size_t i = 0; i < header_lines; ++i)
      if (!file_.next(cells)) {
        notes_.problem({Place{table_.path, 1, 1, 1, ""}, "an EPW file begins with 8 lines of header", ""});
        return table_;
      }
    for (const EpwField& field : epw_fields)
      if (std::ranges::count(wanted, field.kind) > 0) fields_.push_back(field);
    while (file_.next(cells)) read_row(cells);
    const bool leap = std::ranges::any_of(dates_, [](const Date& d) { return d.month == 2 && d.day == 29; });
    table_.year = 86400 * (leap ? 366 : 365);
    for (const Date& d : dates_) table_.time.push_back(3600 * begin_of(d.month, d.day, d.hour, leap));
    for (const EpwField& field : fields_) {
      auto& value = table_.of(field.kind).value;
      const auto none = [&](double v) { return std::isnan(v) || (field.kind == Measured::rain && v == 0); };
      if (std::ranges::all_of(value, none)) value.clear();  // a column that is there in name
    }
    return std::move(table_);
  }

 private:
  struct Date {
    int month, day, hour;
  };

  void read_row(const std::vector<CsvCell>& cells) {
    if (cells.size() < least_fields)
      return notes_.problem(
          {file_.place(),
           "this row has " + std::to_string(cells.size()) + " fields, an EPW file has 32 to 35", ""});
    const auto problem = [&](std::size_t at, const std::string& what) {
      notes_.problem({file_.place(cells[at].column, cells[at].text.size()), what, ""});
    };
    std::size_t at = 1;
    try {
      Date date{};
      date.month = whole_number(cells[at].text, 1, 12);
      date.day = whole_number(cells[++at].text, 1, 31);
      date.hour = whole_number(cells[++at].text, 1, 24);
      dates_.push_back(date);
    } catch (const std::invalid_argument& error) {
      return problem(at, error.what());
    }
    table_.line.push_back(file_.line());
    for (const EpwField& field : fields_) {
      double value = WeatherTable::gap;
      try {
        if (field.number < cells.size()) value = weather_number(cells[field.number].text);
      } catch (const std::invalid_argument& error) {
        problem(field.number, info_of(field.kind).name + ": " + error.what());
      }
      WeatherTable::Column& column = table_.of(field.kind);
      column.cell = field.number;
      column.is_amount = field.kind == Measured::rain;
      column.value.push_back(value == field.missing ? WeatherTable::gap : field.scale * value + field.offset);
    }
  }

  CsvText file_;
  WeatherNotes& notes_;
  WeatherTable table_;
  std::vector<EpwField> fields_;
  std::vector<Date> dates_;
};

}  // namespace

WeatherTable read_weather_epw(const std::string& path, const std::vector<Measured>& wanted,
                              WeatherNotes& notes) {
  return EpwWeather(path, notes).read(wanted);
}

}  // namespace talus
