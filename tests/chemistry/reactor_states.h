// States of batch reactors in numbers of other kinds, and the derivatives of a stage against dual numbers.
#pragma once

#include "chemistry/reactor/reactor_steps.h"
#include "tests/catch.h"

namespace talus {

/// A state in numbers of another kind.
template <class R>
ReactorState<R> in(const ReactorState<double>& one) {
  ReactorState<R> all;
  const auto copy = [](const std::vector<double>& from, std::vector<R>& to) {
    for (double value : from) to.push_back(R(value));
  };
  copy(one.x, all.x);
  copy(one.total, all.total);
  copy(one.amount, all.amount);
  copy(one.initial_amount, all.initial_amount);
  copy(one.initial_area, all.initial_area);
  copy(one.phase, all.phase);
  copy(one.pressure, all.pressure);
  copy(one.gas, all.gas);
  copy(one.entered, all.entered);
  copy(one.supplied, all.supplied);
  copy(one.sites, all.sites);
  copy(one.extent, all.extent);
  all.gas_volume = R(one.gas_volume);
  all.inert = R(one.inert);
  return all;
}

/// Every derivative of a stage a little beside `state` is that of dual numbers; `temperature` in K.
inline void check_stage_derivatives(const ReactorModel& model, const ReactorState<double>& state,
                                    double temperature) {
  const Constants at = model.system->at(temperature);
  const auto prepare = [&](auto& stage) {
    for (auto& value : stage.z) value += 1e-3;
    stage.start.weight = 3000.0;
    for (auto& value : stage.entered) value += 1e-4;
    REQUIRE(stage.evaluate(at));
    stage.fill_jacobian(at);
    stage.fill_residual(at);
  };
  ReactorStage<double> stage(model);
  stage.begin(state);
  prepare(stage);
  for (std::size_t k = 0; k < stage.unknowns(); ++k) {
    ReactorStage<Dual> along(model);
    along.begin(in<Dual>(state));
    along.z[k].d = 1;
    prepare(along);
    for (std::size_t i = 0; i < stage.unknowns(); ++i) {
      CAPTURE(i, k);
      CHECK(along.residual(i).v == Approx(stage.residual(i)).epsilon(1e-12).margin(1e-15));
      CHECK(stage.jacobian(i, k) == Approx(along.residual(i).d).epsilon(1e-9).margin(1e-13));
    }
  }
}

}  // namespace talus
