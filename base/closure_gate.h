// How well a mass balance has to close.
#pragma once

namespace talus {

/// The largest closure, |change of store - what came in - external terms| / max(initial store, turnover),
/// with which a run counts as closed.
inline constexpr double closure_gate = 1e-10;

}  // namespace talus
