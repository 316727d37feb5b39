// --set key.path=value: a value of the command line, on top of the file.
//
//     run.length=1 yr      waters."process water".pH=9      layers[0].thickness=5 cm      total.Mg+2=2
//     mmol/kgw
#include <algorithm>

#include "base/input_tree.h"
#include "base/toml_text.h"
#include "base/words.h"

namespace talus::input_detail {

namespace {

/// One step of a path: a name in a table, or a number in a list.
struct Step {
  std::string name;
  std::optional<std::size_t> index;
};

/// A path up to its "=" or its end.
struct Path {
  std::vector<Step> steps;
  std::size_t end = 0;  // of its last step in the text
  std::size_t at = 0;   // where the "=" stands
  std::string fault;    // what is wrong with it, if anything
};

struct Setting {
  Path path;
  std::string value;
  std::size_t value_begin = 0;
  std::string fault;  // what is wrong with it, if anything
  std::string hint;
};

/// Takes a name in quotes, or up to one of . [ = from `text`, beginning at `at`.
std::string take_name(const std::string& text, std::size_t& at) {
  const char quote = at < text.size() ? text[at] : '\0';
  if (quote == '"' || quote == '\'') {
    const std::size_t end = std::min(text.find(quote, at + 1), text.size());
    const std::string name = text.substr(at + 1, end - at - 1);
    at = std::min(end + 1, text.size());
    return name;
  }
  const std::size_t end = std::min(text.find_first_of(".[=", at), text.size());
  const std::string name(trimmed(text.substr(at, end - at)));
  at = end;
  return name;
}

/// Takes [2] from `text` at `at`; nothing if there is no number in the brackets.
std::optional<std::size_t> take_index(const std::string& text, std::size_t& at) {
  const std::size_t end = text.find(']', at);
  if (end == std::string::npos || end == at + 1 || end - at > 9) return std::nullopt;
  const std::string digits = text.substr(at + 1, end - at - 1);
  if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  at = end + 1;
  return std::stoul(digits);
}

Path parse_path(const std::string& text) {
  Path path;
  const auto faulty = [&path](const std::string& fault) {
    path.fault = fault;
    return path;
  };
  std::size_t at = 0;
  while (at < text.size() && text[at] != '=') {
    if (text[at] == '[') {
      const auto index = path.steps.empty() ? std::nullopt : take_index(text, at);
      if (!index) return faulty("brackets hold the number of an element, counted from 0");
      path.steps.push_back({"", index});
    } else {
      if (text[at] == '.') ++at;
      const std::string name = take_name(text, at);
      if (name.empty()) return faulty("a name is missing");
      path.steps.push_back({name, std::nullopt});
    }
    path.end = text.find_last_not_of(" \t", at - 1) + 1;
    while (at < text.size() && text[at] == ' ') ++at;
  }
  path.at = at;
  if (path.steps.empty()) return faulty("a name is missing");
  if (path.steps.size() > deepest) return faulty("a key of more than " + std::to_string(deepest) + " names");
  return path;
}

Setting parse_setting(const std::string& text) {
  Setting setting;
  setting.path = parse_path(text);
  setting.fault = setting.path.fault;
  if (setting.fault.empty() && setting.path.at >= text.size()) setting.fault = "'" + text + "' has no value";
  if (!setting.fault.empty()) {
    setting.hint = "write --set KEY=VALUE, for example --set run.length=\"1 d\"";
    return setting;
  }
  setting.value = trimmed(text.substr(setting.path.at + 1));
  setting.value_begin = std::min(text.find_first_not_of(" \t", setting.path.at + 1), text.size());
  return setting;
}

/// The node of `step` in `parent`; a name that is not there yet is made, if `may_make`. What hinders it goes
/// into `fault`.
Node* enter(Node& parent, const Step& step, bool may_make, const Spot& key, const std::string& path,
            std::string& fault) {
  if (step.index) {
    const std::size_t count = parent.children.size();
    if (parent.kind != Node::list) {
      fault = "'" + path + "' is " + std::string(kind_words(parent.kind)) + ", not a list";
    } else if (*step.index >= count) {
      fault = "'" + path + "' has " + std::to_string(count) + (count == 1 ? " element" : " elements") +
              ", counted from 0";
    }
    return fault.empty() ? &parent.children[*step.index] : nullptr;
  }
  if (parent.kind != Node::table) {
    fault = "'" + path + "' is " + std::string(kind_words(parent.kind)) + ", not a table";
    return nullptr;
  }
  if (Node* child = parent.child(step.name)) return child;
  if (!may_make) {
    fault = "there is no list '" + join(path, step.name) + "'";
    return nullptr;
  }
  Node child;
  child.name = step.name;
  child.key = child.place = key;
  return &parent.children.emplace_back(std::move(child));
}

/// The node at the end of `steps`, as node_at().
Node* walk(Node& root, const std::vector<Step>& steps, const Spot& key, std::string& fault) {
  Node* node = &root;
  std::string path;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool before_index = i + 1 < steps.size() && steps[i + 1].index;
    node = enter(*node, steps[i], !before_index, key, path, fault);
    if (node == nullptr) return nullptr;
    path = steps[i].index ? path + "[" + std::to_string(*steps[i].index) + "]" : join(path, steps[i].name);
  }
  return node;
}

}  // namespace

