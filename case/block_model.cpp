#include "case/block_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace talus {

namespace {

/// A part of a block.
struct Part {
  std::size_t block;
  double volume;  // m3
};

/// The column of the share of a mineral; null where the material says it.
const BlockColumn* share_of(const BlockModel& model, const std::string& mineral) {
  for (const BlockColumn& column : model.columns)
    if (column.attribute == Attribute::mineral && column.mineral == mineral) return &column;
  return nullptr;
}

double weight_of(const BlockModel& model, const BlockColumn& column, const BlockColumn* share,
                 const Part& part) {
  const std::size_t b = part.block;
  switch (column.attribute) {
    case Attribute::mineral:
      return part.volume * model.dry_density[b];
    case Attribute::surface:
      return part.volume * model.dry_density[b] * (share ? share->value[b] : 1);
    case Attribute::saturation:
      return part.volume * model.porosity[b];
    case Attribute::dry_density:
    case Attribute::porosity:
      break;
  }
  return part.volume;
}

/// As the first value and what others differ from it, so that equal values have themselves as their mean to the last bit.
double mean_of(const BlockModel& model, const BlockColumn& column, const std::vector<Part>& parts) {
  const BlockColumn* share =
      column.attribute == Attribute::surface ? share_of(model, column.mineral) : nullptr;
  const double first = column.value[parts.front().block];
  double weights = 0, differs = 0;
  for (const Part& part : parts) {
    const double weight = weight_of(model, column, share, part);
    weights += weight;
    differs += weight * (column.value[part.block] - first);
  }
  return weights > 0 ? first + differs / weights : first;  // none: there is nothing that has the value
}

BlockMeans means_of(const BlockModel& model, const std::vector<Part>& parts) {
  BlockMeans means;
  if (parts.empty()) return means;
  for (const Part& part : parts) means.covered += part.volume;
  for (const BlockColumn& column : model.columns) means.value.push_back(mean_of(model, column, parts));
  return means;
}

}  // namespace

double volume_of(const Box& box) {
  double volume = 1;
  for (std::size_t d = 0; d < 3; ++d) volume *= std::max(0.0, box.high[d] - box.low[d]);
  return volume;
}

Box shared(const Box& a, const Box& b) {
  Box box;
  for (std::size_t d = 0; d < 3; ++d) {
    box.low[d] = std::max(a.low[d], b.low[d]);
    box.high[d] = std::min(a.high[d], b.high[d]);
  }
  return box;
}

BoxBins::Bin BoxBins::bin_of(const std::array<double, 3>& point) const {
  Bin bin{};
  for (std::size_t d = 0; d < 3; ++d) bin[d] = static_cast<long long>(std::floor(point[d] / size_[d]));
  return bin;
}

void BoxBins::add(const Box& box) { boxes_[bin_of(box.low)].push_back(count_++); }

std::vector<std::size_t> BoxBins::near(const Box& box) const {
  const Bin low = bin_of(box.low), high = bin_of(box.high);
  std::vector<std::size_t> found;
  for (long long i = low[0] - 1; i <= high[0]; ++i)
    for (long long j = low[1] - 1; j <= high[1]; ++j) {
      const auto end = boxes_.upper_bound({i, j, high[2]});
      for (auto bin = boxes_.lower_bound({i, j, low[2] - 1}); bin != end; ++bin)
        found.insert(found.end(), bin->second.begin(), bin->second.end());
    }
  std::ranges::sort(found);
  return found;
}

std::vector<double> BlockModel::values_of(std::size_t block) const {
  std::vector<double> values;
  for (const BlockColumn& column : columns) values.push_back(column.value[block]);
  return values;
}

BlockMeans BlockModel::means_in(const Box& box) const {
  std::vector<Part> parts;
  for (const std::size_t block : bins.near(box))
    if (const double volume = volume_of(shared(blocks[block], box)); volume > 0)
      parts.push_back({block, volume});
  return means_of(*this, parts);
}

BlockMeans BlockModel::means() const {
  std::vector<Part> parts;
  for (std::size_t block = 0; block < blocks.size(); ++block)
    parts.push_back({block, volume_of(blocks[block])});
  return means_of(*this, parts);
}

}  // namespace talus
