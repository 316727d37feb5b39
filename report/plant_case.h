// [plant] and [economics]: what a site treats, and what that costs. Every number is the user's; none is assumed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"

namespace talus::report {

/// A site that lays tailings down as each run has them, lift after lift.
struct PlantCase {
  double tailings = 0;   ///< kg/s, dry
  double open_time = 0;  ///< s
  int years = 0;
  std::optional<std::string> baseline;
};
template <class V>
void describe(PlantCase& p, V& v) {
  v("tailings", p.tailings, in("t/yr"), positive,
    "Dry tailings that are laid down, each lift as thick as the pile of a run.");
  v("open_time", p.open_time, in("d"), ranges::duration,
    "How long a lift lies open until the next one covers it; what it has stored then is kept.");
  v("years", p.years, between(1, 200), "How many years are shown and paid for.");
  v("baseline", p.baseline,
    "Run whose storage is subtracted from that of the others: its scenario, or the name of its file without .h5.");
}

/// Money that is spent or earned, or CO2 that is emitted, per something.
struct ItemCase {
  std::string name, value, per;
  std::optional<std::string> emission;
  double rise = 0;  ///< per year
  std::string source;
};
template <class V>
void describe(ItemCase& i, V& v) {
  v("name", i.name, "What it is: \"bulldozer\".");
  v("value", i.value, "Money: \"0.02 USD/m2\", \"3 MUSD\", in the unit that 'per' asks for.");
  v("per", i.per, one_of({"tailings", "area", "churned area", "irrigation water", "CO2", "year", "once"}),
    "tailings: money per mass of dry tailings. area: per area of lift that is laid down. churned area: per area of lift "
    "each time it is churned while it lies open. irrigation water: per mass of water that it is irrigated with while it lies open. CO2: per mass of CO2, costs of what is stored, revenues of what is net of the emissions. year: per time. once: at the start.");
  v("emission", i.emission, "CO2 that it emits, as mass in place of the money: \"0.05 kg/m2\".");
  v("rise", i.rise, in("%"), Range{.low = -1, .high = 1, .low_open = true}, "How much more it is every year.",
    by_default("0 %"));
  v("source", i.source, "Where the value comes from.");
}

/// A metal that is recovered from each lift when it is covered, and sold.
struct MetalCase {
  std::string element;
  std::vector<std::string> from;
  std::string price;
  double recovery = 0, rise = 0;  ///< share; per year
  std::string source, recovery_source;
};
template <class V>
void describe(MetalCase& m, V& v) {
  v("element", m.element, "Which: \"Ni\".");
  v("from", m.from,
    "What it is recovered from: \"water\" (what stands in it and on exchangers when the lift is covered, and what has drained "
    "until then, minus what water brought), and minerals of the case by name, with what they hold then.");
  v("price", m.price, "Money per mass of it: \"16 USD/kg\".");
  v("recovery", m.recovery, in("%"), fraction, "Share of it that is recovered and sold.");
  v("rise", m.rise, in("%"), Range{.low = -1, .high = 1, .low_open = true},
    "How much higher the price is every year.", by_default("0 %"));
  v("source", m.source, "Where the price comes from.");
  v("recovery_source", m.recovery_source, "Where the share comes from: a test, a plant.");
}

/// What it costs and brings.
struct EconomicsCase {
  std::string currency;
  double discount_rate = 0;  ///< per year
  std::vector<ItemCase> costs, revenues;
  std::vector<MetalCase> metals;
};
template <class V>
void describe(EconomicsCase& e, V& v) {
  v("currency", e.currency, one_of({"USD", "EUR"}), "In which all values are.");
  v("discount_rate", e.discount_rate, in("%"), Range{.low = 0, .high = 1}, "Per year.");
  v("costs", e.costs, "What is spent.", optional_key);
  v("revenues", e.revenues, "What is earned: credits, avoided costs, metals at a value per mass of tailings.",
    optional_key);
  v("metals", e.metals, "Metals that are sold: what the runs hold of them, by price and recovery.",
    optional_key);
}

}  // namespace talus::report
