// TOML by toml++, which no other file sees.
//
// Where toml++ 3.3 meets what it has not foreseen ("[[" at the end of a line), it fails an assertion, which
// aborts or, with NDEBUG, goes on. Here its assertions throw in all builds; so it is compiled in this file
// and not taken from its library. What else it must not see is refused before it sees the text (toml_text.h).
namespace {
struct BrokenAssertion {};
constexpr void hold(bool condition) {
  if (!condition) throw BrokenAssertion();
}
}  // namespace
#undef NDEBUG
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#define TOML_ASSERT(expr) hold(static_cast<bool>(expr))
#define TOML_MAX_NESTED_VALUES 32  // deepest of toml_text.h
#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/input_tree.h"
#include "base/toml_text.h"

namespace talus::input_detail {

static_assert(deepest == TOML_MAX_NESTED_VALUES);

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// The byte (from 0) at which the character number `column` (from 1) begins.
int byte_of(std::string_view line, int column) {
  int at = 0;
  for (int passed = 1; at < static_cast<int>(line.size()); ++at) {
    if (continues_character(line[static_cast<std::size_t>(at)])) continue;
    if (passed++ == column) break;
  }
  return at;
}

// ------------------------------------------------------------------------------------- from toml++ to nodes

/// Turns values of toml++ into nodes; `lines` is the text that it parsed.
struct Converter {
  const std::vector<std::string>& lines;

  Spot spot(const toml::source_region& region) const {
    const int line = static_cast<int>(region.begin.line);
    if (line < 1 || line > static_cast<int>(lines.size())) return {};
    const std::string& text = lines[static_cast<std::size_t>(line) - 1];
    const int begin = byte_of(text, static_cast<int>(region.begin.column));
    const bool one_line = region.end.line == region.begin.line;
    const int end =
        one_line ? byte_of(text, static_cast<int>(region.end.column)) : static_cast<int>(text.size());
    return {0, line, begin + 1, std::max(end - begin, 1)};
  }

  std::string written(const Spot& place) const {
    if (place.line < 1) return "";
    return lines[static_cast<std::size_t>(place.line) - 1].substr(static_cast<std::size_t>(place.column) - 1,
                                                                  static_cast<std::size_t>(place.length));
  }

  Node node(const toml::node& from) const {
    Node to;
    to.place = spot(from.source());
    to.written = written(to.place);
    if (const auto* table = from.as_table()) {
      to.kind = Node::table;
      add_members(to, *table);
    } else if (const auto* array = from.as_array()) {
      to.kind = Node::list;
      for (const toml::node& element : *array) to.children.push_back(node(element));
    } else if (const auto* text = from.as_string()) {
      to.kind = Node::text;
      to.written = text->get();
    } else if (const auto* whole = from.as_integer()) {
      to.kind = Node::integer;
      to.whole = whole->get();
      to.number = static_cast<double>(whole->get());
    } else if (const auto* real = from.as_floating_point()) {
      to.kind = Node::real;
      to.number = real->get();
    } else if (const auto* flag = from.as_boolean()) {
      to.kind = Node::boolean;
      to.flag = flag->get();
    } else {
      to.kind = Node::date;
    }
    return to;
  }

  /// toml++ sorts by name; a reader wants the order of the file.
  void add_members(Node& to, const toml::table& table) const {
    for (const auto& [key, value] : table) {
      Node child = node(value);
      child.name = key.str();
      child.key = spot(key.source());
      to.children.push_back(std::move(child));
    }
    std::stable_sort(to.children.begin(), to.children.end(), [](const Node& a, const Node& b) {
      return std::pair(a.key.line, a.key.column) < std::pair(b.key.line, b.key.column);
    });
  }
};

// ----------------------------------------------------------------------------------------- what is not TOML

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

/// The key of "key = value", or the header "[key]".
std::string_view key_of(std::string_view line) {
  const std::string_view start = without_blanks(line);
  if (start.starts_with('[')) return start.substr(0, std::min(start.rfind(']'), start.size() - 1) + 1);
  return without_blanks(start.substr(0, start.find('=')));
}

/// "'depth' is given twice", with the line of the first if it can be seen from the text alone.
Problem duplicate(const Tree& tree, int line) {
  const std::string& text = tree.lines[static_cast<std::size_t>(line) - 1];
  const std::string_view key = key_of(text);
  const bool header = key.starts_with('[');
  std::string hint;
  for (int above = line - 1; above >= 1; --above) {
    const std::string_view other = key_of(tree.lines[static_cast<std::size_t>(above) - 1]);
    if (other == key) hint = "it stands in line " + std::to_string(above) + " already";
    if (other == key || (!header && other.starts_with('['))) break;
  }
  const int column = static_cast<int>(text.find(key)) + 1;
  return {tree.place({0, line, column, static_cast<int>(key.size())}),
          "'" + std::string(key) + "' is given twice", hint};
}

/// What to write instead of a key.
std::string hint_for_key(std::string_view key) {
  const bool bare = std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '-' || c == '.';
  });
  if (key.empty()) return "a name is missing before the equals sign";
  if (bare || key.find_first_of("\"'[{") != std::string_view::npos) return "";
  return "a name with more than letters, digits, _ and - stands in quotes: \"" + std::string(key) +
         "\" = ...";
}

