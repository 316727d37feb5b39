// Elements and their redox states, as analyses of water name them: "Ca", "C(4)", "S(6)", "Fe(2)", and the
// species that stands for each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chemistry/database/database.h"

namespace talus {

/// An element, or a redox state of one.
struct Master {
  std::string name;     ///< "Fe(3)"; "Fe" is the whole element
  std::string element;  ///< "Fe"
  std::string species;  ///< the species that stands for it: "Fe+3"
  double atoms = 1;     ///< of the element, in one of the species
  /// mol/mol that one mole of the species adds to the alkalinity
  double alkalinity = 0;
  /// kg per mol of the element in "mg/L" without "as"; 0 when it is not known
  double formula_weight = 0;
  std::string formula;  ///< what that weight belongs to: "SO4"
  bool state = false;   ///< a redox state, not the whole element

  /// Whether `written` names it by its species ("SO4-2"), and not by its element ("S", "S(6)").
  bool is_species(const std::string& written) const;
};

/// The elements of a database. PHREEQC's files name theirs (SOLUTION_MASTER_SPECIES). For components without
/// such a line the name follows from the formula (HCO3- is C(4), O2(aq) is O(0); C is the one that
/// `stands_for` C, or the only one; Fe+3 `stands_for` Fe(3) where it has a reaction), "as" is the element
/// itself, and the alkalinity is the protons that the component takes up to pH 4.5, from a table of the usual
/// acids (Stumm and Morgan 1996, Aquatic Chemistry, chapter 4); 0 where the table has none.
class Masters {
 public:
  explicit Masters(const Database& database);

  /// The record of that name, whatever the case of its letters; "C(+4)" is C(4), and a component may be named
  /// as such ("Edta-4", "O2(aq)"). Throws std::invalid_argument with the nearest name.
  const Master& operator[](const std::string& name) const;
  /// The same, or nothing.
  const Master* find(const std::string& name) const;

  /// The redox states of an element; none when it has one only.
  std::vector<const Master*> states(const std::string& element) const;
  /// The state of an element that its own species stands for: C(4) for C. The element where it has one only.
  const Master& ordinary_state(const Master& element) const;

  /// mol/mol that a dissolved species adds to the alkalinity: its reaction is followed to the species of
  /// elements and redox states.
  double alkalinity(const std::string& species) const;

  const std::vector<Master>& all() const { return all_; }

 private:
  void add_from_file();
  void add_from_components();
  /// A component of one element besides O and H as that element; nothing for a ligand.
  std::optional<Master> of_one_element(const std::string& component) const;
  /// The redox states of elements' own species, where the file has no line for them.
  void add_states();
  /// Components whose state has no name, such as those of a valence that is no whole number, by their own.
  void add_nameless();
  /// The redox state of an element's species, by the valence in its formula.
  void add_state(Master master);

  const Database* database_;
  std::vector<Master> all_;
};

}  // namespace talus
