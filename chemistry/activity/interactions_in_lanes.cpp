#include "chemistry/activity/interactions_in_lanes.h"

namespace talus {

namespace {

/// Those of one model in each lane.
template <class Terms>
using Lanes = std::span<const Terms* const>;

/// A number of each lane.
template <class Terms, class Number>
Pack pack(Lanes<Terms> lanes, const Number& number) {
  alignas(Pack) double values[tile_width];
  for (std::size_t i = 0; i < lanes.size(); ++i) values[i] = number(*lanes[i]);
  return Pack::load_aligned(values);
}

/// The terms that `list` finds in each lane, with their factors.
template <class Terms, class List>
auto packed(Lanes<Terms> lanes, const List& list) {
  const auto factor = [&](std::size_t k) {
    return pack(lanes, [&](const Terms& t) { return list(t)[k].factor; });
  };
  if constexpr (requires { list(*lanes[0])[0].k; }) {
    std::vector<TripleTermOf<Pack>> result;
    for (const TripleTerm& t : list(*lanes[0])) result.push_back({t.i, t.j, t.k, factor(result.size())});
    return result;
  } else {
    std::vector<PairTermOf<Pack>> result;
    for (const PairTerm& t : list(*lanes[0])) result.push_back({t.i, t.j, factor(result.size())});
    return result;
  }
}

SitTermsOf<Pack> together(Lanes<SitTerms> lanes) {
  return {pack(lanes, [](const SitTerms& t) { return t.a; }), lanes[0]->charge,
          packed(
              lanes, [](const SitTerms& t) -> const auto& { return t.pairs; })};
}

PitzerTermsOf<Pack> together(Lanes<PitzerTerms> lanes) {
  const auto number = [&](double PitzerTerms::*which) {
    return pack(lanes, [&](const PitzerTerms& t) { return t.*which; });
  };
  const auto list = [&](auto PitzerTerms::*which) {
    return packed(
        lanes, [&](const PitzerTerms& t) -> const auto& { return t.*which; });
  };
  const PitzerTerms& first = *lanes[0];
  PitzerTermsOf<Pack> result{.a_phi = number(&PitzerTerms::a_phi),
                             .charge = first.charge,
                             .solutes = first.solutes,
                             .constant = list(&PitzerTerms::constant),
                             .shaped = {},
                             .products = first.products,
                             .mixed = {},
                             .by_charge = list(&PitzerTerms::by_charge),
                             .triples = list(&PitzerTerms::triples),
                             .macinnes = first.macinnes,
                             .chloride = first.chloride,
                             .b0 = number(&PitzerTerms::b0),
                             .b1 = number(&PitzerTerms::b1),
                             .c0 = number(&PitzerTerms::c0)};
  for (std::size_t k = 0; k < first.shaped.size(); ++k)
    result.shaped.push_back({first.shaped[k].alpha, packed(
                                                        lanes, [&](const PitzerTerms& t) -> const auto& {
                                                          return t.shaped[k].pairs;
                                                        })});
  for (std::size_t k = 0; k < first.mixed.size(); ++k)
    result.mixed.push_back(
        {first.mixed[k].product, first.mixed[k].unlike, first.mixed[k].first, first.mixed[k].second,
         packed(
             lanes, [&](const PitzerTerms& t) -> const auto& { return t.mixed[k].pairs; })});
  return result;
}

template <class Terms>
Interacting<Pack> together_as(std::span<const Interacting<double>> lanes) {
  std::vector<const Terms*> of_model;
  for (const Interacting<double>& lane : lanes) of_model.push_back(&std::get<Terms>(lane));
  return together(Lanes<Terms>(of_model));
}

}  // namespace

Interacting<Pack> in_lanes(std::span<const Interacting<double>> lanes) {
  return std::holds_alternative<SitTerms>(lanes[0]) ? together_as<SitTerms>(lanes)
                                                    : together_as<PitzerTerms>(lanes);
}

}  // namespace talus
