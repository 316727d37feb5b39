// How fast the machine is, in three numbers that stand beside every timing.
#pragma once

namespace talus {

/// Memory, functions of libm, and small dense loops; one core.
struct MachineSpeed {
  double triad;  ///< GB/s of a = b + s c over three arrays of 256 MiB
  double exp;    ///< s for 1e8 calls of exp
  double solve;  ///< s for 2000 LU factorisations of 40 x 40
};

/// Measures all three, each the best of `runs`.
MachineSpeed machine_speed(int runs);

}  // namespace talus
