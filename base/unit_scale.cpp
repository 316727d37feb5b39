// What udunits2 does in its own way, and what is done about it here:
//
//   "25 degC" is 25 K to it        units.cpp splits number and unit; offsets are applied here
//   s ~ Hz, m ~ 1/m, rad ~ 1       dimensions are compared power by power
//   kt is a knot, ka an area ...   names in ambiguous_units() are refused before it sees them
//   kg/m2 s is kg s/m2             a product after a division must stand in brackets
//   2 3 m is 6 m, "" is 1          numbers inside units are refused, but for "1/m" and powers
//   a year is 31 556 925.97 s      names in own_units() are replaced by their definitions
//   % is no part of a name         wt% is read here
//   s⁻¹ is unknown                 raised digits become ^-1
//   it talks on stderr             its messages are ignored
//   cm3 is 1.0000000000000002e-06  factors that carry rounding are taken to 15 digits
#include "base/unit_scale.h"

#include <udunits2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "base/unit_names.h"
#include "base/units.h"
#include "base/words.h"

namespace talus {

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '%' || (c & 0x80) != 0;
}

namespace {

// ------------------------------------------------------------ unit texts

struct Token {
  enum Kind { name, power, open, close, divide, multiply } kind;
  std::string text;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Raised digits and the raised dot as ASCII, the Greek mu as the micro sign.
std::string plain(std::string_view unit) {
  static const std::vector<std::pair<std::string_view, std::string_view>> replacements = {
      {"⁻", "-"}, {"⁰", "0"}, {"¹", "1"}, {"²", "2"}, {"³", "3"}, {"⁴", "4"}, {"⁵", "5"},
      {"⁶", "6"}, {"⁷", "7"}, {"⁸", "8"}, {"⁹", "9"}, {"·", "."}, {"μ", "µ"}, {"\u00a0", " "}};
  std::string out;
  while (!unit.empty()) {
    const auto found = std::find_if(replacements.begin(), replacements.end(),
                                    [&](const auto& pair) { return unit.starts_with(pair.first); });
    const bool replace = found != replacements.end();
    out += replace ? found->second : unit.substr(0, 1);
    unit.remove_prefix(replace ? found->first.size() : 1);
  }
  return out;
}

[[noreturn]] void not_a_unit(std::string_view unit, const std::string& hint) {
  throw UnitError(quoted(unit) + " is not a unit", hint);
}

/// A power after a name or bracket: 2, -1, ^-1, **2. Empty when `text` does not begin with one.
std::string_view leading_power(std::string_view text) {
  std::size_t at = text.starts_with("**") ? 2 : text.starts_with("^") ? 1 : 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  const std::size_t digits = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at > digits ? text.substr(0, at) : std::string_view();
}

Token symbol(char c, std::string_view unit) {
  switch (c) {
    case '(':
      return {Token::open, "("};
    case ')':
      return {Token::close, ")"};
    case '/':
      return {Token::divide, "/"};
    case '.':
    case '*':
      return {Token::multiply, " "};
    default:
      break;
  }
  if (is_digit(c)) {
    not_a_unit(unit,
               "a unit holds no numbers but powers; one number stands before it, without blanks inside");
  }
  not_a_unit(unit, "write units as in \"kg/m3\", \"W/m/K\", \"1/d\"");
}

std::vector<Token> tokens_of(std::string_view unit) {
  std::vector<Token> tokens;
  const auto after_operand = [&tokens] {
    return !tokens.empty() && (tokens.back().kind == Token::name || tokens.back().kind == Token::power ||
                               tokens.back().kind == Token::close);
  };
  std::string_view rest = unit;
  if (rest.starts_with("1") && trimmed(rest.substr(1)).starts_with("/")) {  // "1/m"
    tokens.push_back({Token::name, "1"});
    rest = trimmed(rest.substr(1));
  }
  bool blank = false;
  while (!rest.empty()) {
    if (rest.front() == ' ' || rest.front() == '\t') {
      blank = true;
      rest.remove_prefix(1);
      continue;
    }
    const bool may_be_power = after_operand() && tokens.back().kind != Token::power && !blank;
    if (const std::string_view power = leading_power(rest); may_be_power && !power.empty()) {
      const std::size_t number = power.find_first_not_of("^*+");
      tokens.push_back({Token::power, std::string(power.substr(number))});
      rest.remove_prefix(power.size());
    } else if (is_name_byte(rest.front())) {
      const std::size_t end =
          static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_name_byte) - rest.begin());
      if (rest.substr(0, end) == "per") {
        tokens.push_back({Token::divide, "/"});
      } else {
        if (after_operand()) tokens.push_back({Token::multiply, " "});
        tokens.push_back({Token::name, std::string(rest.substr(0, end))});
      }
      rest.remove_prefix(end);
    } else {
      if (rest.front() == '(' && after_operand()) tokens.push_back({Token::multiply, " "});
      tokens.push_back(symbol(rest.front(), unit));
      rest.remove_prefix(1);
    }
    blank = false;
  }
  return tokens;
}

