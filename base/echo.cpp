// The visitor that writes: the values of a struct as TOML, which reads back to the same values.
#include <algorithm>
#include <cmath>

#include "base/input_tree.h"
#include "base/input_words.h"

namespace talus::input_detail {

namespace {

/// A value as TOML; empty for what is absent or no finite number.
template <class T>
std::string text_of(const std::optional<T>& value, const Key& key);
std::string text_of(double value, const Key& key) {
  return std::isfinite(value) ? quantity_text(value, key.unit) : "";
}
std::string text_of(const PartialPressure& value, const Key& key) {
  return value.fraction > 0 ? quantity_text(value.fraction, "ppm") : text_of(value.pressure, key);
}
std::string text_of(int value, const Key&) { return std::to_string(value); }
std::string text_of(bool value, const Key&) { return value ? "true" : "false"; }
std::string text_of(const std::string& value, const Key&) { return toml_text(value); }

template <class T>
std::string text_of(const std::vector<T>& values, const Key& key) {
  std::string list;
  for (const T& value : values) list += (list.empty() ? "" : ", ") + text_of(value, key);
  return "[" + list + "]";
}

template <class T>
std::string text_of(const Named<T>& values, const Key& key) {
  std::string table;
  for (const auto& [name, value] : values) {
    table += (table.empty() ? " " : ", ") + toml_key(name) + " = ";
    table += text_of(value, key);
  }
  return "{" + table + (table.empty() ? "}" : " }");
}

std::string text_of(const Named<std::optional<double>>& values, const Key& key) {
  std::string table;
  for (const auto& [name, value] : values) {
    table += (table.empty() ? " " : ", ") + toml_key(name) + " = ";
    table += value ? text_of(*value, key) : toml_text(key.rest);
  }
  return "{" + table + (table.empty() ? "}" : " }");
}

template <class T>
std::string text_of(const std::optional<T>& value, const Key& key) {
  return value ? text_of(*value, key) : "";
}

class EchoWriter final : public InputVisitor {
 public:
  explicit EchoWriter(std::string path) : path_(std::move(path)) {}

  void take(const Key& key, Target target) override {
    const std::string text = std::visit([&key](auto* value) { return text_of(*value, key); }, target);
    if (text.empty()) return;
    const bool optional = key.presence.kind == Presence::optional;
    values_.push_back({std::string(key.name), toml_key(key.name) + " = " + text + "\n", optional});
  }

  void take_tables(const Key& key, Tables& tables) override {
    const bool optional = key.presence.kind == Presence::optional;
    const std::string name(key.name);
    const std::string path = path_.empty() ? toml_key(name) : path_ + "." + toml_key(name);
    if (tables.count() == 0) {
      if (optional || tables.kind == Tables::maybe) return;
      if (tables.kind == Tables::list) values_.push_back({name, toml_key(name) + " = []\n", false});
      if (tables.kind == Tables::named) tables_.push_back({name, "\n[" + path + "]\n", false});
      return;
    }
    std::string text;
    for (std::size_t i = 0; i < tables.count(); ++i) {
      const std::string own = tables.kind == Tables::named ? path + "." + toml_key(tables.name(i)) : path;
      text += tables.kind == Tables::list ? "\n[[" + own + "]]\n" : "\n[" + own + "]\n";
      text += one(tables, i, own);
    }
    tables_.push_back({name, text, optional && tables.kind == Tables::one});
  }

  /// Element `index` of `tables` without its header.
  static std::string one(Tables& tables, std::size_t index, const std::string& path) {
    EchoWriter own(path), fresh(path);
    tables.visit(index, own);
    tables.visit_fresh(fresh);
    return own.text_but(fresh);
  }

 private:
  struct Entry {
    std::string name, text;
    bool optional;
    bool operator==(const Entry&) const = default;
  };

  /// All that was written, but for optional keys that are as they were constructed: those were absent.
  std::string text_but(const EchoWriter& fresh) const {
    std::string text;
    for (const auto& [entries, others] :
         {std::pair(&values_, &fresh.values_), std::pair(&tables_, &fresh.tables_)}) {
      for (const Entry& entry : *entries) {
        const bool absent =
            entry.optional && std::find(others->begin(), others->end(), entry) != others->end();
        if (!absent) text += entry.text;
      }
    }
    return text;
  }

  std::string path_;
  std::vector<Entry> values_;  // before tables, or they would belong to the last of them
  std::vector<Entry> tables_;
};

}  // namespace

std::string echo_of_root(Tables& root) {
  const std::string text = EchoWriter::one(root, 0, "");
  return text.starts_with('\n') ? text.substr(1) : text;
}

}  // namespace talus::input_detail
