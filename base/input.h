// Reads TOML by describe(): one declaration per key drives parsing, units, ranges, defaults, `talus explain`,
// the manual, the template of `talus new` and the echo in the run file.
//
// A struct of the input is described once, in its own header:
//
//     struct Column { double depth; double growth; std::string shape; };
//     template <class V> void describe(Column& c, V& v) {
//       v("depth",  c.depth,  in("m"), positive, "Depth from the surface to the base.");
//       v("growth", c.growth, in("1"), at_least(1), "Ratio of neighbouring cells.", by_default("1.15"));
//       v("shape",  c.shape,  one_of({"column", "box"}), "What is meshed.");
//     }
//
// Values inside are SI. Every dimensional value in a file is a string with a number and a unit; numbers
// without a unit are for in("1") only. Unknown keys, missing keys, wrong units, values out of range are all
// reported at once.
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/partial_pressure.h"

namespace talus {

// ---------------------------------------------------------------------- what a key may be

/// The unit in which a key is documented and echoed; any unit of the same kind may be written.
struct Unit {
  std::string_view name;
};
constexpr Unit in(std::string_view unit) { return {unit}; }

/// Bounds in SI.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;
  bool high_open = false;
};
inline constexpr Range any{};
inline constexpr Range positive{.low = 0, .low_open = true};
inline constexpr Range not_negative{.low = 0};
inline constexpr Range fraction{.low = 0, .high = 1};
inline constexpr Range absolute_temperature{.low = 0, .low_open = true};
constexpr Range at_least(double low) { return {.low = low}; }
constexpr Range between(double low, double high) { return {.low = low, .high = high}; }

/// What holds when the key is absent: a text written as in a file ("1 d", "true", "B-dot"); or nothing at
/// all.
struct Default {
  std::string_view text;
};
constexpr Default by_default(std::string_view text) { return {text}; }

/// The key may be absent; the member then stays as it was constructed. In a table that is absent, the keys
/// with a default take it, and all others stay as they were constructed.
struct Optional {
  bool usual = false;  ///< most files have it: a new one shows it
};
inline constexpr Optional optional_key{}, usual_key{true};

/// A text that must be one of a few words.
struct Choice {
  std::vector<std::string> words;
};
inline Choice one_of(std::vector<std::string> words) { return {std::move(words)}; }

/// Named values in the order of the file: { Brucite = "1.5 wt%", Lizardite = "85 wt%" }.
template <class T>
using Named = std::vector<std::pair<std::string, T>>;

/// A share that may be given as a word: { inert = "rest" }. nullopt stands for the word.
struct RestWord {
  std::string_view word;
};

/// Whether a key must be there, and what holds otherwise.
struct Presence {
  enum Kind { required, optional, defaulted } kind = required;
  std::string_view default_text = {};
  bool usual = false;

  constexpr Presence() = default;
  constexpr Presence(Default d) : kind(defaulted), default_text(d.text) {}
  constexpr Presence(Optional o) : kind(optional), usual(o.usual) {}
};

// ---------------------------------------------------------------------- the document

namespace input_detail {
struct Tree;  // the parsed text (input_tree.h); toml++ is seen by toml.cpp alone
}

/// A parsed text with the values of --set on top; knows where each key and value stands.
class Document {
 public:
  /// Parses the file. FileError when it cannot be read; InputError when it is not TOML.
  static Document from_file(const std::string& path, const std::vector<std::string>& sets = {});
  /// Parses `text`; `name` stands for the file in messages. Each of `sets` is "key.path=value", where the
  /// value is read as TOML if it can be and as a string otherwise; "a[2].b" reaches into arrays. What is
  /// wrong with them is reported by finish().
  static Document from_text(const std::string& text, const std::string& name,
                            const std::vector<std::string>& sets = {});

  const std::string& name() const;  ///< as the user named the file
  const std::string& text() const;  ///< as read, before --set

  /// Where the value at `path` stands ("materials.tailings.minerals.Brucite", "layers[0].material"); names
  /// with dots or spaces stand as they are between the dots of their parents. If there is no such value, the
  /// place of its nearest parent.
  Place place_of_value(std::string_view path) const;
  Place place_of_key(std::string_view path) const;

  /// When times count from, s since 1970: what was set here, else run.start. Nothing where that is absent or wrong.
  std::optional<double> start() const;
  void set_start(std::optional<double> seconds);

  /// Whether there is a key of that name at the top.
  bool has(std::string_view key) const;

  /// Notes a problem that a check across keys found; it is reported with all others by finish().
  void problem(Place place, std::string what, std::string hint = "");
  /// Throws InputError with every problem noted so far, sorted by place, if there is any.
  void finish() const;
  bool clean() const;

  std::shared_ptr<input_detail::Tree> tree;
};

// ---------------------------------------------------------------------- what describe() is read by

/// What describe() talks to: one call for each key (input_visitors.h). Reader, schema and echo are three of
/// them.
class InputVisitor;

/// Fills `target` from the whole document by its describe(); problems are noted in the document, not thrown.
template <class T>
void read(Document& document, T& target);

/// One key of the schema, as the manual prints it.
struct KeyInfo {
  std::string path;   ///< "materials.<name>.dry_density", "layers[].thickness"
  std::string kind;   ///< "quantity", "number", "integer", "text", "choice", "true or false", "table", ...
  std::string unit;   ///< unit it is documented in; empty when it has none
  std::string range;  ///< "above 0", "0 to 1", "one of: column, section, box"; empty when anything goes
  std::string default_text;  ///< as written in a file; empty when there is none
  std::string example;       ///< a value that is allowed, as written in a file; empty for tables
  bool required = true;
  bool usual = false;    ///< a new file shows it though it may be absent
  std::string sentence;  ///< what it is
};

/// Every key that describe() of a default-constructed T declares, in its order; tables before their keys.
/// Throws UnitError or std::logic_error when a declaration itself is wrong (unknown unit, default out of
/// range).
template <class T>
std::vector<KeyInfo> schema_of();

/// The values of `value` as TOML text with units, readable by Document again (the echo in the run file).
template <class T>
std::string echo(const T& value);

}  // namespace talus

#include "base/input_visitors.h"
