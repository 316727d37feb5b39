#include "base/calendar.h"
#include "base/error.h"
#include "base/input.h"
#include "base/input_tree.h"
#include "base/text_file.h"
#include "base/units.h"
#include "base/warnings.h"

namespace talus {

namespace input_detail {

const Node* Node::child(std::string_view child_name) const {
  for (const Node& one : children) {
    if (one.name == child_name) return &one;
  }
  return nullptr;
}

Node* Node::child(std::string_view child_name) {
  return const_cast<Node*>(std::as_const(*this).child(child_name));
}

std::string_view kind_words(Node::Kind kind) {
  switch (kind) {
    case Node::table:
      return "a table";
    case Node::list:
      return "a list";
    case Node::text:
      return "text";
    case Node::integer:
      return "a number";
    case Node::real:
      return "a number";
    case Node::boolean:
      return "true or false";
    case Node::date:
      return "a date or time";
  }
  return "";
}

Place Tree::place(const Spot& spot) const {
  if (spot.source > 0)
    return {"--set", 0, spot.column, spot.length, sets[static_cast<std::size_t>(spot.source) - 1]};
  Place place{name, spot.line, spot.column, spot.length, ""};
  const bool inside = spot.line >= 1 && spot.line <= static_cast<int>(lines.size());
  if (inside) place.line_text = lines[static_cast<std::size_t>(spot.line) - 1];
  return place;
}

namespace {

/// What remains of `path` after `name`, which may stand in quotes; nothing if it does not begin with it.
std::optional<std::string_view> rest_after(std::string_view path, std::string_view name) {
  const std::string quoted = join("", name);
  for (const std::string_view form : {name, std::string_view(quoted)}) {
    if (!path.starts_with(form)) continue;
    const std::string_view rest = path.substr(form.size());
    if (rest.empty() || rest.front() == '[') return rest;
    if (rest.front() == '.') return rest.substr(1);
  }
  return std::nullopt;
}

/// How far `path` leads from `node`.
struct Found {
  const Node* node;
  std::size_t left;  // bytes of the path that lead nowhere
};

Found find(const Node& node, std::string_view path) {
  Found best{&node, path.size()};
  const auto try_child = [&best](const Node& child, std::string_view rest) {
    const Found found = find(child, rest);
    if (found.left < best.left) best = found;
  };
  if (path.starts_with('[') && node.kind == Node::list) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const std::string index = "[" + std::to_string(i) + "]";
      if (!path.starts_with(index)) continue;
      const std::string_view rest = path.substr(index.size());
      try_child(node.children[i], rest.starts_with('.') ? rest.substr(1) : rest);
    }
  } else if (node.kind == Node::table && !path.empty()) {
    for (const Node& child : node.children) {
      if (const auto rest = rest_after(path, child.name)) try_child(child, *rest);
    }
  }
  return best;
}

}  // namespace
}  // namespace input_detail

using input_detail::Tree;

Document Document::from_file(const std::string& path, const std::vector<std::string>& sets) {
  return from_text(text_of_file(path), path, sets);
}

Document Document::from_text(const std::string& text, const std::string& name,
                             const std::vector<std::string>& sets) {
  Document document;
  document.tree = std::make_shared<Tree>();
  Tree& tree = *document.tree;
  tree.name = name;
  tree.text = text;
  tree.sets = sets;
  input_detail::parse_toml(tree);
  document.finish();  // a text that is no TOML has no keys to speak of
  for (int n = 1; n <= static_cast<int>(sets.size()); ++n) input_detail::apply_set(tree, n);
  return document;
}

const std::string& Document::name() const { return tree->name; }

const std::string& Document::text() const { return tree->text; }

Place Document::place_of_value(std::string_view path) const {
  return tree->place(input_detail::find(tree->root, path).node->place);
}

std::optional<double> Document::start() const {
  if (tree->start) return tree->start;
  const input_detail::Node* run = tree->root.child("run");
  const input_detail::Node* date = run != nullptr ? run->child("start") : nullptr;
  if (date == nullptr || date->kind != input_detail::Node::text) return {};
  try {
    return seconds_of_date(date->written);
  } catch (const UnitError&) {  // which the reader of run.start says
    return {};
  }
}

void Document::set_start(std::optional<double> seconds) { tree->start = seconds; }

bool Document::has(std::string_view key) const { return tree->root.child(key) != nullptr; }

Place Document::place_of_key(std::string_view path) const {
  const input_detail::Node& node = *input_detail::find(tree->root, path).node;
  return tree->place(node.key.column > 0 ? node.key : node.place);  // elements of lists have no key
}

void Document::problem(Place place, std::string what, std::string hint) {
  tree->problems.push_back({std::move(place), std::move(what), std::move(hint)});
}

void warn(Document& document, Place place, std::string what, std::string hint) {
  document.tree->warnings.push_back({std::move(place), std::move(what), std::move(hint)});
}

std::vector<Problem> warnings_of(const Document& document) { return in_order(document.tree->warnings); }

void Document::finish() const {
  if (!clean()) throw InputError(tree->problems);
}

bool Document::clean() const { return tree->problems.empty(); }

}  // namespace talus
