#include "base/document_parts.h"

#include <algorithm>

#include "base/input_tree.h"

namespace talus {

namespace {

using input_detail::Node;
using input_detail::Spot;

const Spot* spot_of_a_set(const Node& node) {
  if (node.key.source > 0) return &node.key;
  if (node.place.source > 0) return &node.place;
  for (const Node& child : node.children)
    if (const Spot* spot = spot_of_a_set(child)) return spot;
  return nullptr;
}

}  // namespace

Document take_tables(Document& document, std::span<const std::string_view> names) {
  Document part;
  part.tree = std::make_shared<input_detail::Tree>();
  part.tree->name = document.tree->name;
  part.tree->text = document.tree->text;
  part.tree->lines = document.tree->lines;
  part.tree->sets = document.tree->sets;
  part.set_start(document.start());
  std::vector<Node>& from = document.tree->root.children;
  const auto wanted = [&](const Node& node) { return std::ranges::find(names, node.name) != names.end(); };
  std::ranges::copy_if(from, std::back_inserter(part.tree->root.children), wanted);
  std::erase_if(from, wanted);
  return part;
}

Place place_of_a_set(const Document& document) {
  const Spot* spot = spot_of_a_set(document.tree->root);
  return spot != nullptr ? document.tree->place(*spot) : Place{};
}

void take_problems(Document& document, const Document& part) {
  for (const Problem& problem : part.tree->problems) document.tree->problems.push_back(problem);
}

void numbers_as_texts(Document& document, std::string_view tables, std::span<const std::string_view> keys) {
  const auto as_text = [](Node& node) {
    if (node.kind == Node::integer || node.kind == Node::real || node.kind == Node::boolean)
      node.kind = Node::text;
  };
  Node* list = document.tree->root.child(tables);
  if (list == nullptr) return;
  for (Node& table : list->children)
    for (const std::string_view key : keys) {
      Node* value = table.child(key);
      if (value == nullptr) continue;
      as_text(*value);
      if (value->kind == Node::list) std::ranges::for_each(value->children, as_text);
    }
}

std::optional<std::string> written_at(const Document& document, const std::string& path) {
  Node root = document.tree->root;  // names that are not there are made
  std::string fault;
  const Node* node = input_detail::node_at(root, path, {}, fault);
  if (node == nullptr || node->kind == Node::table || node->kind == Node::list) return {};
  return node->written;
}

}  // namespace talus
