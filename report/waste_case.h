// [[limits]], [hazard] and [cement]: what is asked about drainage, fibres and crusts. Every number is the user's; none is assumed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"

namespace talus::report {

/// How much of something drainage may hold.
struct LimitCase {
  std::string quantity, limit;
  std::optional<std::string> patch, source;
};
template <class V>
void describe(LimitCase& l, V& v) {
  v("quantity", l.quantity,
    "Of what: an element (\"Ni\"), a component of the case (\"SO4-2\": all that is dissolved of it), or \"TDS\", the sum of "
    "all components that are no gas, no water and no H+.");
  v("limit", l.limit, "Most that is allowed, per litre of water: \"0.5 mg/L\", \"1e-5 mol/L\".");
  v("patch", l.patch, "Patch of the boundary that drains; when absent, each through which water has left.");
  v("source", l.source, "Where the limit comes from: a permit, a regulation.");
}

/// Minerals that are a hazard as long as they are there.
struct HazardCase {
  std::vector<std::string> fibres;
};
template <class V>
void describe(HazardCase& h, V& v) {
  v("fibres", h.fibres, "Minerals that are fibres: [\"Chrysotile\"].");
}

/// When grains count as cemented.
struct CementCase {
  double threshold = 0;  ///< m3 per m3 of pile
  std::vector<std::string> minerals;
  std::string source;
};
template <class V>
void describe(CementCase& c, V& v) {
  v("threshold", c.threshold, in("%"), Range{.low = 0, .high = 1, .low_open = true},
    "Share of the volume of the pile from which on what has formed cements: more than this.");
  v("minerals", c.minerals, "Minerals that cement besides the carbonates, all of which count: [\"Gypsum\"].",
    optional_key);
  v("source", c.source, "Where the threshold comes from.");
}

}  // namespace talus::report