/// What to write instead of a value, for the faults that are made most often.
std::string hint_for_value(std::string_view key, std::string_view value) {
  if (value.empty()) return "write a value after the equals sign";
  if (value.find_first_of("\"'[{") != std::string_view::npos) return "";
  const bool number =
      std::isdigit(static_cast<unsigned char>(value[0])) || value[0] == '-' || value[0] == '+';
  const bool comma = value.find(',') != std::string_view::npos;
  if (number && comma && value.find_first_not_of("0123456789,.+-") == std::string_view::npos) {
    return "write a decimal point, and nothing between thousands";
  }
  return std::string(number ? "a value with a unit" : "text") + " stands in quotes: " + std::string(key) +
         " = \"" + std::string(value) + "\"";
}

Problem syntax_problem(const Tree& tree, const toml::parse_error& error) {
  std::string what(error.description());
  const int line = static_cast<int>(error.source().begin.line);
  const bool inside = line >= 1 && line <= static_cast<int>(tree.lines.size());
  if (!inside) return {tree.place({}), "this is not TOML: " + what, ""};
  if (what.find("cannot redefine existing") != std::string::npos) return duplicate(tree, line);
  const std::string& text = tree.lines[static_cast<std::size_t>(line) - 1];
  const int column = byte_of(text, static_cast<int>(error.source().begin.column)) + 1;
  const Place place = tree.place({0, line, column, 1});
  const bool at_end = column > static_cast<int>(text.size());
  if (what.starts_with("Error while parsing string") && at_end)
    return {place, "a text has no closing quote", ""};

  if (what.find("TOML_MAX_NESTED_VALUES") != std::string::npos)
    return {place, "lists and tables stand more than " + std::to_string(deepest) + " deep in each other",
            "no key of Talus needs so many"};

  if (what.starts_with("Error while parsing ")) what.erase(0, what.find(": ") + 2);
  const std::size_t equals = text.find('=');
  std::string hint;
  if (equals != std::string::npos) {
    const std::string_view key = without_blanks(std::string_view(text).substr(0, equals));
    std::string_view value = std::string_view(text).substr(equals + 1);
    value = without_blanks(value.substr(0, value.find('#')));
    const bool in_value = column > static_cast<int>(equals) + 1;
    hint = in_value ? hint_for_value(key, value) : hint_for_key(key);
  }
  return {place, "this is not TOML: " + what, hint};
}

/// Whether the first `count` lines break an assertion of toml++.
bool breaks_assertion(const Tree& tree, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += tree.lines[i] + "\n";
  try {
    static_cast<void>(toml::parse(std::string_view(text)));
  } catch (const BrokenAssertion&) {
    return true;
  } catch (const toml::parse_error&) {  // a value that goes on in the next line
  }
  return false;
}

/// The first line with which the text so far breaks an assertion of toml++, by halving: it reads from the
/// beginning, so that every longer text breaks it too.
Problem broken_assertion(const Tree& tree) {
  std::size_t holds = 0, breaks = tree.lines.size();
  while (breaks > holds + 1) {
    const std::size_t middle = (holds + breaks) / 2;
    (breaks_assertion(tree, middle) ? breaks : holds) = middle;
  }
  const int length = breaks > 0 ? static_cast<int>(tree.lines[breaks - 1].size()) : 1;
  return {tree.place({0, static_cast<int>(breaks), 1, length}), "this is not TOML", ""};
}

void move_to(Node& node, const Spot& place, int shift) {
  const auto moved = [&](const Spot& spot) {
    return Spot{place.source, place.line, place.column + spot.column - 1 - shift, spot.length};
  };
  node.place = moved(node.place);
  node.key = moved(node.key);
  for (Node& child : node.children) move_to(child, place, shift);
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void parse_toml(Tree& tree) {
  std::string_view text = tree.text;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  tree.lines = lines_of(text);
  note_faults_of_text(tree, text);
  if (!tree.problems.empty()) return;
  try {
    const toml::table table = toml::parse(text);
    Converter{tree.lines}.add_members(tree.root, table);
  } catch (const toml::parse_error& error) {
    tree.problems.push_back(syntax_problem(tree, error));
  } catch (const BrokenAssertion&) {
    tree.problems.push_back(broken_assertion(tree));
  }
}

std::optional<Node> parse_value(const std::string& value, const Spot& place) {
  const std::string key = "x=";
  const std::string text = key + value;
  if (!faults_of_text(text).empty()) return std::nullopt;
  try {
    const toml::table table = toml::parse(std::string_view(text));
    if (table.size() != 1 || table.begin()->second.is_table() != (value.find('{') == 0)) return std::nullopt;
    const std::vector<std::string> lines = lines_of(text);
    Node node = Converter{lines}.node(table.begin()->second);
    move_to(node, place, static_cast<int>(key.size()));
    return node;
  } catch (const toml::parse_error&) {
    return std::nullopt;
  } catch (const BrokenAssertion&) {
    return std::nullopt;
  }
}

Node value_or_text(const std::string& value, const Spot& place) {
  if (std::optional<Node> node = parse_value(value, place)) return *node;
  Node node;
  node.kind = Node::text;
  node.place = place;
  node.written = value;
  return node;
}

std::string toml_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += std::string("\\") + c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      constexpr std::string_view digits = "0123456789ABCDEF";
      quoted += std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string toml_key(std::string_view name) {
  const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) || c == '_' || c == '-');
  });
  return bare ? std::string(name) : toml_text(name);
}

}  // namespace talus::input_detail