std::string join(const std::string& path, std::string_view name) {
  const bool quotes = name.empty() || name.find_first_of(" \t.[]=\"'") != std::string_view::npos;
  const char quote = name.find('"') == std::string_view::npos ? '"' : '\'';
  const std::string part = quotes ? quote + std::string(name) + quote : std::string(name);
  return path.empty() ? part : path + "." + part;
}

Node* node_at(Node& root, const std::string& path, const Spot& key, std::string& fault) {
  const Path parsed = parse_path(path);
  fault = parsed.fault;
  if (fault.empty() && parsed.at < path.size()) fault = "a path has no '='";
  return fault.empty() ? walk(root, parsed.steps, key, fault) : nullptr;
}

bool take_away(Node& root, const std::string& path, std::string& fault) {
  const Path parsed = parse_path(path);
  fault = parsed.fault;
  Node* parent = &root;
  Node* node = nullptr;
  for (const Step& step : parsed.steps) {
    if (!fault.empty()) return false;
    if (node != nullptr) parent = node;
    const bool inside = step.index && parent->kind == Node::list && *step.index < parent->children.size();
    node = step.index ? (inside ? &parent->children[*step.index] : nullptr) : parent->child(step.name);
    if (node == nullptr) fault = "there is no '" + path + "' to remove";
  }
  if (!fault.empty()) return false;
  parent->children.erase(parent->children.begin() + (node - parent->children.data()));
  return true;
}

std::string first_name(const std::string& path) {
  const Path parsed = parse_path(path);
  return parsed.steps.empty() ? "" : parsed.steps.front().name;
}

void apply_set(Tree& tree, int n) {
  const std::string& text = tree.sets[static_cast<std::size_t>(n) - 1];
  const Setting setting = parse_setting(text);
  const Spot key{n, 0, 1, static_cast<int>(std::max<std::size_t>(setting.path.end, 1))};
  if (!setting.fault.empty()) {
    tree.problems.push_back(
        {tree.place({n, 0, 1, static_cast<int>(text.size())}), setting.fault, setting.hint});
    return;
  }
  std::string fault;
  Node* node = walk(tree.root, setting.path.steps, key, fault);
  if (node == nullptr) {
    tree.problems.push_back({tree.place(key), fault, ""});
    return;
  }
  const Spot place{n, 0, static_cast<int>(setting.value_begin) + 1,
                   static_cast<int>(std::max<std::size_t>(setting.value.size(), 1))};
  Node value = value_or_text(setting.value, place);
  value.name = node->name;
  value.key = key;
  *node = std::move(value);
}

}  // namespace talus::input_detail
