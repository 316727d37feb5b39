// The visitor that lists: every key that a describe() declares.
#include <algorithm>

#include "base/input_words.h"
#include "base/units.h"

namespace talus::input_detail {

namespace {

class SchemaWriter final : public InputVisitor {
 public:
  SchemaWriter(std::vector<KeyInfo>& keys, std::string prefix) : keys_(keys), prefix_(std::move(prefix)) {}

  void take(const Key& key, Target target) override {
    KeyInfo info = begin(key);
    info.kind = kind_of(key, target);
    info.unit = key.unit == "1" ? "" : key.unit;
    info.range = range_of(key);
    info.default_text = default_of(key, target);
    info.example = info.default_text.empty() ? example_of(key, target) : info.default_text;
    info.required = key.presence.kind == Presence::required && !may_be_absent(target);
    info.usual = key.presence.usual;
    if (shape_of(target) == Shape::quantity && key.presence.kind == Presence::defaulted) {
      check(contains(key.range, to_si(key.presence.default_text, key.unit)),
            "the default of " + info.path + " is in its range");
    }
    if (!known_already(info)) keys_.push_back(std::move(info));
  }

  void take_tables(const Key& key, Tables& tables) override {
    KeyInfo info = begin(key);
    info.kind = "table";
    if (tables.kind == Tables::list) {
      info.kind = "list of tables";
      info.path += "[]";
    } else if (tables.kind == Tables::named) {
      info.kind = "named tables";
      info.path += ".<name>";
    }
    info.required = key.presence.kind == Presence::required && tables.kind != Tables::maybe;
    info.usual = key.presence.usual;
    SchemaWriter below(keys_, info.path + ".");
    keys_.push_back(std::move(info));
    tables.visit_fresh(below);
  }

 private:
  KeyInfo begin(const Key& key) const {
    KeyInfo info;
    info.path = prefix_ + std::string(key.name);
    info.sentence = key.sentence;
    return info;
  }

  /// Whether another kind of the same table has it, as operations have: then both sentences stand there.
  bool known_already(const KeyInfo& info) {
    const auto before = std::ranges::find(keys_, info.path, &KeyInfo::path);
    if (before == keys_.end()) return false;
    if (before->sentence != info.sentence) before->sentence += " " + info.sentence;
    before->required = before->required && info.required;
    return true;
  }

  std::vector<KeyInfo>& keys_;
  std::string prefix_;
};

}  // namespace

std::vector<KeyInfo> schema_of_root(const Tables& root) {
  std::vector<KeyInfo> keys;
  SchemaWriter writer(keys, "");
  root.visit_fresh(writer);
  return keys;
}

std::vector<std::string> required_keys(const Tables& tables) {
  std::vector<std::string> names;
  for (const KeyInfo& key : schema_of_root(tables)) {
    if (!key.required) continue;
    const std::string name = key.path.substr(0, key.path.find_first_of(".["));
    const bool own = key.path == name || key.path == name + "[]" || key.path == name + ".<name>";
    if (own) names.push_back(name);
  }
  return names;
}

}  // namespace talus::input_detail
