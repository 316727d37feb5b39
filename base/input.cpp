// The visitor that reads: each call of describe() takes a key from a table of the document and fills a
// member.
#include "base/input.h"

#include <cmath>
#include <cstdio>

#include "base/calendar.h"
#include "base/input_tree.h"
#include "base/input_words.h"
#include "base/ranges.h"
#include "base/units.h"
#include "base/warnings.h"

namespace talus {

namespace input_detail {

namespace {

/// The first control character of `text` that is not among `allowed`, as U+0007; empty where there is none.
std::string control_character(std::string_view text, std::string_view allowed) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte >= 0x20 && byte != 0x7f) || allowed.find(c) != std::string_view::npos) continue;
    char code[12];
    std::snprintf(code, sizeof code, "U+%04X", unsigned{byte});
    return code;
  }
  return "";
}

/// A name that users make up becomes the name of a dataset, and a line of messages and tables.
void check_name(Document& document, const Node& named) {
  if (const std::string code = control_character(named.name, ""); !code.empty())
    document.problem(document.tree->place(named.key),
                     "'" + named.name + "' holds the control character " + code,
                     "a name is one line of letters, digits and signs");
}

/// Reads single values, and notes what is wrong with them.
class ValueReader {
 public:
  ValueReader(Document& document, const Key& key, const Target& target)
      : document_(document), key_(key), target_(target) {}

  /// Whether what was read is one of the words that it can be.
  bool knows_word() const { return knows_word_; }

  template <class T>
  void read(const Node& node, const std::string& path, std::optional<T>& value) {
    T there{};
    read(node, path, there);
    value = std::move(there);
  }

  void read(const Node& node, const std::string& path, double& value) {
    const bool number = node.kind == Node::integer || node.kind == Node::real;
    if (ranges::is_instant(key_.range) && !number && is_date(node.written))
      return read_date(node, path, value);
    if (!number && node.kind != Node::text) return wrong_kind(node, path, expected_quantity(key_));
    try {
      value = number && key_.unit == "1" ? node.number
                                         : to_si(number ? plain_number(node) : node.written, key_.unit);
    } catch (const UnitError& error) {
      const std::string word = key_.rest.empty() ? "" : ", or the word " + toml_text(key_.rest);
      return problem(node, path + ": " + error.what(), error.hint() + word);
    }
    if (!std::isfinite(value)) return problem(node, path + ": '" + node.written + "' is not a finite number");
    check_range(node, path, value);
  }

  /// A pressure, or a mole fraction.
  void read(const Node& node, const std::string& path, PartialPressure& value) {
    const auto ends_with = [&](const char* unit) { return node.written.ends_with(unit); };
    if (node.kind != Node::text || !(ends_with("%") || ends_with("ppm") || ends_with("ppb")))
      return read(node, path, value.pressure);
    try {
      value.fraction = to_si(node.written, "1");
    } catch (const UnitError& error) {
      return problem(node, path + ": " + error.what(), "write a mole fraction in % or ppm, or a pressure");
    }
    if (!contains(key_.range, value.fraction) || !(value.fraction <= 1))
      problem(node, path + " = " + node.written + " is out of range; a mole fraction must be " +
                        (key_.range.low_open ? "above 0, and 100 % or less" : "0 to 100 %"));
  }

