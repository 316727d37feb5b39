#include "base/error.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <tuple>
#include <utility>

#include "base/warnings.h"

namespace talus {

namespace {

constexpr std::size_t longest_list = 12;   // known words printed in full
constexpr std::size_t first_of_many = 8;   // printed of a longer list
constexpr std::size_t longest_word = 100;  // bytes; of longer ones nobody means another
constexpr std::size_t widest = 200;  // bytes of a line, or of what is wrong, that are shown around a fault

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

/// Blanks as wide as `text` on a screen: tabs stay tabs, a character of several bytes is one blank.
std::string blanks_for(std::string_view text) {
  std::string blanks;
  for (const char byte : text) {
    if (starts_character(byte)) blanks += byte == '\t' ? '\t' : ' ';
  }
  return blanks;
}

/// The first byte of the character that `at` is in.
std::size_t start_of_character(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && !starts_character(text[at])) --at;
  return at;
}

/// `place` with a line that is not wider than a reader can take: what stands around the fault.
Place shown(Place place) {
  std::string& line = place.line_text;
  if (line.size() <= widest) return place;
  const std::string dots = "... ";
  const auto column = static_cast<std::size_t>(std::max(place.column - 1, 0));
  const std::size_t begin =
      column < widest / 2 ? 0 : start_of_character(line, std::min(column, line.size()) - widest / 2);
  const std::size_t end = start_of_character(line, std::min(begin + widest, line.size()));
  const bool goes_on = end < line.size();
  line = (begin > 0 ? dots : "") + line.substr(begin, end - begin);
  if (begin > 0) place.column -= static_cast<int>(begin - dots.size());
  place.length = std::min(place.length, static_cast<int>(end - std::min(column, end)));
  if (goes_on) line += " ...";
  return place;
}

/// A sentence without the middle of what makes it endless.
std::string shown(const std::string& what) {
  if (what.size() <= 5 * widest) return what;
  return what.substr(0, start_of_character(what, widest)) + " ... " +
         what.substr(start_of_character(what, what.size() - widest));
}

/// "^~~~" under `place`, cut at the end of its line.
std::string underline(const Place& place) {
  const std::string_view line = place.line_text;
  const auto begin = std::min(static_cast<std::size_t>(std::max(place.column - 1, 0)), line.size());
  const auto covered = line.substr(begin, static_cast<std::size_t>(std::max(place.length, 1)));
  const auto characters = std::count_if(covered.begin(), covered.end(), starts_character);
  return blanks_for(line.substr(0, begin)) + "^" +
         std::string(static_cast<std::size_t>(std::max<std::ptrdiff_t>(characters, 1) - 1), '~');
}

/// `line` as a terminal can show it.
std::string printable(std::string line) {
  for (char& c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7F) c = '?';
  }
  return line;
}

std::string indented(const std::string& lines) {
  std::string out;
  std::size_t begin = 0;
  while (begin <= lines.size()) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    out += "\n  " + lines.substr(begin, end - begin);
    begin = end + 1;
  }
  return out;
}

std::string summary(const std::vector<Problem>& problems) {
  std::vector<std::string> files;
  for (const Problem& p : problems) {
    if (!p.place.file.empty() && std::find(files.begin(), files.end(), p.place.file) == files.end()) {
      files.push_back(p.place.file);
    }
  }
  std::string text = std::to_string(problems.size()) + (problems.size() == 1 ? " error" : " errors");
  for (std::size_t i = 0; i < files.size(); ++i) {
    text += (i == 0 ? " in " : i + 1 == files.size() ? " and " : ", ") + files[i];
  }
  return text;
}

std::string whole_text(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& p : in_order(problems)) text += format(p) + "\n";
  return text + summary(in_order(problems));
}

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool differs_in_case_alone(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Damerau-Levenshtein distance (neighbours swapped at most once) in half steps: an insertion, a removal,
/// another letter or a swap is 2, another case of the same letter is 1.
std::size_t half_steps(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = 2 * i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = 2 * j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : lower(a[i - 1]) == lower(b[j - 1]) ? 1 : 2;
      d[i][j] = std::min({d[i - 1][j] + 2, d[i][j - 1] + 2, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 2);
      }
    }
  }
  return d[a.size()][b.size()];
}

/// A name of a species, gas or component without its charge and its phase: "Mg" of "Mg+2", "CO2" of "CO2(g)".
std::string_view without_charge(std::string_view name) {
  constexpr std::string_view digits = "0123456789", signs = "+-";
  if (name.ends_with(')'))
    if (const auto open = name.rfind('('); open != std::string_view::npos && open > 0)
      name = name.substr(0, open);
  const auto sign = name.find_last_not_of(digits);  // "+2": digits after the sign
  if (sign == std::string_view::npos || signs.find(name[sign]) == std::string_view::npos) return name;
  const auto last = name.find_last_not_of(signs, sign);
  return last == std::string_view::npos ? name : name.substr(0, last + 1);
}

