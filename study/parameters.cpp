#include "study/parameters.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

#include "base/units.h"
#include "base/words.h"
#include "report/csv_row.h"
#include "report/words.h"

namespace talus::study {
namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

/// The end of a key: "Brucite" of materials.tailings.surface.Brucite.
std::string end_of(const std::string& key) {
  const std::string bare = key.ends_with('"') ? key.substr(0, key.size() - 1) : key;
  const std::size_t at = bare.find_last_of(key.ends_with('"') ? "\"" : ".");
  return at == std::string::npos ? bare : bare.substr(at + 1);
}

/// One [[vary]] while it is read.
class Reader {
 public:
  Reader(Document& document, const VariedCase& said, std::size_t number, bool grid)
      : document_(document), said_(said), at_("vary[" + std::to_string(number) + "]"), grid_(grid) {}

  Parameter parameter() {
    made_.keys = said_.keys;
    made_.name = said_.name ? *said_.name : said_.keys.empty() ? "" : end_of(said_.keys[0]);
    made_.only = said_.only;
    made_.factor = said_.factor;
    made_.source = said_.source.value_or("");
    made_.sentence = said_.distribution;
    if (said_.keys.empty()) wrong("keys", "has no keys", "name at least one key of the case");
    if (said_.distribution.empty() || !check_keys()) return made_;
    read_values();
    if (said_.distribution == "discrete") read_weights();
    if (said_.distribution == "range") read_range();
    if (said_.distribution == "normal") read_normal();
    if (said_.distribution == "lognormal") read_lognormal();
    if (said_.distribution == "uniform") read_uniform();
    if (said_.distribution == "loguniform") read_loguniform();
    if (said_.distribution == "triangular") read_triangular();
    if (made_.factor && (made_.words || !made_.unit.empty()))
      wrong("factor", "is a factor, but its values are no pure numbers", "leave their unit out, or 'factor'");
    return made_;
  }

 private:
  enum class Kind { place, difference };

  void wrong(const std::string& key, const std::string& what, const std::string& hint = "") {
    document_.problem(document_.place_of_value(at_ + (key.empty() ? "" : "." + key)), at_ + " " + what, hint);
    good_ = false;
  }

  /// Each distribution has its keys, and none of the others'.
  bool check_keys() {
    struct Key {
      const char* name;
      bool given;
      std::vector<std::string> needed_by, allowed_by;
    };
    const bool by_moments = said_.mean || said_.deviation;
    const std::string d =
        said_.distribution == "lognormal" && by_moments ? "lognormal of moments" : said_.distribution;
    const std::vector<Key> keys{
        {"values", !said_.values.empty(), {"list", "discrete"}, {}},
        {"weights", !said_.weights.empty(), {}, {"discrete"}},
        {"low",
         said_.low.has_value(),
         {"range", "uniform", "loguniform", "triangular"},
         {"normal", "lognormal", "lognormal of moments"}},
        {"high",
         said_.high.has_value(),
         {"range", "uniform", "loguniform", "triangular"},
         {"normal", "lognormal", "lognormal of moments"}},
        {"mean", said_.mean.has_value(), {"normal", "lognormal of moments"}, {}},
        {"deviation", said_.deviation.has_value(), {"normal", "lognormal of moments"}, {}},
        {"median", said_.median.has_value(), {"lognormal"}, {}},
        {"spread", said_.spread.has_value(), {"lognormal"}, {}},
        {"mode", said_.mode.has_value(), {"triangular"}, {}},
        {"points", said_.points.has_value(), {"range"}, {}}};
    const auto has = [&](const std::vector<std::string>& list) {
      return std::ranges::find(list, d) != list.end();
    };
    for (const Key& key : keys) {
      if (has(key.needed_by) && !key.given)
        wrong("",
              "needs '" + std::string(key.name) + "', as its distribution is \"" + said_.distribution + "\"",
              said_.distribution == "lognormal" ? "'median' and 'spread', or 'mean' and 'deviation'" : "");
      if (key.given && !has(key.needed_by) && !has(key.allowed_by))
        wrong(key.name, "does not use '" + std::string(key.name) + "', as its distribution is \"" + d + "\"",
              "leave it out");
    }
    const bool one_by_one = said_.distribution == "list" || said_.distribution == "range";
    if (grid_ != one_by_one)
      wrong("distribution",
            grid_ ? "cannot be drawn on a grid"
                  : "is a " + said_.distribution + ", which only a grid goes through",
            grid_ ? "distribution = \"list\" or \"range\", or another method than \"grid\""
                  : "method = \"grid\", or a distribution that can be drawn from");
    return good_;
  }