void refuse_open_brackets(const std::vector<Token>& tokens, std::string_view unit) {
  int open = 0;
  bool balanced = true;
  for (const Token& token : tokens) {
    open += token.kind == Token::open ? 1 : token.kind == Token::close ? -1 : 0;
    balanced = balanced && open >= 0;
  }
  if (!balanced || open != 0) not_a_unit(unit, "its brackets do not match");
}

/// W/m K may be meant as W/(m K) or as (W/m) K.
void refuse_product_after_division(const std::vector<Token>& tokens, std::string_view unit) {
  std::vector<bool> divided{false};  // in each open bracket
  for (const Token& token : tokens) {
    if (token.kind == Token::open) divided.push_back(false);
    if (token.kind == Token::close && divided.size() > 1) divided.pop_back();
    if (token.kind == Token::divide) divided.back() = true;
    if (token.kind != Token::multiply || !divided.back()) continue;
    const std::size_t slash = unit.find('/');
    const bool simple = slash != std::string_view::npos && unit.find('(') == std::string_view::npos &&
                        unit.find('/', slash + 1) == std::string_view::npos;
    const std::string bracketed = std::string(trimmed(unit.substr(0, slash))) + "/(" +
                                  std::string(trimmed(unit.substr(slash + 1))) + ")";
    throw UnitError(quoted(unit) + " can be read in two ways",
                    simple ? "write " + bracketed : "put what follows a division in brackets, as in W/(m K)");
  }
}

std::vector<std::string> words_of(std::span<const std::string_view> views) {
  return {views.begin(), views.end()};
}

// ------------------------------------------------------------ udunits2

struct FreeUnit {
  void operator()(ut_unit* unit) const { ut_free(unit); }
};
using UnitHandle = std::unique_ptr<ut_unit, FreeUnit>;

/// The units of udunits2 and three base units more.
class System {
 public:
  static const System& instance() {
    static const System system;
    return system;
  }

  UnitHandle parse(const std::string& text) const {
    return UnitHandle(ut_parse(system_.get(), text.c_str(), UT_UTF8));
  }

 private:
  struct FreeSystem {
    void operator()(ut_system* system) const { ut_free_system(system); }
  };

  System() {
    ut_set_error_message_handler(ut_ignore);
    system_.reset(ut_read_xml(nullptr));
    if (!system_) throw FileError("cannot read the table of units of udunits2; is its data file installed?");
    for (const char* name : {"kilogram_of_water", "euro_currency", "dollar_currency"}) {
      const UnitHandle unit(ut_new_base_unit(system_.get()));
      check(ut_map_name_to_unit(name, UT_ASCII, unit.get()) == UT_SUCCESS,
            "a base unit of our own has a free name");
      check(ut_map_unit_to_symbol(unit.get(), name, UT_ASCII) == UT_SUCCESS, "a base unit has a symbol");
    }
  }

  std::unique_ptr<ut_system, FreeSystem> system_;
};

/// `x` to 15 digits if it is such a number but for its last bits.
std::optional<long double> to_15_digits(double x) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, x, std::chars_format::scientific, 14).ptr;
  long double rounded = 0;
  std::from_chars(text, end, rounded);
  const long double exact = x;
  const long double tolerance = 3.0L * std::numeric_limits<double>::epsilon() * std::abs(exact);
  return std::abs(rounded - exact) <= tolerance ? std::optional(rounded) : std::nullopt;
}

/// Takes `factor` without the rounding of products in udunits2: as a number of 15 digits, or one over such.
void set_factor(Scale& scale, double factor) {
  const auto digits = to_15_digits(factor), over = to_15_digits(1 / factor);
  if (over && (!digits || (factor < 1 && *over == std::round(*over)))) {
    scale.divisor = *over;
  } else {
    scale.factor = digits.value_or(factor);
  }
}

struct Measured {
  double factor = 1;
  double offset = 0;
  Dimension dimension;
};

