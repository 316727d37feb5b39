// What the fuzzer feeds: each target takes a text as a user's file or word, and reads it as the program does.
#pragma once

#include <filesystem>
#include <span>
#include <string>

namespace talus::fuzz {

/// A reader under test. It returns when the text was read, or refused with one of the errors that users see;
/// what else escapes is a bug.
struct Target {
  const char* name;
  void (*read)(const std::string& text);
};

/// All targets, by name: case, csv, dat, formula, react, series, units, waters.
std::span<const Target> targets();

/// The target of that name; nullptr when there is none.
const Target* find_target(const std::string& name);

/// The text in a file of that name, in a folder of this process where the files of tests/fuzz/beside stand
/// too.
std::filesystem::path written(const std::string& name, const std::string& text);

/// Calls `read`; InputError, FileError and SolveError, which the program turns into messages, are no fault.
void read_or_refuse(const std::string& text, void (*read)(const std::string& text));

void read_case_file(const std::string& text);    ///< a case of `talus check`, built when it is small
void read_csv(const std::string& text);          ///< a table of waters, each speciated
void read_dat(const std::string& text);          ///< a database of PHREEQC, over a small one and alone
void read_formula(const std::string& text);      ///< a formula, a reaction, an equation of PHREEQC
void read_react_file(const std::string& text);   ///< a case of `talus react`, set up when it is right
void read_series(const std::string& text);       ///< tables of rain, temperature, saturation, heads
void read_units(const std::string& text);        ///< "UNIT\nQUANTITY"
void read_waters_file(const std::string& text);  ///< waters of `talus speciate`, each speciated

}  // namespace talus::fuzz
