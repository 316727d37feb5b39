// Parts of laying a file over a database that need nothing of the rest.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "chemistry/database/database.h"
#include "chemistry/database/phreeqc/dat_file.h"
#include "chemistry/database/phreeqc/lines.h"

namespace talus::phreeqc {

/// The name of an element without its redox state: "Fe" of "Fe(3)"; "[13C]" stays.
std::string element_of(const std::string& name);

/// "CO2(g)", in letters of any case.
bool is_gas(const std::string& name);

/// A species that the equation uses and that is not among `usable`; empty when all are.
std::string missing(const DatRecord& record, const std::set<std::string>& usable);

/// What is wrong with a grid of the B-dot model; empty when nothing is.
std::string fault_of(const AqueousModelRecord& model);

/// Lays parameters of PITZER or SIT (`block`) over those before them: the same parameter of the same species,
/// in any order, is replaced, and noted when both stand in one file.
void overlay_interactions(const std::vector<InteractionRecord>& from, std::vector<InteractionRecord>& to,
                          const std::string& block, std::vector<FileNote>& notes);

/// Keeps the lines of RATE_PARAMETERS_..., and makes laws of those whose mineral is in the database; returns
/// how many.
std::size_t overlay_rates(const std::vector<RateParameterRecord>& from, const Lines& lines, Database& to,
                          std::vector<FileNote>& notes, std::vector<Problem>& problems);

/// Makes laws of the lines of RATE_PARAMETERS_... that were kept for minerals which a later file has defined,
/// and takes away the notes that said so; how many. A mineral keeps a law of the same set that it has.
std::size_t settle_kept_rates(Database& database);

/// Gives dissolved species other names, in every record that uses them.
void rename_species(Database& database, const std::map<std::string, std::string>& names);

/// A note for each component of `file` that shares an element with a component of another file, where no
/// reaction makes one of the other: SiO2(aq) of one, H4SiO4 of the other. A system has to choose one of the
/// two.
void note_unlinked_components(const Database& database, const std::string& file,
                              std::vector<FileNote>& notes);

/// Whether an equation says "A = A", as that of a component does.
bool identity(const Equation& equation);

/// Problems of species whose reactions go round in a circle, or through too many others (reaction_steps.h).
void refuse_endless_reactions(const std::vector<DatRecord>& species, const Lines& lines,
                              const Database& database, std::vector<Problem>& problems);

/// Problems of species that are made of themselves: on both sides of their equation; or alone, as components
/// are, though the file has master species and none of them, nor one before it, is this; or with an element
/// that nothing names. `database` has the master species of the file already.
void refuse_self_made(const DatFile& file, const Lines& lines, const Database& database,
                      std::vector<Problem>& problems);

}  // namespace talus::phreeqc