  /// A number in the unit of the parameter, which the first of its values decides.
  double number(const char* key, const std::string& text) {
    const auto read = number_and_unit(text);
    if (!read) {
      wrong(key, "needs a number at '" + std::string(key) + "', found '" + text + "'");
      return 0;
    }
    if (!unit_known_) made_.unit = read->unit;
    unit_known_ = true;
    return converted(key, text, read->unit, read->number, Kind::place);
  }

  /// A difference in that unit: 2 K is one of 2 degC.
  double difference(const char* key, const std::string& text) {
    const auto read = number_and_unit(text);
    if (!read) {
      wrong(key, "needs a number at '" + std::string(key) + "', found '" + text + "'");
      return 0;
    }
    return converted(key, text, read->unit, read->number, Kind::difference);
  }

  double converted(const char* key, const std::string& text, const std::string& unit, double value,
                   Kind kind) {
    const std::string own = made_.unit.empty() ? "1" : made_.unit;
    if (unit.empty() && made_.unit.empty()) return value;
    try {
      const double si = to_si(text, own);
      if (unit == made_.unit) return value;
      if (kind == Kind::place) return from_si(si, own);
      return from_si(si - to_si(text_of(0, unit), own), own) - from_si(0, own);
    } catch (const UnitError& error) {
      wrong(key, "." + std::string(key) + ": " + error.what(), error.hint());
      return 0;
    }
  }

  void read_values() {
    if (said_.values.empty()) return;
    std::vector<std::optional<NumberAndUnit>> read;
    for (const std::string& text : said_.values) read.push_back(number_and_unit(text));
    made_.words = std::ranges::any_of(read, [](const auto& one) { return !one; });
    std::set<std::string> seen;
    for (std::size_t i = 0; i < read.size(); ++i) {
      const std::string& text = said_.values[i];
      if (!seen.insert(text).second) wrong("values", "has the value '" + text + "' twice");
      made_.values.push_back({text, made_.words ? static_cast<double>(i) : number("values", text)});
      made_.sentence += (i == 0 ? ": " : ", ") + text;
    }
  }

  void read_weights() {
    std::vector<double> weights = said_.weights;
    if (weights.empty()) weights.assign(said_.values.size(), 1);
    if (weights.size() != said_.values.size())
      wrong("weights", "has " + std::to_string(weights.size()) + " weights for " +
                           std::to_string(said_.values.size()) + " values");
    if (std::ranges::none_of(weights, [](double w) { return w > 0; }))
      wrong("weights", "has no weight above 0");
    for (std::size_t i = 0; i < said_.weights.size(); ++i)
      made_.sentence += (i == 0 ? ", weights " : ", ") + report::as_written(said_.weights[i]);
    made_.distribution = Discrete{weights};
  }

  void read_range() {
    const double low = number("low", *said_.low), high = number("high", *said_.high);
    const bool logarithmic = said_.spacing == "logarithmic";
    check_order(low, high);
    if (logarithmic && !(low > 0))
      wrong("low", "begins at 0 or below, where logarithms do not", "spacing = \"linear\"");
    const int count = *said_.points;
    for (int i = 0; i < count && good_; ++i) {
      const double t = static_cast<double>(i) / (count - 1);
      const double value = i == 0           ? low
                           : i == count - 1 ? high
                           : logarithmic    ? low * std::pow(high / low, t)
                                            : low + t * (high - low);
      made_.values.push_back({text_of(value, made_.unit), value});
    }
    made_.sentence =
        std::to_string(count) + " values from " + *said_.low + " to " + *said_.high + ", " + said_.spacing;
  }

  void check_order(double low, double high) {
    if (good_ && !(low < high))
      wrong("high", "ends at '" + *said_.high + "', which is not above 'low'",
            "write the lower value as 'low'");
  }

  /// Bounds, where they are given.
  std::pair<double, double> bounds(double lowest) {
    const double low = said_.low ? number("low", *said_.low) : lowest;
    const double high = said_.high ? number("high", *said_.high) : endless;
    if (said_.low && said_.high) check_order(low, high);
    if (said_.low) made_.sentence += ", from " + *said_.low;
    if (said_.high) made_.sentence += ", up to " + *said_.high;
    return {low, high};
  }

  void read_normal() {
    const double mean = number("mean", *said_.mean), deviation = difference("deviation", *said_.deviation);
    made_.sentence += ", mean " + *said_.mean + ", standard deviation " + *said_.deviation;
    if (good_ && !(deviation > 0)) wrong("deviation", "needs a deviation above 0");
    const auto [low, high] = bounds(-endless);
    check_reach((low - mean) / deviation, (high - mean) / deviation);
    made_.distribution = Normal{mean, deviation, low, high};
  }

