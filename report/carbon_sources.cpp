#include "report/carbon_sources.h"

#include <algorithm>
#include <cmath>

#include "report/carbon.h"
#include "report/words.h"

namespace talus::report {

namespace {

/// The sum of a curve of each patch, kg of CO2.
Curve over_patches(const Run& run, std::vector<Curve> PatchRecord::*which, std::size_t source) {
  Curve sum(run.time.size(), 0.0);
  for (const PatchRecord& patch : run.patches)
    for (std::size_t k = 0; k < sum.size() && !(patch.*which).empty(); ++k)
      sum[k] += (patch.*which)[source][k] * carbon_dioxide_molar_mass();
  return sum;
}

}  // namespace

double CarbonOfSource::stored() const { return stored_in_minerals() + in_pores.back() - in_pores.front(); }

double CarbonOfSource::closure() const {
  const double start = in_minerals.front() + in_pores.front();
  double largest = 0;
  for (std::size_t k = 0; k < came_in.size(); ++k) {
    const double missing = std::abs(in_minerals[k] + in_pores[k] - start - came_in[k] + left[k]);
    const double closure = missing == 0 ? 0 : missing / std::max(start, came_in[k] + left[k]);
    if (!(closure <= largest)) largest = closure;  // NaN stays
  }
  return largest;
}

std::vector<CarbonOfSource> carbon_of_sources(const Run& run) {
  std::vector<CarbonOfSource> sources;
  for (std::size_t s = 0; s < run.system.carbon_sources.size(); ++s) {
    const std::string& name = run.system.carbon_sources[s];
    CarbonOfSource source{name,
                          run.system.carbon_kinds[s],
                          Curve(run.time.size(), 0.0),
                          Curve(run.time.size(), 0.0),
                          over_patches(run, &PatchRecord::carbon_in, s),
                          over_patches(run, &PatchRecord::carbon_out, s)};
    const std::string of = "carbon_of_" + name + "_in_";
    for (const auto& [field, amounts] : run.total) {
      if (!field.starts_with(of)) continue;
      Curve& place = field == of + "pores" ? source.in_pores : source.in_minerals;
      for (std::size_t k = 0; k < place.size(); ++k) place[k] += amounts[k] * carbon_dioxide_molar_mass();
    }
    sources.push_back(std::move(source));
  }
  return sources;
}

std::string sources_text(const std::vector<CarbonOfSource>& sources, double dry_mass) {
  std::string text;
  for (const CarbonOfSource& source : sources)
    text += (text.empty() ? "" : ", ") + digits(1e3 * source.stored_in_minerals() / dry_mass) + " of " +
            source.name + " (" + source.kind + ")";
  return text.empty() ? "" : "CO2 in minerals, g/kg beyond the start, by its source: " + text;
}

}  // namespace talus::report
