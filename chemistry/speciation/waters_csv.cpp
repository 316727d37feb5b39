#include "chemistry/speciation/waters_csv.h"

#include <cctype>
#include <cmath>
#include <map>
#include <sstream>

#include "base/csv_text.h"
#include "base/ranges.h"
#include "base/units.h"
#include "base/words.h"

namespace talus {

namespace {

/// A column: what it is, and its unit.
struct Column {
  std::string key;   ///< "pH", or "total.Ca"
  std::string unit;  ///< "mg/L as CaCO3"; empty when the heading has none
};

const std::vector<std::string>& keys() {
  static const std::vector<std::string> known = {
      "water", "temperature", "pH", "pe", "redox", "density", "charge", "equilibrium", "exchange", "units"};
  return known;
}

std::string small_letters(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path), text_(path) {}

  WatersFile read() {
    WatersFile file;
    file.database = {"talus"};
    while (const auto cells = text_.next()) {
      if (columns_.empty())
        read_heading(*cells);
      else
        file.waters.push_back(read_row(*cells));
    }
    if (columns_.empty())
      throw InputError({{Place{path_, 1, 1, 1, ""},
                         "there is no heading, such as water,temperature [degC],pH,Ca [mg/L]", ""}});
    if (!problems_.empty()) throw InputError(problems_);
    note_repeated(file);
    return file;
  }

 private:
  /// Samples of one place often have one name: both are read, and each says where the other stands.
  static void note_repeated(WatersFile& file) {
    std::map<std::string, int> lines;
    for (WaterEntry& entry : file.waters) {
      const auto [first, fresh] = lines.emplace(entry.analysis.name, entry.place.line);
      if (!fresh)
        entry.notes.push_back({"a name that another water has", "'" + entry.analysis.name + "' in lines " +
                                                                    std::to_string(first->second) + " and " +
                                                                    std::to_string(entry.place.line)});
    }
  }

  Place place(int column, std::size_t length) const { return text_.place(column, length); }

  void problem(int column, std::size_t length, const std::string& what, const std::string& hint) {
    problems_.push_back({place(column, length), what, hint});
  }

  void read_heading(const std::vector<CsvCell>& cells) {
    for (const CsvCell& cell : cells) {
      Column column{cell.text, ""};
      if (const auto open = cell.text.find('['); open != std::string::npos && cell.text.back() == ']') {
        column.key = trimmed(cell.text.substr(0, open));
        column.unit = trimmed(cell.text.substr(open + 1, cell.text.size() - open - 2));
      }
      bool known = false;
      for (const std::string& key : keys())
        if (small_letters(column.key) == small_letters(key)) {
          column.key = key;
          known = true;
        }
      if (column.key.empty()) problem(cell.column, 1, "a column without a heading", suggestion("", keys()));
      if ((column.key == "temperature" || column.key == "density") && column.unit.empty())
        problem(cell.column, cell.text.size(), "'" + column.key + "' needs its unit in the heading",
                column.key == "density" ? "density [kg/L]" : "temperature [degC]");
      if (!known) column.key = "total." + column.key;
      for (const Column& other : columns_)
        if (other.key == column.key)
          problem(cell.column, cell.text.size(), "a second column '" + cell.text + "'", "");
      if (!known && !column.unit.empty()) check_unit(cell, column.unit);
      columns_.push_back(column);
    }
    bool temperature = false;
    for (const Column& column : columns_) temperature = temperature || column.key == "temperature";
    if (!temperature) problem(1, 0, "no column 'temperature [degC]'", "");
  }

  void check_unit(const CsvCell& cell, const std::string& unit) {
    try {
      parse_concentration("1 " + unit, "");
    } catch (const std::invalid_argument& error) {
      problem(cell.column, cell.text.size(), "'" + cell.text + "': " + error.what(), "");
    }
  }

