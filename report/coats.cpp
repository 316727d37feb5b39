#include "report/coats.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "base/input.h"
#include "report/run_cells.h"

namespace talus::report {
namespace {

/// What of the keys of a case is read here.
struct PassivationKeys {
  std::string by;
  std::vector<std::string> coat;
  std::optional<double> thickness;  ///< m
  double exponent = 1;
};
template <class V>
void describe(PassivationKeys& p, V& v) {
  v("by", p.by, "What comes to stand before the surface.");
  v("coat", p.coat, "Minerals that make the coat.", optional_key);
  v("thickness", p.thickness, in("um"), positive, "That at which nothing gets through.");
  v("exponent", p.exponent, in("1"), positive, "Power of what is open.", by_default("1"));
}
struct ChemistryKeys {
  Named<PassivationKeys> passivation;
};
template <class V>
void describe(ChemistryKeys& c, V& v) {
  v("passivation", c.passivation, "By mineral.", optional_key);
}
struct CaseKeys {
  std::optional<ChemistryKeys> chemistry;
};
template <class V>
void describe(CaseKeys& c, V& v) {
  v("chemistry", c.chemistry, "What reacts.");
}

/// The keys for a mineral in the echo of the case; nothing where there are none.
std::optional<PassivationKeys> passivation_of(const std::string& case_echo, const std::string& mineral) {
  Document document = Document::from_text(case_echo, "case_echo");
  CaseKeys keys;
  read(document, keys);  // all other keys are unknown here, which nobody asks for
  if (keys.chemistry)
    for (const auto& [name, one] : keys.chemistry->passivation)
      if (name == mineral) return one;
  return {};
}

/// The rows of /restart whose solids are grains of `mineral` under its coat, of one size or of several.
std::vector<std::size_t> grains_of(std::span<const std::string> solids, const std::string& mineral) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < solids.size(); ++i) {
    const std::string& name = solids[i];
    const bool sized =
        name.starts_with(mineral + " ") &&
        std::ranges::all_of(name.substr(mineral.size() + 1), [](char c) { return c >= '0' && c <= '9'; });
    if (name == mineral || name == mineral + " amorphous" || sized) rows.push_back(i);
  }
  return rows;
}

/// What the coat is made of: rows of /restart, with m3/mol.
std::vector<std::pair<std::size_t, double>> parts_of_coat(const System& system,
                                                          std::span<const std::string> solids,
                                                          std::span<const std::string> coat) {
  std::vector<std::pair<std::size_t, double>> parts;
  for (std::size_t i = 0; i < solids.size(); ++i)
    for (std::size_t m = 0; m < system.minerals.size(); ++m)
      if (std::ranges::count(coat, system.minerals[m]) > 0 && solids[i] == system.minerals[m] + " formed")
        parts.emplace_back(i, system.mineral_molar_volume[m]);
  return parts;
}

/// Adds up rows of an array of /restart, each by its factor.
std::vector<double> sum_of_rows(const RunCells& cells, const std::string& path, std::size_t output,
                                std::span<const std::pair<std::size_t, double>> rows) {
  std::vector<double> sum(cells.size(), 0.0);
  for (const auto& [row, factor] : rows) {
    const std::vector<double> values = cells.row(path, output, row);
    for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += factor * values[c];
  }
  return sum;
}

double covered_by(double thickness, const PassivationKeys& keys) {
  return 1 - std::pow(std::max(0.0, 1 - thickness / *keys.thickness), keys.exponent);
}

void follow(const Run& run, const RunCells& cells, const PassivationKeys& keys, const std::string& mineral,
            CoatOfGrains& coat) {
  const std::vector<std::string> solids = cells.texts("/restart/solids");
  std::vector<std::pair<std::size_t, double>> grains;
  for (const std::size_t row : grains_of(solids, mineral)) grains.emplace_back(row, 1.0);
  const auto parts = parts_of_coat(run.system, solids, keys.coat);
  const bool blocks = keys.by == "blocking coat" && keys.thickness;
  for (std::size_t k = 0; k < run.time.size(); ++k) {
    const auto surface = sum_of_rows(cells, "/restart/initial_surface", k, grains);
    const auto volume = sum_of_rows(cells, "/restart/amount", k, parts);
    double area = 0, thickness = 0, covered = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (!(surface[c] > 0)) continue;
      const double share = surface[c] * cells.volume[c];
      area += share;
      thickness += share * volume[c] / surface[c];
      if (blocks) covered += share * covered_by(volume[c] / surface[c], keys);
    }
    coat.thickness.push_back(thickness / area);
    if (blocks) coat.covered.push_back(covered / area);
  }
}

}  // namespace

CoatOfGrains coat_on(const Run& run, const std::string& mineral) {
  CoatOfGrains coat{.words = {}, .thickness = {}, .covered = {}};
  const std::string& echo = run.provenance.contains("case_echo") ? run.provenance.at("case_echo") : "";
  std::optional<PassivationKeys> keys;
  try {
    keys = passivation_of(echo, mineral);
  } catch (const InputError&) {
    coat.words = "Whether a coat covers it is not known: the case in the run file cannot be read.";
    return coat;
  }
  if (!keys || keys->coat.empty()) {
    coat.words = "Not known how much of it is coated: the case has no coat on it ([chemistry.passivation." +
                 mineral + "]).";
    return coat;
  }
  const RunCells cells(run);
  if (!cells.has("/restart/initial_surface") || !cells.has("/restart/amount") ||
      !cells.has("/restart/solids")) {
    coat.words = "Not known how much of it is coated: the run file has no surfaces (/restart).";
    return coat;
  }
  follow(run, cells, *keys, mineral, coat);
  std::string minerals;
  for (const std::string& one : keys->coat) minerals += (minerals.empty() ? "" : ", ") + one;
  coat.words =
      "Coated by " + minerals + ", as the case has it (" + keys->by + ")" +
      (coat.covered.empty() ? "; such a coat covers all of the surface, and has a thickness alone." : ".");
  return coat;
}

}  // namespace talus::report
