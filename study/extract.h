// The quantities of a study, out of the report's list of results of each run.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "report/account.h"
#include "study/study.h"

namespace talus::study {

/// A quantity that the report of a run does not have, and that nothing of this run shows to be one of the report's.
class UnknownQuantity : public std::runtime_error {
 public:
  UnknownQuantity(std::size_t index, const std::string& what, std::string hint)
      : std::runtime_error(what), index_(index), hint_(std::move(hint)) {}
  std::size_t index() const { return index_; }  ///< in 'quantities' of the study
  const std::string& hint() const { return hint_; }

 private:
  std::size_t index_;
  std::string hint_;
};

/// A run whose numbers are not to be used: it did not come to its end, its mass balances do not close, or it has no number for a
/// quantity that other runs have.
class UnusableRun : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// UnusableRun where the numbers of a run are not to be used.
void refuse_unusable(const report::Account& account);

/// Reads the run files of the members and takes what the study asks for. UnknownQuantity, UnusableRun, FileError; InputError
/// where the claim cannot be answered by these runs.
Extracted extract(const Study& study, std::span<const std::string> run_files);

}  // namespace talus::study
