#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/calendar.h"
#include "base/csv_text.h"
#include "base/unit_scale.h"
#include "base/units.h"
#include "base/words.h"
#include "case/weather_table.h"

namespace talus {

namespace {

/// Empty where there is none.
std::string unit_in(const CsvHeading& heading) { return heading.unit.value_or(""); }

/// The scale of the unit of a column. UnitError when it is not of the kind of `of`.
Scale scale_of_column(const std::string& unit, const std::string& of) {
  to_si(unit.empty() || unit == "1" ? "1" : "1 " + unit, of);
  return scale_of(unit.empty() ? "1" : unit);
}

class CsvWeather {
 public:
  CsvWeather(const std::string& path, WeatherNotes& notes) : file_(path), notes_(notes) {
    table_.path = path;
  }

  WeatherTable read(const std::vector<Measured>& wanted) {
    std::vector<CsvCell> cells;
    if (!file_.next(cells)) {
      notes_.problem({Place{table_.path, 1, 1, 1, ""}, "the file is empty", ""});
      return table_;
    }
    table_.mark = file_.mark();
    read_heading(cells, wanted);
    while (!columns_.empty() && file_.next(cells)) read_row(cells);
    return std::move(table_);
  }

 private:
  struct Wanted {
    Measured kind;
    Scale scale;
  };

  Place place_of(const CsvCell& cell) const { return file_.place(cell.column, cell.text.size()); }

  void read_heading(const std::vector<CsvCell>& cells, const std::vector<Measured>& wanted) {
    width_ = cells.size();
    read_time(cells.front());
    for (std::size_t i = 1; i < cells.size(); ++i) {
      const CsvHeading heading = heading_of(cells[i].text, true);
      for (const Measured kind : wanted)
        if (heading.name == info_of(kind).name) read_column(cells[i], heading, kind, i);
    }
  }

  void read_time(const CsvCell& cell) {
    const CsvHeading heading = heading_of(cell.text, true);
    table_.calendar = unit_in(heading).empty();
    const bool known = heading.name == "time" || (heading.name == "date" && table_.calendar);
    try {
      if (!table_.calendar) time_ = scale_of_column(unit_in(heading), "s");
    } catch (const UnitError& error) {
      return notes_.problem({place_of(cell), error.what(), error.hint()});
    }
    if (!known)
      notes_.problem(
          {place_of(cell), "the first column is " + quoted(cell.text),
           "it must be date (2020-03-01, or 2020-03-01T05:00) or time with a unit, such as time (d)"});
  }

  void read_column(const CsvCell& cell, const CsvHeading& heading, Measured kind, std::size_t at) {
    const MeasuredInfo& info = info_of(kind);
    WeatherTable::Column& column = table_.of(kind);
    if (std::ranges::any_of(columns_, [&](const Wanted& known) { return known.kind == kind; }))
      return notes_.problem({place_of(cell), info.name + " stands twice in the heading", ""});
    column.cell = at;
    try {
      columns_.push_back({kind, scale_of_column(unit_in(heading), info.unit)});
    } catch (const UnitError& error) {
      try {
        if (info.amount_unit.empty()) throw UnitError("", "");
        columns_.push_back({kind, scale_of_column(unit_in(heading), info.amount_unit)});
        column.is_amount = true;
      } catch (const UnitError&) {
        notes_.problem({place_of(cell), error.what(),
                        info.name + " has a unit such as " + info.unit +
                            (info.amount_unit.empty() ? "" : ", or " + info.amount_unit + " of each row")});
      }
    }
  }

  double number_of(const CsvCell& cell) { return weather_number(file_.number(cell.text)); }

  void read_row(const std::vector<CsvCell>& cells) {
    if (cells.size() != width_)
      return notes_.problem(
          {file_.place(),
           "this row has " + std::to_string(cells.size()) + " cells, the heading " + std::to_string(width_),
           file_.mark() == ',' ? "decimals have a point" : ""});
    if (!read_moment(cells.front())) return;
    table_.line.push_back(file_.line());
    for (const Wanted& column : columns_) {
      const CsvCell& cell = cells[table_.of(column.kind).cell];
      double value = WeatherTable::gap;
      try {
        value = number_of(cell);
      } catch (const std::invalid_argument& error) {
        notes_.problem({place_of(cell), info_of(column.kind).name + ": " + error.what(),
                        "what is missing stays empty, or is NA"});
      }
      table_.of(column.kind).value.push_back(static_cast<double>(column.scale.to_si(value)));
    }
  }

  bool read_moment(const CsvCell& cell) {
    if (table_.calendar) try {
        table_.time.push_back(seconds_of_date(cell.text));
        return true;
      } catch (const UnitError& error) {
        notes_.problem(
            {place_of(cell), error.what(), error.hint() + "; elapsed time has a heading such as time (d)"});
        return false;
      }
    double value = WeatherTable::gap;
    try {
      value = number_of(cell);
    } catch (const std::invalid_argument&) {
    }
    if (std::isnan(value)) {
      notes_.problem({place_of(cell), quoted(cell.text) + " is no time",
                      "the heading says its unit; dates have the heading 'date'"});
      return false;
    }
    table_.time.push_back(static_cast<double>(time_.to_si(value)));
    return true;
  }

  CsvText file_;
  WeatherNotes& notes_;
  WeatherTable table_;
  std::size_t width_ = 0;
  Scale time_;
  std::vector<Wanted> columns_;
};

}  // namespace

WeatherTable read_weather_csv(const std::string& path, const std::vector<Measured>& wanted,
                              WeatherNotes& notes) {
  return CsvWeather(path, notes).read(wanted);
}

}  // namespace talus
