// Carbon that was stored and was released again, by cause.
//
//     maturation    hydrates turn into carbonates that hold less carbon per metal:
//                   5 MgCO3:3H2O = Mg5(CO3)4(OH)2:4H2O + CO2 + 10 H2O releases a fifth
//     dissolution   carbonates are lost whose metals no other carbonate gains: acid, undersaturated water
//     degassing     more left as gas than came in
//
// Of an interval between two states, from the sums over the whole domain:
//
//     matured  = min(metals lost by carbonates, metals gained by carbonates)
//     released = matured (carbon per metal of those lost - of those gained)
//
// Losses that a gain of the same mineral elsewhere hides within one interval are not seen: more states show more.
#pragma once

#include "report/run.h"

namespace talus::report {

/// kg of CO2, of the states from one row to another.
struct Losses {
  double matured = 0;      ///< carbon that the minerals held which turned into other carbonates
  double maturation = 0;   ///< released of it
  double dissolution = 0;  ///< lost by carbonates that dissolved
  double degassing = 0;    ///< left as gas
};

/// All of them times `factor`.
inline Losses operator*(double factor, const Losses& losses) {
  return {factor * losses.matured, factor * losses.maturation, factor * losses.dissolution,
          factor * losses.degassing};
}

/// What was lost between the outputs `from` and `to` of a run.
Losses losses_of(const Run& run, std::size_t from, std::size_t to);

}  // namespace talus::report
