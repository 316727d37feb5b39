// A letter outside of ASCII where a key or a blank is expected leads toml++ into undefined behaviour, and a
// key of thousands of names overflows the stack, so both are refused before it sees the text.
#include "base/toml_text.h"

#include <algorithm>
#include <string>
#include <utility>

namespace talus::input_detail {

namespace {

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// Walks through a text and separates strings and comments from the rest.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<TextFault> faults() {
    std::vector<TextFault> found;
    bool line_is_known = false;
    const auto note = [&](TextFault::Kind kind, std::size_t at, std::size_t length) {
      if (!std::exchange(line_is_known, true)) found.push_back({kind, at, length});
    };
    std::size_t key = 0;  // where the key, or the value, began
    int dots = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '\n') line_is_known = false;
      if ((c & 0x80) != 0) note(TextFault::letter, at_, length_of_character(at_));
      if (std::string_view("\n=,{}[]").find(c) != std::string_view::npos) {
        key = at_ + 1;
        dots = 0;
      }
      if (c == '.' && ++dots == deepest) note(TextFault::deep, key, at_ - key);
      ++at_;
    }
    return found;
  }

 private:
  std::size_t length_of_character(std::size_t begin) const {
    std::size_t end = begin + 1;
    while (end < text_.size() && continues_character(text_[end])) ++end;
    return end - begin;
  }

  void skip_string(char quote) {
    const std::string three(3, quote);
    const bool long_string = text_.substr(at_).starts_with(three);
    at_ += long_string ? 3 : 1;
    while (at_ < text_.size()) {
      if (!long_string && text_[at_] == '\n') return;
      if (quote == '"' && text_[at_] == '\\') {
        at_ += 2;
      } else if (long_string && text_.substr(at_).starts_with(three)) {
        at_ += 3;
        while (at_ < text_.size() && text_[at_] == quote) ++at_;  // """a quote at its end""""
        return;
      } else if (text_[at_++] == quote && !long_string) {
        return;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Problem problem_of(const Tree& tree, const TextFault& fault, std::string_view words, const Spot& spot) {
  if (fault.kind == TextFault::deep)
    return {tree.place(spot), "a key of more than " + std::to_string(deepest) + " names",
            "a dot joins the name of a table to a name in it; no key of Talus needs so many"};
  const std::string character(words);
  const bool quote =
      character == "“" || character == "”" || character == "„" || character == "‘" || character == "’";
  return {tree.place(spot), "'" + character + "' outside of quotes",
          quote ? "write straight quotes: \""
                : "names and texts with such letters stand in quotes, as in \"" + character + "\""};
}

}  // namespace

std::vector<TextFault> faults_of_text(std::string_view text) { return Scanner(text).faults(); }

void note_faults_of_text(Tree& tree, std::string_view text) {
  int line = 1;
  std::size_t begin = 0;  // of the line
  for (const TextFault& fault : faults_of_text(text)) {
    for (std::size_t end = text.find('\n', begin); end < fault.at; end = text.find('\n', begin)) {
      begin = end + 1;
      ++line;
    }
    const Spot spot{0, line, static_cast<int>(fault.at - begin) + 1, static_cast<int>(fault.length)};
    tree.problems.push_back(problem_of(tree, fault, text.substr(fault.at, fault.length), spot));
  }
}

}  // namespace talus::input_detail
