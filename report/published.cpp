#include "report/published.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/units.h"
#include "report/words.h"

namespace talus::report {
namespace {

constexpr std::string_view conversion_suffix = " conversion";

std::optional<double> computed_value(const std::string& quantity, const Yield& yield) {
  if (quantity == "CO2 uptake") return yield.per_mass(yield.from_air());
  if (quantity == "CO2 stored") return yield.per_mass(yield.stored());
  if (quantity.ends_with(conversion_suffix)) {
    const std::string mineral = quantity.substr(0, quantity.size() - conversion_suffix.size());
    for (const Conversion& conversion : yield.conversions)
      if (conversion.mineral == mineral) return conversion.conversion.back();
    return std::nullopt;
  }
  if (yield.footprint <= 0) return std::nullopt;
  const double from_air = yield.per_area(yield.from_air());
  if (quantity == "CO2 uptake per area") return from_air;
  if (quantity == "CO2 stored per area") return yield.per_area(yield.stored());
  if (quantity == "CO2 uptake per area and year" && yield.length > 0) return from_air / yield.length;
  return std::nullopt;
}

std::string unit_of(const std::string& quantity) {
  const std::string mineral = quantity.ends_with(conversion_suffix)
                                  ? quantity.substr(0, quantity.size() - conversion_suffix.size())
                                  : std::string{};
  for (const auto& known : published_quantities(std::span(&mineral, 1)))
    if (known.name == quantity) return known.unit;
  throw FileError("'" + quantity + "' among the published values is not a quantity of the report");
}

Comparison read_one(const nlohmann::json& entry, const Yield& yield) {
  Comparison one;
  one.quantity = entry.at("quantity").get<std::string>();
  one.source = entry.value("source", "");
  one.unit = unit_of(one.quantity);
  const auto in_unit = [&](const nlohmann::json& text) {
    return from_si(to_si(text.get<std::string>(), one.unit), one.unit);
  };
  if (entry.contains("range")) {
    one.low = in_unit(entry["range"].at(0));
    one.high = in_unit(entry["range"].at(1));
  } else {
    one.value = in_unit(entry.at("value"));
  }
  if (const auto computed = computed_value(one.quantity, yield)) one.computed = from_si(*computed, one.unit);
  return one;
}

}  // namespace

std::vector<PublishedQuantity> published_quantities(std::span<const std::string> minerals) {
  std::vector<PublishedQuantity> known{{"CO2 uptake", "g/kg"},
                                       {"CO2 uptake per area", "kg/m2"},
                                       {"CO2 uptake per area and year", "kg/m2/yr"},
                                       {"CO2 stored", "g/kg"},
                                       {"CO2 stored per area", "kg/m2"}};
  for (const auto& mineral : minerals) known.push_back({mineral + std::string(conversion_suffix), "%"});
  return known;
}

std::optional<double> Comparison::ratio() const {
  if (!computed || !value || *value == 0) return std::nullopt;
  return *computed / *value;
}

std::optional<bool> Comparison::inside() const {
  if (!computed || !low || !high) return std::nullopt;
  return *low <= *computed && *computed <= *high;
}

std::string Comparison::published() const {
  return value ? as_written(*value) : low && high ? as_written(*low) + " to " + as_written(*high) : "";
}

std::string Comparison::sentence() const {
  if (!computed) return "not given by this run";
  const std::string here = digits(*computed) + " " + unit, there = published() + " " + unit;
  if (const auto part = ratio()) return here + ", " + digits(*part) + " times the published " + there;
  if (!inside()) return here;
  if (*inside()) return here + ", inside the published range of " + there;
  return here + (*computed < *low ? ", below" : ", above") + " the published range of " + there;
}

std::vector<Comparison> compare_with_published(const std::string& json, const Yield& yield) {
  std::vector<Comparison> comparisons;
  if (json.empty()) return comparisons;
  try {
    for (const auto& entry : nlohmann::json::parse(json)) comparisons.push_back(read_one(entry, yield));
  } catch (const nlohmann::json::exception& error) {
    throw FileError(std::string("the published values in the run file cannot be read: ") + error.what());
  } catch (const UnitError& error) {
    throw FileError(std::string("the published values in the run file cannot be read: ") + error.what());
  }
  return comparisons;
}

}  // namespace talus::report
