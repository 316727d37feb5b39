// What finding molalities from totals (totals.h) does, written out once for a system as flat lists, so that
// its loops neither search nor branch, and load little: that is what takes their time.
//
// Components have numbers of their own here: the order in which they are eliminated, those that meet few
// others in species first, so that the matrix stays sparse. Secondary species are ordered by their kind.
#pragma once

#include <vector>

#include "chemistry/system.h"

namespace talus {

/// A number and what it is multiplied with.
struct Share {
  std::size_t of;
  double factor;
};

/// Part of an array of shares: first those whose factor is 1, then others.
struct Shares {
  std::size_t begin, others, end;
};

struct TotalsPattern {
  /// The system must be of a model in which gamma depends on the ionic strength.
  TotalsPattern(const ChemicalSystem& system, const Constants& at);

  std::vector<std::size_t> order;  ///< component of the system of each number

  /// Species that have their activity coefficient and charge in common.
  struct Class {
    ActivityTerms activity;
    double half_charge;  ///< 1/2 z^2
  };
  std::vector<Class> classes;
  std::vector<std::size_t> component_class;

  /// Secondary species of one class, one after the other.
  struct Run {
    std::size_t of_class, begin, end;
  };
  /// Of those whose powers are small whole numbers, m_i = K_i / gamma_i prod f, with factors f; then of all
  /// others, ln m_i = ln K_i - ln gamma_i + nu_i . lambda.
  std::vector<Run> products, others;
  std::vector<double> k;      ///< K_i, or ln K_i of the others
  std::vector<double> water;  ///< nu_i of water

  /// Factors are a_1 ... a_n, a_w; then 1/ of some of them; then squares of some of all these.
  std::vector<std::size_t> turned, squared;
  std::vector<std::size_t> factors;      ///< of the products, one species after the other
  std::vector<std::size_t> factors_end;  ///< of each product
  std::vector<Share> row_items;          ///< nu_i of the others: component and power
  std::vector<std::size_t> rows_end;     ///< of each of the others

  std::vector<Share> items;  ///< of all that follows

  /// The secondary species of a class that have component j, and nu_ij.
  struct Members {
    std::size_t of_class;
    Shares shares;
  };
  std::vector<Members> members;          ///< of one component after the other
  std::vector<std::size_t> members_end;  ///< of each component
  std::vector<bool> signs;               ///< of each component: whether some nu_ij is negative
  std::vector<Shares> waters;            ///< of each component: nu_ij nu_i of water

  /// An entry of the symmetric matrix sum_i m_i nu_ij nu_ik, lower triangle without what is always 0. Entry j
  /// is (j, j). Those that elimination fills in have no shares.
  struct Entry {
    std::size_t row, column;
    Shares shares;
  };
  std::vector<Entry> entries;

  struct Below {
    std::size_t row, entry;
  };
  std::vector<Below> below;            ///< what stands under the diagonal, column by column
  std::vector<std::size_t> below_end;  ///< of each column
  struct Update {
    std::size_t to, left, right;  ///< entry to, minus the product of two in this column
  };
  std::vector<Update> updates;           ///< what the elimination of a column does, column by column
  std::vector<std::size_t> updates_end;  ///< of each column

 private:
  using Powers = std::vector<std::vector<Share>>;  // of each secondary species: components and powers
  Shares add(std::vector<Share> shares);
  std::size_t class_of(const Species& species, const ActivityTerms& activity);
  void add_species(const ChemicalSystem& system, const Constants& at, Powers& powers);
  void add_factors(const Powers& powers, std::size_t components);
  void add_members(const Powers& powers, std::size_t components);
  void add_matrix(const Powers& powers, std::size_t components);
};

}  // namespace talus
