#include "chemistry/phreeqc/overlay_parts.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "chemistry/phreeqc/into_database.h"

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

bool leads_to(const std::string& from, const std::string& name, const Database& database,
              std::set<std::string>& seen) {
  const auto record = database.aqueous.find(from);
  if (record == database.aqueous.end() || record->second.reaction.empty()) return false;
  if (!seen.insert(from).second) return false;
  for (const auto& [other, amount] : parse_reaction(record->second.reaction))
    if (other != from && (other == name || leads_to(other, name, database, seen))) return true;
  return false;
}

}  // namespace

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
                       what + ": the numbers are kept, there is no such " +
                           (parameters.set == "SVD" ? "rate law" : "mineral")});
      continue;
    }
    try {
      put_law(parameters, to.minerals.at(mineral->second), notes);
      ++laws;
    } catch (const std::invalid_argument& error) {
      problems.push_back({lines.place(parameters.origin.line, parameters.mineral), error.what(), ""});
    }
  }
  return laws;
}

bool in_a_circle(const std::string& name, const Database& database) {
  std::set<std::string> seen;
  return leads_to(name, name, database, seen);
}

}  // namespace talus::phreeqc
