#include "case/lifts.h"

#include <algorithm>

#include "base/units.h"
#include "case/calendar.h"
#include "case/checks.h"
#include "case/densities.h"

namespace talus {

namespace {

double footprint_of(const MeshCase& mesh) {
  return mesh.shape == "column" ? mesh.area.value_or(0) : mesh.width.value_or(0) * mesh.length.value_or(1);
}

/// Time (s) between two lifts of a table: what is given, or what the production takes for one.
std::optional<double> interval_of(Document& document, const std::string& path, const LiftCase& lift,
                                  const Case& c) {
  const int given = lift.every.has_value() + lift.production.has_value();
  if (given > 1 ||
      (given == 0 && lift.count > 1)) {  // a single lift may have one, so that scenarios can vary count
    document.problem(document.place_of_key(path), path + " needs 'every' or 'production', one of the two",
                     "how far apart its lifts are");
    return {};
  }
  if (!lift.production) return lift.every.value_or(0);
  const auto found =
      std::ranges::find(c.materials, lift.material, &std::pair<std::string, MaterialCase>::first);
  if (found == c.materials.end()) return {};  // noted already
  const MaterialCase& m = found->second;
  if (m.dry_density.has_value() + m.grain_density.has_value() + m.porosity.has_value() < 2) return {};
  return footprint_of(c.mesh) * lift.thickness * packing_of(m).dry_density / *lift.production;
}

void expand(Document& document, const std::string& path, const LiftCase& lift, Case& c) {
  check_name(document, path + ".material", "material", lift.material, names_of(c.materials), "materials");
  const std::optional<double> first = moment_of(document, path + ".placed", lift.placed, c.run);
  const std::optional<double> every = interval_of(document, path, lift, c);
  if (!first || !every) return;
  const double last = *first + (lift.count - 1) * *every;
  if (last >= c.run.length)
    document.problem(document.place_of_value(path + (lift.count > 1 ? ".count" : ".placed")),
                     path + ": its last lift would be placed at " + with_unit(last, "d") +
                         ", but the run ends at " + with_unit(c.run.length, "d"),
                     "a longer run, or fewer lifts: reports count all of them");
  if (!c.placed_lifts.empty() && *first < c.placed_lifts.back().time)
    document.problem(document.place_of_value(path + ".placed"),
                     path + " is placed at " + with_unit(*first, "d") + ", before the lift below it at " +
                         with_unit(c.placed_lifts.back().time, "d"),
                     "lifts stand from the ground up, in the order in which they are placed");
  constexpr int most = 10000;
  if (lift.count > most)
    return document.problem(document.place_of_value(path + ".count"),
                            path + ".count is more than " + std::to_string(most));
  for (int i = 0; i < lift.count; ++i)
    c.placed_lifts.push_back(
        {*first + i * *every, LayerCase{lift.thickness, lift.material, 0}, lift.temperature});
}

/// Stacks the finished pile, and says where the mesh has surfaces for a time.
void stack(Case& c) {
  std::vector<LayerCase> whole;
  for (std::size_t k = c.placed_lifts.size(); k-- > 0;) {
    whole.push_back(c.placed_lifts[k].layer);
    whole.back().lift = static_cast<int>(k) + 1;
  }
  whole.insert(whole.end(), c.layers.begin(), c.layers.end());
  std::vector<double> wanted;  // m below the top of the finished pile
  double surface = 0;
  for (std::size_t i = 0; i <= c.placed_lifts.size() && i < whole.size(); surface += whole[i++].thickness)
    for (const double depth : depths_of_operations(c)) wanted.push_back(surface + depth);
  std::ranges::sort(wanted);
  double top = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && i <= c.placed_lifts.size()) c.mesh.surfaces.push_back(c.finished_pile.size());
    const double bottom = top + whole[i].thickness, near = 1e-9 * bottom;
    double above = top;
    for (const double face : wanted) {
      if (face <= above + near || face >= bottom - near) continue;
      c.finished_pile.push_back(whole[i]);
      c.finished_pile.back().thickness = face - above;
      above = face;
    }
    c.finished_pile.push_back(whole[i]);
    if (above != top) c.finished_pile.back().thickness = bottom - above;
    top = bottom;
  }
}

}  // namespace

