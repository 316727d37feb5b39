#include "batch/run.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "batch/table.h"
#include "chemistry/speciation/slow_redox.h"

namespace talus::batch {

namespace {

constexpr double trace = 1e-9;  // mol/kgw, beside which a component that has vanished is nothing

constexpr double same_time = 1e-9;  // of the length

/// Sums over the tanks.
class Accounts {
 public:
  explicit Accounts(const ReactSetup& setup)
      : setup_(setup), start_(setup.system.balances()), came_(start_), turnover_(start_) {}

  /// Books that `after` is not `before` because of something from outside, with what its gas gave before.
  void book(const ReactorState<double>& before, const ReactorState<double>& after) {
    const std::vector<double> from = held(setup_.model, before), to = held(setup_.model, after);
    for (std::size_t j = 0; j < from.size(); ++j) {
      came_[j] += to[j] - from[j];
      turnover_[j] += std::abs(to[j] - from[j]);
    }
    if (setup_.model.gas.kind != GasContact::kept) return;
    for (std::size_t g = 0; g < after.entered.size(); ++g)
      count(setup_.system.gases[g].row, before.entered[g] - after.entered[g]);
  }
  void begin(const ReactorState<double>& state) {
    const std::vector<double> amounts = held(setup_.model, state);
    for (std::size_t j = 0; j < amounts.size(); ++j) start_[j] += amounts[j];
  }
  /// The largest difference, relative to what there was and came.
  double closure(const std::vector<ReactorState<double>>& tanks) const {
    std::vector<double> now(start_.size()), came = came_, through = turnover_;
    const auto bring = [&](const ReactionRow& row, double moles, bool from_outside) {
      for (std::size_t j = 0; j < now.size(); ++j) {
        const double amount = moles * (j + 1 == now.size() ? row.water : row.of(j));
        if (from_outside) came[j] += amount;
        through[j] += std::abs(amount);
      }
    };
    for (const ReactorState<double>& tank : tanks) {
      const std::vector<double> amounts = held(setup_.model, tank);
      for (std::size_t j = 0; j < now.size(); ++j) now[j] += amounts[j];
      for (std::size_t g = 0; g < tank.entered.size(); ++g)
        bring(setup_.system.gases[g].row,
              setup_.model.gas.kind == GasContact::kept ? tank.entered[g] : tank.supplied[g], true);
      for (std::size_t r = 0; r < tank.extent.size(); ++r)
        bring(setup_.system.slow_reactions[r].row, tank.extent[r], false);
    }
    double worst = 0;
    for (std::size_t j = 0; j < now.size(); ++j) {
      const double size = std::max({std::abs(now[j]), std::abs(start_[j]), through[j], 1e-9});
      worst = std::max(worst, std::abs(now[j] - start_[j] - came[j]) / size);
    }
    return worst;
  }

 private:
  void count(const ReactionRow& row, double moles) {
    for (std::size_t j = 0; j < came_.size(); ++j)
      came_[j] += moles * (j + 1 == came_.size() ? row.water : row.of(j));
  }

  const ReactSetup& setup_;
  std::vector<double> start_, came_, turnover_;
};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

/// A time in the unit that reads best.
std::string time_words(double seconds) {
  for (const auto& [unit, size] :
       {std::pair{"yr", 31557600.0}, std::pair{"d", 86400.0}, std::pair{"h", 3600.0}, std::pair{"min", 60.0}})
    if (seconds >= size) return number(seconds / size) + " " + unit;
  return number(seconds) + " s";
}

/// A run that goes on.
class Run {
 public:
  explicit Run(const ReactSetup& setup)
      : setup_(setup),
        reactor_(setup.model),
        accounts_(setup),
        tanks_(static_cast<std::size_t>(setup.input.values.train ? setup.input.values.train->tanks : 1),
               setup.start) {
    result_.table.columns = react_columns(setup);
    for (const ReactorState<double>& tank : tanks_) accounts_.begin(tank);
  }

  ReactResult go();

