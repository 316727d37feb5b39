// The reactor of one vessel and of a tile of them, made once for all that include it.
#define TALUS_OWN_INSTANCES
#include "chemistry/reactor/reactor_steps.h"

namespace talus {

template class ReactorStage<double>;
template class ReactorStage<Pack>;
template class Reactor<double>;
template class Reactor<Pack>;

}  // namespace talus
