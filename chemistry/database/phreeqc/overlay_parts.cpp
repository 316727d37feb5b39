#include "chemistry/database/phreeqc/overlay_parts.h"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "chemistry/database/phreeqc/into_database.h"
#include "chemistry/reaction_steps.h"

namespace talus::phreeqc {

namespace {

std::vector<std::string> key_of(const InteractionRecord& record) {
  std::vector<std::string> words = record.species;
  std::ranges::sort(words);
  words.push_back(record.parameter);
  return words;
}

/// Puts a law into a mineral, over one of its set that was there; notes when both stand in one file.
void put_law(const RateParameterRecord& parameters, MineralRecord& mineral, std::vector<FileNote>& notes) {
  RateReading reading = rate_of(parameters);
  const int line = parameters.origin.line;
  if (!reading.doubt.empty()) notes.push_back({FileNote::doubtful, line, reading.doubt});
  const std::string file = parameters.origin.file + " line ";
  for (const RateRecord& earlier : mineral.rates)
    if (earlier.set == reading.law.set && earlier.provenance.source.starts_with(file))
      notes.push_back({FileNote::repeated, line,
                       earlier.set + " of " + parameters.mineral + " stood before (" +
                           earlier.provenance.source.substr(0, earlier.provenance.source.find(';')) +
                           "); this line holds"});
  std::erase_if(mineral.rates, [&](const RateRecord& earlier) { return earlier.set == reading.law.set; });
  mineral.rates.push_back(std::move(reading.law));
}

}  // namespace

std::string element_of(const std::string& name) {
  return name.front() == '[' ? name : name.substr(0, name.find('('));
}

bool identity(const Equation& equation) {
  return equation.left.size() == 1 && equation.right.size() == 1 &&
         equation.left[0].name == equation.right[0].name && equation.left[0].amount == 1 &&
         equation.right[0].amount == 1;
}

bool is_gas(const std::string& name) { return name.size() > 3 && small(name).ends_with("(g)"); }

std::string missing(const DatRecord& record, const std::set<std::string>& usable) {
  const bool phase = !record.formula.empty();
  for (std::size_t i = phase ? 1 : 0; i < record.equation.left.size(); ++i)
    if (!usable.contains(record.equation.left[i].name)) return record.equation.left[i].name;
  for (std::size_t i = phase ? 0 : 1; i < record.equation.right.size(); ++i)
    if (!usable.contains(record.equation.right[i].name)) return record.equation.right[i].name;
  return {};
}

std::string fault_of(const AqueousModelRecord& model) {
  const std::size_t n = model.temperatures.size();
  if (!std::ranges::is_sorted(model.temperatures, std::less_equal<>()))
    return "the temperatures of LLNL_AQUEOUS_MODEL_PARAMETERS do not increase";
  if (n > 0 && model.a.size() == n && model.b.size() == n && model.b_dot.size() == n &&
      (model.co2.size() == 5 || model.co2.empty()))
    return "";
  return "LLNL_AQUEOUS_MODEL_PARAMETERS needs as many values of dh_a, dh_b and bdot as temperatures (" +
         std::to_string(n) + "), and five co2_coefs";
}

void overlay_interactions(const std::vector<InteractionRecord>& from, std::vector<InteractionRecord>& to,
                          const std::string& block, std::vector<FileNote>& notes) {
  std::map<std::vector<std::string>, std::size_t> places;
  for (std::size_t i = 0; i < to.size(); ++i) places[key_of(to[i])] = i;
  for (const InteractionRecord& record : from) {
    const auto [found, fresh] = places.emplace(key_of(record), to.size());
    if (fresh) {
      to.push_back(record);
      continue;
    }
    InteractionRecord& earlier = to[found->second];
    if (earlier.origin.file == record.origin.file)
      notes.push_back({FileNote::repeated, earlier.origin.line,
                       block + " " + record.parameter + " of " + earlier.species[0] + " and " +
                           earlier.species[1] + " stands again in line " +
                           std::to_string(record.origin.line) + ", which holds"});
    earlier = record;
  }
}

std::size_t overlay_rates(const std::vector<RateParameterRecord>& from, const Lines& lines, Database& to,
                          std::vector<FileNote>& notes, std::vector<Problem>& problems) {
  std::map<std::string, std::string> minerals;  // names in small letters, and as they are
  for (const auto& [name, record] : to.minerals) minerals.emplace(small(name), name);
  std::size_t laws = 0;
  for (const RateParameterRecord& parameters : from) {
    to.rate_parameters.push_back(parameters);
    const std::string what = "RATE_PARAMETERS_" + parameters.set + " of " + parameters.mineral;
    const auto mineral = minerals.find(small(parameters.mineral));
    if (parameters.set == "SVD" || mineral == minerals.end()) {
      notes.push_back({FileNote::left_out, parameters.origin.line,
                       what + ": the numbers are kept, " +
                           (parameters.set == "SVD" ? "there is no such rate law"
                                                    : "no file so far has such a mineral")});
      continue;
    }
    try {
      put_law(parameters, to.minerals.at(mineral->second), notes);
      ++laws;
    } catch (const std::invalid_argument& error) {
      const bool own = parameters.origin.file == lines.name();
      problems.push_back({own ? lines.place(parameters.origin.line, parameters.mineral)
                              : Place{parameters.origin.file, parameters.origin.line, 1, 1, ""},
                          error.what(), ""});
    }
  }
  return laws;
}

std::size_t settle_kept_rates(Database& database) {
  std::map<std::string, std::string> minerals;
  for (const auto& [name, record] : database.minerals) minerals.emplace(small(name), name);
  std::size_t laws = 0;
  for (const RateParameterRecord& parameters : database.rate_parameters) {
    const auto found = minerals.find(small(parameters.mineral));
    if (parameters.set == "SVD" || found == minerals.end()) continue;
    MineralRecord& mineral = database.minerals.at(found->second);
    const RateReading reading = rate_of(parameters);
    const bool there = std::ranges::any_of(
        mineral.rates, [&](const RateRecord& rate) { return rate.set == reading.law.set; });
    if (there) continue;
    mineral.rates.push_back(reading.law);
    ++laws;
    const std::string about = "RATE_PARAMETERS_" + parameters.set + " of " + parameters.mineral + ": ";
    for (FileReading& file : database.readings)
      std::erase_if(file.notes, [&](const FileNote& note) {
        return note.kind == FileNote::left_out && note.what.find(about) != std::string::npos;
      });
  }
  return laws;
}

void rename_species(Database& database, const std::map<std::string, std::string>& names) {
  const auto rename = [&](std::string& name) {
    if (const auto found = names.find(name); found != names.end()) name = found->second;
  };
  const auto rename_in = [&](auto& records) {
    for (auto& [key, record] : records) {
      std::string text;
      for (const std::string_view view : words_of(record.reaction)) {
        std::string word(view);
        rename(word);
        text += (text.empty() ? "" : " ") + word;
      }
      record.reaction = text;
    }
  };
  rename_in(database.aqueous);
  rename_in(database.gases);
  rename_in(database.minerals);
  rename_in(database.exchange);
  for (const auto& [from, to] : names)
    if (auto record = database.aqueous.extract(from)) {
      record.key() = record.mapped().name = to;
      database.aqueous.insert(std::move(record));
    }
  for (auto& [name, element] : database.elements) rename(element.species);
  for (std::vector<InteractionRecord>* records : {&database.pitzer, &database.sit})
    for (InteractionRecord& record : *records)
      for (std::string& name : record.species) rename(name);
}

void refuse_endless_reactions(const std::vector<DatRecord>& species, const Lines& lines,
                              const Database& database, std::vector<Problem>& problems) {
  const auto endless = endless_reactions(database);
  for (const DatRecord& record : species)
    if (const auto found = endless.find(record.name); found != endless.end())
      problems.push_back({lines.place(record.line, record.name),
                          "the reaction of '" + record.name + "' " + found->second, ""});
}

void refuse_self_made(const DatFile& file, const Lines& lines, const Database& database,
                      std::vector<Problem>& problems) {
  std::set<std::string> masters{"H2O", "H+", "e-"};
  for (const auto& [name, element] : database.elements) masters.insert(element.species);
  for (const auto& [name, species] : database.exchange_masters) masters.insert(species);
  const auto is_component = [](const auto& records, const std::string& name) {
    const auto earlier = records.find(name);
    return earlier != records.end() && earlier->second.reaction.empty();
  };
  const auto look = [&](const DatRecord& record, const auto& earlier, const std::string& block,
                        bool names_masters) {
    const auto count = [&](const std::vector<Term>& side) {
      return std::ranges::count(side, record.name, &Term::name);
    };
    const auto left = count(record.equation.left), right = count(record.equation.right);
    if (left == 0 && right == 1) return;
    try {
      database.formula(record.name);
    } catch (const std::invalid_argument& error) {
      problems.push_back(
          {lines.place(record.line, record.name), error.what(), "elements of your own stand in " + block});
      return;
    }
    if (!identity(record.equation))
      problems.push_back({lines.place(record.line, record.name),
                          "the reaction of '" + record.name + "' makes it of itself", ""});
    else if (names_masters && !masters.contains(record.name) && !is_component(earlier, record.name))
      problems.push_back({lines.place(record.line, record.name),
                          "'" + record.name +
                              "' is made of itself alone, as a component is, and no line of " + block +
                              " names it",
                          "add the line of its element to " + block + ", or write a reaction that makes it"});
  };
  for (const DatRecord& record : file.species)
    look(record, database.aqueous, "SOLUTION_MASTER_SPECIES", !file.elements.empty());
  for (const DatRecord& record : file.exchange_species)
    look(record, database.exchange, "EXCHANGE_MASTER_SPECIES", !file.exchange_masters.empty());
}

void note_unlinked_components(const Database& database, const std::string& file,
                              std::vector<FileNote>& notes) {
  const auto elements = [&](const std::string& name) {
    std::map<std::string, double> all = database.formula(name).elements;
    all.erase("H");
    all.erase("O");
    return all;
  };
  std::multimap<std::string, const AqueousRecord*> others;  // components of other files, by element
  for (const auto& [name, record] : database.aqueous)
    if (record.reaction.empty() && record.origin.file != file)
      for (const auto& [element, atoms] : elements(name)) others.emplace(element, &record);
  if (others.empty()) return;
  for (const auto& [name, record] : database.aqueous) {
    if (!record.reaction.empty() || record.origin.file != file) continue;
    for (const auto& [element, atoms] : elements(name))
      for (auto [other, end] = others.equal_range(element); other != end; ++other)
        notes.push_back({FileNote::doubtful, record.origin.line,
                         name + " and " + other->second->name + " of " + other->second->origin.file +
                             " are components with " + element +
                             ", and no reaction makes one of the other: choose one"});
  }
}

}  // namespace talus::phreeqc
