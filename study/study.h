// A study that has been read and checked: its runs, and how the case is changed for each.
#pragma once

#include <functional>
#include <span>
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

/// A column of the results: "CO2 stored (kg)"; of a pair that is project minus baseline, and the two stand beside it.
struct Extracted {
  std::vector<std::string> columns;
  /// Infinite where a run does not reach what the quantity is the time of; of a pair that is minus infinity where only the
  /// project reaches it, and not a number where neither does.
  std::vector<double> values;
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
  /// The verb that it is of, in messages.
  std::string verb = "study";
  /// Words of the `talus run` of a run besides those of its values.
  std::function<std::vector<std::string>(std::size_t run)> more_words{};
  /// What is taken out of the files of a run; without it the quantities of the study (extract.h). InputError where the input
  /// asks for what the runs cannot give.
  std::function<Extracted(std::span<const std::string> run_files)> take{};

  bool pair() const { return members.size() == 2; }
  bool grid() const { return said.method == "grid"; }
  /// The words key=value that --set takes, for one of the members: of one parameter with this value; none where it is not of
  /// that member.
  std::vector<std::string> sets_of(std::size_t member, std::size_t parameter, const Value& value) const;
  /// Those of all parameters.
  std::vector<std::string> sets(std::size_t member, const std::vector<Value>& values) const;
  /// The words of `talus run` of one of the members, without its files.
  std::vector<std::string> run_words(std::size_t member, const std::vector<Value>& values) const;
  /// The same of a run of the design, with what else it needs.
  std::vector<std::string> words_of_run(std::size_t member, std::size_t run) const;
};

/// A study of these parameters, which have been checked; `claim_path` is empty without a claim. Notes in `document` what does not
/// go with the case; then it is not to be used. InputError where the case or the claim is wrong by itself; FileError.
Study put_together(Document& document, const StudyCase& said, const std::vector<Parameter>& parameters,
                   Design design, const std::string& claim_path);

/// `path`, which a file names, from where the program runs.
std::string beside(const std::string& file, const std::string& path);

/// Reads STUDY.toml; FileError, InputError with everything that is wrong with it and with the case as it is.
Study read_study(const std::string& path);

/// Reads the case of every member with this value of a parameter; InputError at the parameter where it is not taken.
void check_value(const Study& study, std::size_t parameter, const Value& value);

/// Reads the case of every member with each parameter in turn at every word, at the lowest and highest of its values, or, where it
/// is drawn, at the values below and above which so many runs have half a run on average, and throws InputError at the
/// parameter that the case cannot take.
void check_ends(const Study& study);

}  // namespace talus::study
