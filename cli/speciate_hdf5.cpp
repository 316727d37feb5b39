#include "cli/speciate_hdf5.h"

#include <algorithm>
#include <limits>

namespace talus::cli {

namespace {

constexpr std::size_t rows_at_once = 4096;

/// A kind of columns that there are many of.
struct Kind {
  std::string prefix, path, dimension, long_name;
};
const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"total:", "total", "element", "total of an element or redox state"},
      {"molality:", "molality", "species", "molality of a dissolved species"},
      {"log10_activity:", "log10_activity", "species", "log10 of the activity of a dissolved species"},
      {"log10_gamma:", "log10_gamma", "species", "log10 of an activity coefficient"},
      {"SI:", "saturation_index", "phase", "log10 (IAP/K) of a phase"},
      {"exchange:", "exchange", "exchange_species", "amount on the exchanger per kilogram of water"},
      {"sites:", "sites", "exchange_species", "part of the sites that is covered"}};
  return all;
}

/// "molality:Ca+2 [mol/kgw]" to "molality:Ca+2" and "mol/kgw".
std::pair<std::string, std::string> name_and_unit(const std::string& heading) {
  const auto open = heading.rfind(" [");
  if (open == std::string::npos || heading.back() != ']') return {heading, "1"};
  std::string unit = heading.substr(open + 2, heading.size() - open - 3);
  return {heading.substr(0, open), unit == "eq/kgw" ? "mol/kgw" : unit};
}

}  // namespace

Hdf5Sink::Hdf5Sink(const std::string& path) : file_(hdf5::File::create(path)) {}

void Hdf5Sink::begin(const std::vector<std::string>& headings) {
  const Kind* last = nullptr;
  std::vector<std::string> units;
  for (std::size_t h = 0; h < headings.size(); ++h) {
    auto [name, unit] = name_and_unit(headings[h]);
    const auto kind =
        std::ranges::find_if(kinds(), [&](const Kind& k) { return name.starts_with(k.prefix); });
    const bool single = kind == kinds().end();
    if (single || last != &*kind) {
      if (single) std::ranges::replace(name, ' ', '_');
      arrays_.push_back({single ? name : kind->path, {}, h, {}});
      units.push_back(unit);
      last = single ? nullptr : &*kind;
    }
    if (!single) arrays_.back().names.push_back(name.substr(kind->prefix.size()));
  }
  for (std::size_t a = 0; a < arrays_.size(); ++a) create(arrays_[a], units[a]);
}

void Hdf5Sink::create(Array& array, const std::string& unit) {
  const auto kind = std::ranges::find(kinds(), array.path, &Kind::path);
  if (kind == kinds().end()) {
    std::string words = array.path;
    std::ranges::replace(words, '_', ' ');
    file_.create_growing(array.path, hdf5::Type::real, {}, {unit, words});
    return;
  }
  if (!file_.has(kind->dimension)) {
    file_.write_texts(kind->dimension, array.names, {"", "name"});
    file_.dataset(kind->dimension).make_scale(kind->dimension);
  }
  const auto width = static_cast<std::int64_t>(array.names.size());
  file_.create_growing(array.path, hdf5::Type::real, {width}, {unit, kind->long_name})
      .attach(1, file_.dataset(kind->dimension));
}

void Hdf5Sink::take(const Row& row) {
  names_.push_back(row.name);
  notes_.push_back(row.notes);
  problems_.push_back(row.problem);
  for (Array& array : arrays_)
    for (std::size_t c = 0; c < array.width(); ++c) {
      const int column = row.columns.empty() ? -1 : row.columns[array.first + c];
      array.rows.push_back(column < 0 ? std::numeric_limits<double>::quiet_NaN()
                                      : row.numbers[static_cast<std::size_t>(column)]);
    }
  if (names_.size() - static_cast<std::size_t>(written_) == rows_at_once) write_rows();
}

void Hdf5Sink::write_rows() {
  const auto all = static_cast<std::int64_t>(names_.size());
  for (Array& array : arrays_) {
    hdf5::Dataset dataset = file_.dataset(array.path);
    dataset.extend(all);
    hdf5::Block block{{written_}, {all - written_}};
    if (!array.names.empty()) {
      block.first.push_back(0);
      block.count.push_back(static_cast<std::int64_t>(array.names.size()));
    }
    dataset.write(hdf5::Selection{block}, array.rows);
    array.rows.clear();
  }
  written_ = all;
}

void Hdf5Sink::end() {
  write_rows();
  file_.write_texts("water", names_, {"", "name of the water"});
  file_.write_texts("notes", notes_, {"", "kinds of the notes on a water"});
  file_.write_texts("problem", problems_, {"", "why a water has no numbers"});
  file_.dataset("water").make_scale("water");
  for (const char* text : {"notes", "problem"}) file_.dataset(text).attach(0, file_.dataset("water"));
  for (const Array& array : arrays_) file_.dataset(array.path).attach(0, file_.dataset("water"));
  file_.close();
}

}  // namespace talus::cli
