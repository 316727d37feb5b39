// A batch without space: water, solids and gas in a vessel or in tanks in series.
#pragma once

#include <talus/errors.h>
#include <talus/quantity.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace talus::api {

/// Results of a batch: a value for each time, or each step of a path; of tanks in series one for each tank.
struct Table {
  std::vector<Quantity> quantities;  ///< of the columns: "pH", "total Mg+2" in mol/kgw, "Brucite" in mol
  std::vector<std::vector<double>> values;  ///< [column][row], in the units of the quantities
  std::size_t rows() const { return values.empty() ? 0 : values.front().size(); }

  /// Number of the column of that name, or of "name [unit]" where several units share a name. InputError with
  /// the nearest name.
  std::size_t number(std::string_view name) const;
  const std::vector<double>& operator[](std::string_view name) const { return values[number(name)]; }
  const std::string& unit(std::string_view name) const { return quantities[number(name)].unit; }

  /// As `talus react` writes it: headings with units, a row a line.
  std::string csv() const;
};

/// A batch, as `talus react` runs it (docs/react.md).
class Reactor {
 public:
  /// Reads and checks a case; each of `set` is "key.path=value" and replaces a key of it. InputError with
  /// every problem; FileError.
  explicit Reactor(const std::string& case_file, const std::vector<std::string>& set = {});
  /// The same for the text of a case; paths in it are relative to `folder`.
  static Reactor from_text(const std::string& text, const std::vector<std::string>& set = {},
                           const std::string& folder = ".");
  ~Reactor();
  Reactor(Reactor&&) noexcept;
  Reactor& operator=(Reactor&&) noexcept;

  /// Runs from the start to the end. SolveError where something has no answer: table() has the rows until
  /// then.
  const Table& run();

  const Table& table() const;              ///< of the last run()
  double mass_balance_error() const;       ///< of the last run(): the largest of all elements, relative
  std::vector<std::string> notes() const;  ///< what to beware of, and what was assumed
  /// The solids and the water at the end, as a file that a material of a pile names in `from`. InputError
  /// when there are no solids, or exchangers.
  std::string material() const;

 private:
  struct Impl;
  explicit Reactor(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace talus::api

#ifndef TALUS_INSIDE  // the sources of Talus have a class of this name, which steps one vessel
namespace talus {
using api::Reactor;
using api::Table;
}  // namespace talus
#endif
