// Files of block models.
#pragma once

#include <string>

#include "case/case.h"

namespace talus {

/// Reads the block models of materials, with files relative to `folder`. What columns give, the material gets as the mean of
/// all its blocks, so that checks across keys see a material like any other. Notes in `document` what is wrong, of the
/// files with line and column, and whether there was nothing: columns or units that are missing, values out of
/// range, blocks that overlap, minerals above 100 wt%.
bool read_block_models(Document& document, Case& c, const std::string& folder);

/// The case as it was written, without what read_block_models() has given its materials.
Case without_means_of_blocks(const Case& c);

/// The material of a place where the blocks have the means `value` of its columns.
MaterialCase with_values(const MaterialCase& material, const std::vector<double>& value);

}  // namespace talus
