// What a run says of where it comes from, in its log and its file: texts, which it passes on as they are.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "chemistry/assumptions.h"

namespace talus {

/// Made by whoever sets a run up (case/set_up.h).
struct RunRecord {
  std::string title;
  std::string case_file;                ///< as the user named it
  std::string case_text;                ///< the file, letter by letter
  std::string scenario;                 ///< the run of the file that it is; empty where the file has one
  std::string case_echo;                ///< every key with its value, defaults included
  std::string database;                 ///< names of the databases, later ones overlay earlier ones
  std::string published_json;           ///< values to compare with
  std::string instruments_json;         ///< where instruments are, and which series they have
  std::vector<Assumption> assumptions;  ///< what is taken without being given
  std::string tree;                     ///< the model as a tree, for people
  std::vector<Problem> warnings;        ///< what to beware of, known before the run
  Place place_of_length;                ///< where the length of the run is given, for messages
};

}  // namespace talus
