#include "chemistry/speciation/waters_csv.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <sstream>

#include "base/ranges.h"
#include "base/units.h"
#include "base/words.h"

namespace talus {

namespace {

const std::vector<std::string>& keys() {  // in the order of What
  static const std::vector<std::string> known = {
      "water", "temperature", "pH", "pe", "redox", "density", "charge", "equilibrium", "exchange", "units"};
  return known;
}

std::string small_letters(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

/// A text that is one finite number and nothing else, as most cells are.
template <class Number>
bool is_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(number);
}

// What letters of a cell are.
enum : unsigned char { is_zero = 1, is_figure = 2, is_mark = 4, is_else = 8 };

constexpr std::array<unsigned char, 256> kinds_of_letters() {
  std::array<unsigned char, 256> kinds{};
  kinds.fill(is_else);
  for (std::size_t figure = '1'; figure <= '9'; ++figure) kinds[figure] = is_figure;
  kinds['0'] = is_zero;
  kinds['.'] = kinds[','] = is_mark;
  return kinds;
}
constexpr auto letters = kinds_of_letters();

/// Of a cell: 'e' nothing, '+', '-' and '0' a number and its sign, and ' anything else, numbers with large
/// powers and many digits too: they may be nothing to a double.
char class_of(std::string_view text) {
  constexpr std::size_t most_digits = 30, most_of_power = 4;
  if (text.empty()) return 'e';
  if (text.size() > most_digits) return '\'';
  const bool below = text.front() == '-';
  if (below) text.remove_prefix(1);
  unsigned found = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned kind = letters[static_cast<unsigned char>(text[i])];
    if (kind == is_else) {
      const std::string_view power = text.substr(i);
      const bool plain = (power[0] == 'e' || power[0] == 'E') && power.size() <= most_of_power &&
                         power.find_first_not_of("0123456789+-", 1) == std::string_view::npos;
      if (!plain) return '\'';
      break;
    }
    found |= kind;
  }
  return (found & is_figure) == 0 ? '0' : below ? '-' : '+';
}

/// A number within its range.
double within(const Range& range, const std::string& quantity, const std::string& unit) {
  const double value = to_si(quantity, unit);
  if (value >= range.low && value <= range.high) return value;
  throw std::invalid_argument("'" + quantity + "' is out of range; it must be " + with_unit(range.low, unit) +
                              " to " + with_unit(range.high, unit));
}

double pure_number(const Range& range, std::string_view text) {
  double value = 0;
  const bool plain = is_number(text, value) && value >= range.low && value <= range.high;
  return plain ? value : within(range, std::string(text), "1");
}

/// "NAME = VALUE; NAME = VALUE".
void take_pairs(const std::string& text, const std::string& example, const auto& take) {
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ';');) {
    const auto equals = part.find('=');
    if (equals == std::string::npos)
      throw std::invalid_argument("'" + part + "' should be as in \"" + example + "\"");
    take(std::string(trimmed(part.substr(0, equals))), part.substr(equals + 1));
  }
}

}  // namespace

WatersCsv::WatersCsv(const std::string& path, const BelowDetection& below)
    : path_(path), text_(path), below_(below) {
  read_heading();
  first_ = text_.position();
}

void WatersCsv::read_heading() {
  if (!text_.next(cells_))
    throw InputError({{Place{path_, 1, 1, 1, ""},
                       "there is no heading, such as water,temperature [degC],pH,Ca [mg/L]", ""}});
  for (const CsvView& cell : cells_) add_column(cell);
  note_equal_columns();
  if (std::ranges::count(columns_, What::temperature, &Column::what) == 0)
    problem(cells_.front(), 0, "no column 'temperature [degC]'", "");
  if (!problems_.empty()) throw InputError(problems_);
}

void WatersCsv::problem(const CsvView& cell, std::size_t length, const std::string& what,
                        const std::string& hint) {
  problems_.push_back({text_.place(cell.column, length), what, hint});
}

void WatersCsv::add_column(const CsvView& cell) {
  Column column;
  const CsvHeading heading = heading_of(cell.text, false);  // "C(4) [mg/L]"
  column.key = heading.name;
  column.unit = heading.unit.value_or("");
  for (std::size_t k = 0; k < keys().size(); ++k)
    if (small_letters(column.key) == small_letters(keys()[k])) {
      column.key = keys()[k];
      column.what = static_cast<What>(k);
    }
  if (column.key.empty()) problem(cell, 1, "a column without a heading", suggestion("", keys()));
  const bool has_kind = column.what == What::temperature || column.what == What::density;
  if (has_kind && column.unit.empty())
    problem(cell, cell.text.size(), "'" + column.key + "' needs its unit in the heading",
            column.what == What::density ? "density [kg/L]" : "temperature [degC]");
  if (column.what == What::total) column.key = "total." + column.key;
  if (column.what == What::total && !column.unit.empty()) check_unit(cell, column.unit);
  if (has_kind) try {
      column.scale = scale_of(column.unit);
      if (!column.scale->same_kind(scale_of(column.what == What::density ? "kg/m3" : "degC")))
        column.scale.reset();
    } catch (const UnitError&) {  // said of each row
    }
  columns_.push_back(std::move(column));
}