/// Walks through a unit of udunits2 down to its base units: base value = factor (number + offset).
std::optional<Measured> measure(const ut_unit* unit) {
  static ut_visitor visitor = [] {
    ut_visitor v{};
    v.visit_basic = [](const ut_unit* base, void* out) {
      static_cast<Measured*>(out)->dimension[ut_get_symbol(base, UT_ASCII)] = 1;
      return UT_SUCCESS;
    };
    v.visit_product = [](const ut_unit*, int count, const ut_unit* const* bases, const int* powers,
                         void* out) {
      for (int i = 0; i < count; ++i) {
        static_cast<Measured*>(out)->dimension[ut_get_symbol(bases[i], UT_ASCII)] = powers[i];
      }
      return UT_SUCCESS;
    };
    v.visit_galilean = [](const ut_unit*, double factor, const ut_unit* under, double offset, void* out) {
      static_cast<Measured*>(out)->factor *= factor;
      static_cast<Measured*>(out)->offset += offset;
      return ut_accept_visitor(under, &visitor, out);
    };
    v.visit_timestamp = [](const ut_unit*, const ut_unit*, double, void*) { return UT_VISIT_ERROR; };
    v.visit_logarithmic = [](const ut_unit*, double, const ut_unit*, void*) { return UT_VISIT_ERROR; };
    return v;
  }();
  Measured measured;
  if (ut_accept_visitor(unit, &visitor, &measured) != UT_SUCCESS) return std::nullopt;
  std::erase_if(measured.dimension, [](const auto& base) { return base.second == 0; });
  return measured;
}

/// A name in words of udunits2. Throws UnitError for ambiguous and unknown names.
std::string definition_of(const std::string& name) {
  if (name == "1") return name;
  if (name == "wt%")
    throw UnitError("'wt%' stands alone", "write a ratio of masses, such as g/kg, in longer units");
  for (const AmbiguousUnit& unit : ambiguous_units()) {
    if (unit.name == name)
      throw UnitError(quoted(name) + " is ambiguous as a unit", std::string(unit.instead));
  }
  for (const OwnUnit& unit : own_units()) {
    if (unit.name == name) return std::string(unit.definition);
  }
  const UnitHandle unit = System::instance().parse(name);
  if (unit && measure(unit.get())) return name;
  const std::string near = nearest(name, words_of(common_units()));
  throw UnitError("unknown unit " + quoted(name), near.empty() ? "" : "did you mean '" + near + "'?");
}

Scale scale_of_tokens(const std::vector<Token>& tokens, std::string_view unit) {
  if (tokens.size() == 1 && tokens[0].text == "wt%")
    return {.divisor = 100, .dimension = {}, .basis = Basis::mass};
  std::string text;
  for (const Token& token : tokens) {
    text += token.kind == Token::name    ? definition_of(token.text)
            : token.kind == Token::power ? "^" + token.text
                                         : token.text;
  }
  const UnitHandle handle = System::instance().parse(text);
  const std::optional<Measured> measured = handle ? measure(handle.get()) : std::nullopt;
  if (!measured) not_a_unit(unit, "write units as in \"kg/m3\", \"W/m/K\", \"1/d\"");
  Scale scale;
  set_factor(scale, measured->factor);
  scale.offset = to_15_digits(measured->offset).value_or(measured->offset) * scale.factor / scale.divisor;
  scale.dimension = measured->dimension;
  return scale;
}

bool is_mass(const std::vector<Token>& tokens) {
  return tokens.size() == 1 && tokens[0].text != "wt%" &&
         scale_of_tokens(tokens, tokens[0].text).dimension == Dimension{{"kg", 1}};
}

Scale new_scale_of(std::string_view unit) {
  const std::string text = plain(unit);
  const std::vector<Token> tokens = tokens_of(text);
  refuse_open_brackets(tokens, text);
  refuse_product_after_division(tokens, text);
  Scale scale = scale_of_tokens(tokens, text);
  const auto slash =
      std::find_if(tokens.begin(), tokens.end(), [](const Token& t) { return t.kind == Token::divide; });
  if (slash != tokens.end() && is_mass({tokens.begin(), slash}) && is_mass({slash + 1, tokens.end()})) {
    scale.basis = Basis::mass;
  }
  return scale;
}

}  // namespace

Scale scale_of(std::string_view unit) {
  if (unit == "1") return {};
  // a database has thousands of values in a few dozen units
  static std::map<std::string, Scale, std::less<>> known;
  constexpr std::size_t most_known = 1000;
  const auto found = known.find(unit);
  if (found != known.end()) return found->second;
  const Scale scale = new_scale_of(unit);
  if (known.size() < most_known) known.emplace(unit, scale);
  return scale;
}

}  // namespace talus
