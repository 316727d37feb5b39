// Irrigation: water of a known composition is put on the ground at once, and fills the pores of each column from its surface
// down, each cell up to a saturation, as a wetting front that moves faster than anything else does. From there it goes on by
// Richards' equation. What it brings counts as external in the balance of each component and of water; nothing runs off.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

class Implicit;
struct Model;
struct State;

struct Irrigate {
  static constexpr std::string_view name = "irrigate";
  static constexpr std::string_view sentence =
      "put 'amount' of the water 'composition' on the patch top, which fills the pores from the surface down up to "
      "'wets_to'.";
  std::optional<double> amount;            ///< m, volume of water per area as seen from above
  std::optional<double> wets_to;           ///< -, saturation
  std::optional<std::string> composition;  ///< of [waters]; none where there is no chemistry
  std::vector<double> brings =
      {};                  ///< of each component and water, mol per m3 of the water; set_up() fills it
  int carbon_source = -1;  ///< of its carbon, where that is followed; set_up() fills it
};
template <class V>
void describe(Irrigate& i, V& v) {
  v("amount", i.amount, in("mm"), between(1e-6, 10),
    "irrigate, which needs it: depth of water, on the area as seen from above; 5 mm are 5 L/m2.");
  v("wets_to", i.wets_to, in("1"), between(0.01, 0.99),
    "irrigate, which needs it: saturation up to which it fills each cell before it reaches the next one below.");
  v("composition", i.composition, "irrigate: its water, a table of [waters]; none without [chemistry].");
}

/// "irrigate with 5 mm of 'well', to S = 0.9, every 1 d".
std::string words(const Irrigate& irrigate, const std::string& when);

/// Puts the water into the cells, and finds their new equilibrium. Collective. Throws SolveError where a column has too little
/// room for it, or where there is no equilibrium.
void apply(const Irrigate& irrigate, const Model& model, Implicit& implicit, State& state);

}  // namespace talus