/// One problem for each heading that stands more than once.
void WatersCsv::note_equal_columns() {
  std::unordered_map<std::string, std::vector<std::size_t>> places;
  for (std::size_t k = 0; k < columns_.size(); ++k)
    if (!columns_[k].key.empty()) places[columns_[k].key].push_back(k);
  for (std::size_t k = 0; k < columns_.size(); ++k) {
    const auto& same = places[columns_[k].key];
    if (same.size() < 2 || same[1] != k) continue;
    const CsvView& cell = cells_[k];
    problem(cell, cell.text.size(),
            "a second column " + quoted(cell.text) +
                (same.size() > 2 ? ", and " + std::to_string(same.size() - 2) + " more of it" : ""),
            "");
  }
}

void WatersCsv::check_unit(const CsvView& cell, const std::string& unit) {
  try {
    parse_concentration("1 " + unit, "");
  } catch (const std::invalid_argument& error) {
    problem(cell, cell.text.size(), quoted(cell.text) + ": " + error.what(), "");
  }
}

std::vector<std::string> WatersCsv::elements() const {
  std::vector<std::string> names;
  for (const Column& column : columns_)
    if (column.what == What::total) names.push_back(column.key.substr(6));
  return names;
}

void WatersCsv::rewind() {
  text_.go_to(first_);
  text_.forget_decimals();
  names_ = std::make_unique<Names>();
}

bool WatersCsv::next(WaterEntry& entry) {
  if (!advance()) return false;
  read(entry);
  note_repeated(entry);
  return true;
}

bool WatersCsv::advance() {
  at_ = text_.position().at;
  return text_.next(cells_);
}

const std::string& WatersCsv::shape() {
  shape_.clear();
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    const std::string_view text = cells_[k].text;
    if (k < columns_.size() && columns_[k].what == What::water) continue;
    shape_ += class_of(text);
    if (shape_.back() == '\'') (shape_ += text) += '\x1F';
  }
  return shape_;
}

void WatersCsv::read(WaterEntry& entry) {
  entry.at = at_;
  entry.place.line = text_.line();
  entry.place.file.clear();
  entry.places.clear();
  entry.problems.clear();
  entry.notes.clear();
  WaterAnalysis& a = entry.analysis;
  a.name.clear();
  for (std::optional<double>* number : {&a.pH, &a.pe, &a.density}) number->reset();
  a.redox.reset();
  a.charge.reset();
  a.total.clear();
  a.equilibrium.clear();
  a.exchange.clear();
  read_row(entry);
  if (a.name.empty()) a.name = "row " + std::to_string(text_.line());
  for (const std::string& sentence : settle_below_detection(a, below_))
    entry.notes.push_back({"below a limit of detection", sentence});
}

/// Samples of one place often have one name: both are read, and each says where the other stands.
void WatersCsv::note_repeated(WaterEntry& entry) {
  if (names_->lines.empty())  // rows are about as long as the first
    names_->lines.reserve(text_.bytes_left() / (text_.text().size() + 1) + 1);
  const auto [first, fresh] =
      names_->lines.try_emplace(std::pmr::string(entry.analysis.name), entry.place.line);
  if (!fresh)
    entry.notes.insert(entry.notes.begin(),
                       {"a name that another water has", "'" + entry.analysis.name + "' in lines " +
                                                             std::to_string(first->second) + " and " +
                                                             std::to_string(entry.place.line)});
}

