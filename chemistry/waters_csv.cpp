#include "chemistry/waters_csv.h"

#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/units.h"

namespace talus {

namespace {

/// A cell and the byte of its line in which it starts, from 1.
struct Cell {
  std::string text;
  int column = 1;
};

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// A line cut at commas that are not in quotes; "" in quotes is one quote.
std::vector<Cell> cells_of(const std::string& line) {
  std::vector<Cell> cells;
  Cell cell{"", 1};
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cell.text += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cell.text = trimmed(cell.text);
      cells.push_back(cell);
      cell = {"", static_cast<int>(i) + 2};
    } else {
      cell.text += c;
    }
  }
  cell.text = trimmed(cell.text);
  cells.push_back(cell);
  return cells;
}

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
  explicit Reader(const std::string& path) : path_(path), stream_(path, std::ios::binary) {
    if (!stream_.is_open()) throw FileError("cannot read '" + path + "': " + std::strerror(errno));
  }

  WatersFile read() {
    WatersFile file;
    file.database = {"talus"};
    while (next_line()) {
      if (columns_.empty())
        read_heading();
      else
        file.waters.push_back(read_row());
    }
    if (columns_.empty())
      problem(1, 1, "there is no heading, such as water,temperature [degC],pH,Ca [mg/L]", "");
    if (!problems_.empty()) throw InputError(problems_);
    return file;
  }

 private:
  /// The next line that is neither blank nor a comment.
  bool next_line() {
    while (std::getline(stream_, line_)) {
      ++number_;
      if (number_ == 1 && line_.starts_with("\xEF\xBB\xBF")) line_.erase(0, 3);
      if (!line_.empty() && line_.back() == '\r') line_.pop_back();
      if (!trimmed(line_).empty() && line_[0] != '#') return true;
    }
    return false;
  }

  Place place(int column, std::size_t length) const {
    return {path_, number_, column, std::max(1, static_cast<int>(length)), line_};
  }

  void problem(int column, std::size_t length, const std::string& what, const std::string& hint) {
    problems_.push_back({place(column, length), what, hint});
  }

  void read_heading() {
    for (const Cell& cell : cells_of(line_)) {
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
    if (!temperature) problem(1, 1, "no column 'temperature [degC]'", "");
  }

  void check_unit(const Cell& cell, const std::string& unit) {
    try {
      parse_concentration("1 " + unit, "");
    } catch (const std::invalid_argument& error) {
      problem(cell.column, cell.text.size(), "'" + cell.text + "': " + error.what(), "");
    }
  }

  WaterEntry read_row() {
    WaterEntry entry;
    entry.place = place(1, line_.size());
    entry.analysis.name = "row " + std::to_string(number_);
    const std::vector<Cell> cells = cells_of(line_);
    if (cells.size() != columns_.size()) {
      entry.problems.push_back(
          {entry.place,
           std::to_string(cells.size()) + " cells where the heading has " + std::to_string(columns_.size()),
           ""});
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
        take(columns_[k], cells[k].text, units, entry.analysis);
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

  static void take(const Column& column, const std::string& text, const std::string& units,
                   WaterAnalysis& a) {
    const auto number = [&] { return to_si(text, "1"); };
    if (column.key == "water")
      a.name = text;
    else if (column.key == "temperature")
      a.temperature = to_si(text + " " + column.unit, "degC");
    else if (column.key == "pH")
      a.pH = number();
    else if (column.key == "pe")
      a.pe = number();
    else if (column.key == "redox")
      a.redox = text;
    else if (column.key == "density")
      a.density = to_si(text + " " + column.unit, "kg/m3");
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
      take(trimmed(part.substr(0, equals)), part.substr(equals + 1));
    }
  }

  std::string path_, line_;
  std::ifstream stream_;
  int number_ = 0;
  std::vector<Column> columns_;
  std::vector<Problem> problems_;
};

}  // namespace

WatersFile read_waters_csv(const std::string& path) { return Reader(path).read(); }

}  // namespace talus
