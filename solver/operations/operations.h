// The list of operations: the one place to name a new one (docs/developing.md shows how).
//
// An operation is a struct in a header of its own, with
//     name, sentence                  what [[operations]] calls it in `kind`, and what it does, for the manual
//     describe()                      its keys, besides kind, every and first
//     words(operation, when)          a line of the tree; `when` says when it happens
//     apply(operation, model, implicit, state)    what it does to the state; SolveError where that is impossible
//     faces(operation)                which of its keys must be faces between cells; may be missing
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "solver/operations/churn.h"
#include "solver/operations/face_key.h"
#include "solver/operations/irrigate.h"

namespace talus {

/// Every operation that a case can name.
using Operation = std::variant<Churn, Irrigate>;

/// Calls use(operation) with one of each kind, in the order of the list, as it was constructed.
template <class Use>
void each_operation(Use&& use) {
  [&]<class... Kinds>(const std::variant<Kinds...>*) {
    (use(Kinds{}), ...);
  }(static_cast<const Operation*>(nullptr));
}

/// Their names.
inline std::vector<std::string> operation_names() {
  std::vector<std::string> names;
  each_operation([&](const auto& kind) { names.emplace_back(kind.name); });
  return names;
}

/// "churn: mix each column ...", of all kinds.
inline std::string operation_sentences() {
  std::string text;
  each_operation([&](const auto& kind) {
    text += (text.empty() ? "" : " ") + std::string(kind.name) + ": " + std::string(kind.sentence);
  });
  return text;
}

/// The name of an operation.
inline std::string_view name_of(const Operation& operation) {
  return std::visit([](const auto& chosen) { return chosen.name; }, operation);
}

/// The keys of the operation that `kind` names, which `operation` becomes; those of all kinds where it names
/// none.
template <class V>
void describe_operation(const std::string& kind, Operation& operation, V& v) {
  bool known = false;
  each_operation([&]<class Kind>(const Kind& fresh) {
    if (kind != Kind::name) return;
    known = true;
    if (name_of(operation) != kind) operation = fresh;
  });
  if (known)
    std::visit([&](auto& chosen) { describe(chosen, v); }, operation);
  else
    each_operation([&](auto fresh) { describe(fresh, v); });
}

/// Its keys that must be faces between cells.
inline std::vector<FaceKey> faces_of(const Operation& operation) {
  return std::visit(
      [](const auto& chosen) -> std::vector<FaceKey> {
        if constexpr (requires { faces(chosen); }) return faces(chosen);
        return {};
      },
      operation);
}

/// A line of the tree; `when` says when it happens.
inline std::string words_of(const Operation& operation, const std::string& when) {
  return std::visit([&](const auto& chosen) { return words(chosen, when); }, operation);
}

/// Does it to `state`. Collective. SolveError where the cells have no equilibrium after it; `state` is not to
/// be used then.
inline void apply(const Operation& operation, const Model& model, Implicit& implicit, State& state) {
  std::visit([&](const auto& chosen) { apply(chosen, model, implicit, state); }, operation);
}

}  // namespace talus
