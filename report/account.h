// All that the report says about one run, before it is put on paper.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "report/ledger.h"
#include "report/published.h"
#include "report/run.h"
#include "report/yield.h"

namespace talus::report {

/// A database record that rests on an assumption, as /provenance/records lists it.
struct AssumedRecord {
  std::string kind;      ///< "species", "gas", "mineral", "rate", "crystals"
  std::string name;      ///< "Lizardite"
  std::string quantity;  ///< "molar volume"
  std::string value;     ///< as in the database
  std::string unit;
  std::string source;
  std::string note;
};

/// One run with its mass balances, its yield and what was published about it.
struct Account {
  Run run;
  Ledger ledger;
  Yield yield;
  std::vector<Comparison> published;
  std::vector<AssumedRecord> assumed;

  /// "Took up 1.23 g CO2 per kg of dry tailings from air in 24 d (0.236 kg/m2); stored 1.23 g/kg (0.236
  /// kg/m2)".
  std::string headline() const;
  /// "CO2 in g/kg: 0.25 from air + 0.01 brought by water = 0.2 in minerals that grew + ..."; empty where
  /// there is no carbon. Parts below half a thousandth of the sum are left out.
  std::string carbon_text() const;
  /// "The mass balances close: ..." or "INVALID: the mass balances do not close ...".
  std::string verdict() const;
  /// What a finer grid and smaller steps change in the CO2 from air, by the refined run: |refined - run| /
  /// |refined|. Not a number without one.
  double numerical_error() const;
  /// The same of the CO2 stored.
  double numerical_error_of_stored() const;
  /// "numerical error (grid and steps) of CO2 from air: 0.4 % (refined run: 0.431 g/kg)".
  std::string numerical_error_text() const;
  /// What a reader must know: that the run did not come to its end, and what the solver warned of. A sentence
  /// each.
  std::vector<std::string> warnings() const;
};

/// Reads a run file and works everything out. FileError as read_run().
Account make_account(const std::string& run_file);

/// Accounts of several runs, in the order given; runs of the same name get a number each. `look` is
/// called with how many have been read, before each and at the end.
std::vector<Account> read_accounts(
    const std::vector<std::string>& run_files,
    const std::function<void(std::size_t)>& look = [](std::size_t) {});

/// The same, where a run and those that continue it are one (joined.h).
std::vector<Account> read_joined_accounts(
    const std::vector<std::string>& run_files,
    const std::function<void(std::size_t)>& look = [](std::size_t) {});

/// What a result is about; the tables are grouped by it.
enum class Topic {
  run,
  uptake,
  place,
  balance,
  surface,
  minerals,
  elements,
  acid_base,
  water,
  closures,
  waste
};

/// A result with a name and a unit: one line of the tables. Not a number where a run cannot give it.
struct Result {
  Topic topic;
  std::string quantity;
  std::string unit;
  double value;
};

/// The name of the result that says when so much of a mineral has reacted: "time to 50 % of Brucite".
std::string time_to_convert(double mark, const std::string& mineral);

/// The results of one run in the units that users read, in the order of the report; summary.csv, the tables
/// of the page and the terminal print the same list.
std::vector<Result> results_of(const Account& account);

}  // namespace talus::report
