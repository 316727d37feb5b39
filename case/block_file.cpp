#include "case/block_file.h"

#include <algorithm>
#include <filesystem>

#include "case/block_model.h"
#include "case/checks.h"
#include "case/densities.h"
#include "case/named_columns.h"
#include "case/readable.h"

namespace talus {

namespace {

constexpr double rounding = 1e-6;  // of an extent, a share or a density: files have so many digits
constexpr std::size_t most_problems = 20;

/// What a block model gives besides geometry, and the columns for it, in the order of BlockModel::columns.
struct Given {
  Attribute attribute;
  std::string mineral;
  NamedColumn column;
};

std::vector<Given> given_by(const BlockModelCase& keys, const std::string& path) {
  std::vector<Given> given;
  for (const auto& [mineral, words] : keys.minerals)
    given.push_back({Attribute::mineral, mineral, {path + ".minerals." + mineral, words, "wt%", fraction}});
  for (const auto& [mineral, words] : keys.surface)
    given.push_back({Attribute::surface,
                     mineral,
                     {path + ".surface." + mineral, words, "m2/g", ranges::specific_surface}});
  if (keys.dry_density)
    given.push_back({Attribute::dry_density,
                     "",
                     {path + ".dry_density", *keys.dry_density, "kg/m3", ranges::bulk_density}});
  const Range part{.low = 0, .high = 1, .low_open = true};
  if (keys.porosity)
    given.push_back({Attribute::porosity,
                     "",
                     {path + ".porosity", *keys.porosity, "1",
                      Range{.low = 0, .high = 1, .low_open = true, .high_open = true}}});
  if (keys.saturation)
    given.push_back({Attribute::saturation, "", {path + ".saturation", *keys.saturation, "1", part}});
  return given;
}

/// Whether the material says itself what a column gives.
bool says(const MaterialCase& m, const Given& given) {
  switch (given.attribute) {
    case Attribute::mineral:
      return is_among(names_of(m.minerals), given.mineral);
    case Attribute::surface:
      return is_among(names_of(m.surface), given.mineral);
    case Attribute::dry_density:
      return m.dry_density.has_value();
    case Attribute::porosity:
      return m.porosity.has_value();
    case Attribute::saturation:
      break;
  }
  return m.water.saturation.has_value();
}

/// Checks what the case says of the blocks of a material.
void check_keys(Document& document, const Case& c, const std::string& material, const MaterialCase& m,
                const std::vector<Given>& given) {
  const std::string path = "materials." + step(material) + ".block_model";
  if (given.empty())
    document.problem(document.place_of_key(path), path + " gives nothing to the material",
                     "name a column, for example minerals = { Brucite = \"BRUC\" }");
  for (const Given& g : given)
    if (says(m, g))
      document.problem(document.place_of_key(g.column.key),
                       g.column.key + ", but the material has one value of it for all places",
                       "leave one of the two out");
  if (!m.block_model->where_no_block) return;
  const std::string key = path + ".where_no_block", &other = *m.block_model->where_no_block;
  check_name(document, key, "material", other, names_of(c.materials), "materials");
  for (const auto& [name, keys] : c.materials)
    if (name == other && keys.block_model)
      document.problem(document.place_of_value(key), key + " has a block model itself",
                       "name a material that is the same everywhere");
}

/// Notes problems of rows, the first twenty.
class Rows {
 public:
  explicit Rows(const BlockModel& model) : model_(model) {}
  void problem(std::size_t block, const std::string& what, const std::string& hint) {
    if (problems_.size() < most_problems) problems_.push_back({model_.places[block], what, hint});
  }
  void finish() {
    if (!problems_.empty()) throw InputError(std::move(problems_));
  }

