// Files of waters: TOML with a table for each, or CSV with a row for each.
#pragma once

#include <string>
#include <vector>

#include "chemistry/speciation/analysis.h"
#include "chemistry/speciation/water_plan.h"
#include "chemistry/speciation/water_system.h"
#include "chemistry/speciation/water_table.h"

namespace talus {

/// A file of waters.
struct WatersFile {
  std::vector<std::string> database;  ///< "talus" when the file names none
  ActivityChoice activity{.model = "database"};
  std::vector<WaterEntry> waters;
};

/// Reads a file that ends in .toml or .csv. FileError when there is none; InputError when the file as a whole
/// is wrong: no TOML, unknown keys, headings without sense. What is wrong with one water is noted with that
/// water.
///
/// A heading of CSV is a key ("water", "temperature [degC]", "pH", "pe", "redox", "density [kg/L]", "charge",
/// "equilibrium", "units") or an element with its unit: "Ca [mg/L]", "Alkalinity [mg/L as CaCO3]". Empty
/// cells are not given; "equilibrium" has "C(4) = CO2(g) -3.4", more of them with ';' between. Columns stand
/// between commas, semicolons or tabs, numbers may have decimal commas (base/csv_text.h). What lies below a
/// limit of detection ("<0.01", "ND") is settled by `below`, and noted with the water.
WatersFile read_waters(const std::string& path, const BelowDetection& below = {});

/// Throws that there is no water in the file of that name.
[[noreturn]] void refuse_without_waters(const std::string& path);

/// The same for a TOML document that has been parsed.
WatersFile read_waters(Document document, const BelowDetection& below = {});

}  // namespace talus
