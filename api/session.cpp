#include "api/session.h"

#include <talus/session.h>

#include <optional>

#include "base/error.h"
#include "base/petsc.h"

namespace talus::api {

struct Session::Impl {
  std::optional<talus::Session> session;  // none where the program had begun PETSc itself
};

Session::Session() : impl_(std::make_unique<Impl>()) {
  if (!PetscInitializeCalled) impl_->session.emplace(std::vector<std::string>{});
}

Session::Session(int& argc, char**& argv) : impl_(std::make_unique<Impl>()) {
  if (!PetscInitializeCalled) impl_->session.emplace(argc, argv);
}

Session::~Session() = default;

int Session::rank() { return talus::Session::rank(); }
int Session::size() { return talus::Session::size(); }

void need_session() {
  check(!PetscFinalizeCalled, "MPI and PETSc have ended: a Session outlives the simulations");
  if (!PetscInitializeCalled) static const Session until_the_end;
}

}  // namespace talus::api
