#include "report/ledger.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/carbon_sources.h"

namespace talus::report {
namespace {

using Weights = std::vector<double>;  // of the components

/// What is stored in one phase, and what it is made of.
struct Phase {
  const Curve* amount;  ///< mol
  Weights composition;  ///< components per mole
};

/// A row of a table of compositions.
Weights composition(const Matrix& table, std::size_t row, std::size_t count) {
  Weights weights(count);
  for (std::size_t j = 0; j < count; ++j) weights[j] = table(row, j);
  return weights;
}

std::vector<Phase> phases_of(const Run& run) {
  const System& system = run.system;
  const std::size_t count = system.components.size();
  std::vector<Phase> phases;
  for (std::size_t j = 0; j < count; ++j) {
    Weights single(count, 0.0);
    single[j] = 1;
    phases.push_back({&run.total_of("aqueous_" + system.components[j]), single});
  }
  const auto add = [&](const std::string& field, const Matrix& table, std::size_t row) {
    phases.push_back({&run.total_of(field), composition(table, row, count)});
  };
  for (std::size_t g = 0; g < system.gases.size(); ++g)
    add("gaseous_" + system.gases[g], system.gas_components, g);
  for (std::size_t i = 0; i < system.exchange_species.size(); ++i)
    add("exchanged_" + system.exchange_species[i], system.exchange_components, i);
  for (std::size_t m = 0; m < system.minerals.size(); ++m)
    add("mineral_" + system.minerals[m], system.mineral_components, m);
  return phases;
}

double weigh(const Weights& a, const Weights& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

/// The sum of curves (there may be none), each times its weight, at each of `times`.
Curve weighed_sum(const std::vector<Curve>& curves, const Weights& weights, std::size_t times) {
  Curve sum(times, 0);
  for (std::size_t i = 0; i < curves.size(); ++i)
    for (std::size_t k = 0; k < times; ++k) sum[k] += weights[i] * curves[i][k];
  return sum;
}

/// A line without its closure: store, entered and external terms of what `weights` makes of the components.
LedgerLine sum_line(const Run& run, const std::vector<Phase>& phases, const Weights& weights) {
  const std::size_t times = run.time.size(), count = weights.size();
  LedgerLine line;
  line.store.assign(times, 0);
  line.entered.assign(times, 0);
  for (const Phase& phase : phases) {
    const double weight = weigh(weights, phase.composition);
    for (std::size_t k = 0; k < times; ++k) line.store[k] += weight * (*phase.amount)[k];
  }
  Weights of_gases;
  for (std::size_t g = 0; g < run.system.gases.size(); ++g)
    of_gases.push_back(weigh(weights, composition(run.system.gas_components, g, count)));
  for (const PatchRecord& patch : run.patches) {
    line.entered_by_patch.push_back(weighed_sum(patch.entered, weights, times));
    line.gas_by_patch.push_back(weighed_sum(patch.gas, of_gases, times));
    line.inflow_by_patch.push_back(weighed_sum(patch.inflow, weights, times));
    line.outflow_by_patch.push_back(weighed_sum(patch.outflow, weights, times));
    line.vapour_by_patch.push_back(weighed_sum(patch.vapour, {weights.back()}, times));
    for (std::size_t k = 0; k < times; ++k) line.entered[k] += line.entered_by_patch.back()[k];
  }
  line.external = weighed_sum(run.external, weights, times);
  return line;
}

/// What the runs that this one continues have left open, of what `weights` makes of the components.
void add_first_start(const Run& run, const Weights& weights, LedgerLine& line) {
  if (!run.first_start) return;
  const FirstStart& start = *run.first_start;
  line.left_before = line.store.front();
  for (std::size_t j = 0; j < weights.size(); ++j) {
    line.left_before -= weights[j] * (start.amount[j] + start.entered[j] + start.external[j]);
    line.scale_before += std::abs(weights[j]) * std::max(start.magnitude[j], start.turnover[j]);
  }
}

/// |entered| by patch + |external| + |change| by phase, of what `weights` makes of the components, at each
/// time. All water is one phase.
Curve movement(const Run& run, const std::vector<Phase>& phases, const Weights& weights) {
  const LedgerLine sums = sum_line(run, {}, weights);
  Curve moved(run.time.size(), 0);
  for (std::size_t k = 0; k < moved.size(); ++k) {
    moved[k] = std::abs(sums.external[k]);
    for (const Curve& entered : sums.entered_by_patch) moved[k] += std::abs(entered[k]);
    double water = 0;
    for (std::size_t p = 0; p < phases.size(); ++p) {
      const double change =
          weigh(weights, phases[p].composition) * ((*phases[p].amount)[k] - (*phases[p].amount)[0]);
      if (p < weights.size())
        water += change;
      else
        moved[k] += std::abs(change);
    }
    moved[k] += std::abs(water);
  }
  return moved;
}

double initial_store(const std::vector<Phase>& phases, const Weights& weights) {
  double water = 0, rest = 0;
  for (std::size_t p = 0; p < phases.size(); ++p) {
    const double store = weigh(weights, phases[p].composition) * phases[p].amount->front();
    if (p < weights.size())
      water += store;
    else
      rest += std::abs(store);
  }
  return std::abs(water) + rest;
}

void close(LedgerLine& line) {
  for (std::size_t k = 0; k < line.store.size(); ++k) {
    if (k > 0) line.turnover[k] = std::max(line.turnover[k], line.turnover[k - 1]);
    line.difference.push_back(line.change(k) - line.entered[k] - line.external[k]);
    const double scale = std::max(line.initial, line.turnover[k]);
    const auto closure = [](double difference, double by) {
      return difference == 0 ? 0 : std::abs(difference) / by;
    };
    const double here = closure(line.difference[k], scale);
    const double ever = closure(line.difference[k] + line.left_before, std::max(scale, line.scale_before));
    line.closure.push_back(ever <= here ? here : ever);  // NaN stays
  }
}

LedgerLine make_line(const Run& run, const std::vector<Phase>& phases, const Weights& weights,
                     std::string name, LedgerLine::Kind kind) {
  LedgerLine line = sum_line(run, phases, weights);
  line.name = std::move(name);
  line.kind = kind;
  line.turnover = movement(run, phases, weights);
  line.initial = initial_store(phases, weights);
  add_first_start(run, weights, line);
  close(line);
  return line;
}

/// Charge: the sum of charges must not change by itself; the scale is in equivalents, which do not cancel.
LedgerLine make_charge_line(const Run& run, const std::vector<Phase>& phases) {
  const Weights& charge = run.system.component_charge;
  LedgerLine line = sum_line(run, phases, charge);
  line.name = "charge";
  line.kind = LedgerLine::Kind::charge;
  line.turnover.assign(run.time.size(), 0);
  for (std::size_t j = 0; j < charge.size(); ++j) {
    Weights equivalents(charge.size(), 0.0);
    equivalents[j] = std::abs(charge[j]);
    const Curve moved = movement(run, phases, equivalents);
    for (std::size_t k = 0; k < moved.size(); ++k) line.turnover[k] += moved[k];
    line.initial += equivalents[j] * std::abs(phases[j].amount->front());
  }
  add_first_start(run, charge, line);
  close(line);
  return line;
}

/// Of the series closure_..., which count since the first start of all.
double closure_by_solver(const Run& run) {
  double largest = 0;
  for (const auto& [name, series] : run.series)
    if (name.starts_with("closure_"))
      for (const double value : series.value)
        if (!(std::abs(value) <= largest)) largest = std::abs(value);
  return largest;
}

/// How far what entered through each patch is from its parts, relative to their sizes; of one component.
double parts_that_miss(const LedgerLine& line) {
  double largest = 0, scale = line.initial;
  for (std::size_t p = 0; p < line.entered_by_patch.size(); ++p) {
    double size = 0;
    for (std::size_t k = 0; k < line.store.size(); ++k) {
      const double gas = line.gas_by_patch[p][k], in = line.inflow_by_patch[p][k],
                   out = line.outflow_by_patch[p][k], vapour = line.vapour_by_patch[p][k],
                   entered = line.entered_by_patch[p][k];
      const double missing = std::abs(entered - gas - in + out - vapour);
      if (!(missing <= largest)) largest = missing;  // NaN stays
      size = std::max(size, std::abs(gas) + in + out + std::abs(vapour) + std::abs(entered));
    }
    scale += size;
  }
  return largest == 0 ? 0 : largest / scale;
}

double carbon_closure(const LedgerLine& carbon) {
  double largest = 0;
  for (const double difference : carbon.difference) largest = std::max(largest, std::abs(difference));
  const double turnover = carbon.turnover.back();
  if (!(turnover > 1e-5 * carbon.initial)) return std::numeric_limits<double>::quiet_NaN();
  return largest / turnover;
}

}  // namespace

std::string to_string(LedgerLine::Kind kind) {
  switch (kind) {
    case LedgerLine::Kind::element:
      return "element";
    case LedgerLine::Kind::water:
      return "water";
    case LedgerLine::Kind::charge:
      return "charge";
    case LedgerLine::Kind::component:
      break;
  }
  return "component";
}

double LedgerLine::worst() const {
  double largest = 0;
  for (const double value : closure) {
    if (!(value <= largest)) largest = value;  // NaN stays
    if (std::isnan(largest)) break;
  }
  return largest;
}

double Ledger::worst() const {
  double largest = 0;
  for (const LedgerLine& line : lines) {
    if (!(line.worst() <= largest)) largest = line.worst();
    if (std::isnan(largest)) break;
  }
  return largest;
}

bool Ledger::closed() const {
  return worst() <= closure_gate && parts <= closure_gate && !(carbon_to_turnover > closure_gate) &&
         by_solver <= closure_gate && by_source <= closure_gate;
}

const LedgerLine* Ledger::line(const std::string& name) const {
  const auto found =
      std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.name == name; });
  return found == lines.end() ? nullptr : &*found;
}

