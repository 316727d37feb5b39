#include "chemistry/database/phreeqc/into_database.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "chemistry/database/phreeqc/overlay_parts.h"
#include "chemistry/database/phreeqc/reaction_check.h"

namespace talus::phreeqc {

namespace {

constexpr double angstrom = 1e-10;  // m

std::optional<std::array<double, 2>> wateq_of(const DatRecord& record) {
  if (!record.gamma) return std::nullopt;
  return std::array<double, 2>{record.gamma->front() * angstrom, record.gamma->back()};
}

/// Lays one file over a database.
class Overlay {
 public:
  Overlay(const Lines& lines, Database& database)
      : lines_(lines), file_(read_dat(lines)), to_(database), check_(database.own_elements) {}

  FileReading run() {
    elements();
    expressions();
    rename();
    refuse_self_made(file_, lines_, to_, problems_);
    const std::set<std::string> usable = usable_species();
    species();
    exchange(usable);
    phases(usable);
    overlay_interactions(file_.pitzer, to_.pitzer, "PITZER", file_.notes);
    overlay_interactions(file_.sit, to_.sit, "SIT", file_.notes);
    count("PITZER parameters", file_.pitzer.size());
    count("SIT parameters", file_.sit.size());
    if (file_.macinnes) to_.macinnes = file_.macinnes;
    model();
    count("rate laws of minerals", overlay_rates(file_.rate_parameters, lines_, to_, file_.notes, problems_));
    refuse_endless_reactions(file_.species, lines_, to_, problems_);
    if (!problems_.empty()) throw InputError(problems_);
    note_unlinked_components(to_, lines_.name(), file_.notes);
    reading_.file = lines_.name();
    reading_.notes = notes();
    return std::move(reading_);
  }

 private:
  Origin origin(int line) const {
    const LineOrigin at = lines_.origin(line);
    return {at.file, at.line};
  }

  Place place_of(const Origin& at, std::string_view word) const {
    return at.file == lines_.name() ? lines_.place(at.line, word) : Place{at.file, at.line, 1, 1, ""};
  }

  /// Notes in the order of the lines; what stands in an included file says so.
  std::vector<FileNote> notes() {
    std::ranges::stable_sort(file_.notes, {}, &FileNote::line);
    for (FileNote& note : file_.notes) {
      const LineOrigin at = lines_.origin(note.line);
      if (at.line != note.line) note.what = at.file + ": " + note.what;
      note.line = at.line;
    }
    return std::move(file_.notes);
  }

  void note(FileNote::Kind kind, int line, const std::string& what) {
    file_.notes.push_back({kind, line, what});
  }

  void problem(int line, std::string_view word, const std::string& what) {
    problems_.push_back({lines_.place(line, word), what, ""});
  }

  void count(const std::string& what, std::size_t number) {
    if (number > 0) reading_.records.emplace_back(what, number);
  }

  void elements() {
    ElementWeights weights;
    for (const ElementRecord& record : file_.elements)
      if (record.atomic_weight > 0) weights.emplace(element_of(record.name), record.atomic_weight);
    const auto keep_own = [&](const ElementRecord& record) {
      const std::string name = element_of(record.name);
      if (name == "E" || name == "Alkalinity") return;
      try {
        atomic_weight(name);
      } catch (const std::invalid_argument&) {
        const auto found = weights.find(name);
        to_.own_elements.insert_or_assign(name, found == weights.end() ? 0 : found->second);
      }
    };
    for (const ElementRecord& record : file_.elements) keep_own(record);
    for (const ElementRecord& record : file_.exchange_masters) {
      keep_own(record);
      to_.exchange_masters.insert_or_assign(record.name, record.species);
    }
    for (ElementRecord& record : file_.elements) {
      if (!record.formula.empty()) try {
          record.formula_weight = parse_formula(record.formula, weights).molar_mass;
        } catch (const std::invalid_argument& error) {
          problems_.push_back({place_of(record.origin, record.formula), error.what(), ""});
        }
      to_.elements.insert_or_assign(record.name, record);
    }
    count("elements and redox states", file_.elements.size());
    count("exchange sites", file_.exchange_masters.size());
  }

  void expressions() {
    for (const DatRecord& record : file_.expressions)
      if (has_constant(record))
        if (const auto k = constant(record)) to_.named_expressions.insert_or_assign(record.name, *k);
    count("named expressions", file_.expressions.size());
  }

  /// Whether a record has a constant; notes it when not.
  bool has_constant(const DatRecord& record) {
    const DatConstant& given = record.constant;
    if (given.log_k || !given.analytic.empty() || !given.added.empty()) return true;
    note(FileNote::left_out, record.line, record.name + ": no log K");
    return false;
  }