void WatersCsv::read_row(WaterEntry& entry) {
  if (cells_.size() != columns_.size()) {
    entry.place = text_.place();
    entry.problems.push_back(
        {entry.place,
         std::to_string(cells_.size()) + " cells where the heading has " + std::to_string(columns_.size()),
         text_.mark() == ',' && cells_.size() > columns_.size()
             ? "decimals have a point, or columns stand between semicolons; a text with a comma in quotes"
             : ""});
    return;
  }
  units_.clear();
  bool temperature = false;
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    if (columns_[k].what == What::units) units_ = cells_[k].text;
    temperature = temperature || (columns_[k].what == What::temperature && !cells_[k].text.empty());
  }
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    const CsvView& cell = cells_[k];
    if (cell.text.empty()) continue;
    const auto note = [&](const std::string& what) {
      const std::string& key = columns_[k].key;
      const std::string heading = columns_[k].what == What::total ? key.substr(6) : key;
      const bool bare = columns_[k].what == What::total && columns_[k].unit.empty() && units_.empty();
      entry.problems.push_back(
          {text_.place(cell.column, cell.text.size()), heading + ": " + what,
           bare ? "'" + heading +
                      "' is read as an element whose heading has no unit; names of waters "
                      "stand in the column 'water'"
                : ""});
    };
    try {
      const bool as_it_is = text_.mark() == ',';  // no decimal commas
      if (!as_it_is) number_ = text_.number(std::string(cell.text));
      take(columns_[k], as_it_is ? cell.text : number_, units_, entry.analysis);
    } catch (const std::runtime_error& error) {  // a UnitError
      note(error.what());
    } catch (const std::invalid_argument& error) {
      note(error.what());
    }
  }
  if (!temperature) entry.problems.push_back({text_.place(), "no temperature", ""});
  if (units_ == good_units_ || !entry.problems.empty()) return;
  if (const auto wrong = unit_problem(units_))
    entry.problems.push_back({text_.place(), "units: " + *wrong, ""});
  else
    good_units_ = units_;
}

void WatersCsv::locate(WaterEntry& entry) {
  const CsvText::Position here = text_.position();
  text_.go_to({entry.at, 0});
  text_.next(cells_);  // comments and empty lines may stand before the row
  text_.go_to({entry.at, entry.place.line - text_.place().line});
  text_.next(cells_);
  entry.place = text_.place();
  for (std::size_t k = 0; k < cells_.size() && cells_.size() == columns_.size(); ++k)
    if (!cells_[k].text.empty())
      entry.places[columns_[k].key] = text_.place(cells_[k].column, cells_[k].text.size());
  text_.go_to(here);
}

void WatersCsv::take(Column& column, std::string_view text, const std::string& units, WaterAnalysis& a) {
  const auto with_scale = [&](const Range& range, const std::string& unit) {
    if (text == column.last) return column.value;
    long double number = 0;
    const bool plain = column.scale && is_number(text, number);
    const double value = plain ? static_cast<double>(column.scale->to_si(number)) : 0;
    column.value = plain && value >= range.low && value <= range.high
                       ? value
                       : within(range, std::string(text) + " " + column.unit, unit);
    column.last = text;
    return column.value;
  };
  switch (column.what) {
    case What::water:
      a.name = text;
      break;
    case What::temperature:
      a.temperature = with_scale(between(273.15, 573.15), "degC");
      break;
    case What::pH:
      a.pH = pure_number(ranges::pH, text);
      break;
    case What::pe:
      a.pe = pure_number(ranges::pe, text);
      break;
    case What::redox:
      a.redox = text;
      break;
    case What::density:
      a.density = with_scale(ranges::solution_density, "kg/m3");
      break;
    case What::charge:
      a.charge = text == "H+" ? "pH" : text;
      break;
    case What::equilibrium:
      if (text != column.last) {
        column.last.clear();
        column.targets.clear();
        take_pairs(std::string(text), "C(4) = CO2(g) -3.4",
                   [&](const std::string& name, const std::string& value) {
                     column.targets.emplace_back(name, parse_phase_target(value));
                   });
        column.last = text;
      }
      a.equilibrium = column.targets;
      break;
    case What::exchange:
      take_pairs(std::string(text), "X = 1.1 mmol/kgw",
                 [&](const std::string& name, const std::string& value) {
                   a.exchange.emplace_back(name, parse_sites(value));
                 });
      break;
    case What::units:
      break;
    case What::total:
      take_total(column, text, units, a);
  }
}

void WatersCsv::take_total(Column& column, std::string_view text, const std::string& units,
                           WaterAnalysis& a) {
  double number = 0;
  if (is_number(text, number)) {
    if (!column.one || column.units != units) {
      column.one.reset();
      column.one = parse_concentration(column.unit.empty() ? "1" : "1 " + column.unit, units);
      column.units = units;
    }
    a.total.emplace_back(std::string_view(column.key).substr(6), *column.one);
    a.total.back().second.value = number;
    return;
  }
  const std::string words = std::string(text) + (column.unit.empty() ? "" : " " + column.unit);
  a.total.emplace_back(column.key.substr(6), parse_concentration(words, units));
}

WatersFile read_waters_csv(const std::string& path, const BelowDetection& below) {
  WatersFile file;
  file.database = {"talus"};
  WatersCsv rows(path, below);
  for (WaterEntry entry; rows.next(entry);) {
    rows.locate(entry);
    file.waters.push_back(entry);
  }
  return file;
}

}  // namespace talus
