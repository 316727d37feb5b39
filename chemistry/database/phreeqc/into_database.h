// A database of PHREEQC is laid over what was read before it.
#pragma once

#include "chemistry/database/database.h"
#include "chemistry/database/phreeqc/dat_file.h"

namespace talus::phreeqc {

/// Reads a database of PHREEQC and lays its records over `database`. What happened is noted in
/// `database.readings`:
/// - A reaction out of balance by more than 1e-9 mol (PHREEQC's tolerance) in an element or in charge is left
///   out, even where -no_check lets PHREEQC take it: the mass balances of a run could not close with it.
/// - A record without log K is left out; PHREEQC takes 0, which no such record means.
/// - A record that needs a species that neither this file nor one before it has is left out, and so is what
/// needs
///   that in turn.
/// - delta_h of 0 is "not known": K is constant, as in PHREEQC, and the record says that it knows 25 degC
/// only.
/// - A named expression that is added becomes part of the constant.
/// - A dissolved species that an earlier file calls "CO2(aq)" and this one "CO2" keeps the earlier name.
/// - RATE_PARAMETERS_PK and _HERMANSKA become laws of the minerals that there are, in sets of these names;
/// every
///   power is one of a(H+), also those that the files head "OH-", since that is how PHREEQC evaluates them.
///
/// Throws InputError with what cannot be read, names of expressions that do not exist, and species whose
/// reactions go round in a circle.
void overlay(const Lines& lines, Database& database);

/// The constant that a record means; `expressions` are the named ones. Throws std::invalid_argument for a
/// name that is not among them.
EquilibriumConstant constant_of(const DatConstant& constant, const Origin& origin,
                                const std::map<std::string, EquilibriumConstant, std::less<>>& expressions);

/// The laws of one line of RATE_PARAMETERS_PK or _HERMANSKA; a sentence about what looks like a slip, if
/// anything does. Throws std::invalid_argument for a table of Palandri and Kharaka that PHREEQC does not
/// have.
struct RateReading {
  RateRecord law;
  std::string doubt;
};
RateReading rate_of(const RateParameterRecord& parameters);

}  // namespace talus::phreeqc
