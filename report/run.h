// A run file as plain arrays: everything that the report needs, read once (layout: docs/outputs.md).
//
// Fields are reduced while they are read, one at a time, so that the memory of the report does not grow with
// the number of fields: to sums over all cells at each output time, and to profiles over depth at a few of
// them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace talus::report {

/// One value for each output time (or for each step, where it says so).
using Curve = std::vector<double>;

/// A table of numbers; (row, column).
struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;
  double operator()(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

/// The chemical system of a run, as names and matrices.
struct System {
  std::vector<std::string> components, elements, gases, minerals, exchange_species;
  std::vector<std::string> carbon_sources,
      carbon_kinds;                          ///< where carbon is followed by its source; else empty
  Matrix component_elements;                 ///< atoms of each element in one mole of a component
  std::vector<double> component_charge;      ///< charge numbers
  Matrix gas_components;                     ///< (gas, component)
  Matrix exchange_components;                ///< (what stands on exchangers, component)
  Matrix mineral_components;                 ///< (mineral, component)
  std::vector<double> mineral_molar_mass;    ///< kg/mol
  std::vector<double> mineral_molar_volume;  ///< m3/mol

  /// Moles of the element in one mole of a gas or mineral whose composition stands in `row` of `composition`.
  double atoms(const Matrix& composition, std::size_t row, const std::string& element) const;
};

/// What came in through one patch of the boundary.
struct PatchRecord {
  std::string name;
  double area = 0;             ///< m2
  double footprint = 0;        ///< m2, horizontal projection of the faces that look upwards
  std::vector<Curve> entered;  ///< mol since the start, per component; out is negative
  std::vector<Curve> gas{};    ///< of it as gas, mol per gas; empty where the patch is closed to gas
  /// mol of H2O outside, at patches under rain; empty at others: ran off, stands on the patch, evaporated from there
  std::vector<Curve> runoff{}, ponded{}, pond_vapour{};
  std::vector<Curve> vapour{};  ///< mol of H2O, one curve; what evaporates is negative; empty where it cannot
  std::vector<Curve> carbon_in{},
      carbon_out{};                        ///< mol of carbon of each source, with what only passed through
  std::vector<Curve> inflow{}, outflow{};  ///< of it with water, mol per component; empty where it lets none

  bool inside() const { return area == 0; }  ///< a source inside of the domain has no faces
};

/// A curve with one value for each accepted step.
struct StepSeries {
  std::string unit;
  Curve value;
};

/// Means over cells of the same depth, at the output times `rows`; not a number where they have yet to be placed.
struct Profiles {
  std::vector<std::size_t> rows;                    ///< which output times
  std::vector<double> depth;                        ///< m below the surface, increasing
  std::vector<double> dry_density;                  ///< kg/m3 at each depth
  std::map<std::string, std::vector<Curve>> value;  ///< field -> for each of `rows`, one value for each depth
  std::map<std::string, std::string> unit;          ///< field -> unit in the run file
};

/// What a second run on a finer grid with smaller steps gave.
struct Refined {
  std::string file;
  double coarse_stored = 0, stored = 0;      ///< mol CO2, of the run and of the refined one
  double coarse_from_air = 0, from_air = 0;  ///< the same
  /// 1 - n/n0 of each mineral that was there: of the run and of the refined one
  std::map<std::string, std::pair<double, double>> conversion;
};

/// What a run that this one continues had when it began, and what had moved until the first output of this
/// file; per component, mol.
struct FirstStart {
  std::vector<double> amount;     ///< what the domain held
  std::vector<double> magnitude;  ///< sum of the absolute parts of that
  std::vector<double> turnover;   ///< what moved in and out until the first output
  std::vector<double> entered;    ///< what came in until then
  std::vector<double> external;   ///< external terms until then
};

/// A run file, and where it comes from.
struct RunPart {
  std::string path;  ///< as it was given
  std::string file;  ///< without its folder
  std::map<std::string, std::string> provenance;
};

/// One finished (or broken off) run.
struct Run {
  std::string name;               ///< short; the stem of the file
  std::string file;               ///< without its folder
  std::string title;              ///< of the case; empty when it has none
  Curve time;                     ///< s, of the outputs
  std::optional<double> start{};  ///< s from 1970 to the start of the run, where its case says the date
  std::vector<int> moment;        ///< 0 plain, 1 before an operation, 2 after it, 3 after irrigation
  std::vector<std::string> materials;
  double volume = 0;     ///< m3, bulk
  double dry_mass = 0;   ///< kg, solids at the start
  double footprint = 0;  ///< m2, horizontal; 0 when no face of the boundary looks upwards
  System system;
  std::map<std::string, Curve> total;  ///< sum over cells of field times volume: mol, or kg for `water`
  Curve saturation;                    ///< mean over the pores
  Curve pores;                         ///< m3
  Curve placed;  ///< m3 of the pile that stands; empty where no lifts are placed during the run
  std::vector<PatchRecord> patches;
  std::vector<Curve> external;  ///< mol since the start, per component
  Curve step_time;              ///< s, end of each accepted step
  std::map<std::string, StepSeries> series;
  bool has_richards = false;  ///< water flowed by Richards' equation: the error of its steps is in no series
  Profiles profiles;
  std::map<std::string, std::string> provenance;  ///< of a joined run that of all of it
  std::vector<RunPart> parts;  ///< the run file; of a joined run all of them, the first one first
  /// Where each output stands: in which of the parts, and in which row of its arrays.
  std::vector<std::pair<std::size_t, std::size_t>> places;
  std::optional<Refined> refined;
  std::optional<FirstStart> first_start;  ///< none where the file does not say it
  std::vector<std::string> damage;        ///< what of the file is not good; a sentence each
  std::string records;                    ///< JSON, the database records that were used
  std::string instruments;                ///< JSON, where instruments are; empty: there are none
  std::string published;                  ///< JSON, the published values of the case

  /// The sum over all cells of a field at each output time. FileError when the run has no such field.
  const Curve& total_of(const std::string& field) const;
  /// kg/m3, as the run has it: water per volume that it fills at the first output. Not a number in a run without pores.
  double water_density() const { return total_of("water").front() / (saturation.front() * pores.front()); }
  double length() const { return time.back() - time.front(); }  ///< s that were reached
  bool done() const;                                            ///< the solver came to the end of the run
  /// Whether an output is the one after an operation; that after a lift is none, nor that after irrigation.
  bool follows_operation(std::size_t row) const;
  bool follows_irrigation(std::size_t row) const;
};

/// Reads a run file, as far as its states are committed and as they were written (base/commit.h). FileError
/// when it cannot be opened, is not a run file, has another version of the layout, arrays of other lengths
/// than they must have, or no good state.
/// Profiles are those of `profile_rows`, ascending; of profile_rows() where there are none.
Run read_run(const std::string& path, const std::vector<std::size_t>& profile_rows = {});

/// The times, the texts and the damage of a run file alone. FileError as read_run().
Run read_head(const std::string& path);

}  // namespace talus::report