std::vector<double> depths_of_operations(const Case& c) {
  std::vector<double> depths;
  const auto add = [&](const Operation& operation) {
    for (const FaceKey& face : faces_of(operation)) depths.push_back(face.depth);
  };
  for (const OperationCase& o : c.operations) {
    add(o.operation);
    for (const ScheduledOperation& one : o.scheduled) add(one.operation);
  }
  return depths;
}

void read_lifts(Document& document, Case& c) {
  for (std::size_t i = 0; i < c.lifts.size(); ++i) {
    const std::string path = "lifts[" + std::to_string(i) + "]";
    const auto unreadable = [&](const char* key) { return reported(document, path + key); };
    if (unreadable("") || unreadable(".placed") || unreadable(".thickness") || unreadable(".count") ||
        unreadable(".every") || unreadable(".production") || reported(document, "run.length") ||
        reported(document, "run.start") || reported(document, "mesh"))
      continue;
    expand(document, path, c.lifts[i], c);
  }
  if (!c.placed_lifts.empty()) stack(c);
}

void check_lifts(Document& document, const Case& c) {
  if (c.lifts.empty() || !document.clean()) return;
  const auto refuse = [&](const std::string& path, const std::string& why, const std::string& hint) {
    document.problem(document.place_of_key(path), path + " does not go with [[lifts]]: " + why, hint);
  };
  if (c.pile)
    refuse("pile", "the lifts of piles with slopes cannot be placed one after the other yet",
           "compute the finished pile, or lifts of a column, a section or a box");
  const std::string moves = "depths below a surface that moves up would not say where";
  if (!c.regions.empty()) refuse("regions", moves, "give lifts materials of their own");
  if (!c.sources.empty()) refuse("sources", moves, "let the water enter through a patch");
  for (std::size_t i = 0; i < c.instruments.size(); ++i)
    if (c.instruments[i].depth)
      refuse("instruments[" + std::to_string(i) + "].depth", moves, "a chamber on the top stays there");
  for (const auto& [name, m] : c.materials) {
    const std::string path = "materials." + step(name) + ".water";
    if (m.water.water_table) refuse(path + ".water_table", moves, "give 'head' or 'saturation'");
    if (m.water.saturation_file) refuse(path + ".saturation_file", moves, "give 'head' or 'saturation'");
  }
  for (const auto& [name, patch] : c.boundaries)
    if (patch.water && patch.water->head_file)
      refuse("boundaries." + name + ".water.head_file", moves, "give 'head'");
  if (c.flow && c.flow->down)
    refuse("flow.down", "the flow of a pile that grows follows from Richards' equation",
           "leave 'down' out, or let the water stand still");
  if (c.has_richards() && c.flow->start == "steady")
    refuse("flow.start", "a pile that grows is not steady", "begin with the water of the materials");
  for (std::size_t i = 0; i < c.lifts.size(); ++i) {
    const std::string path = "lifts[" + std::to_string(i) + "]";
    if (c.heat && !c.lifts[i].temperature)
      document.problem(document.place_of_key(path), path + " has no 'temperature', which [heat] needs",
                       "write for example: temperature = \"5 degC\"");
    if (!c.heat && c.lifts[i].temperature)
      document.problem(document.place_of_key(path + ".temperature"),
                       path + ".temperature changes nothing without [heat]", "leave it out");
  }
}

const std::vector<LayerCase>& layers_of_finished_pile(const Case& c) {
  return c.placed_lifts.empty() ? c.layers : c.finished_pile;
}

std::vector<double> thicknesses_of(const std::vector<LayerCase>& layers) {
  std::vector<double> thickness;
  for (const LayerCase& layer : layers) thickness.push_back(layer.thickness);
  return thickness;
}

}  // namespace talus