  /// The constant of a record; nothing, with a problem, when its words make none.
  std::optional<EquilibriumConstant> constant(const DatRecord& record) {
    const DatConstant& given = record.constant;
    try {
      const EquilibriumConstant k = constant_of(given, origin(record.line), to_.named_expressions);
      EquilibriumConstant plain = k;
      plain.analytic = given.analytic;
      if (given.log_k && !k.analytic.empty() && !given.analytic.empty() &&
          std::abs(plain.at(298.15) - *given.log_k) > 0.05)
        note(FileNote::disagreement, record.line,
             record.name + ": log_k " + exact_number(*given.log_k) + ", analytic expression at 25 degC " +
                 four_digits(plain.at(298.15)) + ", which holds");
      return k;
    } catch (const std::invalid_argument& error) {
      problem(record.line, record.name, record.name + ": " + error.what());
      return std::nullopt;
    }
  }

  static std::string four_digits(double value) { return exact_number(std::round(value * 1e4) / 1e4); }

  /// Species that an earlier file knows with the ending "(aq)" take that name: one species, one record.
  void rename() {
    std::map<std::string, std::string> names;
    for (const DatRecord& record : file_.species)
      if (!to_.aqueous.contains(record.name) && to_.aqueous.contains(record.name + "(aq)") &&
          names.emplace(record.name, record.name + "(aq)").second)
        note(FileNote::renamed, record.line, record.name + " is " + record.name + "(aq) of an earlier file");
    if (names.empty()) return;
    const auto rename_side = [&](std::vector<Term>& side, std::size_t first) {
      for (std::size_t i = first; i < side.size(); ++i)
        if (const auto found = names.find(side[i].name); found != names.end()) side[i].name = found->second;
    };
    for (std::vector<DatRecord>* block : {&file_.species, &file_.exchange_species, &file_.phases})
      for (DatRecord& record : *block) {
        rename_side(record.equation.left, record.formula.empty() ? 0 : 1);
        rename_side(record.equation.right, 0);
        if (record.formula.empty()) record.name = record.equation.right.front().name;
      }
    const auto rename_species = [&](std::vector<InteractionRecord>& records) {
      for (InteractionRecord& record : records)
        for (std::string& name : record.species)
          if (const auto found = names.find(name); found != names.end()) name = found->second;
    };
    rename_species(file_.pitzer);
    rename_species(file_.sit);
    for (const ElementRecord& record : file_.elements)
      if (const auto found = names.find(record.species); found != names.end())
        to_.elements.at(record.name).species = found->second;
  }

  /// Notes records that a later one of the same name replaces, and takes them away. PHREEQC ignores the case
  /// of letters in names of phases; HF(g) and Hf(g), which are two things by their formulas, stay two here.
  void drop_repeated(std::vector<DatRecord>& records) {
    std::unordered_map<std::string, int>
        last;  // lines, by the name as it is, and by small letters and formula
    for (auto record = records.rbegin(); record != records.rend(); ++record) {
      const auto [same, first] = last.emplace(record->name, record->line);
      int line = first ? 0 : same->second;
      if (!record->formula.empty())
        if (const auto [like, fresh] =
                last.emplace(small(record->name) + " " + record->formula, record->line);
            !fresh && line == 0)
          line = like->second;
      if (line == 0) continue;
      note(FileNote::repeated, record->line,
           record->name + " stands again in " + lines_.words(line) + ", which holds");
      record->line = -1;
    }
    std::erase_if(records, [](const DatRecord& record) { return record.line < 0; });
  }

  /// Whether the equation balances; notes it when not.
  bool balances(const DatRecord& record) {
    try {
      const std::string excess = check_.imbalance(record.equation);
      if (excess.empty()) return true;
      note(FileNote::out_of_balance, record.equation_line,
           record.name + ": " + excess + (record.no_check ? " (-no_check)" : "") + " in " +
               reaction_text(record.equation, ""));
    } catch (const std::invalid_argument& error) {
      note(FileNote::left_out, record.equation_line, record.name + ": " + error.what());
    }
    return false;
  }

  /// The species of this file and of those before that records may use; takes away those that cannot be used.
  std::set<std::string> usable_species() {
    drop_repeated(file_.species);
    std::erase_if(file_.species, [&](const DatRecord& record) {
      return !identity(record.equation) && (!balances(record) || !has_constant(record));
    });
    std::set<std::string> usable{"H2O"};
    for (const auto& [name, record] : to_.aqueous) usable.insert(name);
    for (const DatRecord& record : file_.species) usable.insert(record.name);
    for (bool again = true; again;) {
      const std::size_t before = file_.species.size();
      std::erase_if(file_.species, [&](const DatRecord& record) {
        const std::string lacks = missing(record, usable);
        if (lacks.empty()) return false;
        note(FileNote::left_out, record.equation_line, record.name + ": no species '" + lacks + "'");
        if (!to_.aqueous.contains(record.name)) usable.erase(record.name);
        return true;
      });
      again = file_.species.size() != before;
    }
    return usable;
  }

