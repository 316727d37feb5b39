// Materials that another run has written: solids and water of a reactor, for a pile or another reactor.
#pragma once

#include <string>

#include "case/case.h"

namespace talus {

/// What `talus react --write-material` leaves in a file.
struct WrittenMaterial {
  MaterialCase solids;
  WaterTable water;
};
template <class V>
void describe(WrittenMaterial& m, V& v) {
  describe_shares(m.solids, v);
  v("water", m.water, "The water that the solids stood in.");
}

/// Reads the files that materials name in `from`, relative to `folder`: their minerals and surfaces, and
/// their water, which stands in `waters` under the name of the material. Notes in `document` what is wrong.
void read_written_materials(Document& document, Case& c, const std::string& folder);

}  // namespace talus
