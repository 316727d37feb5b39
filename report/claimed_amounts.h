// Amounts of [claim] that are written with units of the user's choice.
#pragma once

#include <string>

#include "report/claim.h"

namespace talus::report {

/// amount times factor times share, kg of CO2; of one churning where it is by churning. UnitError where a factor is not in kg per unit of its amount.
double emitted(const ActivityCase& activity);

/// How often an activity was done in `period`: of what is done at each churning the number of those of `run` in its time, of
/// the rest part_of_period().
double times_done(const ActivityCase& activity, const Period& period, const Run& run);

/// Which part of an activity belongs to `period`, where `run` is how long the project ran. What is done at once
/// belongs to the period in which, or at the end of which, it is.
double part_of_period(const ActivityCase& activity, const Period& period, const Period& run);

/// "12.3 kg", "4.56 t".
std::string mass_words(double kg);

/// Notes in `document` what is wrong with a rule at `path`: each has its keys, and none of the others'. Where there is an
/// ensemble, that says how many samples there are.
void check_credit(Document& document, const CreditCase& rule, const std::string& path, bool ensemble);

/// What is wrong with the claim, across its keys; noted in `document`.
void check_claim(Document& document, const ClaimCase& claim);

}  // namespace talus::report
