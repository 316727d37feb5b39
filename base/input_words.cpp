#include "base/input_words.h"

#include <cmath>
#include <type_traits>

#include "base/input_tree.h"
#include "base/ranges.h"
#include "base/units.h"

namespace talus::input_detail {

namespace {

template <class T>
struct without_optional {
  using type = T;
};
template <class T>
struct without_optional<std::optional<T>> {
  using type = T;
};

std::string number_in(double value, std::string_view unit) {
  const std::string text = with_unit(value, unit);
  return unit == "1" ? text : text.substr(0, text.size() - unit.size() - 1);
}

/// "12 cm"; zero stays without a unit where it is zero in all units of the kind.
std::string bound(double value, std::string_view unit) {
  return value == 0 && from_si(0, unit) == 0 ? "0" : with_unit(value, unit);
}

bool holds(const Range& range, const std::string& quantity, std::string_view unit) {
  return contains(range, to_si(quantity, unit));
}

/// A quantity within the range, as round as possible.
double example_quantity(const Range& range, std::string_view unit) {
  constexpr double room_temperature = 288.15;  // K
  if (from_si(0, unit) != 0 || unit == "K") return room_temperature;
  const std::string suffix = unit == "1" ? "" : " " + std::string(unit);
  for (const Range& wanted : {ranges::usual(range), range})
    for (const char* number :
         {"1", "10", "100", "0.5", "0.1", "0.01", "1000", "1e-4", "1e-5", "1e-9", "1e-12"})
      if (holds(wanted, number + suffix, unit) && holds(range, number + suffix, unit))
        return to_si(number + suffix, unit);
  if (std::isfinite(range.low) && std::isfinite(range.high)) return (range.low + range.high) / 2;
  if (std::isfinite(range.low)) return range.low_open ? range.low + std::abs(range.low) : range.low;
  return range.high_open ? range.high - std::abs(range.high) : range.high;
}

}  // namespace

Shape shape_of(const Target& target) {
  return std::visit(
      [](auto* value) {
        using T = typename without_optional<std::remove_reference_t<decltype(*value)>>::type;
        if constexpr (OneOf<T, double>) return Shape::quantity;
        if constexpr (OneOf<T, std::vector<double>>) return Shape::quantities;
        if constexpr (OneOf<T, Named<double>, Named<std::optional<double>>, Named<PartialPressure>>)
          return Shape::named_quantities;
        if constexpr (OneOf<T, int>) return Shape::integer;
        if constexpr (OneOf<T, bool>) return Shape::flag;
        if constexpr (OneOf<T, std::string>) return Shape::text;
        if constexpr (OneOf<T, std::vector<std::string>>) return Shape::texts;
        if constexpr (OneOf<T, Named<std::string>>) return Shape::named_texts;
      },
      target);
}

bool may_be_absent(const Target& target) {
  return std::visit(
      [](auto* value) {
        using T = std::remove_reference_t<decltype(*value)>;
        return !std::is_same_v<T, typename without_optional<T>::type>;
      },
      target);
}

bool contains(const Range& range, double value) {
  return (range.low_open ? value > range.low : value >= range.low) &&
         (range.high_open ? value < range.high : value <= range.high);
}

std::string range_words(const Range& range, std::string_view unit) {
  if (unit.empty()) unit = "1";
  const bool low = std::isfinite(range.low), high = std::isfinite(range.high);
  if (low && high && !range.low_open && !range.high_open) {
    return number_in(range.low, unit) + " to " + with_unit(range.high, unit);
  }
  std::string words;
  if (low) words = range.low_open ? "above " + bound(range.low, unit) : bound(range.low, unit) + " or more";
  if (low && high) words += ", ";
  if (high)
    words += range.high_open ? "below " + bound(range.high, unit) : bound(range.high, unit) + " or less";
  return words;
}

std::string kind_of(const Key& key, const Target& target) {
  const bool pure = key.unit == "1", choice = !key.words.empty();
  switch (shape_of(target)) {
    case Shape::quantity:
      return ranges::is_instant(key.range) ? "time or date" : pure ? "number" : "quantity";
    case Shape::quantities:
      return ranges::is_instant(key.range) ? "list of times or dates"
             : pure                        ? "list of numbers"
                                           : "list of quantities";
    case Shape::named_quantities:
      return pure ? "named numbers" : "named quantities";
    case Shape::integer:
      return "integer";
    case Shape::flag:
      return "true or false";
    case Shape::text:
      return choice ? "choice" : "text";
    case Shape::texts:
      return choice ? "list of choices" : "list of texts";
    case Shape::named_texts:
      return "named texts";
  }
  return "";
}

std::string expected_quantity(const Key& key) {
  return key.unit == "1" ? "a number" : "a quantity in " + std::string(key.unit);
}

std::string expected(const Key& key, const Target& target) {
  const std::string quantities = key.unit == "1" ? "numbers" : "quantities in " + std::string(key.unit);
  const std::string count = key.count > 0 ? std::to_string(key.count) + " " : "";
  switch (shape_of(target)) {
    case Shape::quantities:
      return "a list of " + count + quantities;
    case Shape::texts:
      return "a list of texts";
    case Shape::named_quantities:
      return "a table of names and " + quantities;
    case Shape::named_texts:
      return "a table of names and texts";
    default:
      return kind_of(key, target);
  }
}

std::string range_of(const Key& key) {
  if (key.words.empty()) {
    std::string words = range_words(key.range, key.unit);
    if (const std::string usual = range_words(ranges::usual(key.range), key.unit); !usual.empty())
      words += (words.empty() ? "usually " : "; usually ") + usual;
    return key.rest.empty() ? words : words + (words.empty() ? "" : ", ") + "or " + toml_text(key.rest);
  }
  std::string words = "one of: ";
  for (const std::string& word : key.words) words += (&word == key.words.data() ? "" : ", ") + word;
  return words;
}

std::string quantity_text(double value, std::string_view unit) {
  const std::string text = with_unit(value, unit);
  return unit == "1" ? text : toml_text(text);
}

std::string example_of(const Key& key, const Target& target) {
  const Shape shape = shape_of(target);
  const std::string word = toml_text(key.words.empty() ? "..." : key.words.front());
  if (shape == Shape::integer) return contains(key.range, 1) ? "1" : with_unit(std::ceil(key.range.low), "1");
  if (shape == Shape::flag) return "true";
  if (shape == Shape::text) return word;
  if (shape == Shape::texts) return "[" + word + "]";
  if (shape == Shape::named_texts) return "{ NAME = " + word + " }";

  const std::string quantity = quantity_text(example_quantity(key.range, key.unit), key.unit);
  if (shape == Shape::quantity) return quantity;
  if (shape == Shape::named_quantities) {
    return "{ NAME = " + quantity + (key.rest.empty() ? "" : ", OTHER = " + toml_text(key.rest)) + " }";
  }
  std::string list = "[" + quantity;
  for (std::size_t i = 1; i < key.count; ++i) list += ", " + quantity;
  return list + "]";
}

std::string default_of(const Key& key, const Target& target) {
  if (key.presence.kind != Presence::defaulted) return "";
  const std::string text(key.presence.default_text);
  const Shape shape = shape_of(target);
  if (shape == Shape::text) {
    const bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
    return quoted ? text : toml_text(text);
  }
  return parse_value(text, {}) ? text : toml_text(text);
}

}  // namespace talus::input_detail
