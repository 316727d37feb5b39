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

}  // namespace talus
