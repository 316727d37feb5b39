#include "study/results.h"

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "base/csv_text.h"
#include "base/disk.h"
#include "base/text_file.h"
#include "base/version.h"
#include "report/csv_row.h"

namespace talus::study {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::filesystem::path row_file(const Folder& folder, std::size_t run) {
  return folder.rows() / (std::to_string(run) + ".json");
}

std::string damaged(const std::filesystem::path& file, const std::string& what) {
  return file.string() + " is damaged: " + what + "; without it these runs are done once more";
}

/// True when a folder holds nothing, or only what is there when it has been made and does not yet say whose it is.
bool is_new(const Folder& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder.path)) {
    const bool rows = entry.path() == folder.rows() && std::filesystem::is_empty(entry.path());
    if (!rows && entry.path() != whole_file_part(folder.about().string())) return false;
  }
  return true;
}

/// The number that a text is, all of it.
template <class T>
bool to_number(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

double cell_number(const std::string& text, const std::filesystem::path& file) {
  double value = nothing;
  if (!text.empty() && !to_number(text, value)) throw FileError(damaged(file, "'" + text + "' is no number"));
  return value;
}

/// A number as it stands in the files: empty where there is none, "inf" and "-inf" where it is infinite.
std::string number_text(double value) {
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return report::csv_value(value);
}

/// Columns of results.csv before those of the quantities.
std::vector<std::string> leading_columns(const Study& study) {
  std::vector<std::string> columns{"run", "part"};
  for (const Parameter& parameter : study.design.parameters()) columns.push_back(parameter.heading());
  return columns;
}

void take_columns(Results& results, const std::vector<std::string>& columns,
                  const std::filesystem::path& file) {
  if (results.columns.empty()) results.columns = columns;
  if (results.columns != columns)
    throw FileError(damaged(file, "its quantities are not those of the other runs"));
}

/// A row of results.csv; `cells` are its texts.
void take_table_row(Results& results, const std::vector<CsvCell>& cells, std::size_t leading,
                    const Folder& folder, std::size_t runs) {
  std::size_t run = 0;
  if (cells.size() != leading + results.columns.size() + 1 || !to_number(cells[0].text, run))
    throw FileError(damaged(folder.results(), "a row has not as many cells as the heading"));
  if (run >= runs) {
    for (const CsvCell& cell : cells) results.set_aside[run].push_back(cell.text);
    return;
  }
  Row row{.values = {}, .failure = cells.back().text};
  for (std::size_t i = 0; i < results.columns.size() && row.failure.empty(); ++i)
    row.values.push_back(cell_number(cells[leading + i].text, folder.results()));
  results.by_run[run] = row;
}

void read_table(Results& results, const Folder& folder, const Study& study) {
  if (!std::filesystem::exists(folder.results())) return;
  try {
    CsvText table(folder.results().string());
    const auto heading = table.next();
    const std::vector<std::string> leading = leading_columns(study);
    if (!heading || heading->size() < leading.size() + 1)
      throw FileError(damaged(folder.results(), "it has no heading"));
    for (std::size_t i = leading.size(); i + 1 < heading->size(); ++i)
      results.columns.push_back((*heading)[i].text);
    while (const auto cells = table.next())
      take_table_row(results, *cells, leading.size(), folder, study.design.size());
  } catch (const InputError& error) {
    throw FileError(damaged(folder.results(), error.problems().front().what));
  }
}

void read_row(Results& results, const std::filesystem::path& file, std::size_t runs) {
  std::size_t run = 0;
  if (!to_number(file.stem().string(), run) || run >= runs) return;
  try {
    const auto read = nlohmann::json::parse(text_of_file(file.string()));
    Row row{.values = {}, .failure = read.at("failure")};
    if (row.failure.empty()) {
      take_columns(results, read.at("columns"), file);
      for (const auto& value : read.at("values"))
        row.values.push_back(value.is_number() ? value.get<double>() : cell_number(value, file));
      if (row.values.size() != results.columns.size()) throw FileError(damaged(file, "values are missing"));
    }
    results.by_run[run] = row;
  } catch (const nlohmann::json::exception&) {
    throw FileError(damaged(file, "it is no row"));
  }
}

}  // namespace

