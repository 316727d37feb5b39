// A study that has been read and checked: its runs, and how the case is changed for each.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/input.h"
#include "study/design.h"
#include "study/study_case.h"

namespace talus::study {

/// One of the runs that a point needs: the run itself, or the project or the baseline of a pair.
struct Member {
  std::string label;     ///< "run", "project", "baseline"
  std::string scenario;  ///< empty: the case itself
};

/// A study.
struct Study {
  Document document;  ///< for the places of mistakes
  StudyCase said;
  std::string case_path, claim_path;  ///< claim_path empty without 'with'
  std::vector<Member> members;
  Design design;
  /// What the results depend on, besides the program: the study but for how many runs it has where points do not depend on
  /// that, the case, and the claim; SHA-256.
  std::string fingerprint;
  /// By member, parameter and key: what the case says there, of factors.
  std::vector<std::vector<std::vector<std::string>>> written;

  bool pair() const { return members.size() == 2; }
  bool grid() const { return said.method == "grid"; }
  /// The words key=value that --set takes, for one of the members: of one parameter with this value; none where it is not of
  /// that member.
  std::vector<std::string> sets_of(std::size_t member, std::size_t parameter, const Value& value) const;
  /// Those of all parameters.
  std::vector<std::string> sets(std::size_t member, const std::vector<Value>& values) const;
  /// The words of `talus run` of one of the members, without its files.
  std::vector<std::string> run_words(std::size_t member, const std::vector<Value>& values) const;
};

/// Reads STUDY.toml; FileError, InputError with everything that is wrong with it and with the case as it is.
Study read_study(const std::string& path);

/// Reads the case of every member with each parameter in turn at every word, at the lowest and highest of its values, or, where it
/// is drawn, at the values below and above which so many runs have half a run on average, and throws InputError at the
/// parameter that the case cannot take.
void check_ends(const Study& study);

}  // namespace talus::study
