// The thermodynamic and kinetic database that waters, batches and piles draw on.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace talus::api {

/// Reactions, constants and rates. Copies share what was read.
class Database {
 public:
  /// The database that is shipped with Talus.
  Database();
  /// Files, later ones over earlier ones: "talus" (the shipped one), "talus redox", "talus pe", databases of
  /// PHREEQC (*.dat) and our own (*.toml); paths are relative to `folder`. InputError with every fault of
  /// the files; FileError.
  explicit Database(const std::vector<std::string>& files, const std::string& folder = ".");
  ~Database();
  Database(const Database&);
  Database(Database&&) noexcept;
  Database& operator=(const Database&);
  Database& operator=(Database&&) noexcept;

  const std::vector<std::string>& files() const;  ///< as they were named
  const std::string& hash() const;                ///< SHA-256 of all texts that were read

  // Names, sorted.
  std::vector<std::string> species() const;   ///< dissolved
  std::vector<std::string> gases() const;     ///< "CO2(g)"
  std::vector<std::string> minerals() const;  ///< solids

  /// The reaction of a species, gas or mineral as the database writes it, "Brucite + 2 H+ = Mg+2 + 2 H2O";
  /// empty for a component. InputError when there is no such name.
  std::string reaction(std::string_view name) const;
  /// log10 of the equilibrium constant of that reaction at a temperature ("25 degC", "288.15 K"); gases in
  /// atm; NaN for a component. InputError: no such name, no temperature.
  double log_k(std::string_view name, const std::string& temperature = "25 degC") const;

  struct Impl;
  const Impl& impl() const { return *impl_; }  ///< for the library itself

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace talus::api

#ifndef TALUS_INSIDE  // the sources of Talus have a class of this name, with all its records
namespace talus {
using api::Database;
}
#endif
