// Small databases of PHREEQC for tests: a text becomes a file, and the file a Database.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "chemistry/database/database.h"

namespace talus {

/// The exchanger X with sodium, calcium and magnesium, to lie over another database.
inline const std::string clay_of_dat = R"(EXCHANGE_MASTER_SPECIES
X X-
EXCHANGE_SPECIES
X- = X-
Na+ + X- = NaX; -log_k 0; -gamma 4 0.075
Ca+2 + 2 X- = CaX2; -log_k 0.8
Mg+2 + 2 X- = MgX2; -log_k 0.6; -gamma 5.5 0.2
)";

/// Components and water; SOLUTION_MASTER_SPECIES and SOLUTION_SPECIES are open at its end. 19 lines.
inline const std::string dat_basis = R"(SOLUTION_MASTER_SPECIES
H    H+    -1 H 1.008
H(0) H2     0 H
E    e-     1 0 0
O    H2O    0 O 16
Mg   Mg+2   0 Mg 24.312
C    HCO3-  1 HCO3 12.011
Alkalinity HCO3- 1 Ca0.5(CO3)0.5 50.05
Ca   Ca+2   0 Ca 40.08
Edta Edta-4 2 Edta 288.2
Fe   Fe+2   0 Fe 55.847
Fe(+3) Fe+3 -2 Fe
SOLUTION_SPECIES
H+ = H+
e- = e-
H2O = H2O
Mg+2 = Mg+2; Ca+2 = Ca+2
HCO3- = HCO3-; Edta-4 = Edta-4
Fe+2 = Fe+2
)";

/// A folder of database files that goes when the test ends.
class DatFolder {
 public:
  DatFolder() : path_(std::filesystem::temp_directory_path() / ("talus_dat_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~DatFolder() { std::filesystem::remove_all(path_); }
  DatFolder(const DatFolder&) = delete;
  DatFolder& operator=(const DatFolder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// The database that a text makes, after the basis.
inline Database dat(const std::string& text, const std::string& before = dat_basis) {
  const DatFolder folder;
  folder.write("mine.dat", before + text);
  return Database::read({"mine.dat"}, folder.path());
}

/// What a user reads when a text, after the basis, cannot be read.
inline std::string dat_complaint(const std::string& text, const std::string& before = dat_basis) {
  try {
    dat(text, before);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no complaint";
}

/// The notes of one kind in the last file that was read, as "line what".
inline std::vector<std::string> notes_of(const Database& database, FileNote::Kind kind) {
  std::vector<std::string> found;
  for (const FileNote& note : database.readings.back().notes)
    if (note.kind == kind) found.push_back(std::to_string(note.line) + " " + note.what);
  return found;
}

}  // namespace talus
