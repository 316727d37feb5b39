// What describe() is written against: one call of a visitor for each key. Included by input.h.
//
// All calls end in three virtual functions, so that a describe() is compiled once, and whatever reads, lists
// or writes keys is ordinary code in a .cpp file: TableReader (input.cpp), SchemaWriter (schema.cpp),
// EchoWriter (echo.cpp).
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <variant>

namespace talus {

namespace input_detail {

/// A key as it is declared.
struct Key {
  std::string_view name = {};
  std::string_view sentence = {};
  Presence presence = {};
  std::string_view unit = {};  ///< of quantities; "1" for pure numbers
  Range range = {};
  std::span<const std::string> words = {};  ///< of a choice
  std::string_view rest = {};               ///< of a share that may be a word
  std::size_t count = 0;                    ///< of a list of fixed length
};

/// What a key without keys of its own is read into.
using Target =
    std::variant<double*, std::optional<double>*, std::vector<double>*, std::optional<std::vector<double>>*,
                 Named<double>*, Named<std::optional<double>>*, Named<PartialPressure>*, int*,
                 std::optional<int>*, bool*, std::optional<bool>*, std::string*, std::optional<std::string>*,
                 std::vector<std::string>*, std::optional<std::vector<std::string>>*, Named<std::string>*>;

/// One table, one that may be absent, a list of tables, or tables with names; behind it the members that they
/// fill.
class Tables {
 public:
  enum Kind { one, maybe, list, named };

  explicit Tables(Kind of_kind) : kind(of_kind) {}
  virtual ~Tables() = default;
  virtual std::size_t count() const = 0;
  virtual std::string name(std::size_t) const { return ""; }
  /// Makes one more; the first for `maybe`.
  virtual void add(const std::string& name) = 0;
  virtual void clear() = 0;
  virtual void visit(std::size_t index, InputVisitor& visitor) = 0;
  /// Visits one that is as it was constructed.
  virtual void visit_fresh(InputVisitor& visitor) const = 0;

  const Kind kind;
};

template <class X, class... Kinds>
concept OneOf = (std::same_as<X, Kinds> || ...);

}  // namespace input_detail

/// A struct with a describe(), found in its own namespace.
template <class T>
concept Described = requires(T& value, InputVisitor& visitor) {
  describe(value, visitor);
};

/// Takes the keys of a describe(). `presence` is by_default(...), optional_key or, for a key that must be
/// there, nothing; a key of a std::optional member may always be absent.
class InputVisitor {
 public:
  virtual ~InputVisitor() = default;

  /// Quantities, in any unit of the kind of `unit`; in("1") for pure numbers. Partial pressures may also be
  /// mole fractions, in % or ppm.
  template <input_detail::OneOf<double, std::optional<double>, std::vector<double>,
                                std::optional<std::vector<double>>, Named<double>, Named<PartialPressure>>
                X>
  void operator()(std::string_view key, X& value, Unit unit, Range range, std::string_view sentence,
                  Presence presence = {}) {
    take({.name = key, .sentence = sentence, .presence = presence, .unit = unit.name, .range = range},
         &value);
  }

  /// Lists of so many quantities.
  template <std::size_t N>
  void operator()(std::string_view key, std::array<double, N>& value, Unit unit, Range range,
                  std::string_view sentence, Presence presence = {}) {
    std::vector<double> list(value.begin(), value.end());
    take({.name = key,
          .sentence = sentence,
          .presence = presence,
          .unit = unit.name,
          .range = range,
          .count = N},
         &list);
    if (list.size() == N) std::copy(list.begin(), list.end(), value.begin());
  }
  template <std::size_t N>
  void operator()(std::string_view key, std::optional<std::array<double, N>>& value, Unit unit, Range range,
                  std::string_view sentence, Presence presence = {}) {
    std::optional<std::vector<double>> list;
    if (value) list.emplace(value->begin(), value->end());
    take({.name = key,
          .sentence = sentence,
          .presence = presence,
          .unit = unit.name,
          .range = range,
          .count = N},
         &list);
    if (list && list->size() == N) std::copy(list->begin(), list->end(), value.emplace().begin());
  }

  /// Named shares, one of which may be a word.
  void operator()(std::string_view key, Named<std::optional<double>>& value, Unit unit, Range range,
                  RestWord rest, std::string_view sentence, Presence presence = {}) {
    take({.name = key,
          .sentence = sentence,
          .presence = presence,
          .unit = unit.name,
          .range = range,
          .rest = rest.word},
         &value);
  }

  /// Whole numbers.
  template <input_detail::OneOf<int, std::optional<int>> X>
  void operator()(std::string_view key, X& value, Range range, std::string_view sentence,
                  Presence presence = {}) {
    take({.name = key, .sentence = sentence, .presence = presence, .range = range}, &value);
  }

  /// Texts of any content, and true or false.
  template <input_detail::OneOf<bool, std::optional<bool>, std::string, std::optional<std::string>,
                                std::vector<std::string>, std::optional<std::vector<std::string>>,
                                Named<std::string>>
                X>
  void operator()(std::string_view key, X& value, std::string_view sentence, Presence presence = {}) {
    take({.name = key, .sentence = sentence, .presence = presence}, &value);
  }