  void species() {
    std::size_t components = 0, others = 0;
    for (const DatRecord& record : file_.species) {
      if (record.name == "H2O") continue;  // water needs no record
      AqueousRecord made;
      made.name = record.name;
      made.origin = origin(record.line);
      if (!identity(record.equation)) {
        const auto k = constant(record);
        if (!k) continue;
        made.constant = *k;
        made.reaction = reaction_text(record.equation, "");
      }
      ++(made.reaction.empty() ? components : others);
      const auto earlier = to_.aqueous.find(record.name);
      if (record.llnl_gamma)
        made.ion_size = *record.llnl_gamma * angstrom;
      else if (earlier != to_.aqueous.end())
        made.ion_size = earlier->second.ion_size;
      made.neutral = record.co2_gamma ? "CO2" : "ideal";
      made.wateq = wateq_of(record);
      made.volume = record.volume;
      made.diffusivity = record.diffusivity;
      made.provenance = {made.origin.file + " line " + std::to_string(made.origin.line), "derived", ""};
      to_.aqueous.insert_or_assign(made.name, std::move(made));
    }
    count("components", components);
    count("dissolved species", others);
  }

  void exchange(std::set<std::string> usable) {
    drop_repeated(file_.exchange_species);
    for (const DatRecord& record : file_.exchange_species) usable.insert(record.name);
    for (const auto& [name, record] : to_.exchange) usable.insert(name);
    std::size_t kept = 0;
    for (const DatRecord& record : file_.exchange_species) {
      ExchangeRecord made;
      made.name = record.name;
      made.origin = origin(record.line);
      if (!identity(record.equation)) {
        if (!balances(record) || !has_constant(record)) continue;
        if (const std::string lacks = missing(record, usable); !lacks.empty()) {
          note(FileNote::left_out, record.equation_line, record.name + ": no species '" + lacks + "'");
          continue;
        }
        const auto k = constant(record);
        if (!k) continue;
        made.constant = *k;
        made.reaction = reaction_text(record.equation, "");
      }
      made.ion_size = record.llnl_gamma.value_or(0) * angstrom;
      made.wateq = wateq_of(record);
      to_.exchange.insert_or_assign(made.name, std::move(made));
      ++kept;
    }
    count("exchange species", kept);
  }

  void phases(const std::set<std::string>& usable) {
    drop_repeated(file_.phases);
    for (const auto& [name, record] : to_.minerals) phase_names_.emplace(small(name), name);
    for (const auto& [name, record] : to_.gases) phase_names_.emplace(small(name), name);
    std::size_t minerals = 0, gases = 0;
    for (const DatRecord& record : file_.phases) {
      if (!balances(record) || !has_constant(record)) continue;
      if (const std::string lacks = missing(record, usable); !lacks.empty()) {
        note(FileNote::left_out, record.equation_line, record.name + ": no species '" + lacks + "'");
        continue;
      }
      const auto k = constant(record);
      if (!k) continue;
      const std::string name = phase_name(record);
      mineral(name, record, *k);
      if (is_gas(name)) gas(name, record, *k);
      ++(is_gas(name) ? gases : minerals);
    }
    count("minerals", minerals);
    count("gases", gases);
  }

  /// The name that the database knows the phase by, whatever the case of its letters.
  std::string phase_name(const DatRecord& record) {
    const auto [known, fresh] = phase_names_.emplace(small(record.name), record.name);
    if (fresh || known->second == record.name) return record.name;
    const auto other = to_.minerals.find(known->second);
    if (other == to_.minerals.end() || other->second.formula == record.formula ||
        other->second.origin.file != lines_.name())
      return known->second;
    note(FileNote::doubtful, record.line,
         record.name + " and " + known->second + " of line " + std::to_string(other->second.origin.line) +
             " are one name for PHREEQC, which keeps the later; both are kept");
    return record.name;
  }

  void mineral(const std::string& name, const DatRecord& record, const EquilibriumConstant& k) {
    MineralRecord& made = to_.minerals[name];  // what the file does not say stays
    made.name = name;
    made.formula = record.formula;
    made.reaction = reaction_text(record.equation, name);
    made.constant = k;
    made.origin = origin(record.line);
    if (record.volume.empty()) return;
    made.molar_volume = record.volume.front();
    made.volume_provenance = k.provenance;
  }

  void gas(const std::string& name, const DatRecord& record, const EquilibriumConstant& k) {
    GasRecord& made = to_.gases[name];
    made.name = name;
    made.reaction = reaction_text(record.equation, name);
    made.constant = k;
    made.origin = origin(record.line);
    if (!(record.critical_temperature > 0 && record.critical_pressure > 0)) return;
    made.critical = {record.critical_temperature, record.critical_pressure, record.acentric_factor};
    made.critical_provenance = k.provenance;
  }

  void model() {
    if (!file_.aqueous_model) return;
    const AqueousModelRecord& model = *file_.aqueous_model;
    if (const std::string fault = fault_of(model); !fault.empty())
      problems_.push_back({place_of(model.origin, ""), fault, ""});
    to_.aqueous_model = model;
    count("temperatures of the aqueous model", model.temperatures.size());
  }

  const Lines& lines_;
  DatFile file_;
  Database& to_;
  ReactionCheck check_;
  FileReading reading_;
  std::vector<Problem> problems_;
  std::map<std::string, std::string> phase_names_;  ///< in small letters, and as they are
};

}  // namespace

void overlay(const Lines& lines, Database& database) {
  database.readings.push_back(Overlay(lines, database).run());
}

}  // namespace talus::phreeqc