std::size_t Results::failed() const {
  std::size_t count = 0;
  for (const auto& [run, row] : by_run) count += !row.failure.empty();
  return count;
}

std::vector<double> Results::column(std::size_t index, std::size_t runs) const {
  std::vector<double> values(runs, nothing);
  for (const auto& [run, row] : by_run)
    if (row.failure.empty() && run < runs) values[run] = row.values[index];
  return values;
}

void prepare_folder(const Folder& folder, const Study& study) {
  const std::filesystem::path about = folder.about();
  const nlohmann::json ours{
      {"study", study.fingerprint}, {"version", talus_version}, {"commit", talus_commit}};
  if (std::filesystem::exists(about)) {
    const auto theirs = nlohmann::json::parse(text_of_file(about.string()), nullptr, false);
    if (theirs == ours) return;
    const bool empty = !std::filesystem::exists(folder.results()) && std::filesystem::is_empty(folder.rows());
    if (empty) return write_whole_file(about.string(), ours.dump(2) + "\n");
    const bool same_study = theirs.is_object() && theirs.value("study", "") == study.fingerprint;
    throw FileError("'" + folder.path.string() + "' has results of " +
                    (same_study ? "another build of Talus" : "another " + study.verb + " or another case") +
                    "; 'talus " + study.verb + " " + study.document.name() +
                    " --force' removes them, --out FOLDER writes elsewhere");
  }
  if (std::filesystem::exists(folder.path) && !is_new(folder))
    throw FileError("'" + folder.path.string() +
                    "' is there and has no results of a study; --out FOLDER writes elsewhere");
  std::error_code error;
  std::filesystem::create_directories(folder.rows(), error);
  if (error) throw FileError("cannot make the folder '" + folder.path.string() + "': " + error.message());
  write_whole_file(about.string(), ours.dump(2) + "\n");
}

void remove_results(const Folder& folder, std::initializer_list<const char*> names) {
  for (const char* name : names) std::filesystem::remove_all(folder.path / name);
  std::filesystem::remove(folder.about());
}

void write_row(const Folder& folder, std::size_t run, const std::vector<std::string>& columns,
               const Row& row) {
  nlohmann::json values = nlohmann::json::array();
  for (const double value : row.values)
    values.push_back(std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(number_text(value)));
  write_whole_file(row_file(folder, run).string(),
                   nlohmann::json{{"columns", columns}, {"values", values}, {"failure", row.failure}}.dump(
                       -1, ' ', false, nlohmann::json::error_handler_t::replace) +
                       "\n");
}

Results read_results(const Folder& folder, const Study& study) {
  Results results;
  read_table(results, folder, study);
  if (std::filesystem::exists(folder.rows()))
    for (const auto& entry : std::filesystem::directory_iterator(folder.rows()))
      if (entry.path().extension() == ".json") read_row(results, entry.path(), study.design.size());
  return results;
}

void gather(const Folder& folder, const Study& study, const Results& results) {
  std::string table;
  for (const std::string& name : leading_columns(study)) table += (table.empty() ? "" : ",") + csv_cell(name);
  for (const std::string& name : results.columns) table += "," + csv_cell(name);
  table += ",failure\n";
  for (const auto& [run, row] : results.by_run) {
    table += std::to_string(run) + "," + std::string(part_word(study.design.role(run).part));
    const std::vector<Value> values = study.design.values(run);
    for (std::size_t i = 0; i < values.size(); ++i)
      table += "," + (study.design.parameters()[i].words ? csv_cell(values[i].text)
                                                         : report::csv_value(values[i].number));
    for (std::size_t i = 0; i < results.columns.size(); ++i)
      table += "," + (row.failure.empty() ? number_text(row.values[i]) : "");
    table += "," + (row.failure.empty() ? "" : csv_cell(row.failure)) + "\n";
  }
  for (const auto& [run, cells] : results.set_aside)
    for (std::size_t i = 0; i < cells.size(); ++i)
      table += (i == 0 ? "" : ",") + csv_cell(cells[i]) + (i + 1 == cells.size() ? "\n" : "");
  write_whole_file(folder.results().string(), table);
  std::error_code ignored;
  for (const auto& [run, row] : results.by_run) std::filesystem::remove(row_file(folder, run), ignored);
}

}  // namespace talus::study
