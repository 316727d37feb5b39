// talus database check | show | diff: what a database file says, and how two of them differ.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "base/petsc.h"
#include "chemistry/database/common_basis.h"
#include "chemistry/database/database.h"
#include "cli/options.h"

namespace talus::cli {

namespace {

constexpr double zero_celsius = 273.15;  // K
constexpr double room = 298.15;          // K

// ------------------------------------------------------------------------------------------------ check

/// A sentence without the middle of what makes it endless.
std::string without_middle(const std::string& what) {
  constexpr std::size_t kept = 300;  // bytes, at both ends
  if (what.size() <= 3 * kept) return what;
  return what.substr(0, kept) + " ... " + what.substr(what.size() - kept);
}

const char* heading(FileNote::Kind kind) {
  switch (kind) {
    case FileNote::skipped:
      return "skipped: blocks that Talus has no use for";
    case FileNote::not_used:
      return "not used: options, where each stands first";
    case FileNote::out_of_balance:
      return "out of balance: left out (amounts that the reaction makes, or loses)";
    case FileNote::left_out:
      return "left out";
    case FileNote::repeated:
      return "repeated";
    case FileNote::disagreement:
      return "log_k and analytic expression disagree by more than 0.05";
    case FileNote::renamed:
      return "renamed";
    case FileNote::doubtful:
      return "doubtful, taken as it stands";
  }
  return "";
}

void print_reading(const FileReading& reading) {
  std::printf("%s\n  read in %.3f s\n", reading.file.c_str(), reading.seconds);
  for (const auto& [what, number] : reading.records) std::printf("  %6zu  %s\n", number, what.c_str());
  for (int kind = FileNote::skipped; kind <= FileNote::doubtful; ++kind) {
    const auto is = [&](const FileNote& note) { return note.kind == kind; };
    const auto count = std::ranges::count_if(reading.notes, is);
    if (count == 0) continue;
    std::printf("  %6td  %s\n", count, heading(static_cast<FileNote::Kind>(kind)));
    for (const FileNote& note : reading.notes)
      if (is(note)) std::printf("            line %-6d %s\n", note.line, without_middle(note.what).c_str());
  }
}

int check_files(const Words& files) {
  const Database database = Database::read(files, ".");
  if (Session::rank() != 0) return 0;
  for (const FileReading& reading : database.readings) print_reading(reading);
  return 0;
}

// ------------------------------------------------------------------------------------------------- show

void print_constant(const EquilibriumConstant& k) {
  std::string temperatures, values;
  for (const double celsius : {0.0, 25.0, 50.0, 100.0}) {
    const double t = celsius + zero_celsius;
    char text[40];
    std::snprintf(text, sizeof text, "%14g", celsius);
    temperatures += text;
    const bool valid = celsius == 25 || (k.knows_temperature() && k.range[0] <= t && t <= k.range[1]);
    std::snprintf(text, sizeof text, "%14s", "-");
    if (valid) std::snprintf(text, sizeof text, "%14.4f", k.at(t));
    values += text;
  }
  std::printf("  T, degC %s\n  log10 K %s\n", temperatures.c_str(), values.c_str());
  if (!k.knows_temperature()) std::puts("  no change with temperature is known");
  if (!k.analytic.empty() && std::abs(k.at(room) - k.log_k) > 0.05)
    std::printf("  log_k of the file is %g; the analytic expression holds\n", k.log_k);
  if (!k.provenance.note.empty()) std::printf("  note: %s\n", k.provenance.note.c_str());
  if (!k.provenance.source.empty()) std::printf("  source: %s\n", k.provenance.source.c_str());
}

template <class Record>
void print_head(const std::string& kind, const Record& record) {
  std::printf("%s: %s\n", kind.c_str(), record.name.c_str());
  if constexpr (requires { record.formula; }) std::printf("  formula %s\n", record.formula.c_str());
  if constexpr (requires { record.reaction; }) {
    const char* bare = std::is_same_v<Record, ExchangeRecord> ? "sites" : "component";
    std::printf("  %s\n", record.reaction.empty() ? bare : record.reaction.c_str());
    if (!record.reaction.empty()) print_constant(record.constant);
  }
}

void print_origin(const Origin& origin) {
  if (origin.line > 0) std::printf("  in %s:%d\n", origin.file.c_str(), origin.line);
}

void print(const AqueousRecord& record) {
  print_head("dissolved species", record);
  if (record.ion_size > 0) std::printf("  ion size %g angstrom\n", record.ion_size * 1e10);
  if (record.wateq)
    std::printf("  WATEQ a %g angstrom, b %g kgw/mol\n", record.wateq->front() * 1e10, record.wateq->back());
  print_origin(record.origin);
}

void print(const GasRecord& record) {
  print_head("gas", record);
  if (record.diffusivity > 0) std::printf("  diffusivity %g m2/s in air at 0 degC\n", record.diffusivity);
  if (record.critical.known())
    std::printf("  critical point %g K, %g Pa, acentric factor %g\n", record.critical.temperature,
                record.critical.pressure, record.critical.acentric_factor);
  print_origin(record.origin);
}

void print(const MineralRecord& record) {
  print_head("mineral or phase", record);
  if (record.molar_volume != 0) std::printf("  molar volume %g cm3/mol\n", record.molar_volume * 1e6);
  for (const RateRecord& rate : record.rates)
    std::printf("  rate: %s, %s (%s)\n", rate.set.c_str(), rate.direction.c_str(),
                rate.provenance.source.c_str());
  print_origin(record.origin);
  if (record.added) std::printf("  with more from %s:%d\n", record.added->file.c_str(), record.added->line);
}

void print(const WaterReactionRecord& record) {
  print_head("slow reaction", record);
  std::printf("  rate: %zu mechanism%s (%s)\n", record.law.mechanisms.size(),
              record.law.mechanisms.size() == 1 ? "" : "s", record.law_provenance.source.c_str());
  print_origin(record.origin);
}

void print(const ExchangeRecord& record) {
  print_head("exchange species", record);
  print_origin(record.origin);
}

void print(const ElementRecord& record) {
  print_head("element or redox state", record);
  std::printf("  master species %s\n  alkalinity %g\n  g/mol in analyses %g %s\n", record.species.c_str(),
              record.alkalinity, record.formula_weight * 1e3, record.formula.c_str());
  print_origin(record.origin);
}

/// Calls `use` with every map of records.
void each_kind(const Database& database, const auto& use) {
  use(database.aqueous);
  use(database.gases);
  use(database.minerals);
  use(database.reactions);
  use(database.exchange);
  use(database.elements);
}

std::string small_letters(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

int show(const Words& words, const Words& files) {
  if (words.size() != 1)
    refuse_command("talus database show needs one name", "for example: talus database show Brucite");
  const Database database = Database::read(files, ".");
  int found = 0;
  const auto print_if = [&](const auto& fits) {
    each_kind(database, [&](const auto& records) {
      for (const auto& [name, record] : records)
        if (fits(name)) {
          if (Session::rank() == 0) print(record);
          ++found;
        }
    });
  };
  const std::string& wanted = words[0];
  const std::string wanted_small = small_letters(wanted);
  print_if([&](const std::string& name) { return name == wanted; });
  if (found == 0)
    print_if([&](const std::string& name) {
      return small_letters(name) == wanted_small || name == wanted + "(aq)";
    });
  if (found > 0) return 0;
  std::vector<std::string> known;
  each_kind(database, [&](const auto& records) {
    for (const auto& [name, record] : records) known.push_back(name);
  });
  const std::string near = nearest(wanted, known);
  refuse_command("no record '" + wanted + "' among " + std::to_string(known.size()),
                 near.empty() ? "another file: --database FILE" : "did you mean '" + near + "'?");
}

// ------------------------------------------------------------------------------------------------- diff

/// What differs between two maps of records of one kind.
struct Difference {
  Words only_a, only_b, other_reaction, other_constant;
  std::size_t same = 0;
};

/// log10 K of a record at 25 degC on its side of the comparison; a sentence when there is none.
template <class Record>
std::optional<Composition> composed(const Database& database, const Record& record) {
  if (record.reaction.empty()) return std::nullopt;
  return composition_of(database, record.name, record.reaction, record.constant, room);
}

/// Compares two records that have the same name; both are written to the components of the first database.
template <class Record>
void compare(const Database& a, const Database& b, const Record& one, const Record& other, double sign,
             double threshold, Difference& difference) {
  const auto in_a = composed(a, one), in_b = composed(b, other);
  if (!in_a && !in_b && one.reaction.empty() == other.reaction.empty()) {
    ++difference.same;
    return;
  }
  const auto alone = [](const auto& x, const Record& r) {
    return x ? *x : Composition{{{r.name, 1.0}}, 0.0};
  };
  const Composition left = on_basis_of(a, alone(in_a, one), room);
  const Composition right = on_basis_of(a, alone(in_b, other), room);
  char line[400];
  if (!same_amounts(left, right)) {
    std::snprintf(line, sizeof line, "%-26s %s  |  %s", one.name.c_str(),
                  one.reaction.empty() ? "component" : one.reaction.c_str(),
                  other.reaction.empty() ? "component" : other.reaction.c_str());
    difference.other_reaction.push_back(line);
  } else if (!(std::abs(left.log_k - right.log_k) <= threshold)) {
    std::snprintf(line, sizeof line, "%-26s %12.4f %12.4f %+12.4f", one.name.c_str(), sign * left.log_k,
                  sign * right.log_k, sign * (right.log_k - left.log_k));
    difference.other_constant.push_back(line);
  } else {
    ++difference.same;
  }
}

/// `sign` +1: constants of formation; -1: of dissolution.
template <class Records>
void print_difference(const char* kind, const Database& a, const Database& b, const Records& in_a,
                      const Records& in_b, double sign, double threshold) {
  std::map<std::string, std::string> names;  // of b, by a name without case and ending
  const auto plain = [&](const std::string& name) {
    const std::string word = sign > 0 ? name : small_letters(name);
    return word.ends_with("(aq)") ? word.substr(0, word.size() - 4) : word;
  };
  for (const auto& [name, record] : in_b) names.emplace(plain(name), name);
  Difference difference;
  for (const auto& [name, record] : in_a) {
    const auto other = names.find(plain(name));
    if (other == names.end()) {
      difference.only_a.push_back(name);
      continue;
    }
    compare(a, b, record, in_b.at(other->second), sign, threshold, difference);
    names.erase(other);
  }
  for (const auto& [word, name] : names) difference.only_b.push_back(name);
  if (Session::rank() != 0 || in_a.size() + in_b.size() == 0) return;
  const auto print_list = [&](const std::string& title, const Words& words) {
    std::printf("  %s: %zu\n", title.c_str(), words.size());
    for (const std::string& word : words) std::printf("    %s\n", word.c_str());
  };
  std::printf("%s\n  the same: %zu\n", kind, difference.same);
  print_list("in A only", difference.only_a);
  print_list("in B only", difference.only_b);
  print_list("made of other things, A | B", difference.other_reaction);
  print_list("log10 K at 25 degC differs (A, B, B - A; both to the components of A)",
             difference.other_constant);
}

int diff(const Words& files, double threshold) {
  if (files.size() != 2)
    refuse_command("talus database diff needs two files", "talus database diff A.dat B.dat");
  const Database a = Database::read({files[0]}, "."), b = Database::read({files[1]}, ".");
  if (Session::rank() == 0)
    std::printf("A %s\nB %s\nthreshold %g in log10 K\n\n", files[0].c_str(), files[1].c_str(), threshold);
  print_difference("dissolved species", a, b, a.aqueous, b.aqueous, 1, threshold);
  print_difference("gases", a, b, a.gases, b.gases, -1, threshold);
  print_difference("minerals", a, b, a.minerals, b.minerals, -1, threshold);
  return 0;
}

}  // namespace

int database(const Words& words) {
  namespace options = boost::program_options;
  options::options_description description;
  auto add = description.add_options();
  add("words", options::value<Words>()->composing());
  add("database", options::value<Words>()->composing()->multitoken());
  add("threshold", options::value<double>()->default_value(0.01));
  const auto given = parse("database", words, description, "words", -1);
  Words rest = given.count("words") > 0 ? given["words"].as<Words>() : Words{};
  const std::vector<std::string> known{"check", "diff", "show"};
  const std::string what = rest.empty() ? "" : rest.front();
  if (!rest.empty()) rest.erase(rest.begin());
  if (what == "check" && !rest.empty()) return check_files(rest);
  if (what == "check") refuse_command("talus database check needs a file", "see talus database --help");
  if (what == "show")
    return show(rest, given.count("database") > 0 ? given["database"].as<Words>() : Words{"talus"});
  const double threshold = given["threshold"].as<double>();
  if (!(threshold >= 0 && std::isfinite(threshold)))
    refuse_command("--threshold must be a number, 0 or more, in log10 K", "for example --threshold 0.01");
  if (what == "diff") return diff(rest, threshold);
  refuse_command(what.empty() ? "talus database needs a word" : "talus database cannot '" + what + "'",
                 suggestion(what, known));
}

}  // namespace talus::cli
