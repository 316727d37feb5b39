// What stands in an input, and where: the tree between the parser and the readers. Not for use outside of
// base.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace talus::input_detail {

/// A stretch of a source: of the file (source 0) or of the n-th --set (source n). Columns in bytes, from 1.
struct Spot {
  int source = 0;
  int line = 0;
  int column = 0;
  int length = 1;
};

/// A value, with the name that it has in its table.
struct Node {
  enum Kind { table, list, text, integer, real, boolean, date };

  Kind kind = table;
  std::string name;            ///< in its table; empty in a list
  Spot key;                    ///< where the name stands
  Spot place;                  ///< where the value stands; of a table, its header
  std::string written;         ///< a text without its quotes, any other single value as it was written
  double number = 0;           ///< of an integer or real
  long long whole = 0;         ///< of an integer
  bool flag = false;           ///< of a boolean
  std::vector<Node> children;  ///< of a table in the order of the file, or of a list

  const Node* child(std::string_view child_name) const;
  Node* child(std::string_view child_name);
};

/// "a quantity", "text", "a list" ...: what a node is, in messages.
std::string_view kind_words(Node::Kind kind);

struct Tree {
  std::string name;
  std::string text;
  std::vector<std::string> lines;
  std::vector<std::string> sets;
  Node root;
  std::vector<Problem> problems;
  std::vector<Problem> warnings;
  std::optional<double> start{};  ///< when times count from, s since 1970, where the text does not say it
  std::string scenario;           ///< whose values stand in it; empty: those of the file
  std::vector<std::string> scenario_changes{};  ///< "run.length = 2 d": what that scenario says otherwise

  Place place(const Spot& spot) const;
};

// ------------------------------------------------------------------------------------------------- TOML
// (toml.cpp)

/// The lines of a text, without their ends.
std::vector<std::string> lines_of(std::string_view text);

/// Parses tree.text into tree.root; what is not TOML is noted in tree.problems.
void parse_toml(Tree& tree);

/// One value as TOML would read it, or nothing if it is no TOML. Spots are as if it stood at `place`.
std::optional<Node> parse_value(const std::string& value, const Spot& place);

/// The same, with a text for what is no TOML: 24 d, B-dot.
Node value_or_text(const std::string& value, const Spot& place);

/// A name as a key of TOML, with quotes where it needs them.
std::string toml_key(std::string_view name);
/// A text in quotes.
std::string toml_text(std::string_view text);

// ------------------------------------------------------------------------------------------------ paths
// (set.cpp)

/// "materials" + "tailings"; names with blanks or dots stand in quotes, so that --set understands the result.
std::string join(const std::string& path, std::string_view name);

/// The node at `path`, written as for --set without its value; names that are not there yet are made. Null
/// when there can be none, and `fault` says why. `key` is where the path stands.
Node* node_at(Node& root, const std::string& path, const Spot& key, std::string& fault);

/// Takes the node at `path` away; false when there is none, and `fault` says so.
bool take_away(Node& root, const std::string& path, std::string& fault);

/// The first name of a path, or of a whole --set: "run" of run.length=1 d.
std::string first_name(const std::string& path);

/// Puts the value of the n-th --set (from 1) of tree.sets into the tree; what is wrong with it is noted.
void apply_set(Tree& tree, int n);

}  // namespace talus::input_detail
