#include "chemistry/database/formula.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace talus {
namespace {

/// IUPAC standard atomic weights of 2021, abridged to five digits; g/mol. Technetium and promethium have
/// none.
constexpr std::array<std::pair<std::string_view, double>, 83> weights{{
    {"H", 1.0080},  {"He", 4.0026}, {"Li", 6.94},   {"Be", 9.0122}, {"B", 10.81},   {"C", 12.011},
    {"N", 14.007},  {"O", 15.999},  {"F", 18.998},  {"Ne", 20.180}, {"Na", 22.990}, {"Mg", 24.305},
    {"Al", 26.982}, {"Si", 28.085}, {"P", 30.974},  {"S", 32.06},   {"Cl", 35.45},  {"Ar", 39.95},
    {"K", 39.098},  {"Ca", 40.078}, {"Sc", 44.956}, {"Ti", 47.867}, {"V", 50.942},  {"Cr", 51.996},
    {"Mn", 54.938}, {"Fe", 55.845}, {"Co", 58.933}, {"Ni", 58.693}, {"Cu", 63.546}, {"Zn", 65.38},
    {"Ga", 69.723}, {"Ge", 72.630}, {"As", 74.922}, {"Se", 78.971}, {"Br", 79.904}, {"Kr", 83.798},
    {"Rb", 85.468}, {"Sr", 87.62},  {"Y", 88.906},  {"Zr", 91.224}, {"Nb", 92.906}, {"Mo", 95.95},
    {"Ru", 101.07}, {"Rh", 102.91}, {"Pd", 106.42}, {"Ag", 107.87}, {"Cd", 112.41}, {"In", 114.82},
    {"Sn", 118.71}, {"Sb", 121.76}, {"Te", 127.60}, {"I", 126.90},  {"Xe", 131.29}, {"Cs", 132.91},
    {"Ba", 137.33}, {"La", 138.91}, {"Ce", 140.12}, {"Pr", 140.91}, {"Nd", 144.24}, {"Sm", 150.36},
    {"Eu", 151.96}, {"Gd", 157.25}, {"Tb", 158.93}, {"Dy", 162.50}, {"Ho", 164.93}, {"Er", 167.26},
    {"Tm", 168.93}, {"Yb", 173.05}, {"Lu", 174.97}, {"Hf", 178.49}, {"Ta", 180.95}, {"W", 183.84},
    {"Re", 186.21}, {"Os", 190.23}, {"Ir", 192.22}, {"Pt", 195.08}, {"Au", 196.97}, {"Hg", 200.59},
    {"Tl", 204.38}, {"Pb", 207.2},  {"Bi", 208.98}, {"Th", 232.04}, {"U", 238.03},
}};

bool digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }

using Elements = std::map<std::string, double>;

constexpr int deepest = 50;                // brackets in brackets: as many as the stack bears with ease
constexpr double largest_charge = 1000;    // of an ion; more is a slip
constexpr std::size_t longest_shown = 80;  // characters of a formula that messages show

std::string shown(std::string_view text) {
  if (text.size() <= longest_shown) return "'" + std::string(text) + "'";
  return "'" + std::string(text.substr(0, longest_shown)) + "...'";
}

/// Reads what stands between the charge and the suffix: parts joined by ':' or '.', each with its own number.
class FormulaReader {
 public:
  FormulaReader(std::string_view text, const ElementWeights& others) : text_(text), others_(others) {}

  Elements read() {
    Elements all;
    do {
      const double times = number(1);
      add(all, group(), times);
    } while (next_part());
    if (at_ < text_.size()) fail("unexpected '" + std::string(1, text_[at_]) + "'");
    if (all.empty()) fail("no element");
    for (const auto& [element, count] : all)
      if (!std::isfinite(count)) fail("there is no such number of atoms of " + element);
    return all;
  }

 private:
  static void add(Elements& to, const Elements& from, double times) {
    for (const auto& [element, count] : from) to[element] += times * count;
  }

  Elements group() {
    Elements elements;
    while (at_ < text_.size()) {
      if (text_[at_] == '(') {
        const std::size_t open = at_++;
        if (++depth_ > deepest)
          fail("more than " + std::to_string(deepest) + " brackets stand in each other");
        const Elements inside = group();
        --depth_;
        if (at_ == text_.size()) fail("'(' at " + std::to_string(open + 1) + " is not closed");
        ++at_;
        add(elements, inside, number(1));
      } else if (upper(text_[at_]) || text_[at_] == '[') {
        const std::string name = element();
        elements[name] += number(1);
      } else {
        break;  // ')' of the group around, the next part, or something that read() refuses
      }
    }
    return elements;
  }