  void read(const Node& node, const std::string& path, int& value) {
    if (node.kind == Node::real) return problem(node, path + " = " + node.written + " is not a whole number");
    if (node.kind != Node::integer) return wrong_kind(node, path, "a whole number", without_quotes(node));
    constexpr Range storable = between(std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
    if (!contains(storable, node.number)) {
      return problem(
          node, path + " = " + node.written + " is out of range; it must be " + range_words(storable, "1"));
    }
    value = static_cast<int>(node.whole);
    check_range(node, path, node.number);
  }

  void read(const Node& node, const std::string& path, bool& value) {
    if (node.kind != Node::boolean) return wrong_kind(node, path, "true or false", without_quotes(node));
    value = node.flag;
  }

  void read(const Node& node, const std::string& path, std::string& value) {
    const bool from_set = node.place.source > 0;  // there, quotes are the shell's: title=42 is a text
    if (node.kind != Node::text && !(from_set && is_single(node))) {
      return wrong_kind(node, path, "text",
                        is_single(node)
                            ? "write it in quotes" +
                                  std::string(node.kind == Node::integer || node.kind == Node::real
                                                  ? ", with its unit if it is a quantity"
                                                  : "") +
                                  ": " + toml_text(node.written)
                            : "");
    }
    value = node.written;
    if (const std::string code = control_character(value, "\n\t"); !code.empty())
      return problem(node, path + " holds the control character " + code,
                     "files and terminals do not keep it");
    if (key_.words.empty()) return;
    if (std::find(key_.words.begin(), key_.words.end(), value) != key_.words.end()) return;
    knows_word_ = false;
    problem(node, path + ": no '" + value + "'", suggestion(value, key_.words));
  }

  template <class T>
  void read(const Node& node, const std::string& path, std::vector<T>& values) {
    if (node.kind != Node::list) {
      const std::string written = node.kind == Node::text ? toml_text(node.written) : node.written;
      return wrong_kind(node, path, expected(key_, target_),
                        is_single(node) ? "write it in square brackets: [" + written + "]" : "");
    }
    if (key_.count > 0 && node.children.size() != key_.count) {
      return problem(node, path + " must be " + expected(key_, target_) + ", not of " +
                               std::to_string(node.children.size()));
    }
    values.assign(node.children.size(), T{});
    for (std::size_t i = 0; i < values.size(); ++i)
      read(node.children[i], path + "[" + std::to_string(i) + "]", values[i]);
  }

  template <class T>
  void read(const Node& node, const std::string& path, Named<T>& values) {
    if (node.kind != Node::table) return wrong_kind(node, path, expected(key_, target_));
    values.clear();
    for (const Node& child : node.children) {
      check_name(document_, child);
      values.emplace_back(child.name, T{});
      read_named(child, join(path, child.name), values.back().second);
    }
  }

 private:
  template <class T>
  void read_named(const Node& node, const std::string& path, T& value) {
    read(node, path, value);
  }
  void read_named(const Node& node, const std::string& path, std::optional<double>& value) {
    if (node.kind == Node::text && !key_.rest.empty() && node.written == key_.rest) {
      value.reset();
    } else {
      read(node, path, value.emplace());
    }
  }

  /// A date, for a time since the start.
  void read_date(const Node& node, const std::string& path, double& value) {
    const std::optional<double> start = document_.start();
    if (!start)
      return problem(node, path + ": '" + node.written + "' is a date, and nothing says when the run starts",
                     "write run.start in the case, or the time since the start: \"30 d\"");
    try {
      value = seconds_of_date(node.written) - *start;
    } catch (const UnitError& error) {
      return problem(node, path + ": " + error.what(), error.hint());
    }
    if (value < 0)
      return problem(node,
                     path + ": '" + node.written + "' is before the start of the run, " + date_of(*start));
    check_range(node, path, value);
  }

  /// A number as a quantity without a unit is written: no underscores, no hexadecimals.
  static std::string plain_number(const Node& node) {
    if (node.kind == Node::integer) return std::to_string(node.whole);
    std::string text = node.written;
    std::erase(text, '_');
    return text;
  }

  void check_range(const Node& node, const std::string& path, double value) {
    if (!contains(key_.range, value))
      return problem(node, path + " = " + node.written + " is out of range; it must be " +
                               range_words(key_.range, key_.unit));
    if (value != 0 && std::abs(value) < std::numeric_limits<double>::min())
      return problem(node, path + " = " + node.written + " is too small a number", "0 may be meant");
    if (contains(ranges::usual(key_.range), value)) return;
    warn(document_, document_.tree->place(node.place),
         path + " = " + node.written + " is unusual: most are " +
             range_words(ranges::usual(key_.range), key_.unit),
         "is the unit right?");
  }

  static bool is_single(const Node& node) { return node.kind != Node::table && node.kind != Node::list; }

  static std::string without_quotes(const Node& node) {
    return node.kind == Node::text ? "write it without quotes" : "";
  }

  void wrong_kind(const Node& node, const std::string& path, const std::string& what,
                  const std::string& hint = "") {
    problem(node, path + " must be " + what + ", but this is " + std::string(kind_words(node.kind)), hint);
  }

  void problem(const Node& node, std::string what, std::string hint = "") {
    document_.problem(document_.tree->place(node.place), std::move(what), std::move(hint));
  }

  Document& document_;
  const Key& key_;
  const Target& target_;
  bool knows_word_ = true;
};

/// Reads one table, or what holds when there is none.
class TableReader final : public InputVisitor {
 public:
  /// `table` is nullptr for a table that is absent: keys with a default take it.
  TableReader(Document& document, const Node* table, std::string path)
      : document_(document), table_(table), path_(std::move(path)) {}

  void take(const Key& key, Target target) override {
    const bool needed = key.presence.kind == Presence::required && !may_be_absent(target);
    const Node* node = declare(key.name);
    if (node != nullptr) {
      fill(key, target, *node);
    } else if (key.presence.kind == Presence::defaulted) {
      fill_default(key, target);
    } else if (needed) {
      missing_.push_back({std::string(key.name), "missing key '" + join(path_, key.name) + "'",
                          std::string(key.sentence) + "\nwrite for example: " + toml_key(key.name) + " = " +
                              example_of(key, target)});
    }
  }

