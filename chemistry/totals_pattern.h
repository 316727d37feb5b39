// What finding molalities from totals (totals.h) does, written out once for a system as flat lists, so that
// its loops neither search nor branch.
//
// Components have numbers of their own here: the order in which they are eliminated, those that meet few
// others in species first, so that the matrix stays sparse.
#pragma once

#include <vector>

#include "chemistry/system.h"

namespace talus {

/// A number and what it is multiplied with.
struct Share {
  int of;
  double factor;
};

/// Lists of T, one after the other in one array.
template <class T>
struct Lists {
  std::vector<T> items;
  std::vector<std::size_t> ends;  ///< of each list
  void close() { ends.push_back(items.size()); }
  std::size_t begin_of(std::size_t list) const { return list == 0 ? 0 : ends[list - 1]; }
};

struct TotalsPattern {
  /// The system must be of a model in which gamma depends on the ionic strength.
  TotalsPattern(const ChemicalSystem& system, const Constants& at);

  std::vector<std::size_t> order;  ///< component of the system of each number

  // activity coefficients: many species have the same
  std::vector<ActivityTerms> classes;
  std::vector<std::size_t> component_class, species_class;

  // secondary species: first those whose powers are small whole numbers,
  //     m_i = K_i / gamma_i prod f        f: factors
  // with the factors a_1 ... a_n, a_w, and 1/ of each; then those of
  //     ln m_i = ln K_i - ln gamma_i + nu_i . lambda
  std::size_t products = 0;         ///< how many of the first kind
  std::vector<double> k;            ///< K_i, or ln K_i of the second kind
  Lists<std::size_t> factors;       ///< of the first kind
  std::vector<std::size_t> turned;  ///< which of a_1 ... a_n, a_w are needed as 1/a
  Lists<Share> rows;                ///< nu_i: component and power
  std::vector<double> water;        ///< nu_i of water

  std::vector<double> half_charge;            ///< 1/2 z^2, of the secondary species
  std::vector<double> component_half_charge;  ///< of the components

  Lists<Share> members;     ///< of each component: the secondary species that have it, and nu_ij
  std::vector<bool> signs;  ///< of each component: whether some nu_ij is negative

  // the symmetric matrix sum_i m_i nu_ij nu_ik, lower triangle without what is always 0; entry j is (j, j)
  struct Place {
    std::size_t row, column;
  };
  std::vector<Place> places;  ///< of each entry
  Lists<Share> entries;  ///< of each entry: secondary species and nu_ij nu_ik; those of fill-in are empty
  struct Below {
    std::size_t row, entry;
  };
  Lists<Below> below;  ///< of each column: what stands under the diagonal
  struct Update {
    std::size_t to, left, right;  ///< entry to, minus the products of two in this column
  };
  Lists<Update> updates;  ///< of each column: what its elimination does
};

}  // namespace talus
