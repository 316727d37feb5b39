// What the library needs of MPI and PETSc before it runs a pile.
#pragma once

namespace talus::api {

/// Begins them where nobody has; they end with the program. std::logic_error when they have ended.
void need_session();

}  // namespace talus::api
