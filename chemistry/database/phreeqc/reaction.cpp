#include "chemistry/database/phreeqc/reaction.h"

#include <cctype>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "chemistry/database/phreeqc/lines.h"

namespace talus::phreeqc {

namespace {

bool sign(char c) { return c == '+' || c == '-'; }
bool numeral(char c) { return c == '.' || std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool starts_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '(' || c == ')' || c == '[' || c == ']';
}

/// Reads an equation without blanks from its beginning to its end.
class EquationReader {
 public:
  EquationReader(std::string_view text, std::string_view shown) : text_(text), shown_(shown) {}

  Equation read() {
    Equation equation;
    while (peek() != '=') {
      if (peek() == '\0') fail("has no '='");
      equation.left.push_back(term());
    }
    ++at_;
    while (peek() != '\0') equation.right.push_back(term());
    if (equation.left.empty() || equation.right.empty()) fail("has nothing on one side of '='");
    return equation;
  }

  Term term() {
    Term result;
    result.amount = amount();
    result.name = name();
    result.name += charge();
    return result;
  }

  bool at_end() const { return at_ >= text_.size(); }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  [[noreturn]] void fail(const std::string& why) const {
    throw std::invalid_argument("the equation '" + std::string(shown_) + "' " + why);
  }

  double amount() {
    double factor = 1;
    for (; sign(peek()); ++at_)
      if (peek() == '-') factor = -factor;
    const std::size_t start = at_;
    while (numeral(peek())) ++at_;
    if (at_ == start) return factor;
    return factor * number_of(text_.substr(start, at_ - start));
  }

  /// Everything up to a sign or '='; "[...]" is an element, whatever stands in it.
  std::string name() {
    const std::size_t start = at_;
    bool inside = false;
    for (; peek() != '\0'; ++at_) {
      if (peek() == '[') inside = true;
      if (peek() == ']') inside = false;
      if (!inside && (sign(peek()) || peek() == '=')) break;
    }
    if (at_ == start || !starts_name(text_[start]))
      fail("lacks a name at character " + std::to_string(start + 1) + " (blanks not counted)");
    return std::string(text_.substr(start, at_ - start));
  }

  std::string charge() {
    if (!sign(peek())) return {};
    const char kind = peek();
    std::size_t signs = 1;
    while (peek(signs) == kind) ++signs;
    std::size_t end = signs;
    while (numeral(peek(end))) ++end;
    const char next = peek(end);
    if (starts_name(next)) {  // the last sign of the run joins what follows
      at_ += signs - 1;
      return signs == 1 ? "" : written(kind, static_cast<double>(signs - 1));
    }
    double size = static_cast<double>(signs);
    if (end > signs) {
      if (signs > 1) fail("has a charge that is written twice");
      size = number_of(text_.substr(at_ + 1, end - 1));
    }
    at_ += end;
    return written(kind, size);
  }

  static std::string written(char kind, double size) {
    if (size == 0) return {};
    if (size == 1) return std::string(1, kind);
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, size).ptr;
    return kind + std::string(text, end);
  }

  std::string_view text_, shown_;
  std::size_t at_ = 0;
};

std::string without_blanks(std::string_view text) {
  std::string result;
  for (const std::string_view word : words_of(text)) result += word;
  return result;
}

}  // namespace

Equation parse_equation(std::string_view text) {
  const std::string squeezed = without_blanks(text);
  return EquationReader(squeezed, text).read();
}

std::string species_name(std::string_view text) {
  const std::string squeezed = without_blanks(text);
  EquationReader reader(squeezed, text);
  const Term term = reader.term();
  if (term.amount == 1 && reader.at_end()) return term.name;
  throw std::invalid_argument("'" + std::string(text) + "' is not the name of one species");
}

double joules(double value, std::string_view unit) {
  std::string word = small(unit);
  if (const std::size_t slash = word.find('/'); slash != std::string::npos) {
    if (word.substr(slash) != "/mol" && word.substr(slash) != "/mole") word = "?";
    word = word.substr(0, slash);
  }
  // as PHREEQC has it: k in front is a thousand, and a c makes calories ("kca" stands in files)
  const bool kilo = word.empty() || word.starts_with('k');
  const std::string base = word.starts_with('k') ? word.substr(1) : word.empty() ? "j" : word;
  const auto is_short_for = [&](std::string_view whole) { return !base.empty() && whole.starts_with(base); };
  if (is_short_for("joules")) return value * (kilo ? 1e3 : 1);
  if (is_short_for("calories") || is_short_for("cals")) return value * (kilo ? 4184.0 : 4.184);
  throw std::invalid_argument("'" + std::string(unit) +
                              "' is not a unit of enthalpy; known: kJ, kcal, J, cal");
}

double cubic_metres(double value, std::string_view unit) {
  const std::string word = small(unit);
  if (word.empty() || word == "cm3/mol") return value * 1e-6;
  if (word == "dm3/mol") return value * 1e-3;
  if (word == "m3/mol") return value;
  throw std::invalid_argument("'" + std::string(unit) +
                              "' is not a unit of molar volume; known: cm3/mol, dm3/mol, m3/mol");
}

double number_of(std::string_view word) {
  std::string_view digits = word;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc() && end == digits.data() + digits.size() && std::isfinite(value)) return value;
  throw std::invalid_argument("'" + std::string(word) + "' is not a number");
}

}  // namespace talus::phreeqc
