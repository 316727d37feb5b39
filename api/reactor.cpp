#include <talus/reactor.h>

#include <optional>

#include "api/file_kind.h"
#include "base/error.h"
#include "batch/material.h"
#include "batch/notes.h"
#include "batch/table.h"

namespace talus::api {

namespace {

/// By columns what a batch has by rows.
Table by_columns(const batch::ReactTable& rows) {
  Table table;
  for (std::size_t k = 0; k < rows.columns.size(); ++k) {
    table.quantities.push_back({rows.columns[k].name, rows.columns[k].unit, rows.columns[k].name});
    std::vector<double>& values = table.values.emplace_back();
    for (const std::vector<double>& row : rows.rows) values.push_back(row[k]);
  }
  return table;
}

std::string heading(const Quantity& q) { return q.unit == "1" ? q.name : q.name + " [" + q.unit + "]"; }

[[noreturn]] void refuse(const std::string& what, const std::string& hint) {
  throw InputError({{Place{}, what, hint}});
}

}  // namespace

std::size_t Table::number(std::string_view name) const {
  std::vector<std::string> known;
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < quantities.size(); ++k) {
    known.push_back(quantities[k].name);
    if (heading(quantities[k]) == name) return k;
    if (quantities[k].name == name) found.push_back(k);
  }
  if (found.size() == 1) return found.front();
  const std::string word(name);
  if (found.empty()) refuse("no column '" + word + "'", suggestion(word, known));
  std::string choices;
  for (const std::size_t k : found) choices += (choices.empty() ? "'" : ", '") + heading(quantities[k]) + "'";
  refuse("several columns are named '" + word + "'", "write one of " + choices);
}

std::string Table::csv() const {
  batch::ReactTable table;
  for (const Quantity& q : quantities) table.columns.push_back({q.name, q.unit});
  for (std::size_t r = 0; r < rows(); ++r) {
    std::vector<double>& row = table.rows.emplace_back();
    for (const std::vector<double>& column : values) row.push_back(column[r]);
  }
  return batch::react_csv(table);
}

struct Reactor::Impl {
  explicit Impl(batch::ReactInput read) : input(std::move(read)), setup(input) {}

  const batch::ReactInput input;
  const batch::ReactSetup setup;
  std::optional<batch::ReactResult> result;  // of the last run
  Table table;

  const batch::ReactResult& done() const {
    if (!result) refuse("this needs the results of the reactor", "call run() before");
    return *result;
  }
};

Reactor::Reactor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Reactor::Reactor(const std::string& case_file, const std::vector<std::string>& set) {
  refuse_other_kind(case_file, "react");
  impl_ = std::make_unique<Impl>(batch::read_react_input(case_file, set));
}

Reactor Reactor::from_text(const std::string& text, const std::vector<std::string>& set,
                           const std::string& folder) {
  return Reactor(
      std::make_unique<Impl>(batch::read_react_input(Document::from_text(text, "case", set), folder)));
}

Reactor::~Reactor() = default;
Reactor::Reactor(Reactor&&) noexcept = default;
Reactor& Reactor::operator=(Reactor&&) noexcept = default;

const Table& Reactor::run() {
  impl_->result = batch::run_reactor(impl_->setup);
  impl_->table = by_columns(impl_->result->table);
  if (!impl_->result->failure.empty())
    throw SolveError(impl_->result->failure + "\n  table() has the " + std::to_string(impl_->table.rows()) +
                     " rows until then");
  return impl_->table;
}

const Table& Reactor::table() const { return impl_->table; }
double Reactor::mass_balance_error() const { return impl_->done().books.closure; }
std::vector<std::string> Reactor::notes() const { return batch::notes_of(impl_->setup, impl_->done()); }

std::string Reactor::material() const {
  const batch::ReactResult& result = impl_->done();
  if (!(impl_->setup.dry_mass > 0))
    refuse("there are no solids in the vessel",
           "give vessel.minerals, or vessel.material with vessel.solids");
  if (!impl_->setup.model.exchangers.empty())
    refuse("what stands on exchangers has no place in a pile", "leave vessel.exchangers out");
  return batch::react_material(impl_->setup, result);
}

}  // namespace talus::api
