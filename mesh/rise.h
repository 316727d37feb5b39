// How far up faces are.
#pragma once

namespace talus {

/// From the centre of a cell straight up to the plane of a face (m; negative: down), whose normal has this upward component
/// and which is this far away along it (m). 0 for an upright face.
inline double rise_to_face(double nz, double distance) { return nz != 0 ? distance / nz : 0; }

}  // namespace talus