  void read_lognormal() {
    Lognormal made{};
    if (said_.median) {
      const double median = number("median", *said_.median);
      if (good_ && !(median > 0)) wrong("median", "needs a median above 0");
      made = {std::log(median), std::log(*said_.spread), 0, endless};
      made_.sentence += ", median " + *said_.median + ", spread " + report::as_written(*said_.spread);
    } else {
      const double mean = number("mean", *said_.mean), deviation = difference("deviation", *said_.deviation);
      if (good_ && !(mean > 0)) wrong("mean", "needs a mean above 0");
      if (good_ && !(deviation > 0)) wrong("deviation", "needs a deviation above 0");
      made = lognormal_of_moments(mean, deviation);
      made_.sentence += ", mean " + *said_.mean + ", standard deviation " + *said_.deviation;
    }
    std::tie(made.low, made.high) = bounds(0);
    const auto standard = [&](double x) {
      return ((x > 0 ? std::log(x) : -endless) - made.mean_of_logs) / made.deviation_of_logs;
    };
    check_reach(standard(made.low), standard(made.high));
    made_.distribution = made;
  }

  /// Bounds so far out that hardly anything of the distribution is between them are a mistake.
  void check_reach(double low, double high) {
    if (good_ && (low > 6 || high < -6))
      wrong(low > 6 ? "low" : "high", "has bounds that leave nothing of its distribution",
            "they are more than six standard deviations away");
  }

  void read_uniform() {
    const double low = number("low", *said_.low), high = number("high", *said_.high);
    check_order(low, high);
    made_.sentence += ", " + *said_.low + " to " + *said_.high;
    made_.distribution = Uniform{low, high};
  }

  void read_loguniform() {
    const double low = number("low", *said_.low), high = number("high", *said_.high);
    check_order(low, high);
    if (good_ && !(low > 0))
      wrong("low", "begins at 0 or below, where logarithms do not", "distribution = \"uniform\"");
    made_.sentence += ", " + *said_.low + " to " + *said_.high;
    made_.distribution = Loguniform{low, high};
  }

  void read_triangular() {
    const double low = number("low", *said_.low), mode = number("mode", *said_.mode),
                 high = number("high", *said_.high);
    check_order(low, high);
    if (good_ && !(low <= mode && mode <= high))
      wrong("mode", "has its mode '" + *said_.mode + "' outside of 'low' and 'high'");
    made_.sentence += ", " + *said_.low + " to " + *said_.high + ", most probably " + *said_.mode;
    made_.distribution = Triangular{low, mode, high};
  }

  Document& document_;
  const VariedCase& said_;
  std::string at_;
  bool grid_, good_ = true, unit_known_ = false;
  Parameter made_;
};

}  // namespace

std::string text_of(double number, const std::string& unit) {
  return report::csv_value(number) + (unit.empty() ? "" : " " + unit);
}

std::optional<NumberAndUnit> number_and_unit(const std::string& text) {
  const std::string_view bare = trimmed(text);
  const std::string_view digits = bare.starts_with('+') ? bare.substr(1) : bare;
  NumberAndUnit read;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), read.number);
  if (error != std::errc() || !std::isfinite(read.number)) return {};
  read.unit = trimmed(digits.substr(static_cast<std::size_t>(end - digits.data())));
  return read;
}

std::string Parameter::heading() const { return name + (unit.empty() ? "" : " (" + unit + ")"); }

Value Parameter::at(double p) const {
  const double q = quantile(distribution.value(), p);
  if (std::holds_alternative<Discrete>(*distribution)) return values[static_cast<std::size_t>(q)];
  return {text_of(q, unit), q};
}

std::vector<Parameter> parameters_of(Document& document, const StudyCase& said) {
  std::vector<Parameter> all;
  std::set<std::string> names, keys;
  for (std::size_t i = 0; i < said.vary.size(); ++i) {
    const std::string at = "vary[" + std::to_string(i) + "]";
    all.push_back(Reader(document, said.vary[i], i, said.method == "grid").parameter());
    if (!names.insert(all.back().name).second && !all.back().name.empty())
      document.problem(document.place_of_key(at), "two parameters are called '" + all.back().name + "'",
                       "'name' tells them apart");
    for (const std::string& key : all.back().keys)
      if (!keys.insert(all.back().only.value_or("") + "|" + key).second)
        document.problem(document.place_of_value(at + ".keys"), "two parameters set '" + key + "'");
  }
  return all;
}

}  // namespace talus::study