Ledger make_ledger(const Run& run) {
  const System& system = run.system;
  const std::size_t count = system.components.size();
  const std::vector<Phase> phases = phases_of(run);
  Ledger ledger;
  for (const CarbonOfSource& source : carbon_of_sources(run))
    if (!(source.closure() <= ledger.by_source)) ledger.by_source = source.closure();  // NaN stays
  ledger.carbon_to_turnover = std::numeric_limits<double>::quiet_NaN();
  ledger.by_solver = closure_by_solver(run);
  for (std::size_t e = 0; e < system.elements.size(); ++e) {
    Weights atoms(count);
    for (std::size_t j = 0; j < count; ++j) atoms[j] = system.component_elements(j, e);
    ledger.lines.push_back(make_line(run, phases, atoms, system.elements[e], LedgerLine::Kind::element));
    if (system.elements[e] == "C") ledger.carbon_to_turnover = carbon_closure(ledger.lines.back());
  }
  std::vector<LedgerLine> components;
  for (std::size_t j = 0; j < count; ++j) {
    Weights single(count, 0.0);
    single[j] = 1;
    if (system.components[j] == "H2O")
      ledger.lines.push_back(make_line(run, phases, single, "water", LedgerLine::Kind::water));
    else
      components.push_back(make_line(run, phases, single, system.components[j], LedgerLine::Kind::component));
  }
  ledger.lines.push_back(make_charge_line(run, phases));
  for (auto& line : components) ledger.lines.push_back(std::move(line));
  for (const LedgerLine& line : ledger.lines)
    if (line.kind == LedgerLine::Kind::component || line.kind == LedgerLine::Kind::water)
      if (const double missing = parts_that_miss(line); !(missing <= ledger.parts)) ledger.parts = missing;
  return ledger;
}

}  // namespace talus::report