  std::string element() {
    std::size_t end = at_ + 1;
    if (text_[at_] == '[') {
      end = text_.find(']', at_);
      if (end++ == std::string_view::npos) fail("'[' is not closed");
    }
    while (end < text_.size() && (lower(text_[end]) || text_[end] == '_')) ++end;
    std::string name(text_.substr(at_, end - at_));
    if (!others_.contains(name)) try {
        atomic_weight(name);
      } catch (const std::invalid_argument& unknown) {
        fail(unknown.what());
      }
    at_ = end;
    return name;
  }

  /// The number here, "2", "0.5" or ".5"; `otherwise` when there is none. The point of "CO3.3H2O" is no
  /// decimal point.
  double number(double otherwise) {
    std::size_t end = at_;
    while (end < text_.size() && digit(text_[end])) ++end;
    if (end < text_.size() && text_[end] == '.' && !hydrate_point(end)) {
      ++end;
      while (end < text_.size() && digit(text_[end])) ++end;
    }
    if (end == at_) return otherwise;
    const std::string digits(text_.substr(at_, end - at_));
    char* stop = nullptr;
    const double value = std::strtod(digits.c_str(), &stop);
    if (*stop != '\0') fail("'" + digits + "' is not a number");
    at_ = end;
    return value;
  }

  /// A point joins water to a salt when "H2O", with or without an integer, is all that follows it, and what
  /// stands before it is not the zero of a decimal fraction, nor the number of water that ':' joined already.
  bool hydrate_point(std::size_t point) const {
    if (joined_) return false;
    std::size_t water = point + 1;
    while (water < text_.size() && digit(text_[water])) ++water;
    if (text_.substr(water) != "H2O") return false;
    return point > 0 && !(text_[point - 1] == '0' && (point < 2 || !digit(text_[point - 2])));
  }

  bool next_part() {
    if (at_ >= text_.size()) return false;
    if (text_[at_] != ':' && !(text_[at_] == '.' && hydrate_point(at_))) return false;
    ++at_;
    joined_ = true;
    if (at_ == text_.size()) fail("nothing after '" + std::string(1, text_[at_ - 1]) + "'");
    return true;
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw std::invalid_argument(shown(text_) + " is not a formula: " + why + " (at character " +
                                std::to_string(at_ + 1) + ")");
  }

  std::string_view text_;
  const ElementWeights& others_;
  std::size_t at_ = 0;
  int depth_ = 0;        ///< brackets that are open
  bool joined_ = false;  ///< whether a part after ':' or '.' has begun
};

std::string_view without_suffix(std::string_view text) {
  for (std::string_view suffix : {"(aq)", "(g)", "(s)"})
    if (text.ends_with(suffix)) return text.substr(0, text.size() - suffix.size());
  return text;
}

/// Takes the charge from the end of `text`: "+" is 1, "-2" is -2.
double take_charge(std::string_view& text) {
  const std::size_t sign = text.find_last_of("+-");
  if (sign == std::string_view::npos || sign == 0) return 0;
  const std::string_view digits = text.substr(sign + 1);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return digit(c) || c == '.'; })) return 0;
  const double size = digits.empty() ? 1 : std::strtod(std::string(digits).c_str(), nullptr);
  if (!(size <= largest_charge))
    throw std::invalid_argument(shown(text) + " is not a formula: no ion has such a charge");
  const double charge = text[sign] == '+' ? size : -size;
  text = text.substr(0, sign);
  return charge;
}

}  // namespace

double atomic_weight(std::string_view element) {
  for (const auto& [name, weight] : weights)
    if (name == element) return weight * 1e-3;
  throw std::invalid_argument("unknown element '" + std::string(element) + "'");
}

bool is_element(std::string_view name) {
  return std::ranges::any_of(weights, [&](const auto& known) { return known.first == name; });
}

Formula parse_formula(std::string_view text, const ElementWeights& others) {
  Formula formula;
  if (text == "e-") return {.elements = {}, .charge = -1, .molar_mass = 0};
  text = without_suffix(text);
  formula.charge = take_charge(text);
  formula.elements = FormulaReader(text, others).read();
  for (const auto& [element, count] : formula.elements) {
    const auto own = others.find(element);
    formula.molar_mass += count * (own == others.end() ? atomic_weight(element) : own->second);
  }
  if (!std::isfinite(formula.molar_mass))
    throw std::invalid_argument(shown(text) + " is not a formula: its mass is no number");
  return formula;
}

}  // namespace talus