/// Whether both are the same but for charge and phase, also where `word` has digits before the sign: "Ca2+".
bool differs_in_charge_alone(std::string_view word, std::string_view candidate) {
  const std::string_view bare = without_charge(word), other = without_charge(candidate);
  if (bare.empty() || other.empty()) return false;
  const bool signed_at_end = word.ends_with('+') || word.ends_with('-');
  const bool digit = signed_at_end && bare.size() > 1 && bare.back() >= '1' && bare.back() <= '9';
  return bare == other || (digit && bare.substr(0, bare.size() - 1) == other);
}

std::string format_as(std::string_view kind, const Problem& problem) {
  const Place place = shown(problem.place);
  std::string text = place.file;
  if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(problem.place.column);
  text += (text.empty() ? "" : ": ") + std::string(kind) + ": " + shown(problem.what);
  if (!place.line_text.empty()) {
    const std::string number = place.line > 0 ? std::to_string(place.line) + " " : "";
    text += "\n  " + number + "| " + printable(place.line_text);
    text += "\n  " + std::string(number.size(), ' ') + "| " + underline(place);
  }
  if (!problem.hint.empty()) text += indented(problem.hint);
  return text;
}

}  // namespace

std::vector<Problem> in_order(std::vector<Problem> problems) {
  std::vector<std::string> files;
  for (const Problem& p : problems) {
    if (std::find(files.begin(), files.end(), p.place.file) == files.end()) files.push_back(p.place.file);
  }
  const auto rank = [&files](const Problem& p) {
    const auto file = std::find(files.begin(), files.end(), p.place.file) - files.begin();
    return std::tuple(p.place.file == "--set", file, p.place.line, p.place.line_text, p.place.column);
  };
  const auto by_line = [&rank](const Problem& a, const Problem& b) {
    auto left = rank(a), right = rank(b);
    if (a.place.line > 0) std::get<3>(left).clear();  // one line, one text
    if (b.place.line > 0) std::get<3>(right).clear();
    return left < right;
  };
  std::stable_sort(problems.begin(), problems.end(), by_line);
  std::vector<Problem> once;
  std::size_t here = 0;  // the first of those at the place of the last
  for (Problem& p : problems) {
    if (!once.empty() && by_line(once.back(), p)) here = once.size();
    const auto same = [&p](const Problem& q) { return p.what == q.what; };
    if (std::none_of(once.begin() + static_cast<std::ptrdiff_t>(here), once.end(), same))
      once.push_back(std::move(p));
  }
  return once;
}

std::string one_line(const Problem& problem) {
  const Place& place = problem.place;
  std::string at = place.file;
  if (place.line > 0) at += ":" + std::to_string(place.line);
  return (at.empty() ? "" : at + ": ") + problem.what;
}

std::string format(const Problem& problem) { return format_as("error", problem); }

std::string format_warning(const Problem& problem) { return format_as("warning", problem); }

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(whole_text(problems)), problems_(in_order(std::move(problems))) {}

void check(bool condition, std::string_view sentence, std::source_location where) {
  if (condition) return;
  std::string_view file = where.file_name();
  const std::size_t name = file.rfind('/');
  const std::size_t room = name == std::string_view::npos || name == 0 ? name : file.rfind('/', name - 1);
  if (room != std::string_view::npos) file.remove_prefix(room + 1);
  throw std::logic_error(std::string(sentence) + " (" + std::string(file) + ":" +
                         std::to_string(where.line()) + ")");
}

std::string nearest(std::string_view word, std::span<const std::string> known) {
  if (word.size() > longest_word) return "";
  const std::size_t limit = 2 * std::max<std::size_t>(1, word.size() / 3);
  std::size_t best = std::numeric_limits<std::size_t>::max();
  std::string found;
  for (const std::string& candidate : known) {
    if (candidate.size() > 2 * longest_word) continue;
    const bool same_letters = differs_in_case_alone(word, candidate);
    const std::size_t distance = same_letters ? 1 : half_steps(word, candidate);
    const bool alike = distance < 2 * std::max(word.size(), candidate.size());  // "x" is not like "y"
    if (distance > limit || !alike) continue;
    if (distance < best || (distance == best && candidate < found)) {
      best = distance;
      found = candidate;
    }
  }
  if (!found.empty()) return found;
  for (const std::string& candidate : known)
    if (differs_in_charge_alone(word, candidate) && (found.empty() || candidate < found)) found = candidate;
  return found;
}

std::string suggestion(std::string_view word, std::span<const std::string> known) {
  std::vector<std::string> words(known.begin(), known.end());
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.empty()) return "";

  const std::string near = nearest(word, known);
  std::string text = near.empty() ? "" : "did you mean '" + near + "'? ";
  const bool many = words.size() > longest_list;
  text += many ? std::to_string(words.size()) + " known: " : "known: ";
  for (std::size_t i = 0; i < (many ? first_of_many : words.size()); ++i)
    text += (i == 0 ? "" : ", ") + words[i];
  return text + (many ? ", ..." : "");
}

}  // namespace talus
