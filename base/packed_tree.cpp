#include "base/packed_tree.h"

#include <bit>
#include <cstdint>

#include "base/error.h"
#include "base/input_tree.h"

namespace talus {

namespace {

using input_detail::Node;
using input_detail::Spot;
using input_detail::Tree;

/// How the text of a node is kept: as the stretch of its place, that without its quotes, or by itself.
enum Written : std::uint8_t { stretch, in_quotes, by_itself };

/// The text at a place; nothing where it is not in one line.
std::string_view stretch_of(const Tree& tree, const Spot& place) {
  if (place.line < 1) return {};
  const std::string_view line = tree.lines[static_cast<std::size_t>(place.line) - 1];
  return line.substr(static_cast<std::size_t>(place.column) - 1, static_cast<std::size_t>(place.length));
}

std::string_view without_quotes(std::string_view text) {
  return text.size() < 2 ? std::string_view() : text.substr(1, text.size() - 2);
}

// ------------------------------------------------------------------------------------------------ into bytes

/// Seven bits to a byte, the lowest first; all but the last have the eighth set.
void put(std::string& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(0x80 | (number & 0x7F));
  bytes += static_cast<char>(number);
}

void put(std::string& bytes, std::string_view text) {
  put(bytes, text.size());
  bytes += text;
}

void put(std::string& bytes, const Spot& spot) {
  check(spot.source == 0, "a packed tree has no values of --set");
  for (const int number : {spot.line, spot.column, spot.length})
    put(bytes, static_cast<std::uint64_t>(number));
}

void put(std::string& bytes, const Tree& tree, const Node& node) {
  put(bytes, std::uint64_t{node.kind});
  put(bytes, node.name);
  put(bytes, node.key);
  put(bytes, node.place);
  const std::string_view there = stretch_of(tree, node.place);
  const Written written = node.written == there                   ? stretch
                          : node.written == without_quotes(there) ? in_quotes
                                                                  : by_itself;
  put(bytes, std::uint64_t{written});
  if (written == by_itself) put(bytes, node.written);
  if (node.kind == Node::integer || node.kind == Node::real)
    put(bytes, std::bit_cast<std::uint64_t>(node.number));
  if (node.kind == Node::integer) put(bytes, static_cast<std::uint64_t>(node.whole));
  if (node.kind == Node::boolean) put(bytes, std::uint64_t{node.flag});
  put(bytes, node.children.size());
  for (const Node& child : node.children) put(bytes, tree, child);
}

// ------------------------------------------------------------------------------------------------ out of them

struct Reader {
  std::string_view bytes;
  const Tree& tree;
  std::size_t at = 0;

  std::uint64_t number() {
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
      check(at < bytes.size() && shift < 64, "a packed tree is whole");
      const auto byte = static_cast<unsigned char>(bytes[at++]);
      number |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return number;
    }
  }

  std::string_view text() {
    const std::size_t length = number();
    check(length <= bytes.size() - at, "a packed tree is whole");
    at += length;
    return bytes.substr(at - length, length);
  }

  Spot spot() {
    Spot spot;
    for (int* part : {&spot.line, &spot.column, &spot.length}) *part = static_cast<int>(number());
    return spot;
  }

  void read(Node& node) {
    node.kind = static_cast<Node::Kind>(number());
    node.name = text();
    node.key = spot();
    node.place = spot();
    const std::string_view there = stretch_of(tree, node.place);
    switch (static_cast<Written>(number())) {
      case stretch:
        node.written = there;
        break;
      case in_quotes:
        node.written = without_quotes(there);
        break;
      case by_itself:
        node.written = text();
    }
    if (node.kind == Node::integer || node.kind == Node::real) node.number = std::bit_cast<double>(number());
    if (node.kind == Node::integer) node.whole = static_cast<long long>(number());
    if (node.kind == Node::boolean) node.flag = number() != 0;
    node.children.resize(number());
    for (Node& child : node.children) read(child);
  }
};

}  // namespace

std::string packed_tree(const Document& document) {
  std::string bytes;
  put(bytes, *document.tree, document.tree->root);
  return bytes;
}

Document document_of_packed(std::string_view text, std::string_view tree, const std::string& name) {
  Document document;
  document.tree = std::make_shared<Tree>();
  document.tree->name = name;
  document.tree->text = text;
  document.tree->lines = input_detail::lines_of(text);
  Reader{tree, *document.tree}.read(document.tree->root);
  return document;
}

}  // namespace talus