  /// Texts that are one of a few words.
  template <input_detail::OneOf<std::string, std::optional<std::string>, std::vector<std::string>> X>
  void operator()(std::string_view key, X& value, const Choice& choice, std::string_view sentence,
                  Presence presence = {}) {
    take({.name = key, .sentence = sentence, .presence = presence, .words = choice.words}, &value);
  }

  /// Tables: one, one that may be absent, a list of them, or named ones.
  template <Described T>
  void operator()(std::string_view key, T& value, std::string_view sentence, Presence presence = {});
  template <Described T>
  void operator()(std::string_view key, std::optional<T>& value, std::string_view sentence,
                  Presence presence = {});
  template <Described T>
  void operator()(std::string_view key, std::vector<T>& value, std::string_view sentence,
                  Presence presence = {});
  template <Described T>
  void operator()(std::string_view key, Named<T>& value, std::string_view sentence, Presence presence = {});

 protected:
  virtual void take(const input_detail::Key& key, input_detail::Target target) = 0;
  virtual void take_tables(const input_detail::Key& key, input_detail::Tables& tables) = 0;
};

namespace input_detail {

template <class T>
void describe_fresh(InputVisitor& visitor) {
  T fresh{};
  describe(fresh, visitor);
}

template <class T>
struct OneTable final : Tables {
  explicit OneTable(T& target) : Tables(one), value(target) {}
  std::size_t count() const override { return 1; }
  void add(const std::string&) override {}
  void clear() override {}
  void visit(std::size_t, InputVisitor& visitor) override { describe(value, visitor); }
  void visit_fresh(InputVisitor& visitor) const override { describe_fresh<T>(visitor); }
  T& value;
};

template <class T>
struct MaybeTable final : Tables {
  explicit MaybeTable(std::optional<T>& target) : Tables(maybe), value(target) {}
  std::size_t count() const override { return value ? 1 : 0; }
  void add(const std::string&) override { value.emplace(); }
  void clear() override { value.reset(); }
  void visit(std::size_t, InputVisitor& visitor) override { describe(*value, visitor); }
  void visit_fresh(InputVisitor& visitor) const override { describe_fresh<T>(visitor); }
  std::optional<T>& value;
};

template <class T>
struct ListedTables final : Tables {
  explicit ListedTables(std::vector<T>& target) : Tables(list), values(target) {}
  std::size_t count() const override { return values.size(); }
  void add(const std::string&) override { values.emplace_back(); }
  void clear() override { values.clear(); }
  void visit(std::size_t index, InputVisitor& visitor) override { describe(values[index], visitor); }
  void visit_fresh(InputVisitor& visitor) const override { describe_fresh<T>(visitor); }
  std::vector<T>& values;
};

template <class T>
struct NamedTables final : Tables {
  explicit NamedTables(Named<T>& target) : Tables(named), values(target) {}
  std::size_t count() const override { return values.size(); }
  std::string name(std::size_t index) const override { return values[index].first; }
  void add(const std::string& new_name) override { values.emplace_back(new_name, T{}); }
  void clear() override { values.clear(); }
  void visit(std::size_t index, InputVisitor& visitor) override { describe(values[index].second, visitor); }
  void visit_fresh(InputVisitor& visitor) const override { describe_fresh<T>(visitor); }
  Named<T>& values;
};

void read_root(Document& document, Tables& root);
std::vector<KeyInfo> schema_of_root(const Tables& root);
std::string echo_of_root(Tables& root);

}  // namespace input_detail

template <Described T>
void InputVisitor::operator()(std::string_view key, T& value, std::string_view sentence, Presence presence) {
  input_detail::OneTable<T> tables(value);
  take_tables({.name = key, .sentence = sentence, .presence = presence}, tables);
}

template <Described T>
void InputVisitor::operator()(std::string_view key, std::optional<T>& value, std::string_view sentence,
                              Presence presence) {
  input_detail::MaybeTable<T> tables(value);
  take_tables({.name = key, .sentence = sentence, .presence = presence}, tables);
}

template <Described T>
void InputVisitor::operator()(std::string_view key, std::vector<T>& value, std::string_view sentence,
                              Presence presence) {
  input_detail::ListedTables<T> tables(value);
  take_tables({.name = key, .sentence = sentence, .presence = presence}, tables);
}

template <Described T>
void InputVisitor::operator()(std::string_view key, Named<T>& value, std::string_view sentence,
                              Presence presence) {
  input_detail::NamedTables<T> tables(value);
  take_tables({.name = key, .sentence = sentence, .presence = presence}, tables);
}

template <class T>
void read(Document& document, T& target) {
  input_detail::OneTable<T> root(target);
  input_detail::read_root(document, root);
}

template <class T>
std::vector<KeyInfo> schema_of() {
  T fresh{};
  return input_detail::schema_of_root(input_detail::OneTable<T>(fresh));
}

template <class T>
std::string echo(const T& value) {
  T copy = value;  // describe() takes what it may change
  input_detail::OneTable<T> root(copy);
  return input_detail::echo_of_root(root);
}

}  // namespace talus
