#include "chemistry/database/interaction_line.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace talus {

namespace {

constexpr std::array<std::string_view, 11> kinds = {"B0",  "B1",   "B2",  "C0", "THETA", "LAMBDA",
                                                    "PSI", "ZETA", "ETA", "MU", "ALPHAS"};

/// The number that a word is, or nothing.
std::optional<double> number_in(const std::string& word) {
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  const bool digits = std::ranges::any_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
  return *end == '\0' && digits && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

std::size_t species_of_parameter(std::string_view parameter) {
  return parameter == "PSI" || parameter == "ZETA" || parameter == "ETA" || parameter == "MU" ? 3 : 2;
}

InteractionRecord interaction_of_line(const std::string& line) {
  const auto refuse = [&](const std::string& why) {
    throw std::invalid_argument("the parameter '" + line + "' " + why);
  };
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  if (words.empty()) refuse("is empty");
  InteractionRecord record;
  record.parameter = words[0];
  if (std::ranges::count(kinds, record.parameter) == 0)
    refuse(
        "is of no kind that Pitzer's model has: B0, B1, B2, C0, THETA, LAMBDA, PSI, ZETA, ETA, MU, ALPHAS");
  const std::size_t count = species_of_parameter(record.parameter);
  for (std::size_t i = 1; i <= count; ++i) {
    if (i >= words.size() || number_in(words[i])) refuse("needs " + std::to_string(count) + " species");
    record.species.push_back(words[i]);
  }
  const std::size_t first = count + 1;
  if (words.size() <= first) refuse("has no number");
  if (words.size() - first > record.coefficients.size()) refuse("has more than six coefficients");
  for (std::size_t i = first; i < words.size(); ++i) {
    const auto value = number_in(words[i]);
    if (!value) refuse("has '" + words[i] + "' where a number belongs");
    record.coefficients[i - first] = *value;
  }
  return record;
}

}  // namespace talus
