// When the operations of a run are done.
#pragma once

#include "solver/operations/operations.h"

namespace talus {

/// An operation and its times.
struct ScheduledOperation {
  double first = 0, every = 0;  ///< s
  Operation operation;
};

}  // namespace talus
