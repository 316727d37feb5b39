// The verbs of the program `talus`: one file each, one function each. They return the exit code or throw
// (InputError 2, SolveError 3, FileError 4; anything else is a bug of ours, 70).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/input.h"

namespace talus::cli {

/// The words after the verb.
using Words = std::vector<std::string>;

int run(const Words& words);         ///< talus run CASE.toml
int check_case(const Words& words);  ///< talus check CASE.toml
int report(const Words& words);      ///< talus report RUN.h5 ...
int explain(const Words& words);     ///< talus explain KEY
int list(const Words& words);        ///< talus list WHAT
int database(const Words& words);    ///< talus database check|show|diff ...
int speciate(const Words& words);    ///< talus speciate WATERS.toml|CSV
int react(const Words& words);       ///< talus react CASE.toml
int study(const Words& words);       ///< talus study STUDY.toml
int fit(const Words& words);         ///< talus fit FIT.toml
int new_case(const Words& words);    ///< talus new
int manual(const Words& words);      ///< talus manual

/// A verb, for the help and for the choice.
struct Verb {
  const char* name;
  const char* usage;
  const char* sentence;
  int (*function)(const Words&);
};
std::span<const Verb> verbs();

/// Throws InputError about the command line.
[[noreturn]] void refuse_command(const std::string& what, const std::string& hint);

}  // namespace talus::cli
