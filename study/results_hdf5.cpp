#include "study/results_hdf5.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include "base/disk.h"
#include "base/hdf5.h"
#include "base/version.h"

namespace talus::study {
namespace {

/// "CO2 stored" and "kg" of "CO2 stored (kg)".
struct NameAndUnit {
  std::string name, unit;
};
NameAndUnit name_and_unit(const std::string& heading) {
  const std::size_t at = heading.ends_with(")") ? heading.rfind(" (") : std::string::npos;
  if (at == std::string::npos) return {heading, ""};
  return {heading.substr(0, at), heading.substr(at + 2, heading.size() - at - 3)};
}

/// The names of datasets of these columns.
std::vector<std::string> names_of(const std::vector<NameAndUnit>& columns) {
  std::vector<std::string> names;
  for (const NameAndUnit& one : columns) {
    const bool alone = std::ranges::count(columns, one.name, &NameAndUnit::name) == 1;
    names.push_back(alone ? one.name : one.name + " (" + one.unit + ")");
    std::ranges::replace(names.back(), '/', '_');
  }
  return names;
}

/// Writes columns along the runs.
class Table {
 public:
  Table(hdf5::File& file, const std::vector<std::int64_t>& runs)
      : file_(file), count_(static_cast<std::int64_t>(runs.size())) {
    file_.create_dataset("run", hdf5::Type::integer, {count_}, {"", "number of the run"}).write(runs);
    file_.dataset("run").make_scale("run");
  }
  void texts(const std::string& path, const std::vector<std::string>& values, const std::string& long_name) {
    file_.write_texts(path, values, {"", long_name});
    file_.dataset(path).attach(0, file_.dataset("run"));
  }
  void numbers(const std::string& path, const std::vector<double>& values, const std::string& unit,
               const std::string& long_name) {
    hdf5::Dataset dataset =
        file_.create_dataset(path, hdf5::Type::real, {count_}, {unit.empty() ? "1" : unit, long_name});
    dataset.write(values);
    dataset.attach(0, file_.dataset("run"));
  }

 private:
  hdf5::File& file_;
  std::int64_t count_;
};

void write_parameters(Table& table, const Study& study, const Results& results) {
  std::vector<std::vector<Value>> all;
  for (const auto& [run, row] : results.by_run) all.push_back(study.design.values(run));
  const std::vector<Parameter>& parameters = study.design.parameters();
  std::vector<NameAndUnit> columns;
  for (const Parameter& one : parameters) columns.push_back({one.name, one.unit});
  const std::vector<std::string> names = names_of(columns);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    std::vector<std::string> texts;
    std::vector<double> numbers;
    for (const std::vector<Value>& values : all) {
      texts.push_back(values[i].text);
      numbers.push_back(values[i].number);
    }
    if (parameters[i].words)
      table.texts("parameters/" + names[i], texts, parameters[i].heading());
    else
      table.numbers("parameters/" + names[i], numbers, parameters[i].unit, parameters[i].heading());
  }
}

void write_quantities(Table& table, const Results& results) {
  std::vector<NameAndUnit> columns;
  for (const std::string& heading : results.columns) columns.push_back(name_and_unit(heading));
  const std::vector<std::string> names = names_of(columns);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::vector<double> values;
    for (const auto& [run, row] : results.by_run)
      values.push_back(row.failure.empty() ? row.values[i] : std::numeric_limits<double>::quiet_NaN());
    table.numbers("quantities/" + names[i], values, columns[i].unit, results.columns[i]);
  }
}

}  // namespace

void write_results_hdf5(const std::string& path, const Study& study, const Results& results) {
  const std::string part = whole_file_part(path);
  hdf5::File file = hdf5::File::create(part);
  file.write_attribute("title", study.said.title);
  file.write_attribute("study_sha256", study.fingerprint);
  file.write_attribute("talus", talus_version);
  file.write_attribute("commit", talus_commit);
  std::vector<std::int64_t> runs;
  std::vector<std::string> parts, failures;
  for (const auto& [run, row] : results.by_run) {
    runs.push_back(static_cast<std::int64_t>(run));
    parts.emplace_back(part_word(study.design.role(run).part));
    failures.push_back(row.failure);
  }
  Table table(file, runs);
  table.texts("part", parts, "what the run was for");
  write_parameters(table, study, results);
  write_quantities(table, results);
  table.texts("failure", failures, "why the run failed");
  file.close();
  sync_to_disk(part);
  std::filesystem::rename(part, path);
  sync_folder_of(path);
}

}  // namespace talus::study
