// What a site earns with metals of its tailings (plant.h).
#pragma once

#include <string>

#include "base/input.h"
#include "report/account.h"
#include "report/plant_case.h"

namespace talus::report {

/// "Ni from water, Awaruite".
std::string name_of(const MetalCase& metal);

/// kg of the metal per kg of initial dry mass in what it is recovered from, when a lift is `age` s old.
double metal_per_mass(const Account& account, const MetalCase& metal, double age);

/// Money per kg.
double price_of(const MetalCase& metal, const std::string& currency);

/// What is wrong with the values; noted in `document`.
void check_metals(Document& document, const EconomicsCase& economics);

/// InputError where a run has no such element, or no such mineral that holds it.
void check_metals(const Account& account, const EconomicsCase& economics, const Document& document);

}  // namespace talus::report