  void take_tables(const Key& key, Tables& tables) override {
    const Node* node = declare(key.name);
    const std::string path = join(path_, key.name);
    if (node == nullptr) {
      const bool needed = key.presence.kind == Presence::required && tables.kind != Tables::maybe;
      if (needed) note_missing_table(key, tables, path);
      if (tables.kind == Tables::one) visit(tables, 0, nullptr, path);
      return;
    }
    if (tables.kind == Tables::list) return read_list(*node, tables, path);
    if (!is_table(*node, path, "a table")) return;
    if (tables.kind == Tables::named) {
      tables.clear();
      for (const Node& child : node->children) {
        check_name(document_, child);
        add(tables, child, child.name, join(path, child.name));
      }
    } else {
      tables.add("");
      visit(tables, 0, node, path);
    }
  }

  /// Notes unknown and missing keys; to be called when all keys have been taken.
  void close() {
    if (table_ == nullptr) return;
    std::vector<std::string> unknown;
    for (const Node& child : table_->children) {
      if (std::find(known_.begin(), known_.end(), child.name) != known_.end()) continue;
      unknown.push_back(child.name);
      document_.problem(document_.tree->place(child.key), "unknown key '" + join(path_, child.name) + "'",
                        suggestion(child.name, known_));
    }
    if (!knows_words_) return;                 // which keys a table needs, a word of it may decide
    for (const Missing& missing : missing_) {  // a misspelt key is reported once, as unknown
      const std::vector<std::string> name{missing.name};
      const bool misspelt = std::any_of(unknown.begin(), unknown.end(), [&](const std::string& word) {
        return !nearest(word, name).empty();
      });
      if (!misspelt) document_.problem(document_.tree->place(table_->place), missing.what, missing.hint);
    }
  }

 private:
  struct Missing {
    std::string name, what, hint;
  };

  const Node* declare(std::string_view name) {
    check(std::find(known_.begin(), known_.end(), name) == known_.end(), "each key is declared once");
    known_.emplace_back(name);
    return table_ == nullptr ? nullptr : table_->child(name);
  }

  void fill(const Key& key, const Target& target, const Node& node) {
    ValueReader reader(document_, key, target);
    std::visit([&](auto* value) { reader.read(node, join(path_, key.name), *value); }, target);
    knows_words_ = knows_words_ && reader.knows_word();
  }

  void fill_default(const Key& key, const Target& target) {
    const std::size_t problems = document_.tree->problems.size();
    fill(key, target, value_or_text(default_of(key, target), {}));
    check(document_.tree->problems.size() == problems,
          "the default of " + join(path_, key.name) + " is allowed for it");
  }

  void note_missing_table(const Key& key, const Tables& tables, const std::string& path) {
    std::string header = "[" + path + "]", keys;
    if (tables.kind == Tables::list) header = "[" + header + "]";
    if (tables.kind == Tables::named) header = "[" + path + ".NAME]";
    for (const std::string& name : required_keys(tables)) keys += (keys.empty() ? " with " : ", ") + name;
    missing_.push_back({std::string(key.name), "missing table '" + path + "'",
                        std::string(key.sentence) + "\nwrite " + header + keys});
  }

  bool is_table(const Node& node, const std::string& path, const std::string& what,
                const std::string& hint = "") {
    if (node.kind == Node::table) return true;
    document_.problem(document_.tree->place(node.place),
                      path + " must be " + what + ", but this is " + std::string(kind_words(node.kind)),
                      hint);
    return false;
  }

  void read_list(const Node& node, Tables& tables, const std::string& path) {
    if (node.kind != Node::list) {
      document_.problem(document_.tree->place(node.place),
                        path + " must be a list of tables, but this is " + std::string(kind_words(node.kind)),
                        "write [[" + path + "]] above each of them");
      return;
    }
    tables.clear();
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      add(tables, node.children[i], "", path + "[" + std::to_string(i) + "]");
    }
  }

  void add(Tables& tables, const Node& node, const std::string& name, const std::string& path) {
    if (!is_table(node, path, "a table")) return;
    tables.add(name);
    visit(tables, tables.count() - 1, &node, path);
  }

  void visit(Tables& tables, std::size_t index, const Node* node, const std::string& path) {
    TableReader reader(document_, node, path);
    tables.visit(index, reader);
    reader.close();
  }

  Document& document_;
  const Node* table_;
  std::string path_;
  std::vector<std::string> known_;
  std::vector<Missing> missing_;
  bool knows_words_ = true;  // all words so far are those that their keys can be
};

}  // namespace

void read_root(Document& document, Tables& root) {
  TableReader reader(document, &document.tree->root, "");
  root.visit(0, reader);
  reader.close();
}

}  // namespace input_detail

}  // namespace talus