 private:
  void in_time();
  void along_path();
  void settle_all(double time) {
    for (ReactorState<double>& tank : tanks_) settle(setup_.model, setup_.model.temperature.at(time), tank);
  }
  void write(double time, double along);
  void react(double time, double duration);
  void flow(double duration);
  void operate(const VesselOperation& operation, double time);
  void change(auto&& what) {
    for (ReactorState<double>& tank : tanks_) {
      const ReactorState<double> before = tank;
      what(tank);
      accounts_.book(before, tank);
    }
  }
  const ReactSetup& setup_;
  bool redox_ = has_slow_redox(setup_.system);
  Reactor<double> reactor_;
  Accounts accounts_;
  std::vector<ReactorState<double>> tanks_;
  ReactResult result_;
  std::string where_ = "at the start";  // what was done when something had no answer
};

ReactResult Run::go() {
  try {
    setup_.input.values.run ? in_time() : along_path();
  } catch (const SolveError& error) {
    result_.failure = where_ + ": " + error.what();
  }
  result_.books.closure = accounts_.closure(tanks_);
  result_.end = tanks_;
  return std::move(result_);
}

void Run::write(double time, double along) {
  for (std::size_t k = 0; k < tanks_.size(); ++k) {
    result_.table.rows.push_back(react_row(setup_, tanks_[k], time, along, k, reactor_));
    const Contents<double>& now = reactor_.stage().contents;
    const std::vector<double>& exchanged = reactor_.stage().exchanged;
    if (redox_)
      if (std::string moved = slow_redox(setup_.system, std::span<const double>(now.solution.molality));
          !moved.empty())
        result_.moved_states = std::move(moved);
    for (std::size_t j = 0; j < tanks_[k].total.size(); ++j) {
      const double there = now.store[j] + (exchanged.empty() ? 0 : exchanged[j]);
      result_.books.imbalance = std::max(result_.books.imbalance, std::abs(there - tanks_[k].total[j]) /
                                                                      (now.magnitude[j] + trace * now.water));
    }
  }
}

/// Flow from tank to tank for `duration`, exact for what does not react: of what tank k has, part
/// exp(-a) a^m / m! comes from the tank m before it, a = duration / residence, and the rest is fresh.
void Run::flow(double duration) {
  const double a = duration / setup_.input.values.train->residence;
  const std::vector<ReactorState<double>> before = tanks_;
  for (std::size_t k = 0; k < tanks_.size(); ++k) {
    const auto mix = [&](std::vector<double> ReactorState<double>::*what) {
      std::vector<double>& to = tanks_[k].*what;
      for (std::size_t i = 0; i < to.size(); ++i) {
        double part = std::exp(-a), left = 1, sum = 0;
        for (std::size_t m = 0; m <= k; ++m) {
          sum += part * (before[k - m].*what)[i];
          left -= part;
          part *= a / static_cast<double>(m + 1);
        }
        to[i] = sum + left * (setup_.start.*what)[i];
      }
    };
    for (auto what :
         {&ReactorState<double>::total, &ReactorState<double>::amount, &ReactorState<double>::initial_amount,
          &ReactorState<double>::initial_area, &ReactorState<double>::phase, &ReactorState<double>::entered,
          &ReactorState<double>::extent})
      mix(what);
    accounts_.book(before[k], tanks_[k]);
  }
}

void Run::react(double time, double duration) {
  for (ReactorState<double>& tank : tanks_) {
    const ReactorWork work = reactor_.advance(tank, time, duration);
    result_.work.steps += work.steps;
    result_.work.rejected += work.rejected;
  }
}

void Run::operate(const VesselOperation& operation, double time) {
  where_ = "after '" + operation.kind + "' at " + time_words(time);
  change([&](ReactorState<double>& tank) {
    if (operation.kind == "flush") flush(*operation.water, operation.part, tank);
    for (const Addition& addition : operation.additions) add(addition.row, addition.moles, tank);
    if (operation.kind == "renew gas")
      fill_gas(setup_.model, tank.pressure, tank.gas_volume, setup_.model.temperature.at(time), tank);
  });
  settle_all(time);
}

void Run::in_time() {
  const ReactRunCase& run = *setup_.input.values.run;
  const double length = run.length, tiny = same_time * length;
  std::set<double> outputs(run.output_at.begin(), run.output_at.end());
  if (run.output_every)
    for (double i = 1; i * *run.output_every < length - tiny; ++i) outputs.insert(i * *run.output_every);
  outputs.insert(length);
  std::set<double> stops = outputs;
  for (const VesselOperation& operation : setup_.operations)
    stops.insert(operation.times.begin(), operation.times.end());
  stops.insert(setup_.model.temperature.along.begin(), setup_.model.temperature.along.end());

  settle_all(0);
  write(0, 0);
  double time = 0;
  for (const double stop : stops) {
    if (stop > length + tiny) break;
    where_ = "between " + time_words(time) + " and " + time_words(stop);
    if (stop > tiny && stop - time > tiny) {
      const auto& train = setup_.input.values.train;
      const int parts = train ? static_cast<int>(std::ceil((stop - time) / train->exchange - same_time)) : 1;
      const double part = (stop - time) / parts;
      for (int i = 0; i < parts; ++i) {
        if (train) flow(0.5 * part), settle_all(time);
        react(time + i * part, part);
        if (train) flow(0.5 * part), settle_all(time + part);
      }
      time = stop;
      if (outputs.contains(stop)) write(time, time);
    }
    for (const VesselOperation& operation : setup_.operations)
      for (const double when : operation.times)
        if (when == stop) {
          if (stop > 0 && !outputs.contains(stop)) write(stop, stop);
          operate(operation, stop);
          write(stop, stop);
        }
  }
}

void Run::along_path() {
  const PathCase& path = *setup_.input.values.path;
  std::vector<double> parts = path.parts;
  for (int i = 0; path.steps && i <= *path.steps; ++i) parts.push_back(static_cast<double>(i) / *path.steps);
  const std::vector<double>& along = path.concentrations.empty() ? parts : path.concentrations;
  const double water = setup_.input.values.vessel.water / water_molar_mass;
  double done = 0;  // of the additions, or of the water that was taken away
  for (std::size_t row = 0; row < along.size(); ++row) {
    const double value = along[row];
    where_ = std::string(path.concentrations.empty() ? "part " : "concentration ") + number(value) +
             " of the path (row " + std::to_string(row + 1) + " of " + std::to_string(along.size()) + ")";
    const double part = path.concentrations.empty() ? value : 1 - 1 / value;
    change([&](ReactorState<double>& tank) {
      for (const Addition& addition : setup_.added) add(addition.row, (part - done) * addition.moles, tank);
      if (!path.concentrations.empty()) tank.total.back() -= (part - done) * water;
    });
    done = part;
    settle_all(0);
    write(0, value);
  }
}

}  // namespace

ReactResult run_reactor(const ReactSetup& setup) { return Run(setup).go(); }

}  // namespace talus::batch