  WaterEntry read_row(const std::vector<CsvCell>& cells) {
    WaterEntry entry;
    entry.place = place(1, 0);
    entry.analysis.name = "row " + std::to_string(text_.line());
    if (cells.size() != columns_.size()) {
      entry.problems.push_back(
          {entry.place,
           std::to_string(cells.size()) + " cells where the heading has " + std::to_string(columns_.size()),
           text_.mark() == ',' && cells.size() > columns_.size()
               ? "decimals have a point, or columns stand between semicolons; a text with a comma in quotes"
               : ""});
      return entry;
    }
    std::string units;
    bool temperature = false;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      if (columns_[k].key == "units") units = cells[k].text;
      temperature = temperature || (columns_[k].key == "temperature" && !cells[k].text.empty());
    }
    for (std::size_t k = 0; k < cells.size(); ++k) {
      if (cells[k].text.empty()) continue;
      entry.places[columns_[k].key] = place(cells[k].column, cells[k].text.size());
      try {
        take(columns_[k], text_.number(cells[k].text), units, entry.analysis);
      } catch (const std::runtime_error& error) {  // a UnitError
        note(entry, k, error.what());
      } catch (const std::invalid_argument& error) {
        note(entry, k, error.what());
      }
    }
    if (!temperature) entry.problems.push_back({entry.place, "no temperature", ""});
    return entry;
  }

  void note(WaterEntry& entry, std::size_t k, const std::string& what) const {
    const std::string& key = columns_[k].key;
    const std::string heading = key.starts_with("total.") ? key.substr(6) : key;
    entry.problems.push_back({entry.places[key], heading + ": " + what, ""});
  }

  /// A number within its range.
  static double within(const Range& range, const std::string& quantity, const std::string& unit) {
    const double value = to_si(quantity, unit);
    if (value >= range.low && value <= range.high) return value;
    throw std::invalid_argument("'" + quantity + "' is out of range; it must be " +
                                with_unit(range.low, unit) + " to " + with_unit(range.high, unit));
  }

  static void take(const Column& column, const std::string& text, const std::string& units,
                   WaterAnalysis& a) {
    if (column.key == "water")
      a.name = text;
    else if (column.key == "temperature")
      a.temperature = within(between(273.15, 573.15), text + " " + column.unit, "degC");
    else if (column.key == "pH")
      a.pH = within(ranges::pH, text, "1");
    else if (column.key == "pe")
      a.pe = within(ranges::pe, text, "1");
    else if (column.key == "redox")
      a.redox = text;
    else if (column.key == "density")
      a.density = within(ranges::solution_density, text + " " + column.unit, "kg/m3");
    else if (column.key == "charge")
      a.charge = text;
    else if (column.key == "equilibrium")
      take_pairs(text, "C(4) = CO2(g) -3.4", [&](const std::string& name, const std::string& value) {
        a.equilibrium.emplace_back(name, parse_phase_target(value));
      });
    else if (column.key == "exchange")
      take_pairs(text, "X = 1.1 mmol/kgw", [&](const std::string& name, const std::string& value) {
        a.exchange.emplace_back(name, parse_sites(value));
      });
    else if (column.key != "units")
      a.total.emplace_back(column.key.substr(6),
                           parse_concentration(column.unit.empty() ? text : text + " " + column.unit, units));
  }

  /// "NAME = VALUE; NAME = VALUE".
  static void take_pairs(const std::string& text, const std::string& example, const auto& take) {
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ';');) {
      const auto equals = part.find('=');
      if (equals == std::string::npos)
        throw std::invalid_argument("'" + part + "' should be as in \"" + example + "\"");
      take(std::string(trimmed(part.substr(0, equals))), part.substr(equals + 1));
    }
  }

  std::string path_;
  CsvText text_;
  std::vector<Column> columns_;
  std::vector<Problem> problems_;
};

}  // namespace

WatersFile read_waters_csv(const std::string& path) { return Reader(path).read(); }

}  // namespace talus
