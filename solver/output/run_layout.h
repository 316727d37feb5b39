// What stands where in the run file. docs/outputs.md describes the same for those who read it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace talus {

/// Version of the layout; raised whenever a reader would notice.
constexpr int schema_version = 2;
/// The version before, without commit marks (base/commit.h); a run goes on from it.
constexpr int schema_without_marks = 1;

/// A field (one value per cell) or a series (one value per step).
struct ColumnInfo {
  std::string name;       ///< "aqueous_Mg+2"
  std::string unit;       ///< SI; "-" where there is none
  std::string long_name;  ///< a phrase for people and axes
};

/// The field that a file has where heat flows.
inline constexpr std::string_view ice_field = "ice";
/// The field that a file has where the heat of reactions counts.
inline constexpr std::string_view reaction_heat_field = "reaction_heat";
/// The field that a file has where lifts are placed.
inline constexpr std::string_view placed_field = "placed";

/// An operation makes the state jump, so that its time stands twice in the file.
enum class Moment { plain = 0, before = 1, after = 2, after_irrigation = 3 };

/// The chemical system as a reader of the file needs it. Matrices are row after row.
struct ChemicalTables {
  std::vector<std::string> components;  ///< H2O last
  std::vector<std::string> elements;
  std::vector<std::string> gases;
  std::vector<std::string> minerals;
  std::vector<std::string> slow_reactions;    ///< between dissolved species
  std::vector<std::string> exchangers;        ///< names of their sites
  std::vector<std::string> exchange_species;  ///< what stands on them, exchanger by exchanger
  std::vector<std::string> equilibrium;       ///< minerals at equilibrium with the water
  std::vector<std::string> carbon_sources;    ///< where carbon comes from, where it is followed
  std::size_t carbon_holders = 0;  ///< solids and minerals at equilibrium with carbon, where it is followed
  std::vector<std::string> carbon_kinds;     ///< what each of them is: air, biogenic, fossil or rock
  std::vector<double> component_elements;    ///< [component][element], atoms per mole of the component
  std::vector<double> component_charge;      ///< [component], charge numbers
  std::vector<double> gas_components;        ///< [gas][component], mol/mol
  std::vector<double> exchange_components;   ///< [exchange species][component], mol/mol
  std::vector<double> mineral_components;    ///< [mineral][component], mol/mol
  std::vector<double> mineral_molar_mass;    ///< [mineral], kg/mol
  std::vector<double> mineral_molar_volume;  ///< [mineral], m3/mol
};

/// The run that a run continues.
struct ParentRun {
  std::string file;         ///< run file, as the user named it
  std::string case_sha256;  ///< of the text of its case
  double time = 0;          ///< of the state from which it goes on, s
};

/// Where the numbers come from; only what the first rank has is written.
struct RunHeader {
  std::string title;
  std::string case_file;  ///< as the user named it
  std::string case_text;  ///< the file, letter by letter
  std::string case_echo;  ///< every key with its value, defaults included
  std::string scenario;  ///< of [scenarios] in that text, which run this is; empty when it is the case itself
  std::string command;   ///< the command line
  std::string version;   ///< of Talus
  std::string commit;
  std::string petsc;            ///< version
  std::string hdf5;             ///< version; see hdf5::version()
  std::string instruction_set;  ///< for which the program was built
  int ranks = 1;
  std::string database;                ///< names of the databases, later ones overlay earlier ones
  std::string database_hash;           ///< SHA-256 of their texts
  std::string records_json;            ///< every database record that was used
  std::string published_json;          ///< the [[published]] values of the case
  std::string instruments_json;        ///< where instruments are, and which series they have
  std::vector<std::string> materials;  ///< names, in the order of their numbers
  std::optional<ParentRun> parent{};   ///< none for a run from the start
  std::string started;                 ///< UTC; now when empty
  bool checkpoint = false;             ///< of a run that has a run file of its own; without XDMF
};

/// What a patch lets through, and what of it the file keeps apart.
struct PatchLets {
  bool gas = false, water = false, vapour = false, rain = false, pond = false, carbon = false;
};

/// How long the arrays are, over all ranks.
struct RunSizes {
  struct Patch {
    std::string name;
    std::int64_t faces = 0;
    PatchLets lets{};
  };
  std::int64_t cells = 0;
  std::int64_t faces = 0;
  std::vector<Patch> patches;
  std::optional<std::vector<std::string>> solids{};  ///< names; none where no run is to go on from the file
  int ranks = 1;
};

/// The matrices of the chemical system in /system.
inline constexpr std::array system_tables{"component_elements", "component_charge",   "gas_components",
                                          "mineral_components", "mineral_molar_mass", "mineral_molar_volume"};

/// Makes a run file in which everything stands that does not need the cells: header, chemical system, and all
/// datasets with their units, names and dimensions, empty. For one rank. A file that is there is emptied.
/// Throws FileError.
void create_run_layout(const std::string& path, const RunSizes& sizes, const ChemicalTables& tables,
                       const RunHeader& header, std::span<const ColumnInfo> fields,
                       std::span<const ColumnInfo> series);

/// Now, in UTC: "2026-05-01T10:00:00Z".
std::string utc_now();

}  // namespace talus