 private:
  const BlockModel& model_;
  std::vector<Problem> problems_;
};

std::string words_of(const Box& box) {
  std::string words;
  for (std::size_t d = 0; d < 3; ++d)
    words += std::string(d == 0 ? "" : ", ") + "xyz"[d] + " " + readable(box.low[d], "m") + " to " +
             readable(box.high[d], "m");
  return words;
}

/// Boxes from centres and extents, in the coordinates of the mesh; and their bins.
void add_boxes(const NamedColumns& columns, const std::array<double, 3>& origin, BlockModel& model) {
  std::array<double, 3> largest{};
  for (std::size_t b = 0; b < columns.places.size(); ++b) {
    Box box;
    for (std::size_t d = 0; d < 3; ++d) {
      const double centre = columns.values[d][b] - origin[d], extent = columns.values[3 + d][b];
      box.low[d] = centre - extent / 2;
      box.high[d] = centre + extent / 2;
      largest[d] = std::max(largest[d], extent);
    }
    model.blocks.push_back(box);
  }
  model.bins = BoxBins(largest);
}

/// Blocks may touch, but not overlap.
void check_overlaps(BlockModel& model, Rows& rows) {
  const auto overlap = [](const Box& a, const Box& b) {
    const Box both = shared(a, b);
    for (std::size_t d = 0; d < 3; ++d) {
      const double least = std::min(a.high[d] - a.low[d], b.high[d] - b.low[d]);
      if (!(both.high[d] - both.low[d] > rounding * least)) return false;
    }
    return true;
  };
  for (std::size_t b = 0; b < model.blocks.size(); ++b) {
    for (const std::size_t other : model.bins.near(model.blocks[b]))
      if (overlap(model.blocks[b], model.blocks[other])) {
        rows.problem(b,
                     "this block overlaps that of line " + std::to_string(model.places[other].line) + " in " +
                         words_of(shared(model.blocks[b], model.blocks[other])) + " of the mesh",
                     "each place has one block: leave one out, or give both their own extents");
        break;
      }
    model.bins.add(model.blocks[b]);
  }
}

/// Whether shares of the blocks and of the material come to 100 wt%.
void check_shares(const BlockModel& model, const MaterialCase& m, Rows& rows) {
  double same = 0;
  bool rest = false;
  for (const auto& [name, share] : m.minerals) {
    same += share.value_or(0);
    rest = rest || !share;
  }
  if (m.block_model->minerals.empty()) return;
  for (std::size_t b = 0; b < model.blocks.size(); ++b) {
    double sum = same;
    for (const BlockColumn& column : model.columns)
      if (column.attribute == Attribute::mineral) sum += column.value[b];
    if (sum > 1 + (rest ? 1e-9 : rounding))
      rows.problem(b, "the minerals of this block add up to " + readable(sum, "wt%"),
                   "they are shares of the dry mass, with those that the material says itself");
    else if (!rest && sum < 1 - rounding)
      rows.problem(b, "the minerals of this block add up to " + readable(sum, "wt%") + ", not to 100 wt%",
                   "what does not react can be written in the material: minerals = { inert = \"rest\" }");
  }
}

/// Dry density and porosity of every block, from its columns and what the material says; water must have room. The
/// density of water in kg/m3.
void add_packing(BlockModel& model, const MaterialCase& m, double density, Rows& rows) {
  for (std::size_t b = 0; b < model.blocks.size(); ++b) {
    const MaterialCase of_block = with_values(m, model.values_of(b));
    const int known =
        of_block.dry_density.has_value() + of_block.grain_density.has_value() + of_block.porosity.has_value();
    if (known < 2) return;  // check_packing() says so
    const Packing packing = packing_of(of_block);
    model.dry_density.push_back(packing.dry_density);
    model.porosity.push_back(packing.porosity);
    if (!(packing.porosity > m.critical_porosity && packing.porosity < 1))
      rows.problem(b, "the porosity of this block would be " + readable_part(packing.porosity, "1"),
                   "dry_density must be below grain_density, and the porosity above critical_porosity");
    if (!of_block.water.saturation && !of_block.water.content) continue;
    const double saturation = initial_water(of_block, density) / (density * packing.porosity);
    const auto& retention = m.hydraulics.retention;
    if (!(saturation > (retention ? retention->residual : 0) && saturation <= 1 + rounding))
      rows.problem(b, "water would fill " + readable_part(saturation, "%") + " of the pores of this block",
                   "it must be above retention.residual, and at most 100 %");
  }
}

BlockModel read_blocks(const std::string& file, const MaterialCase& m, const std::string& path,
                       const std::vector<Given>& given, double density) {
  const BlockModelCase& keys = *m.block_model;
  std::vector<NamedColumn> wanted;
  const char* const names[] = {".x", ".y", ".z", ".dx", ".dy", ".dz"};
  for (std::size_t d = 0; d < 3; ++d)
    wanted.push_back({path + names[d], keys.centre[d], "m", between(-1e8, 1e8)});
  for (std::size_t d = 0; d < 3; ++d)
    wanted.push_back({path + names[3 + d], keys.extent[d], "m", ranges::extent});
  for (const Given& g : given) wanted.push_back(g.column);
  NamedColumns columns = read_named_columns(file, wanted);
  BlockModel model;
  model.path = file;
  model.places = columns.places;
  add_boxes(columns, {keys.origin_x, keys.origin_y, keys.origin_z}, model);
  for (std::size_t k = 0; k < given.size(); ++k)
    model.columns.push_back({given[k].attribute, given[k].mineral, std::move(columns.values[6 + k])});
  Rows rows(model);
  check_overlaps(model, rows);
  check_shares(model, m, rows);
  add_packing(model, m, density, rows);
  rows.finish();
  return model;
}

}  // namespace

MaterialCase with_values(const MaterialCase& material, const std::vector<double>& value) {
  MaterialCase result = material;
  std::size_t k = 0;
  const auto give = [&](auto& named, const std::string& name) {
    for (auto& [known, number] : named)
      if (known == name) {
        number = value[k++];
        return;
      }
    named.emplace_back(name, value[k++]);
  };
  for (const auto& [mineral, column] : material.block_model->minerals) give(result.minerals, mineral);
  for (const auto& [mineral, column] : material.block_model->surface) give(result.surface, mineral);
  if (material.block_model->dry_density) result.dry_density = value[k++];
  if (material.block_model->porosity) result.porosity = value[k++];
  if (material.block_model->saturation) result.water.saturation = value[k++];
  return result;
}

bool read_block_models(Document& document, Case& c, const std::string& folder) {
  bool clean = true;
  for (auto& [name, material] : c.materials) {
    if (!material.block_model) continue;
    const std::string path = "materials." + step(name) + ".block_model";
    const std::vector<Given> given = given_by(*material.block_model, path);
    check_keys(document, c, name, material, given);
    clean = clean && document.clean();
    if (!clean) continue;
    const auto file = (std::filesystem::path(folder) / material.block_model->file).lexically_normal();
    try {
      auto model =
          std::make_shared<BlockModel>(read_blocks(file.string(), material, path, given, c.water_density));
      material.block_model->blocks = model;
      if (model->dry_density.empty()) continue;  // which is noted
      material = with_values(material, model->means().value);
    } catch (const FileError& error) {
      document.problem(document.place_of_value(path + ".file"), path + ".file: " + error.what(),
                       "files are relative to the case");
      clean = false;
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems())
        document.problem(problem.place, problem.what, problem.hint);
      clean = false;
    }
  }
  return clean;
}

Case without_means_of_blocks(const Case& c) {
  Case written = c;
  for (auto& [name, material] : written.materials) {
    if (!material.block_model) continue;
    const BlockModelCase& keys = *material.block_model;
    std::erase_if(material.minerals,
                  [&](const auto& m) { return is_among(names_of(keys.minerals), m.first); });
    std::erase_if(material.surface, [&](const auto& m) { return is_among(names_of(keys.surface), m.first); });
    if (keys.dry_density) material.dry_density.reset();
    if (keys.porosity) material.porosity.reset();
    if (keys.saturation) material.water.saturation.reset();
  }
  return written;
}

}  // namespace talus
