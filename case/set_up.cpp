#include "case/set_up.h"

#include "base/interruption.h"
#include "base/scenarios.h"
#include "base/wall_clock.h"
#include "base/warnings.h"
#include "case/assumptions.h"
#include "case/block_file.h"
#include "case/build_instruments.h"
#include "case/carbon_sources.h"
#include "case/named_files.h"
#include "case/published.h"
#include "case/tree.h"
#include "solver/coupling/flow_first.h"
#include "solver/named.h"

namespace talus {

namespace {

std::optional<double> by_clock(const std::optional<std::string>& key) {
  return key ? std::optional(wall_clock_time(*key)) : std::nullopt;
}

std::vector<ScheduledOperation> operations_of(const Input& input, const ModelAndState& built) {
  const Case& c = input.values;
  std::vector<ScheduledOperation> operations;
  for (const OperationCase& o : c.operations)
    operations.insert(operations.end(), o.scheduled.begin(), o.scheduled.end());
  for (ScheduledOperation& o : operations)
    if (auto* irrigate = std::get_if<Irrigate>(&o.operation)) {
      const std::optional<std::string>& name = irrigate->composition;
      irrigate->brings = entering_water(name ? &built.waters[index_of(built.waters, *name)].second : nullptr,
                                        c.water_density);
      if (built.model.carbon && name)
        irrigate->carbon_source = irrigating_source(input, *built.model.carbon, irrigate->brings, *name);
    }
  return operations;
}

RunRecord record_of(const Input& input, const ModelAndState& built) {
  RunRecord record{.title = input.values.title,
                   .case_file = input.document.name(),
                   .case_text = input.document.text(),
                   .scenario = scenario_name(input.document),
                   .case_echo = echo(without_means_of_blocks(input.values)),
                   .database = {},
                   .published_json = published_json(input.values.published),
                   .instruments_json = {},
                   .assumptions = assumptions_of(input, built.model),
                   .tree = model_tree(input, built),
                   .warnings = warnings_of(input.document),
                   .place_of_length = input.document.place_of_value("run.length")};
  record.case_echo += hashes_of_named_files(record.case_echo, input.folder);
  for (const std::string& name : input.values.chemistry.database)
    record.database += (record.database.empty() ? "" : ", ") + name;
  return record;
}

}  // namespace

Controls controls_of(const Case& c) {
  Controls controls{.length = c.run.length,
                    .output_every = c.run.output_every,
                    .output_at = c.run.output_at,
                    .stop_at = reading_times(c),
                    .steps = {.tolerance = c.steps.tolerance,
                              .first = c.steps.first,
                              .largest = c.steps.largest,
                              .smallest = c.steps.smallest,
                              .fixed = c.steps.fixed},
                    .flow = {},
                    .heat = {},
                    .wall_time = by_clock(c.run.wall_time),
                    .checkpoint_every = by_clock(c.run.checkpoint_every)};
  if (c.has_richards()) controls.flow = {.tolerance = c.flow->tolerance, .fixed = c.flow->fixed};
  if (c.heat) controls.heat = {.tolerance = c.heat->tolerance, .fixed = c.heat->fixed};
  return controls;
}

Setup set_up(const Input& input, MPI_Comm ranks) {
  ModelAndState built = build(input, ranks);
  Controls controls = controls_of(input.values);
  if (input.values.has_richards() && input.values.flow->start == "steady") {
    const Interruption::Heeded requests;
    find_steady_flow(built.model, controls, built.state);
    initialise_cells(input, built.model, built.state);
  }
  BuiltInstruments instruments = build_instruments(input, built.model);
  RunRecord record = record_of(input, built);
  record.instruments_json = std::move(instruments.json);
  return {.model = std::move(built.model),
          .state = std::move(built.state),
          .controls = std::move(controls),
          .operations = operations_of(input, built),
          .instruments = std::move(instruments.list),
          .record = std::move(record)};
}

}  // namespace talus
